package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import java.util.Set;

/** One row of INVOICE_ITEM. Its long text stands last, as the driver wants it. */
final class ItemRow {
    static final String TABLE = "INVOICE_ITEM";
    static final String PROJECT = "PROJECT_ID";
    static final String[] COLUMNS = {
        "INVOICE_NUMBER",
        "ITEM_NUMBER",
        "ITEMID",
        "SERVICE_FLAG",
        "DESCRIPTION",
        "QUANTITY",
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
        PROJECT,
        "RECORD_DELETED",
        Narrow.STAMP,
        "TEXT"
    };

    /** What a checksum covers ({@link Narrow}). */
    static final Set<String> NARROW =
            Set.of(
                    "INVOICE_NUMBER",
                    "ITEMID",
                    "NET_AMOUNT",
                    "TAX_AMOUNT",
                    "RECORD_DELETED",
                    Narrow.STAMP);

    int invoice;
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
    boolean deleted;
    String text = "";

    /** The first column that holds no amount; null when all do. */
    String bad;

    ItemRow fill(Cursor c) throws AccountingException {
        invoice = c.number();
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
