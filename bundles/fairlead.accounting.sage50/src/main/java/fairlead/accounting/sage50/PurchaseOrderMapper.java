package fairlead.accounting.sage50;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.SourceRecord;

/** PURCHASE_ORDER with its POP_ITEM rows to a purchase order. */
final class PurchaseOrderMapper {
    private final Parts parts;
    private final OrderParts orders;

    PurchaseOrderMapper(Parts parts) {
        this.parts = parts;
        this.orders = new OrderParts(parts);
    }

    SourceRecord map(Order order) throws Unmappable {
        OrderRow row = order.row;
        Unmappable.check(row.bad);
        boolean base = order.base(parts.names.currencies);
        Json json =
                parts.json
                        .record()
                        .text("id", order.id())
                        .text("purchaseOrderNumber", order.id())
                        .date("issueDate", order.dated())
                        .date("expectedDeliveryDate", row.expected)
                        .text("note", order.note());
        orders.shipTo(row);
        parts.contact(false, row.account, row.kind.table);
        json.text("status", order.status());
        orders.amounts(order, base, this::tracking);
        return parts.record(DataType.PURCHASE_ORDERS, row.number, order.id(), order.gross(base));
    }

    private void tracking(DocumentLine line) {
        Names names = parts.names;
        ItemRow item = line.item();
        parts.tracking(
                "trackingCategoryRefs",
                names.departments.get(line.department()),
                item == null ? null : names.project(item.projectReference),
                item == null ? null : names.costCode(item.costCodeReference));
    }
}
