package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import java.util.Set;

/** One row of AUDIT_USAGE: a split and the split that settles it. */
final class UsageRow {
    static final String TABLE = "AUDIT_USAGE";
    static final String[] COLUMNS = {
        "USAGE_NUMBER",
        "SPLIT_NUMBER",
        "SPLIT_CROSSREF",
        "AMOUNT",
        "FOREIGN_AMOUNT",
        Narrow.STAMP,
        "DELETED_FLAG",
        "RECORD_DELETED"
    };

    /** What a checksum covers ({@link Narrow}). */
    static final Set<String> NARROW =
            Set.of(
                    "USAGE_NUMBER",
                    "SPLIT_NUMBER",
                    "SPLIT_CROSSREF",
                    "AMOUNT",
                    Narrow.STAMP,
                    "DELETED_FLAG",
                    "RECORD_DELETED");

    int number;
    int settled;
    int settling;
    long amount;
    long foreignAmount;
    boolean deletedFlag;
    boolean recordDeleted;

    /** The first column that holds no amount; null when all do. */
    String bad;

    UsageRow fill(Cursor c) throws AccountingException {
        number = c.number();
        settled = c.number();
        settling = c.number();
        amount = c.cents();
        foreignAmount = c.cents();
        c.touched();
        deletedFlag = c.flag();
        recordDeleted = c.flag();
        bad = c.bad();
        return this;
    }

    boolean live() {
        return !deletedFlag && !recordDeleted;
    }
}
