package fairlead.demo.books;

import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Makes orders of customers and to suppliers, by a chance of their own. */
final class Orders {
    private final Parties parties;
    private final SplittableRandom random;
    private final Documents sales;
    private final Documents purchases;

    /** What the next ones are called. */
    record Numbers(int sale, int saleItem, int purchase, int purchaseItem) {
        static final Numbers FIRST = new Numbers(1, 1, 1, 1);
    }

    Orders(Parties parties, SplittableRandom random, Numbers next) {
        this.parties = parties;
        this.random = random;
        this.sales = new Documents(random, Invoicing.SALES, next.sale(), next.saleItem());
        this.purchases =
                new Documents(random, Invoicing.COSTS, next.purchase(), next.purchaseItem());
    }

    /** An order of today: nothing of it is delivered yet. */
    Order any(LocalDate date) {
        boolean sale = random.nextInt(3) > 0;
        List<Party> from = sale ? parties.customers : parties.suppliers;
        Party party = from.get(random.nextInt(from.size())); // leaves the ledger's chance alone
        Order order = make(sale, party, date, 1 + random.nextInt(3));
        if (random.nextInt(6) == 0) {
            of(sale).addCarriage(order.document, 500L + random.nextInt(2_000));
        }
        if (sale && random.nextInt(15) == 0) {
            of(true).addDiscount(order.document);
        }
        return order;
    }

    /** An order of a company that has been at work for a while: most were delivered. */
    Order old(LocalDate date) {
        Order order = any(date);
        int dice = random.nextInt(100);
        if (dice < 70) {
            deliver(order, Order.FULL);
        } else if (dice < 80) {
            deliver(order, Order.PART);
        } else if (dice < 85) {
            order.status = Order.CANCELLED;
        } else if (dice < 88) {
            order.deleted = true;
        }
        return order;
    }

    private Documents of(boolean sale) {
        return sale ? sales : purchases;
    }

    private Order make(boolean sale, Party party, LocalDate date, int lines) {
        Document document = of(sale).make(0, party, date, lines);
        Order order = new Order(sale, document);
        document.created = date.atTime(10, 0);
        document.modified = document.number % 13 == 0 ? null : document.created;
        order.expected = random.nextInt(3) == 0 ? null : date.plusDays(14);
        order.status = sale ? Order.NONE : random.nextInt(3);
        order.customersNumber = sale && random.nextBoolean() ? "PO" + random.nextInt(9_000) : "";
        return order;
    }

    private static void deliver(Order order, int how) {
        order.delivery = how;
        order.status = how;
        order.invoice = order.sale ? String.format("%7d", 10_000 + order.document.number) : "";
    }

    /** What is easily read wrongly, one example at least of each. */
    void scenario(LocalDate start, Consumer<Order> out) {
        for (boolean sale : new boolean[] {true, false}) {
            Party usual = sale ? parties.customer("A1D001") : parties.supplier("CON001");
            Order delivered = make(sale, usual, start.plusDays(3), 3);
            deliver(delivered, Order.FULL);
            out.accept(delivered);
            Order part = make(sale, usual, start.plusDays(4), 2);
            deliver(part, Order.PART);
            of(sale).addCarriage(part.document, 995);
            out.accept(part);
            Party foreign = sale ? parties.customer("EUR001") : parties.supplier("EUR002");
            out.accept(make(sale, foreign, start.plusDays(5), 2));
            out.accept(make(sale, party(sale), start.plusDays(6), 1)); // a shared reference
            Order cancelled = make(sale, usual, start.plusDays(7), 1);
            cancelled.status = Order.CANCELLED;
            out.accept(cancelled);
            Order deleted = make(sale, usual, start.plusDays(8), 1);
            deleted.deleted = true;
            out.accept(deleted);
            Order blankDate = make(sale, usual, start.plusDays(9), 1);
            blankDate.document.date = null;
            out.accept(blankDate);
            of(sale).skip();
        }
        Order discounted = make(true, parties.customer("A1D001"), start.plusDays(10), 3);
        sales.addDiscount(discounted.document);
        out.accept(discounted);
        for (int form : List.of(Order.QUOTE, Order.PROFORMA)) {
            Document quote = sales.make(form, parties.customer("BRI001"), start.plusDays(11), 1);
            quote.created = start.plusDays(11).atStartOfDay();
            out.accept(new Order(true, quote));
        }
        Document enquiry = purchases.make(1, parties.supplier("CON001"), start.plusDays(12), 1);
        enquiry.created = start.plusDays(12).atStartOfDay();
        out.accept(new Order(false, enquiry));
    }

    private Party party(boolean sale) {
        return sale ? parties.customer(Parties.SHARED) : parties.supplier(Parties.SHARED);
    }
}
