package fairlead.accounting.sage50;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One order with its items, joined. */
final class Order {
    /** Sage's codes of how far an order is. */
    private static final int NONE = 0;

    private static final int FULL = 2;
    private static final int CANCELLED = 3;
    private static final int PART_CANCELLED = 7;
    private static final int COMPLETE = 8;
    private static final int LAST_STATUS = 11;

    /**
     * Sage's codes of quotations and pro forma invoices end here; of a quotation's status, at 3.
     */
    private static final int LAST_FORM = 12;

    private static final int LAST_QUOTE_STATUS = 3;

    final OrderRow row;
    final List<ItemRow> items = new ArrayList<>(3);

    Order(OrderRow row) {
        this.row = row;
    }

    /** Is it a quotation or a pro forma invoice, which is no order? */
    static boolean isQuote(OrderRow row) {
        int last = row.kind == OrderKind.SALES ? LAST_FORM : LAST_QUOTE_STATUS;
        return row.form > 0 && row.form <= last;
    }

    /** Everything in the order in which it is written; rows came in any. */
    void sort() {
        items.sort(Comparator.<ItemRow>comparingInt(i -> i.number).thenComparingInt(i -> i.id));
    }

    String id() {
        return String.valueOf(row.number);
    }

    /** When it was placed, or entered where that is blank. */
    LocalDate dated() throws Unmappable {
        if (row.date != null) {
            return row.date;
        }
        if (row.created != null) {
            return row.created.toLocalDate();
        }
        throw new Unmappable(row.kind.table + ".ORDER_DATE", "The order has no date at all.");
    }

    /** In Codat's words. */
    String status() {
        if (!isStatus(row.status) || !isStatus(row.delivery)) {
            return "Unknown";
        }
        if (isDelivered()) {
            return "Closed";
        }
        if (row.status == CANCELLED || row.status == PART_CANCELLED) {
            return row.delivery == NONE ? "Void" : "Closed";
        }
        boolean placed = row.kind == OrderKind.SALES || row.status != NONE || row.delivery != NONE;
        return placed ? "Open" : "Draft";
    }

    private static boolean isStatus(int code) {
        return code >= NONE && code <= LAST_STATUS;
    }

    private boolean isDelivered() {
        return row.delivery == FULL || row.delivery == COMPLETE;
    }

    /** In Codat's words: Sage invoices what it despatches. */
    String invoicing() {
        boolean invoiced = row.invoice.chars().anyMatch(c -> c >= '1' && c <= '9');
        return !invoiced ? "NotInvoiced" : isDelivered() ? "Invoiced" : "PartiallyInvoiced";
    }

    /** Its three notes, a line each; blank where there is none. */
    String note() {
        StringBuilder note = new StringBuilder();
        for (String line : row.notes) {
            if (!line.isEmpty()) {
                note.append(note.isEmpty() ? "" : "\n").append(line);
            }
        }
        return note.toString();
    }

    boolean base(Currencies currencies) {
        return currencies.isBase(row.currency);
    }

    BigDecimal rate(boolean base) {
        return base ? BigDecimal.ONE : Cursor.rate(row.rate);
    }

    long net(boolean base) {
        return base ? row.net : row.foreignNet;
    }

    long tax(boolean base) {
        return base ? row.tax : row.foreignTax;
    }

    long gross(boolean base) {
        return base ? row.gross : row.foreignGross;
    }

    List<DocumentLine> lines(boolean base, CompanyRow company) throws Unmappable {
        return DocumentLine.of(items, row.charges, base, company, net(base), tax(base));
    }

    /** Do its lines add up to its total? */
    boolean agrees(boolean base) {
        return gross(base) == net(base) + tax(base)
                && row.charges.addUp(items, base, net(base), tax(base));
    }
}
