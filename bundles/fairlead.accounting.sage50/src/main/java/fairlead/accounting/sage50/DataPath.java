package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.AccountingException.Kind;
import java.util.Locale;
import java.util.Map;

/**
 * The folder of a company's books, as Sage's driver wants it: from what a person pastes (Help,
 * About, Data Directory) or what a COMPANY file names.
 */
final class DataPath {
    private static final String DATA = "ACCDATA";

    private DataPath() {}

    /** Without quotes, blanks around it, and separators at its end. */
    static String clean(String pasted) {
        String path = pasted.strip();
        if (path.length() > 1 && path.startsWith("\"") && path.endsWith("\"")) {
            path = path.substring(1, path.length() - 1).strip();
        }
        if (path.matches("(?i)([A-Z]:|\\\\\\\\|//).*")) {
            path = path.replace('/', '\\');
        }
        while (path.length() > 3 && (path.endsWith("\\") || path.endsWith("/"))) {
            path = path.substring(0, path.length() - 1);
        }
        return path;
    }

    /** Is it the ACCDATA folder itself? */
    static boolean isData(String path) {
        return path.toUpperCase(Locale.ROOT).matches("(.*[\\\\/])?" + DATA);
    }

    static String below(String path, String name) {
        return path + (path.indexOf('\\') >= 0 ? "\\" : "/") + name;
    }

    static String data(String path) {
        return isData(path) ? path : below(path, DATA);
    }

    /**
     * The path on the server that a mapped drive stands for; the path itself when it is none.
     *
     * @param drives by letter, as in {@code Z}
     */
    static String onServer(String path, Map<String, String> drives) {
        if (path.length() < 2 || path.charAt(1) != ':') {
            return path;
        }
        String server = drives.get(path.substring(0, 1).toUpperCase(Locale.ROOT));
        return server == null ? path : clean(server) + path.substring(2);
    }

    /**
     * The data folder that a person means.
     *
     * @throws AccountingException when there is none; the message says what to do
     */
    static String find(String pasted, Surroundings here) throws AccountingException {
        String path = clean(pasted);
        if (!here.isFolder(path) && !here.isFolder(data(path))) {
            throw new AccountingException(
                    Kind.NO_COMPANY,
                    "The folder "
                            + path
                            + " does not exist or cannot be reached; copy the data directory from"
                            + " Sage's Help > About.");
        }
        String data = isData(path) ? path : data(path);
        if (!here.isFolder(data)) {
            throw new AccountingException(
                    Kind.NO_COMPANY,
                    "The folder "
                            + path
                            + " holds no Sage 50 company: there is no ACCDATA in it; copy the data"
                            + " directory from Sage's Help > About.");
        }
        if (!here.isReadable(below(data, "SETUP.DTA"))) {
            throw new AccountingException(
                    Kind.NO_COMPANY,
                    "The file SETUP.DTA in "
                            + data
                            + " is missing or may not be read by you; see whether Sage 50 opens"
                            + " this company.");
        }
        return data;
    }
}
