package fairlead.accounting.sage50;

import fairlead.accounting.api.Discovery.InstalledDriver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sage's ODBC drivers among all that are installed: the usable ones and newest first. */
final class InstalledDrivers {
    private static final Pattern SAGE =
            Pattern.compile("Sage Line 50 v(\\d{1,4})", Pattern.CASE_INSENSITIVE);

    private InstalledDrivers() {}

    /** The version in a driver's name; empty when it is none of Sage's. */
    static OptionalInt version(String name) {
        Matcher sage = SAGE.matcher(name);
        return sage.matches()
                ? OptionalInt.of(Integer.parseInt(sage.group(1)))
                : OptionalInt.empty();
    }

    /**
     * On Windows.
     *
     * @param view64 what {@code reg query} prints of the key {@code ODBC Drivers} in the registry's
     *     64-bit view
     * @param view32 the same of its 32-bit view
     */
    static List<InstalledDriver> ofRegistry(String view64, String view32) {
        List<InstalledDriver> found = new ArrayList<>();
        names(view64).forEach(name -> found.add(new InstalledDriver(name, 64, true)));
        names(view32).forEach(name -> found.add(new InstalledDriver(name, 32, false)));
        return sorted(found);
    }

    private static List<String> names(String view) {
        return RegistryText.keys(view).values().stream()
                .flatMap(values -> values.entrySet().stream())
                .filter(value -> value.getValue().equalsIgnoreCase("Installed"))
                .map(Map.Entry::getKey)
                .filter(name -> version(name).isPresent())
                .toList();
    }

    /** Elsewhere: the sections of {@code odbcinst.ini}; what has a 64-bit library only counts. */
    static List<InstalledDriver> ofIni(String text) {
        List<InstalledDriver> found = new ArrayList<>();
        String section = "";
        for (String raw : text.lines().toList()) {
            String line = raw.strip();
            if (line.startsWith("[") && line.endsWith("]")) {
                section = line.substring(1, line.length() - 1).strip();
            } else if (version(section).isPresent()) {
                String key = line.split("=", 2)[0].strip().toLowerCase(Locale.ROOT);
                if (key.equals("driver64") || key.equals("driver")) {
                    found.add(new InstalledDriver(section, 64, true));
                }
            }
        }
        return sorted(found.stream().distinct().toList());
    }

    private static List<InstalledDriver> sorted(List<InstalledDriver> found) {
        List<InstalledDriver> sorted = new ArrayList<>(found);
        sorted.sort(
                Comparator.comparing((InstalledDriver d) -> !d.usable())
                        .thenComparing(d -> -version(d.name()).orElse(0)));
        return sorted;
    }

    /** Why no driver can be used, in one sentence. */
    static String missing(List<InstalledDriver> found) {
        String wanted = " Install Sage 50 here, in one of its three most recent versions.";
        return found.stream()
                .filter(driver -> driver.bits() == 32)
                .findFirst()
                .map(
                        driver ->
                                "Only Sage 50's ODBC driver for 32-bit programs is installed ("
                                        + driver.name()
                                        + "); the one for 64-bit programs is needed."
                                        + wanted)
                .orElse("Sage 50's ODBC driver is not installed on this PC." + wanted);
    }
}
