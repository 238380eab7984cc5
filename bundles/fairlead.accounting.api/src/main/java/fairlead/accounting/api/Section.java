package fairlead.accounting.api;

import java.util.Set;

/**
 * A part of the company whose rows share one range of keys, and the types that come out of it: the
 * ledger gives invoices and journal entries in one pass.
 *
 * @param name stable, for example {@code ledger}; index entries refer to it
 * @param types the types whose records have keys of this section
 */
public record Section(String name, Set<DataType> types) {
    public Section {
        types = Set.copyOf(types);
    }
}
