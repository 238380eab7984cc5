package fairlead.demo.books;

import static fairlead.demo.books.LedgerTables.flag;
import static fairlead.demo.books.LedgerTables.pounds;

import java.sql.SQLException;

/** The rows of an order, as Sage would write them. */
final class OrderTables {
    private static final String[] FORMS = {"Sales Order", "Sales Quote", "Sales Proforma"};

    private final Rows sales;
    private final Rows salesItems;
    private final Rows purchases;
    private final Rows purchaseItems;

    OrderTables(Changes c) {
        this.sales =
                new Rows(
                        c,
                        "SALES_ORDER",
                        columns(
                                "ORDER_TYPE_CODE",
                                "ORDER_OR_QUOTE",
                                "DESPATCH_DATE",
                                "ALLOCATED_STATUS_CODE",
                                "DESPATCH_STATUS_CODE",
                                "CUST_ORDER_NUMBER",
                                "INVOICE_NUMBER",
                                "NET_VALUE_DISCOUNT_NET",
                                "NET_VALUE_DISCOUNT_NET_BASE",
                                "NET_VALUE_DISCOUNT_DESC"));
        this.purchases =
                new Rows(
                        c,
                        "PURCHASE_ORDER",
                        columns(
                                "QUOTE_STATUS_ID",
                                "ORDER_OR_QUOTE",
                                "DELIVERY_DATE",
                                "ORDER_STATUS_CODE",
                                "DELIVERY_STATUS_CODE"));
        this.salesItems = items(c, "SOP_ITEM", "PROJECT_ID");
        this.purchaseItems = items(c, "POP_ITEM", "PROJECT_REF");
    }

    private static String[] columns(String... own) {
        String[] both = {
            "ORDER_NUMBER",
            "ORDER_DATE",
            "ACCOUNT_REF",
            "NAME",
            "ADDRESS_1",
            "NOTES_1",
            "NOTES_2",
            "DEL_NAME",
            "DEL_ADDRESS_1",
            "DEL_ADDRESS_2",
            "DEL_ADDRESS_3",
            "DEL_ADDRESS_4",
            "DEL_ADDRESS_5",
            "CARR_NOM_CODE",
            "CARR_TAX_CODE",
            "CARR_DEPT_NUMBER",
            "CARR_NET",
            "CARR_TAX",
            "CARR_GROSS",
            "FOREIGN_CARR_NET",
            "FOREIGN_CARR_TAX",
            "FOREIGN_CARR_GROSS",
            "INVOICE_NET",
            "INVOICE_TAX",
            "INVOICE_GROSS",
            "FOREIGN_INVOICE_NET",
            "FOREIGN_INVOICE_TAX",
            "FOREIGN_INVOICE_GROSS",
            "CURRENCY",
            "FOREIGN_RATE",
            "RECORD_CREATE_DATE",
            "RECORD_MODIFY_DATE",
            "RECORD_DELETED"
        };
        String[] all = new String[own.length + both.length];
        System.arraycopy(own, 0, all, 0, own.length);
        System.arraycopy(both, 0, all, own.length, both.length);
        return all;
    }

    private static Rows items(Changes c, String table, String project) {
        return new Rows(
                c,
                table,
                "ITEMID",
                "ORDER_NUMBER",
                "ITEM_NUMBER",
                "SERVICE_FLAG",
                "DESCRIPTION",
                "TEXT",
                "STOCK_CODE",
                "UNIT_OF_SALE",
                "QTY_ORDER",
                "QTY_DELIVERED",
                "UNIT_PRICE",
                "DISCOUNT_AMOUNT",
                "DISCOUNT_RATE",
                "FULL_NET_AMOUNT",
                "NET_AMOUNT",
                "TAX_AMOUNT",
                "GROSS_AMOUNT",
                "FOREIGN_UNIT_PRICE",
                "FOREIGN_DISCOUNT_AMOUNT",
                "FOREIGN_FULL_NET_AMOUNT",
                "FOREIGN_NET_AMOUNT",
                "FOREIGN_TAX_AMOUNT",
                "FOREIGN_GROSS_AMOUNT",
                "TAX_CODE_ID",
                "TAX_CODE",
                "TAX_RATE",
                "NOMINAL_CODE",
                "DEPT_NUMBER",
                project,
                "RECORD_CREATE_DATE",
                "RECORD_MODIFY_DATE",
                "RECORD_DELETED");
    }

