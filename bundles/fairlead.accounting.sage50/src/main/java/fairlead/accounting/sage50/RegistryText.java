package fairlead.accounting.sage50;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what Windows' {@code reg query} prints. */
final class RegistryText {
    /** Four blanks, the name, the type, the data; all but the name are never translated. */
    private static final Pattern VALUE = Pattern.compile("^ {4}(.+?) {4}REG_[A-Z_]+(?: {4}(.*))?$");

    private RegistryText() {}

    /** The values of each key, by the key's full name; names in any case. */
    static Map<String, Map<String, String>> keys(String printed) {
        Map<String, Map<String, String>> keys = new LinkedHashMap<>();
        Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : printed.lines().toList()) {
            Matcher value = VALUE.matcher(line);
            if (line.startsWith("HKEY_")) {
                values =
                        keys.computeIfAbsent(
                                line.strip(), k -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER));
            } else if (value.matches()) {
                values.put(value.group(1), value.group(2) == null ? "" : value.group(2).strip());
            }
        }
        return keys;
    }
}
