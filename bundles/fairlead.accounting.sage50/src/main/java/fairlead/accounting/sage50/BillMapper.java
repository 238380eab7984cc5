package fairlead.accounting.sage50;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.SourceRecord;

/** A PI header to a bill: one line a split (mapping rules 4, 6, 15, 17, 18, 21, 24, 25). */
final class BillMapper {
    private final Json json;
    private final Parts parts;

    BillMapper(Parts parts) {
        this.json = parts.json;
        this.parts = parts;
    }

    SourceRecord map(Entry entry) throws Unmappable {
        HeaderRow header = entry.header;
        Money money = Money.of(header, parts.names.currencies);
        String id = String.valueOf(entry.transaction());
        json.record().text("id", id).text("reference", header.reference);
        parts.contact(header);
        json.list("purchaseOrderRefs")
                .endList()
                .date("issueDate", entry.dated())
                .date("dueDate", header.due)
                .text("currency", money.currency())
                .number("currencyRate", money.rate());
        parts.payableLines(entry, money, () -> json.flag("isDirectCost", false));
        long gross = money.gross(header);
        long due = gross;
        for (Entry.Settled settled : entry.settled) {
            Unmappable.check(settled.usage().bad);
            due -= money.amount(settled.usage());
        }
        json.list("withholdingTax")
                .endList()
                .text("status", due == 0 ? "Paid" : due == gross ? "Open" : "PartiallyPaid")
                .cents("subTotal", money.net(header))
                .cents("taxAmount", money.tax(header))
                .cents("totalAmount", gross)
                .cents("amountDue", due)
                .stamp("sourceModifiedDate", header.modified, "")
                .text("note", header.details)
                .list("paymentAllocations");
        for (Entry.Settled settled : entry.settled) {
            parts.allocation(
                    settled.by(), -money.amount(settled.usage()), money.currency(), money.rate());
        }
        json.endList();
        return parts.record(DataType.BILLS, header.number, id, gross);
    }
}
