package fairlead.demo.books;

import java.time.LocalDate;

/** One row of SALES_ORDER or PURCHASE_ORDER with its items: a document that is in no ledger. */
final class Order {
    /** Sage's codes of how far an order is. */
    static final int NONE = 0;

    static final int PART = 1;
    static final int FULL = 2;
    static final int CANCELLED = 3;

    /** A quotation of the order module, and one that is a pro forma invoice. */
    static final int QUOTE = 9;

    static final int PROFORMA = 11;

    /** Of a customer; else to a supplier. */
    final boolean sale;

    final Document document;
    LocalDate expected;

    /** How far it is allocated, or ordered. */
    int status;

    /** How far it is despatched, or delivered. */
    int delivery;

    String invoice = "";
    String customersNumber = "";
    boolean deleted;

    Order(boolean sale, Document document) {
        this.sale = sale;
        this.document = document;
    }

    /** Is it an order, and there? */
    boolean counts() {
        return document.type == 0 && !deleted;
    }

    /** What its type is called. */
    static String type(boolean sale) {
        return sale ? "salesOrders" : "purchaseOrders";
    }

    static String table(boolean sale) {
        return sale ? "SALES_ORDER" : "PURCHASE_ORDER";
    }

    static String items(boolean sale) {
        return sale ? "SOP_ITEM" : "POP_ITEM";
    }
}
