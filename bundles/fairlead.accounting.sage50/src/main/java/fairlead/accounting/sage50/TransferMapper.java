package fairlead.accounting.sage50;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.SourceRecord;

/** A journal from one bank account to another to a transfer (mapping rule 32). */
final class TransferMapper {
    private final Json json;
    private final Names names;
    private final Parts parts;

    TransferMapper(Parts parts) {
        this.json = parts.json;
        this.names = parts.names;
        this.parts = parts;
    }

    /** Does this header do nothing but move money between two bank accounts? */
    static boolean is(Entry entry, Names names) {
        return entry.header.posting().role == Posting.Role.JOURNAL
                && entry.journal.size() == 2
                && entry.journal.stream().allMatch(row -> names.isBank(row.nominal));
    }

    /**
     * @throws Unmappable when an amount is none, or the currency of a bank account is not known
     */
    SourceRecord map(Entry entry) throws Unmappable {
        JournalRow first = entry.journal.get(0);
        JournalRow second = entry.journal.get(1);
        Unmappable.check(first.bad);
        Unmappable.check(second.bad);
        boolean out = first.amount < 0;
        String id = String.valueOf(entry.transaction());
        json.record()
                .text("id", id)
                .text("description", entry.header.details)
                .date("date", entry.dated());
        leg("from", out ? first : second);
        leg("to", out ? second : first);
        json.text(
                        "status",
                        first.reconciled() && second.reconciled() ? "Reconciled" : "Unreconciled")
                .stamp("sourceModifiedDate", entry.header.modified, "");
        return parts.record(DataType.TRANSFERS, entry.header.number, id);
    }

    private void leg(String side, JournalRow row) throws Unmappable {
        String currency = names.currencies.code("BANK.CURRENCY", names.currency(row.nominal));
        json.object(side)
                .object("accountRef")
                .text("id", row.nominal)
                .text("dataType", DataType.BANK_ACCOUNTS.key())
                .end()
                .text("currency", currency)
                .cents("amount", Math.abs(names.nominal(row.nominal).moved(row)))
                .end();
    }
}
