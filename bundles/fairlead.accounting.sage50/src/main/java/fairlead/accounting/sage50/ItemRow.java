package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import java.util.Set;

/**
 * One line of an invoice or order: a row of INVOICE_ITEM, SOP_ITEM or POP_ITEM. Its long text
 * stands last, as the driver wants it.
 */
final class ItemRow {
    static final String TABLE = "INVOICE_ITEM";
    static final String PROJECT = "PROJECT_ID";

    /** Of {@link #TABLE}; what only orders show is not read. */
    static final String[] COLUMNS =
            columns("INVOICE_NUMBER", "QUANTITY", PROJECT, null, null, null, null);

    /** What a checksum covers ({@link Narrow}). */
    static final Set<String> NARROW = narrow("INVOICE_NUMBER");

    private static String[] columns(
            String document,
            String quantity,
            String project,
            String stock,
            String unit,
            String projectReference,
            String costCodeReference) {
        return new String[] {
            document,
            "ITEM_NUMBER",
            "ITEMID",
            "SERVICE_FLAG",
            "DESCRIPTION",
            quantity,
            "UNIT_PRICE",
            "FOREIGN_UNIT_PRICE",
            "DISCOUNT_RATE",
            "FULL_NET_AMOUNT",
            "NET_AMOUNT",
            "TAX_AMOUNT",
            "FOREIGN_FULL_NET_AMOUNT",
            "FOREIGN_NET_AMOUNT",
            "FOREIGN_TAX_AMOUNT",
            "NOMINAL_CODE",
            "TAX_CODE",
            "DEPT_NUMBER",
            project,
            stock,
            unit,
            projectReference,
            costCodeReference,
            "RECORD_DELETED",
            Narrow.STAMP,
            "TEXT"
        };
    }

    private static Set<String> narrow(String document) {
        return Set.of(
                document, "ITEMID", "NET_AMOUNT", "TAX_AMOUNT", "RECORD_DELETED", Narrow.STAMP);
    }

    /** Of {@link OrderKind#items}. */
    static String[] columns(OrderKind kind) {
        return kind == OrderKind.SALES
                ? columns(OrderRow.NUMBER, "QTY_ORDER", PROJECT, "STOCK_CODE", null, null, null)
                : columns(
                        OrderRow.NUMBER,
                        "QTY_ORDER",
                        null,
                        "STOCK_CODE",
                        "UNIT_OF_SALE",
                        "PROJECT_REF",
                        "COST_CODE_REF");
    }

    /** What a checksum covers of an order's items ({@link Narrow}). */
    static Set<String> narrowOfOrder() {
        return narrow(OrderRow.NUMBER);
    }

    /** Number of the invoice or order. */
    int document;

    int number;
    int id;
    boolean service;
    String description = "";
    double quantity;
    double unitPrice;
    double foreignUnitPrice;
    double discountRate;
    long fullNet;
    long net;
    long tax;
    long foreignFullNet;
    long foreignNet;
    long foreignTax;
    String nominal = "";
    String taxCode = "";
    int department;
    int project;
    String stock = "";
    String unit = "";
    String projectReference = "";
    String costCodeReference = "";
    boolean deleted;
    String text = "";

    /** The first column that holds no amount; null when all do. */
    String bad;

    ItemRow fill(Cursor c) throws AccountingException {
        document = c.number();
        number = c.number();
        id = c.number();
        service = c.flag();
        description = c.text();
        quantity = c.decimal();
        unitPrice = c.decimal();
        foreignUnitPrice = c.decimal();
        discountRate = c.decimal();
        fullNet = c.cents();
        net = c.cents();
        tax = c.cents();
        foreignFullNet = c.cents();
        foreignNet = c.cents();
        foreignTax = c.cents();
        nominal = c.reference();
        taxCode = c.reference();
        department = c.number();
        project = c.number();
        stock = c.reference();
        unit = c.text();
        projectReference = c.reference();
        costCodeReference = c.reference();
        deleted = c.flag();
        c.touched();
        text = c.text();
        bad = c.bad();
        return this;
    }

    /** Service lines carry a text in place of a description. */
    String shown() {
        return service && !text.isEmpty() ? text : description;
    }
}
