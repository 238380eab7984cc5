package fairlead.demo.books;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** One row of INVOICE with its INVOICE_ITEM rows. Amounts are positive, also on a credit. */
final class Document {
    static final int INVOICE = 0;
    static final int SERVICE_INVOICE = 2;
    static final int CREDIT = 3;
    static final int PROFORMA = 5;
    static final int QUOTE = 6;

    final int number;
    final int type;
    final Party party;
    final List<Item> items = new ArrayList<>(3);
    LocalDate date;
    LocalDate due;
    LocalDateTime created;
    LocalDateTime modified;
    boolean posted = true;
    int currency = Currencies.BASE;
    long rate = 10_000;
    Amount carriage = Amount.net(0);

    /** Net value discount on the whole document, before tax. */
    long discount;

    long foreignDiscount;
    Amount total = Amount.net(0);
    String order = "";

    Document(int number, int type, Party party) {
        this.number = number;
        this.type = type;
        this.party = party;
    }

    /**
     * One row of INVOICE_ITEM.
     *
     * @param id ITEMID, unique in the company
     * @param unitPrice pence, in the document's currency
     * @param discountRate in per cent
     * @param full net before the line's discount, in the document's currency
     */
    record Item(
            int id,
            String stock,
            String description,
            boolean service,
            int quantity,
            long unitPrice,
            int discountRate,
            long full,
            Amount amount,
            int taxCode,
            int taxRate,
            String nominal,
            int department) {}
}
