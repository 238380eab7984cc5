package fairlead.demo.books;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Posts what settles others, or may: receipts and payments, credits, discounts, refunds. */
final class Settling {
    private final Ledger ledger;
    private final Parties parties;
    private final SplittableRandom random;
    private final OpenItems openItems;
    private final Invoicing invoicing;
    private final Banking banking;

    Settling(
            Ledger ledger,
            Parties parties,
            SplittableRandom random,
            OpenItems openItems,
            Invoicing invoicing,
            Banking banking) {
        this.ledger = ledger;
        this.parties = parties;
        this.random = random;
        this.openItems = openItems;
        this.invoicing = invoicing;
        this.banking = banking;
    }

    /** A receipt or payment for one to three open documents of one party. */
    Header settlement(boolean sales, LocalDate date) {
        Header first = openItems.take(openItems.of(sales));
        if (first == null) {
            return sales
                    ? invoicing.batchSale(parties.any(true), date)
                    : invoicing.bill(parties.any(false), date);
        }
        List<Header> paid = new ArrayList<>(List.of(first));
        if (random.nextInt(6) == 0) {
            openItems.of(sales).stream()
                    .filter(h -> h != first && same(h, first))
                    .limit(2)
                    .forEach(paid::add);
        }
        boolean part = paid.size() == 1 && first.currency == Currencies.BASE;
        part &= random.nextInt(4) == 0;
        return pay(paid, part ? 30 + random.nextInt(60) : 100, later(first, date));
    }

    private static boolean same(Header a, Header b) {
        return !a.gone && a.account.equals(b.account) && a.currency == b.currency && a.open();
    }

    /** Settles this share of what is open of the documents, in per cent. */
    Header pay(List<Header> documents, int share, LocalDate date) {
        Header first = documents.get(0);
        boolean sales = first.kind.side() == Kind.Side.SALES;
        String bank = first.currency == Currencies.EUR ? Nominals.EURO_BANK : Nominals.BANK;
        long base = 0;
        long foreign = 0;
        for (Header document : documents) {
            base += Math.abs(document.outstanding());
            foreign += Math.abs(document.sum(Split::foreignOutstanding));
        }
        if (share < 100) {
            base = Math.max(1, base * share / 100);
            foreign = base;
        }
        Header header =
                money(
                        sales ? Kind.SR : Kind.PP,
                        first,
                        bank,
                        new Amount(base, 0, foreign, 0),
                        date);
        header.details = sales ? "Sales Receipt" : "Purchase Payment";
        header.splits.get(0).details = header.details;
        for (Header document : documents) {
            ledger.settle(document, header, Long.MAX_VALUE);
            if (document.open()) {
                openItems.keep(openItems.of(sales), document);
            }
        }
        return header;
    }

    private Header money(Kind kind, Header like, String bank, Amount amount, LocalDate date) {
        Header header = ledger.open(kind, like.account, date);
        header.currency = like.currency;
        header.rate = like.rate;
        header.bank = bank;
        header.reference = random.nextInt(3) == 0 ? "BACS" : "";
        header.reconciled = random.nextInt(2) == 0;
        ledger.split(header, bank, amount);
        return header;
    }

    Header onAccount(boolean sales, LocalDate date) {
        Party party = parties.any(sales);
        while (party.currency != Currencies.BASE) {
            party = parties.any(sales);
        }
        return onAccount(sales, party, 1_000 + random.nextInt(50_000), date);
    }

    Header onAccount(boolean sales, Party party, long amount, LocalDate date) {
        Header like = new Header(0, Kind.SI);
        like.account = party.ref;
        Kind kind = sales ? Kind.SA : Kind.PA;
        Header header = money(kind, like, Nominals.BANK, Amount.net(amount), date);
        header.details = "Payment on Account";
        header.splits.get(0).details = header.details;
        if (sales) {
            openItems.keep(openItems.onAccount, header);
        }
        return header;
    }

    /** A credit note; two of three settle (part of) an open document. */
    Header credit(boolean sales, LocalDate date) {
        Header open = openItems.take(openItems.of(sales));
        if (open == null || open.currency != Currencies.BASE) {
            return sales
                    ? invoicing.batchSale(parties.any(true), date)
                    : invoicing.bill(parties.any(false), date);
        }
        Header credit =
                sales && random.nextBoolean()
                        ? creditDocument(parties.customer(open.account), later(open, date))
                        : credit(sales, open, 1_000 + random.nextInt(9_000), later(open, date));
        if (random.nextInt(3) > 0) {
            ledger.settle(open, credit, Long.MAX_VALUE);
        }
        if (open.open()) {
            openItems.keep(openItems.of(sales), open);
        }
        return credit;
    }

    Header credit(boolean sales, Header like, long net, LocalDate date) {
        Header header = ledger.open(sales ? Kind.SC : Kind.PC, like.account, date);
        header.currency = like.currency;
        header.rate = like.rate;
        header.reference = "CR" + random.nextInt(9_000);
        header.details = "Returned goods";
        invoicing.line(header, sales ? "4000" : "5000", net, 1);
        if (sales) {
            openItems.keep(openItems.credits, header);
        }
        return header;
    }

    private Header creditDocument(Party customer, LocalDate date) {
        return invoicing.post(invoicing.documents.make(Document.CREDIT, customer, date, 1));
    }

    /** What is left of a document is let go as a discount. */
    Header discount(boolean sales, LocalDate date) {
        Header open = openItems.take(openItems.of(sales));
        if (open == null || open.currency != Currencies.BASE) {
            return banking.journal(date);
        }
        Header header =
                discount(open, Math.max(1, Math.abs(open.outstanding()) / 20), later(open, date));
        if (open.open()) {
            openItems.keep(openItems.of(sales), open);
        }
        return header;
    }

    Header discount(Header open, long amount, LocalDate date) {
        boolean sales = open.kind.side() == Kind.Side.SALES;
        Header header = ledger.open(sales ? Kind.SD : Kind.PD, open.account, date);
        header.details = "Discount";
        ledger.split(
                header,
                sales ? Nominals.DISCOUNT_ALLOWED : Nominals.DISCOUNT_TAKEN,
                Amount.net(amount));
        ledger.settle(open, header, Long.MAX_VALUE);
        return header;
    }

    /**
     * Money back to a customer for an open credit note or receipt on account, or from a supplier.
     */
    Header refund(boolean sales, LocalDate date) {
        Header credit =
                sales
                        ? openItems.take(
                                random.nextBoolean() ? openItems.credits : openItems.onAccount)
                        : null;
        if (credit == null || credit.currency != Currencies.BASE) {
            return banking.direct(Kind.BR, Nominals.BANK, date);
        }
        return refund(credit, later(credit, date));
    }

    Header refund(Header credit, LocalDate date) {
        boolean sales = credit.kind.side() == Kind.Side.SALES;
        Header header =
                money(
                        sales ? Kind.SP : Kind.PR,
                        credit,
                        Nominals.BANK,
                        Amount.net(Math.abs(credit.outstanding())),
                        date);
        header.details = "Refund";
        header.splits.get(0).details = header.details;
        ledger.settle(header, credit, Long.MAX_VALUE);
        return header;
    }

    private LocalDate later(Header header, LocalDate date) {
        return header.date != null && header.date.isAfter(date) ? header.date : date;
    }
}
