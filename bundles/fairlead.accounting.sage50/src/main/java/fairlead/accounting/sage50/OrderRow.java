package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Set;
import java.util.stream.Stream;

/** One row of SALES_ORDER or PURCHASE_ORDER. */
final class OrderRow {
    static final String NUMBER = "ORDER_NUMBER";

    private static final String[] SALES = {
        "ORDER_TYPE_CODE",
        "DESPATCH_DATE",
        "ALLOCATED_STATUS_CODE",
        "DESPATCH_STATUS_CODE",
        "CUST_ORDER_NUMBER",
        "INVOICE_NUMBER"
    };
    private static final String[] PURCHASE = {
        "QUOTE_STATUS_ID", "DELIVERY_DATE", "ORDER_STATUS_CODE", "DELIVERY_STATUS_CODE", null, null
    };
    private static final String[] BOTH = {
        NUMBER,
        "ORDER_DATE",
        "ACCOUNT_REF",
        "NOTES_1",
        "NOTES_2",
        "NOTES_3",
        "DEL_NAME",
        "DEL_ADDRESS_1",
        "DEL_ADDRESS_2",
        "DEL_ADDRESS_3",
        "DEL_ADDRESS_4",
        "DEL_ADDRESS_5",
        "INVOICE_NET",
        "INVOICE_TAX",
        "INVOICE_GROSS",
        "FOREIGN_INVOICE_NET",
        "FOREIGN_INVOICE_TAX",
        "FOREIGN_INVOICE_GROSS",
        "CURRENCY",
        "FOREIGN_RATE",
        "RECORD_CREATE_DATE",
        Narrow.STAMP,
        "RECORD_DELETED"
    };

    /** What a checksum covers ({@link Narrow}). */
    static final Set<String> NARROW =
            Set.of(
                    NUMBER,
                    "ORDER_TYPE_CODE",
                    "QUOTE_STATUS_ID",
                    "ALLOCATED_STATUS_CODE",
                    "ORDER_STATUS_CODE",
                    "DESPATCH_STATUS_CODE",
                    "DELIVERY_STATUS_CODE",
                    "ACCOUNT_REF",
                    "INVOICE_GROSS",
                    "FOREIGN_INVOICE_GROSS",
                    Narrow.STAMP,
                    "RECORD_DELETED");

    final OrderKind kind;

    /** What it is: an order, a quotation, a pro forma invoice. */
    int form;

    LocalDate expected;

    /** How far it is allocated, or ordered. */
    int status;

    /** How far it is despatched, or delivered. */
    int delivery;

    String customersNumber = "";
    String invoice = "";
    int number;
    LocalDate date;
    String account = "";
    final String[] notes = new String[3];
    String deliverTo = "";
    final String[] address = new String[5];
    long net;
    long tax;
    long gross;
    long foreignNet;
    long foreignTax;
    long foreignGross;
    int currency;
    double rate;
    LocalDateTime created;
    LocalDateTime modified;
    boolean deleted;
    final Charges charges = new Charges();

    /** The first column that holds no amount; null when all do. */
    String bad;

    OrderRow(OrderKind kind) {
        this.kind = kind;
    }

    static String[] columns(OrderKind kind) {
        return Stream.of(kind == OrderKind.SALES ? SALES : PURCHASE, BOTH, Charges.COLUMNS)
                .flatMap(Stream::of)
                .toArray(String[]::new);
    }

    OrderRow fill(Cursor c) throws AccountingException {
        form = c.number();
        expected = c.date();
        status = c.number();
        delivery = c.number();
        customersNumber = c.reference();
        invoice = c.reference();
        number = c.number();
        date = c.date();
        account = c.reference();
        for (int i = 0; i < notes.length; i++) {
            notes[i] = c.text();
        }
        deliverTo = c.text();
        for (int i = 0; i < address.length; i++) {
            address[i] = c.text();
        }
        net = c.cents();
        tax = c.cents();
        gross = c.cents();
        foreignNet = c.cents();
        foreignTax = c.cents();
        foreignGross = c.cents();
        currency = c.number();
        rate = c.real();
        created = c.stamp();
        modified = c.stamp();
        deleted = c.flag();
        charges.fill(c);
        bad = c.bad();
        return this;
    }
}
