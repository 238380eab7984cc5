package fairlead.accounting.sage50;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.SourceRecord;
import java.math.BigDecimal;
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

    /** A line of an invoice, from wherever it comes; amounts in hundredths. */
    private record Line(
            String description,
            BigDecimal unitAmount,
            BigDecimal quantity,
            long discount,
            long net,
            long tax,
            String nominal,
            BigDecimal discountRate,
            String taxCode,
            int department,
            int project,
            int costCode) {}

    SourceRecord map(Entry entry) throws Unmappable {
        HeaderRow header = entry.header;
        Money money = Money.of(header, names.currencies);
        boolean base = money.base();
        InvoiceRow document = entry.document;
        LocalDate issued = document != null && document.date != null ? document.date : entry.day();
        if (issued == null) {
            throw new Unmappable("AUDIT_HEADER.DATE", "The invoice has no date at all.");
        }
        entry.transaction();
        List<Line> lines = document == null ? ledger(entry, base) : module(entry, base);
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
        for (Line line : lines) {
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
        return new SourceRecord(
                DataType.INVOICES,
                header.number,
                entry.documentId,
                json.bytes(),
                BigDecimal.valueOf(gross, 2),
                BigDecimal.ZERO);
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

    private static List<Line> ledger(Entry entry, boolean base) throws Unmappable {
        List<Line> lines = new ArrayList<>(entry.splits.size());
        for (SplitRow split : entry.splits) {
            Unmappable.check(split.bad);
            long net = base ? split.net : split.foreignNet;
            lines.add(
                    new Line(
                            split.details,
                            BigDecimal.valueOf(net, 2),
                            BigDecimal.ONE,
                            0,
                            net,
                            base ? split.tax : split.foreignTax,
                            split.nominal,
                            BigDecimal.ZERO,
                            split.taxCode,
                            split.department,
                            split.project,
                            split.costCode));
        }
        return lines;
    }

    private List<Line> module(Entry entry, boolean base) throws Unmappable {
        InvoiceRow document = entry.document;
        Unmappable.check(document.bad);
        List<Line> lines = new ArrayList<>(entry.items.size() + 2);
        int unit = names.company.unitDecimals;
        long net = base ? entry.header.net : entry.header.foreignNet;
        long tax = base ? entry.header.tax : entry.header.foreignTax;
        for (ItemRow item : entry.items) {
            Unmappable.check(item.bad);
            long itemNet = base ? item.net : item.foreignNet;
            long full = base ? item.fullNet : item.foreignFullNet;
            Line line =
                    new Line(
                            item.shown(),
                            Repairs.decimal(base ? item.unitPrice : item.foreignUnitPrice, unit),
                            Repairs.decimal(item.quantity, names.company.quantityDecimals),
                            full == 0 ? 0 : full - itemNet, // rule 19: of the whole line
                            itemNet,
                            base ? item.tax : item.foreignTax,
                            item.nominal,
                            Repairs.decimal(item.discountRate, 2),
                            item.taxCode,
                            item.department,
                            item.project,
                            0);
            lines.add(line);
        }
        long carriageNet = base ? document.carriageNet : document.foreignCarriageNet;
        long carriageTax = base ? document.carriageTax : document.foreignCarriageTax;
        if (carriageNet != 0 || carriageTax != 0) {
            lines.add(
                    single(
                            "Carriage",
                            carriageNet,
                            carriageTax,
                            document.carriageNominal,
                            document.carriageTaxCode,
                            document.carriageDepartment));
        }
        if (document.discount != 0) {
            // what Sage took off the whole document: the sign over ODBC is not known, the rest is
            for (Line line : lines) {
                net -= line.net();
                tax -= line.tax();
            }
            String text = document.discountText;
            lines.add(
                    single(
                            text.isEmpty() ? "Net value discount" : text,
                            net,
                            tax,
                            names.company.salesDiscount,
                            "",
                            0));
        }
        return lines;
    }

    private static Line single(
            String description,
            long net,
            long tax,
            String nominal,
            String taxCode,
            int department) {
        return new Line(
                description,
                BigDecimal.valueOf(net, 2),
                BigDecimal.ONE,
                0,
                net,
                tax,
                nominal,
                BigDecimal.ZERO,
                taxCode,
                department,
                0,
                0);
    }

    private void write(Line line) {
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
