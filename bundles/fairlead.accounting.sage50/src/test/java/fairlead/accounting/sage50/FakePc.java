package fairlead.accounting.sage50;

import fairlead.accounting.api.Discovery.InstalledDriver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A Windows PC by its paths. */
final class FakePc implements Surroundings {
    static final String ROOT = "C:\\ProgramData\\Sage\\Accounts";

    final List<InstalledDriver> drivers = new ArrayList<>();
    final Map<String, String> mapped = new HashMap<>();
    private final Map<String, List<String>> files = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final TreeSet<String> unreadable = new TreeSet<>();

    FakePc file(String path, String... lines) {
        files.put(path, List.of(lines));
        return this;
    }

    /** The folder of a company's data, whole. */
    FakePc company(String path) {
        return file(path + "\\ACCDATA\\SETUP.DTA");
    }

    FakePc unreadable(String file) {
        unreadable.add(file);
        return file(file);
    }

    @Override
    public List<InstalledDriver> drivers() {
        return drivers;
    }

    @Override
    public Map<String, String> mappedDrives() {
        return mapped;
    }

    @Override
    public List<String> roots() {
        return List.of(ROOT);
    }

    @Override
    public List<String> folders(String path) {
        TreeSet<String> folders = new TreeSet<>();
        for (String file : files.keySet()) {
            if (file.startsWith(path + "\\")) {
                String rest = file.substring(path.length() + 1);
                if (rest.indexOf('\\') > 0) {
                    folders.add(rest.substring(0, rest.indexOf('\\')));
                }
            }
        }
        return List.copyOf(folders);
    }

    @Override
    public boolean isFolder(String path) {
        String folder = path.toUpperCase(Locale.ROOT) + "\\";
        return files.keySet().stream().anyMatch(f -> f.toUpperCase(Locale.ROOT).startsWith(folder));
    }

    @Override
    public boolean isReadable(String file) {
        return files.containsKey(file) && !unreadable.contains(file);
    }

    @Override
    public List<String> lines(String file) {
        return isReadable(file) ? files.get(file) : List.of();
    }
}
