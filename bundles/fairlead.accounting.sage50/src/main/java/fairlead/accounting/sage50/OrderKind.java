package fairlead.accounting.sage50;

import fairlead.accounting.api.DataType;
import java.util.Optional;

/** Orders of customers, and orders to suppliers. */
enum OrderKind {
    SALES(DataType.SALES_ORDERS, "SALES_ORDER", "SOP_ITEM"),
    PURCHASE(DataType.PURCHASE_ORDERS, "PURCHASE_ORDER", "POP_ITEM");

    final DataType type;
    final String table;
    final String items;

    OrderKind(DataType type, String table, String items) {
        this.type = type;
        this.table = table;
        this.items = items;
    }

    /** The name of their section. */
    String section() {
        return type.key();
    }

    /** Those of a section; empty when it has no orders. */
    static Optional<OrderKind> of(String section) {
        for (OrderKind kind : values()) {
            if (kind.section().equals(section)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
