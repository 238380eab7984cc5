package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.AccountingException.Kind;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which Sage 50 keeps the books, and whether it is one that can be read. */
record SageVersion(String product, String version) {
    /** The newest that is known; the three most recent are supported. */
    private static final int NEWEST = 34;

    private static final int SUPPORTED = 3;

    /** Older ones were never read by anybody that we know of. */
    private static final int OLDEST = 26;

    /** What the driver of Sage 50 UK & Ireland, and of no other edition, calls its database. */
    private static final String DATABASE = "Sterling";

    private static final Pattern NUMBER = Pattern.compile("\\d+");

    static SageVersion of(Source source) throws AccountingException {
        String[] product = source.product();
        return new SageVersion(product[0], product[1]);
    }

    OptionalInt major() {
        Matcher number = NUMBER.matcher(version);
        return product.equals(DATABASE) && number.find()
                ? OptionalInt.of(Integer.parseInt(number.group()))
                : OptionalInt.empty();
    }

    /** Version and edition, as Sage's users call them. */
    String text() {
        OptionalInt major = major();
        return major.isPresent()
                ? "v" + major.getAsInt() + " (UK & Ireland edition)"
                : product + " " + version;
    }

    void require() throws AccountingException {
        OptionalInt major = major();
        if (major.isPresent() && major.getAsInt() < OLDEST) {
            throw new AccountingException(
                    Kind.UNSUPPORTED,
                    "Sage 50 v"
                            + major.getAsInt()
                            + " is too old: v"
                            + OLDEST
                            + " or later is needed.");
        }
    }

    List<String> warnings() {
        OptionalInt major = major();
        if (major.isEmpty()) {
            return List.of(
                    "The version of Sage 50 could not be made out; it calls itself "
                            + product
                            + " "
                            + version
                            + ".");
        }
        return major.getAsInt() > NEWEST - SUPPORTED
                ? List.of()
                : List.of(
                        "Sage 50 v"
                                + major.getAsInt()
                                + " is older than the three most recent versions (v"
                                + (NEWEST - SUPPORTED + 1)
                                + " to v"
                                + NEWEST
                                + "), which are the supported ones.");
    }
}
