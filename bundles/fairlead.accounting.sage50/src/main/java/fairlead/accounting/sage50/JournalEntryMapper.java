package fairlead.accounting.sage50;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.SourceRecord;
import java.math.BigDecimal;

/** A header's AUDIT_JOURNAL rows to a journal entry (mapping rules 2, 29 and 30). */
final class JournalEntryMapper {
    private final Json json;
    private final Names names;
    private final String base;

    JournalEntryMapper(Json json, Names names) {
        this.json = json;
        this.names = names;
        this.base = names.currencies.base();
    }

    SourceRecord map(Entry entry) throws Unmappable {
        HeaderRow header = entry.header;
        String id = String.valueOf(entry.transaction());
        DataType of = of(entry);
        long debit = 0;
        long credit = 0;
        for (JournalRow row : entry.journal) {
            Unmappable.check(row.bad);
            debit += Math.max(0, row.amount);
            credit -= Math.min(0, row.amount);
        }
        json.record()
                .text("id", id)
                .text("description", header.details)
                .date("postedOn", entry.day());
        if (!entry.splits.isEmpty()) {
            json.stamp("createdOn", entry.splits.get(0).created, "");
        }
        json.list("journalLines");
        for (JournalRow row : entry.journal) {
            if (row.amount != 0) {
                line(row);
            }
        }
        boolean document = of == DataType.INVOICES || of == DataType.CREDIT_NOTES;
        json.endList()
                .stamp("sourceModifiedDate", header.modified, "")
                .object("recordRef")
                .text("id", document ? entry.documentId : id)
                .text("dataType", of.key())
                .end();
        return new SourceRecord(
                DataType.JOURNAL_ENTRIES,
                header.number,
                id,
                json.bytes(),
                BigDecimal.valueOf(debit, 2),
                BigDecimal.valueOf(credit, 2));
    }

    private void line(JournalRow row) {
        Names.Quoted account = names.account(row.nominal);
        json.object()
                .text(
                        "description",
                        row.statement.isEmpty() ? row.details : row.statement + " - " + row.details)
                .cents("netAmount", row.amount)
                .text("currency", base)
                .object("accountRef")
                .text("id", row.nominal);
        if (account != null) {
            json.text("name", account.name());
        }
        json.end().end();
    }

    /** As which record the posting shows elsewhere. */
    private DataType of(Entry entry) throws Unmappable {
        if (entry.header.revaluation) {
            return DataType.JOURNAL_ENTRIES;
        }
        return switch (entry.header.type) {
            case "SI" -> DataType.INVOICES;
            case "SC" -> DataType.CREDIT_NOTES;
            case "SR", "SA", "SD", "SP" -> DataType.PAYMENTS;
            case "PI" -> DataType.BILLS;
            case "PC" -> DataType.BILL_CREDIT_NOTES;
            case "PP", "PA", "PD", "PR" -> DataType.BILL_PAYMENTS;
            case "BP", "CP", "VP" -> DataType.DIRECT_COSTS;
            case "BR", "CR", "VR" -> DataType.DIRECT_INCOMES;
            case "JD", "JC" ->
                    TransferMapper.is(entry, names) ? DataType.TRANSFERS : DataType.JOURNAL_ENTRIES;
            case "CC", "CD", "CO" -> DataType.JOURNAL_ENTRIES;
            default -> throw Unmappable.unknown(entry.header);
        };
    }
}
