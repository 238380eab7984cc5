package fairlead.accounting.sage50;

import java.util.Map;

/**
 * Where "Clear Audit Trail" moves rows to: tables of nearly the same columns (sync rule 8). A
 * transaction lies in one of the two; where it lies in both, the audit trail's rows count.
 */
final class History {
    /** By table of the audit trail: its history, and the column that tells transactions apart. */
    private static final Map<String, History> TABLES =
            Map.of(
                    "AUDIT_HEADER", new History("AUDIT_HISTORY_HEADER", "HEADER_NUMBER"),
                    "AUDIT_SPLIT", new History("AUDIT_HISTORY_SPLIT", "SPLIT_NUMBER"),
                    "AUDIT_USAGE", new History("AUDIT_HISTORY_USAGE", "USAGE_NUMBER"),
                    "AUDIT_JOURNAL", new History("AUDIT_HISTORY_JOURNAL", "HEADER_NUMBER"));

    final String table;
    final String key;

    private History(String table, String key) {
        this.table = table;
        this.key = key;
    }

    /**
     * The column by which rows of both tables are told apart in a window of this one (empty: in all
     * there is); null where none is sound. Postings have no number of their own: two that have
     * nothing in common but a damaged header's number share a window of that column, and of no
     * other.
     */
    String keyIn(String column) {
        boolean ofEachRow = !table.equals("AUDIT_HISTORY_JOURNAL");
        return ofEachRow || column.equals(key) ? key : null;
    }

    /** Null for a table from which nothing is ever cleared. */
    static History of(String table) {
        return TABLES.get(table);
    }
}
