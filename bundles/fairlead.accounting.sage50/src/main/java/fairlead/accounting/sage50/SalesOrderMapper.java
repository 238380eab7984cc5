package fairlead.accounting.sage50;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.SourceRecord;

/** SALES_ORDER with its SOP_ITEM rows to a sales order. */
final class SalesOrderMapper {
    private final Parts parts;
    private final OrderParts orders;

    SalesOrderMapper(Parts parts) {
        this.parts = parts;
        this.orders = new OrderParts(parts);
    }

    SourceRecord map(Order order) throws Unmappable {
        OrderRow row = order.row;
        Unmappable.check(row.bad);
        boolean base = order.base(parts.names.currencies);
        Json json = parts.json.record().text("id", order.id()).text("salesOrderNumber", order.id());
        if (!row.customersNumber.isEmpty()) {
            json.text("customerPurchaseOrderNumber", row.customersNumber);
        }
        json.date("issueDate", order.dated())
                .date("expectedDeliveryDate", row.expected)
                .text("note", order.note());
        orders.shipTo(row);
        parts.contact(true, row.account, row.kind.table);
        json.text("status", order.status()).text("invoicingStatus", order.invoicing());
        orders.amounts(order, base, this::tracking);
        return parts.record(DataType.SALES_ORDERS, row.number, order.id(), order.gross(base));
    }

    private void tracking(DocumentLine line) {
        parts.json.object("tracking").list("recordRefs");
        record(parts.names.departments.get(line.department()));
        record(line.project() == 0 ? null : parts.names.projects.get(line.project()));
        parts.json.endList().end();
    }

    private void record(Names.Quoted category) {
        if (category != null) {
            parts.json
                    .object()
                    .text("id", category.id())
                    .text("dataType", DataType.TRACKING_CATEGORIES.key())
                    .end();
        }
    }
}
