package fairlead.accounting.sage50;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which columns of the tables that grow a checksum covers, so that a sweep has to read no others
 * (sync rule 3): keys, amounts, flags, what says which names a row quotes, and when Sage last
 * changed it. Whatever else a row holds changes together with that stamp. ADR 9 says why nothing is
 * lost by it.
 */
final class Narrow {
    /** When Sage last changed a row; in nearly every table, and blank in some rows. */
    static final String STAMP = "RECORD_MODIFY_DATE";

    private static final Map<String, Set<String>> TABLES =
            Map.of(
                    HeaderRow.TABLE, HeaderRow.NARROW,
                    SplitRow.TABLE, SplitRow.NARROW,
                    UsageRow.TABLE, UsageRow.NARROW,
                    JournalRow.TABLE, JournalRow.NARROW,
                    InvoiceRow.TABLE, InvoiceRow.NARROW,
                    ItemRow.TABLE, ItemRow.NARROW,
                    OrderKind.SALES.table, OrderRow.NARROW,
                    OrderKind.SALES.items, ItemRow.narrowOfOrder(),
                    OrderKind.PURCHASE.table, OrderRow.NARROW,
                    OrderKind.PURCHASE.items, ItemRow.narrowOfOrder());

    private Narrow() {}

    /**
     * Empty for a table that is read whole in every sweep, and has its checksum from its records.
     */
    static Set<String> of(String table) {
        return TABLES.getOrDefault(table, Set.of());
    }

    /** The same positions, with fewer columns. */
    static String[] only(String[] columns, Predicate<String> wanted) {
        return Arrays.stream(columns).map(c -> wanted.test(c) ? c : null).toArray(String[]::new);
    }
}
