package fairlead.demo.books;

import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.SplittableRandom;

/**
 * Works on the orders of a finished company while others post: places some, delivers, changes,
 * marks as deleted and removes others. Each table is written in a commit of its own.
 */
final class OrderDesk {
    /** From here on an order goes: only one that was there before, which every truth has had. */
    private static final int GOES = 6;

    private final Store store;
    private final Steps steps;
    private final OrderTables tables;
    private final TruthBook truth;
    private final SplittableRandom random;
    private final Orders orders;
    private final int lastSale;
    private final int lastPurchase;

    OrderDesk(Store store, Steps steps, TruthBook truth, Parties parties, SplittableRandom random)
            throws SQLException {
        this.store = store;
        this.steps = steps;
        this.tables = new OrderTables(steps);
        this.truth = truth;
        this.random = random;
        this.lastSale = store.max("SALES_ORDER", "ORDER_NUMBER");
        this.lastPurchase = store.max("PURCHASE_ORDER", "ORDER_NUMBER");
        this.orders =
                new Orders(
                        parties,
                        random,
                        new Orders.Numbers(
                                lastSale + 1,
                                store.max("SOP_ITEM", "ITEMID") + 1,
                                lastPurchase + 1,
                                store.max("POP_ITEM", "ITEMID") + 1));
    }

    /** Now and then does something, as steps that are still to be carried out. */
    void work(LocalDate today, LocalDateTime now) throws SQLException {
        int dice = random.nextInt(24);
        if (dice < 4) {
            place(orders.any(today), now);
        } else if (dice < 12) {
            boolean sale = random.nextInt(3) > 0;
            int last = store.max(Order.table(sale), "ORDER_NUMBER");
            int number = last == 0 ? 0 : store.orderAt(sale, 1 + random.nextInt(last));
            int how = dice - 4;
            if (number > 0 && (how < GOES || number <= (sale ? lastSale : lastPurchase))) {
                change(sale, number, how, now);
            }
        }
    }

    private void place(Order order, LocalDateTime now) throws SQLException {
        order.document.created = now;
        order.document.modified = now;
        tables.order(order);
        steps.next();
        tables.items(order);
        steps.next();
        truth.order(order);
    }

    private void change(boolean sale, int number, int how, LocalDateTime now) throws SQLException {
        String table = Order.table(sale);
        String where = " WHERE ORDER_NUMBER = ?";
        long total = store.orderTotal(sale, number);
        if (how < 3) {
            steps.make(
                    "UPDATE "
                            + table
                            + " SET "
                            + (sale ? "DESPATCH" : "DELIVERY")
                            + "_STATUS_CODE = ?, RECORD_MODIFY_DATE = ?"
                            + where,
                    Order.FULL,
                    now,
                    number);
        } else if (how < GOES) {
            // one pound more of carriage, without tax
            steps.make(
                    "UPDATE "
                            + table
                            + " SET CARR_NET = ROUND(CARR_NET + 1, 2), CARR_GROSS ="
                            + " ROUND(CARR_GROSS + 1, 2), FOREIGN_CARR_NET = ROUND(FOREIGN_CARR_NET"
                            + " + 1, 2), FOREIGN_CARR_GROSS = ROUND(FOREIGN_CARR_GROSS + 1, 2),"
                            + " INVOICE_NET = ROUND(INVOICE_NET + 1, 2), INVOICE_GROSS ="
                            + " ROUND(INVOICE_GROSS + 1, 2), FOREIGN_INVOICE_NET ="
                            + " ROUND(FOREIGN_INVOICE_NET + 1, 2), FOREIGN_INVOICE_GROSS ="
                            + " ROUND(FOREIGN_INVOICE_GROSS + 1, 2), RECORD_MODIFY_DATE = ?"
                            + where,
                    now,
                    number);
            truth.order(sale, number, total, -1);
            truth.order(sale, number, total + 100, 1);
        } else if (how == GOES) {
            steps.make(
                    "UPDATE " + table + " SET RECORD_DELETED = 1, RECORD_MODIFY_DATE = ?" + where,
                    now,
                    number);
            truth.order(sale, number, total, -1);
        } else {
            steps.make("DELETE FROM " + table + where, number);
            steps.next();
            steps.make("DELETE FROM " + Order.items(sale) + where, number);
            truth.order(sale, number, total, -1);
        }
        steps.next();
    }
}
