package fairlead.accounting.sage50;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.SourceRecord;

/** A leg on a bank account to a bank transaction (mapping rules 3, 27, 28 and 31). */
final class BankTransactionMapper {
    private final Json json;
    private final Parts parts;

    BankTransactionMapper(Parts parts) {
        this.json = parts.json;
        this.parts = parts;
    }

    /**
     * @param id T, or T and the account where T has legs on two of them; empty where it has no T
     * @param amount in the account's own currency, as is the balance
     * @param balance after it
     */
    SourceRecord map(Entry entry, JournalRow row, String id, long amount, long balance)
            throws Unmappable {
        Unmappable.check(row.bad);
        if (id.isEmpty()) {
            throw new Unmappable(
                    "AUDIT_JOURNAL.TRAN_NUMBER",
                    "A part of the posting has no number of its own and none of its split.");
        }
        json.record()
                .text("id", id)
                .text("accountId", row.nominal)
                .date("clearedOnDate", row.day() == null ? entry.day() : row.day())
                .text("description", row.reference)
                .flag("reconciled", row.reconciled())
                .cents("amount", amount)
                .cents("balance", balance)
                .text("transactionType", "Credit")
                .stamp("sourceModifiedDate", row.modified, "");
        return parts.record(DataType.BANK_TRANSACTIONS, entry.header.number, id);
    }
}
