package fairlead.accounting.sage50;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.SourceRecord;

/** A PC header to a bill credit note: one line a split (mapping rules 4, 17, 18, 21, 24, 25). */
final class BillCreditNoteMapper {
    private final Json json;
    private final Parts parts;

    BillCreditNoteMapper(Parts parts) {
        this.json = parts.json;
        this.parts = parts;
    }

    SourceRecord map(Entry entry) throws Unmappable {
        HeaderRow header = entry.header;
        Money money = Money.of(header, parts.names.currencies);
        String id = String.valueOf(entry.transaction());
        json.record().text("id", id).text("billCreditNoteNumber", header.reference);
        parts.contact(header);
        long gross = money.gross(header);
        long left = Credits.left(entry, money);
        json.list("withholdingTax")
                .endList()
                .cents("totalAmount", gross)
                .cents("totalDiscount", 0)
                .cents("subTotal", money.net(header))
                .cents("totalTaxAmount", money.tax(header))
                .cents("discountPercentage", 0)
                .cents("remainingCredit", left)
                .text("status", Credits.status(left, gross))
                .date("issueDate", entry.dated())
                .text("currency", money.currency())
                .number("currencyRate", money.rate());
        parts.payableLines(entry, money, () -> {});
        Credits.allocations(entry, money, parts);
        json.stamp("sourceModifiedDate", header.modified, "").text("note", header.details);
        return parts.record(DataType.BILL_CREDIT_NOTES, header.number, id, gross);
    }
}
