package fairlead.accounting.sage50;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.SourceRecord;
import java.time.LocalDate;

/**
 * An SC header to a credit note: one line a split even where it came from the invoicing module
 * (mapping rules 4, 5, 14, 17, 18, 25).
 */
final class CreditNoteMapper {
    private final Json json;
    private final Parts parts;

    CreditNoteMapper(Parts parts) {
        this.json = parts.json;
        this.parts = parts;
    }

    SourceRecord map(Entry entry) throws Unmappable {
        HeaderRow header = entry.header;
        Money money = Money.of(header, parts.names.currencies);
        InvoiceRow document = entry.document;
        LocalDate issued =
                document != null && document.date != null ? document.date : entry.dated();
        entry.transaction();
        json.record()
                .text("id", entry.documentId)
                .text("creditNoteNumber", InvoiceMapper.number(entry));
        parts.contact(header);
        long gross = money.gross(header);
        long left = Credits.left(entry, money);
        json.list("withholdingTax")
                .endList()
                .cents("totalAmount", gross)
                .cents("totalDiscount", 0)
                .cents("subTotal", money.net(header))
                .cents("additionalTaxAmount", 0)
                .cents("additionalTaxPercentage", 0)
                .cents("totalTaxAmount", money.tax(header))
                .cents("discountPercentage", 0)
                .cents("remainingCredit", left)
                .text("status", Credits.status(left, gross))
                .date("issueDate", issued)
                .text("currency", money.currency())
                .number("currencyRate", money.rate())
                .list("lineItems");
        for (SplitRow split : entry.splits) {
            Unmappable.check(split.bad);
            parts.ledgerLine(split, money);
            parts.tracking("trackingCategoryRefs", split);
            json.flag("isDirectIncome", false).end();
        }
        json.endList();
        Credits.allocations(entry, money, parts);
        json.stamp("sourceModifiedDate", header.modified, "").text("note", header.details);
        return parts.record(DataType.CREDIT_NOTES, header.number, entry.documentId, gross);
    }
}
