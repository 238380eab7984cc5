package fairlead.accounting.sage50;

import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.Discovery;
import fairlead.accounting.api.Discovery.FoundCompany;
import fairlead.accounting.api.Discovery.InstalledDriver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the companies that the installed versions of Sage 50 know: each keeps, in a folder named by
 * year ({@code 2026} is v32) or version ({@code v33}), a text file COMPANY with a data path a line,
 * and beside it demonstration and practice data. The newest version comes first; a company that
 * several versions name comes once.
 */
final class CompanyFiles {
    private static final Pattern FOLDER = Pattern.compile("(?i)(20\\d\\d)|v(\\d{1,3})");
    private static final int YEAR_OF_VERSION_0 = 1994; // 2026 is v32

    private final Surroundings here;

    CompanyFiles(Surroundings here) {
        this.here = here;
    }

    /** The version of Sage 50 whose folder this is; empty when it is none's. */
    static OptionalInt version(String folder) {
        Matcher named = FOLDER.matcher(folder);
        if (!named.matches()) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(
                named.group(1) != null
                        ? Integer.parseInt(named.group(1)) - YEAR_OF_VERSION_0
                        : Integer.parseInt(named.group(2)));
    }

    Discovery discover(Checkpoint checkpoint) throws InterruptedException {
        List<InstalledDriver> drivers = here.drivers();
        checkpoint.check();
        List<FoundCompany> companies = companies(checkpoint);
        List<String> notes = new ArrayList<>();
        if (drivers.stream().noneMatch(InstalledDriver::usable)) {
            notes.add(InstalledDrivers.missing(drivers));
        }
        if (companies.isEmpty()) {
            notes.add(
                    "No Sage 50 company is listed on this PC; the data directory stands in Sage's"
                            + " Help > About.");
        }
        return new Discovery(drivers, companies, notes);
    }

    private List<FoundCompany> companies(Checkpoint checkpoint) throws InterruptedException {
        Map<String, String> drives = here.mappedDrives();
        Map<String, FoundCompany> found = new LinkedHashMap<>();
        for (String root : here.roots()) {
            List<String> folders =
                    here.folders(root).stream()
                            .filter(folder -> version(folder).isPresent())
                            .sorted((a, b) -> version(b).getAsInt() - version(a).getAsInt())
                            .toList();
            for (String folder : folders) {
                String source = "Sage 50 v" + version(folder).getAsInt();
                String home = DataPath.below(root, folder);
                for (String line : here.lines(DataPath.below(home, "COMPANY"))) {
                    checkpoint.check();
                    String path = DataPath.onServer(DataPath.clean(line), drives);
                    if (!path.isEmpty()) {
                        add(found, path, source, Discovery.Kind.BOOKS);
                    }
                }
                own(found, home, "DemoData", source, Discovery.Kind.DEMO);
                own(found, home, "PracticeData", source, Discovery.Kind.PRACTICE);
            }
        }
        return List.copyOf(found.values());
    }

    private void own(
            Map<String, FoundCompany> found,
            String home,
            String name,
            String source,
            Discovery.Kind kind) {
        String path = DataPath.below(home, name);
        if (here.isFolder(DataPath.data(path))) {
            add(found, path, source, kind);
        }
    }

    private void add(
            Map<String, FoundCompany> found, String path, String source, Discovery.Kind kind) {
        String data = DataPath.data(path);
        boolean there = here.isReadable(DataPath.below(data, "SETUP.DTA"));
        found.putIfAbsent(
                data.toUpperCase(Locale.ROOT), new FoundCompany(data, source, kind, there));
    }
}
