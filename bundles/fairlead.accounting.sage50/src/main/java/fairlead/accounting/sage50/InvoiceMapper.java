package fairlead.accounting.sage50;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.SourceRecord;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * An SI header to an invoice: lines from the invoicing module where it came from there, else from
 * the splits (mapping rules 5, 6, 10, 13 to 24).
 */
final class InvoiceMapper {
    private final Json json;
    private final Names names;
    private final Parts parts;

    InvoiceMapper(Parts parts) {
        this.json = parts.json;
        this.names = parts.names;
        this.parts = parts;
    }

    SourceRecord map(Entry entry) throws Unmappable {
        HeaderRow header = entry.header;
        Money money = Money.of(header, names.currencies);
        InvoiceRow document = entry.document;
        LocalDate issued = document != null && document.date != null ? document.date : entry.day();
        if (issued == null) {
            throw new Unmappable("AUDIT_HEADER.DATE", "The invoice has no date at all.");
        }
        entry.transaction();
        List<DocumentLine> lines = lines(entry, money);
        long gross = money.gross(header);
        long due = gross;
        LocalDate paid = null;
        for (Entry.Settled settled : entry.settled) {
            Unmappable.check(settled.usage().bad);
            due -= money.amount(settled.usage());
            LocalDate day = settled.by().day();
            paid = paid == null || (day != null && day.isAfter(paid)) ? day : paid;
        }
        json.record().text("id", entry.documentId).text("invoiceNumber", number(entry));
        parts.contact(header);
        json.list("salesOrderRefs").endList().date("issueDate", issued);
        json.date("dueDate", document != null && document.due != null ? document.due : header.due)
                .stamp("sourceModifiedDate", header.modified, "")
                .date("paidOnDate", due == 0 ? paid : null)
                .text("currency", money.currency())
                .number("currencyRate", money.rate())
                .list("lineItems");
        long discounts = 0;
        for (DocumentLine line : lines) {
            discounts += line.discount();
            write(line);
        }
        json.endList().list("paymentAllocations");
        for (Entry.Settled settled : entry.settled) {
            parts.allocation(
                    settled.by(), -money.amount(settled.usage()), money.currency(), money.rate());
        }
        json.endList()
                .list("withholdingTax")
                .endList()
                .cents("totalDiscount", discounts)
                .cents("subTotal", money.net(header))
                .cents("additionalTaxAmount", 0)
                .cents("additionalTaxPercentage", 0)
                .cents("totalTaxAmount", money.tax(header))
                .cents("totalAmount", gross)
                .cents("amountDue", due)
                .text("status", due == 0 ? "Paid" : due == gross ? "Submitted" : "PartiallyPaid")
                .text("note", document == null ? header.details : "");
        return parts.record(DataType.INVOICES, header.number, entry.documentId, gross);
    }

    /** Rule 4: the document's number; for a batch entry the reference, else T. */
    static String number(Entry entry) throws Unmappable {
        if (entry.documentId.startsWith("INV-")) {
            return entry.documentId.substring("INV-".length());
        }
        return entry.header.reference.isEmpty()
                ? String.valueOf(entry.transaction())
                : entry.header.reference;
    }

    private List<DocumentLine> lines(Entry entry, Money money) throws Unmappable {
        InvoiceRow document = entry.document;
        if (document != null) {
            Unmappable.check(document.bad);
            for (ItemRow item : entry.items) {
                Unmappable.check(item.bad);
            }
        }
        if (entry.hasItems(money.base())) {
            return DocumentLine.of(
                    entry.items,
                    document.charges,
                    money.base(),
                    names.company,
                    money.net(entry.header),
                    money.tax(entry.header));
        }
        List<DocumentLine> lines = new ArrayList<>(entry.splits.size());
        for (SplitRow split : entry.splits) {
            lines.add(DocumentLine.of(split, money));
        }
        return lines;
    }

    private void write(DocumentLine line) {
        json.object()
                .text("description", line.description())
                .number("unitAmount", line.unitAmount())
                .number("quantity", line.quantity())
                .cents("discountAmount", line.discount())
                .cents("subTotal", line.net())
                .cents("taxAmount", line.tax())
                .cents("totalAmount", line.net() + line.tax());
        parts.account(line.nominal());
        json.number("discountPercentage", line.discountRate());
        parts.taxRate(line.taxCode());
        parts.tracking("trackingCategoryRefs", line.department(), line.project(), line.costCode());
        json.flag("isDirectIncome", false).end();
    }
}