    void order(Order order) throws SQLException {
        if (order.sale) {
            sales.add(with(order, sale(order)));
        } else {
            purchases.add(with(order, purchase(order)));
        }
    }

    private static Object[] sale(Order order) {
        Document d = order.document;
        return new Object[] {
            d.type,
            FORMS[d.type == 0 ? 0 : d.type == Order.QUOTE ? 1 : 2],
            order.expected,
            order.status,
            order.delivery,
            order.customersNumber,
            order.invoice,
            pounds(d.foreignDiscount),
            pounds(d.discount),
            d.discount == 0 ? "" : "Loyalty discount"
        };
    }

    private static Object[] purchase(Order order) {
        return new Object[] {
            order.document.type,
            order.document.type == 0 ? "Purchase Order" : "Purchase Quote",
            order.expected,
            order.status,
            order.delivery
        };
    }

    private static Object[] with(Order order, Object[] own) {
        Document d = order.document;
        Amount carriage = d.carriage;
        Amount total = d.total;
        boolean elsewhere = d.number % 3 > 0;
        String[] a = d.party.address;
        Object[] both = {
            d.number,
            d.date,
            d.party.ref,
            d.party.name,
            a[0],
            d.number % 5 == 0 ? "Please ring first" : "",
            d.number % 10 == 0 ? "Leave with a neighbour" : "",
            elsewhere ? d.party.name : "",
            elsewhere ? a[0] : "",
            elsewhere ? a[1] : "",
            elsewhere ? a[2] : "",
            elsewhere ? a[3] : "",
            elsewhere ? a[4] : "",
            carriage.gross() == 0 ? "" : Nominals.CARRIAGE,
            carriage.gross() == 0 ? "T0" : "T1",
            1,
            pounds(carriage.net()),
            pounds(carriage.tax()),
            pounds(carriage.gross()),
            pounds(carriage.foreignNet()),
            pounds(carriage.foreignTax()),
            pounds(carriage.foreignGross()),
            pounds(total.net()),
            pounds(total.tax()),
            pounds(total.gross()),
            pounds(total.foreignNet()),
            pounds(total.foreignTax()),
            pounds(total.foreignGross()),
            d.currency,
            d.rate / 10_000.0,
            d.created,
            d.modified,
            flag(order.deleted)
        };
        Object[] all = new Object[own.length + both.length];
        System.arraycopy(own, 0, all, 0, own.length);
        System.arraycopy(both, 0, all, own.length, both.length);
        return all;
    }

    void items(Order order) throws SQLException {
        Document d = order.document;
        int line = 0;
        for (Document.Item i : d.items) {
            Amount a = i.amount();
            int quantity = i.quantity();
            boolean project = i.id() % 25 == 0;
            (order.sale ? salesItems : purchaseItems)
                    .add(
                            i.id(),
                            d.number,
                            ++line,
                            flag(i.service()),
                            i.service() ? "" : i.description(),
                            i.service() ? i.description() : null,
                            i.stock(),
                            "Each",
                            (double) quantity,
                            (double) (order.delivery == Order.FULL ? quantity : 0),
                            pounds(Amount.toBase(i.unitPrice(), d.rate)),
                            pounds(Amount.toBase(i.full(), d.rate) - a.net()),
                            (double) i.discountRate(),
                            pounds(Amount.toBase(i.full(), d.rate)),
                            pounds(a.net()),
                            pounds(a.tax()),
                            pounds(a.gross()),
                            pounds(i.unitPrice()),
                            pounds(i.full() - a.foreignNet()),
                            pounds(i.full()),
                            pounds(a.foreignNet()),
                            pounds(a.foreignTax()),
                            pounds(a.foreignGross()),
                            i.taxCode(),
                            "T" + i.taxCode(),
                            (double) i.taxRate(),
                            i.nominal(),
                            i.department(),
                            order.sale ? (Object) (project ? 1 : 0) : project ? "PROJ1" : "",
                            d.created,
                            d.modified,
                            0);
        }
    }
}
