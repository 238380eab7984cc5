package fairlead.accounting.sage50;

import java.util.List;

/** What sales orders and purchase orders have in common, in the schemas' order of properties. */
final class OrderParts {
    /** Codes of services and messages, which are no stock. */
    private static final List<String> NO_STOCK = List.of("S1", "S2", "S3", "M");

    private final Parts parts;
    private final Json json;

    OrderParts(Parts parts) {
        this.parts = parts;
        this.json = parts.json;
    }

    /** Where the goods go; nothing at all where no delivery address is given. */
    void shipTo(OrderRow row) {
        if (String.join("", row.address).isBlank()) {
            return;
        }
        json.object("shipTo");
        if (!row.deliverTo.isEmpty()) {
            json.object("contact").text("name", row.deliverTo).end();
        }
        json.object("address")
                .text("type", "Delivery")
                .text("line1", row.address[0])
                .text("line2", row.address[1])
                .text("city", row.address[2])
                .text("region", row.address[3])
                .text("postalCode", row.address[4])
                .end()
                .end();
    }

    /** What a line's tracking looks like, which the two types write differently. */
    @FunctionalInterface
    interface Tracking {
        void write(DocumentLine line);
    }

    /** Currency, lines and totals. */
    void amounts(Order order, boolean base, Tracking tracking) throws Unmappable {
        OrderRow row = order.row;
        String field = row.kind.table + ".CURRENCY";
        List<DocumentLine> lines = order.lines(base, parts.names.company);
        long discounts = 0;
        json.text("currency", parts.names.currencies.code(field, row.currency))
                .number("currencyRate", order.rate(base))
                .list("lineItems");
        for (DocumentLine line : lines) {
            discounts += line.discount();
            json.object().text("description", line.description());
            parts.account(line.nominal());
            item(line.item());
            tracking.write(line);
            json.number("unitAmount", line.unitAmount())
                    .number("quantity", line.quantity())
                    .cents("discountAmount", line.discount())
                    .number("discountPercentage", line.discountRate())
                    .cents("subTotal", line.net())
                    .cents("taxAmount", line.tax());
            parts.taxRate(line.taxCode());
            json.cents("totalAmount", line.net() + line.tax());
            if (row.kind == OrderKind.PURCHASE && line.item() != null) {
                numbered(line.item());
            }
            json.end();
        }
        json.endList()
                .cents("totalDiscount", discounts)
                .cents("subTotal", order.net(base))
                .cents("totalTaxAmount", order.tax(base))
                .cents("totalAmount", order.gross(base))
                .stamp("sourceModifiedDate", row.modified, "");
    }

    private void item(ItemRow item) {
        boolean stock =
                item != null
                        && !item.service
                        && !item.stock.isEmpty()
                        && !NO_STOCK.contains(item.stock);
        if (stock) {
            json.object("itemRef").text("id", item.stock).end();
        }
    }

    private void numbered(ItemRow item) {
        json.text("lineNumber", String.valueOf(item.number));
        if (!item.unit.isEmpty()) {
            json.text("unitOfMeasurement", item.unit);
        }
    }
}
