package fairlead.demo.books;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Everyday postings: each method posts one header and answers it. */
final class Trade {
    private static final int OPEN_KEPT = 600;
    static final String[] SALES = {"4000", "4001", "4002", "4100", "4101"};
    static final String[] COSTS = {
        "5000", "5001", "5003", "6201", "7100", "7200", "7300", "7400", "7502", "7550", "7600",
        "7801", "8204", "8250"
    };

    final Ledger ledger;
    final Parties parties;
    final SplittableRandom random;
    final Documents documents;
    private final Consumer<Document> loose;
    private final List<Header> openSales = new ArrayList<>();
    private final List<Header> openPurchases = new ArrayList<>();
    private final List<Header> onAccount = new ArrayList<>();
    private final List<Header> credits = new ArrayList<>();

    /**
     * @param loose takes the documents that no posting carries: drafts, quotes and their like
     */
    Trade(
            Ledger ledger,
            Parties parties,
            SplittableRandom random,
            int firstInvoice,
            int firstItem,
            Consumer<Document> loose) {
        this.ledger = ledger;
        this.parties = parties;
        this.random = random;
        this.documents = new Documents(random, SALES, firstInvoice, firstItem);
        this.loose = loose;
    }

    /** Posts one header of some kind. */
    Header any(LocalDate date) {
        int dice = random.nextInt(1000);
        if (dice < 200) {
            return sale(parties.any(true), date);
        } else if (dice < 330) {
            return batchSale(parties.any(true), date);
        } else if (dice < 540) {
            return settlement(true, date);
        } else if (dice < 565) {
            return onAccount(true, date);
        } else if (dice < 600) {
            return credit(true, date);
        } else if (dice < 608) {
            return discount(true, date);
        } else if (dice < 613) {
            return refund(true, date);
        } else if (dice < 760) {
            return bill(parties.any(false), date);
        } else if (dice < 860) {
            return settlement(false, date);
        } else if (dice < 868) {
            return onAccount(false, date);
        } else if (dice < 884) {
            return credit(false, date);
        } else if (dice < 888) {
            return discount(false, date);
        } else if (dice < 890) {
            return refund(false, date);
        } else if (dice < 930) {
            return direct(Kind.BP, Nominals.BANK, date);
        } else if (dice < 945) {
            return direct(Kind.BR, Nominals.BANK, date);
        } else if (dice < 955) {
            return direct(Kind.CP, Nominals.CASH, date);
        } else if (dice < 959) {
            return direct(Kind.CR, Nominals.CASH, date);
        } else if (dice < 970) {
            return direct(Kind.VP, Nominals.CARD, date);
        } else if (dice < 973) {
            return direct(Kind.VR, Nominals.CARD, date);
        } else if (dice < 977) {
            return vatPayment(date);
        } else if (dice < 984) {
            return transfer(date, random.nextBoolean());
        }
        return journal(date);
    }

    /** An invoice made in the invoicing module and posted from there. */
    Header sale(Party customer, LocalDate date) {
        Document document = documents.make(Document.INVOICE, customer, date, 1 + random.nextInt(4));
        if (random.nextInt(12) == 0) {
            documents.addCarriage(document, 500L + random.nextInt(2_000));
        }
        if (random.nextInt(20) == 0) {
            documents.addDiscount(document);
        }
        return post(document);
    }

    /** Puts a document into the ledger: "Update Ledgers". */
    Header post(Document document) {
        boolean credit = document.type == Document.CREDIT;
        Header header = ledger.open(credit ? Kind.SC : Kind.SI, document.party.ref, document.date);
        header.document = document;
        header.currency = document.currency;
        header.rate = document.rate;
        header.reference = String.valueOf(document.number);
        header.referenceNumeric = document.number;
        header.ispReference = document.number;
        header.details = "Goods";
        header.due = document.date.plusDays(30);
        document.created = header.created;
        document.modified = header.modified;
        for (int i = 0; i < document.items.size(); i++) {
            Document.Item item = document.items.get(i);
            Split split = ledger.split(header, item.nominal(), Documents.charged(document, i));
            split.taxCode = item.taxCode();
            split.department = item.department();
            split.details = cut(item.description());
            split.statement = i == 0 ? "Goods/Services" : "";
        }
        if (document.carriage.gross() != 0) {
            Split split = ledger.split(header, Nominals.CARRIAGE, document.carriage);
            split.taxCode = 1;
            split.department = 1;
            split.details = "Carriage";
        }
        keep(header.kind == Kind.SC ? credits : openSales, header);
        return header;
    }

    /** A document that is not in the books. */
    Document loose(Document document) {
        document.posted = false;
        Header stamp = new Header(document.number, Kind.SI);
        stamp.date = document.date;
        Stamps.enter(stamp);
        document.created = stamp.created;
        document.modified = stamp.modified;
        loose.accept(document);
        return document;
    }

    /** An invoice that was entered as a batch entry and never had a document. */
    Header batchSale(Party customer, LocalDate date) {
        Header header = batch(Kind.SI, customer, date, "PO" + random.nextInt(90_000), SALES);
        keep(openSales, header);
        return header;
    }

    Header bill(Party supplier, LocalDate date) {
        String reference = "R-" + random.nextInt(1_000_000);
        Header header = batch(Kind.PI, supplier, date, reference, COSTS);
        keep(openPurchases, header);
        return header;
    }

    private Header batch(
            Kind kind, Party party, LocalDate date, String reference, String[] nominals) {
        Header header = ledger.open(kind, party.ref, date);
        header.reference = reference;
        header.details = kind == Kind.SI ? Text.service(random) : Text.cost(random);
        header.currency = party.currency;
        header.rate = party.rate();
        header.due = date.plusDays(30);
        int lines = 1 + (random.nextInt(5) == 0 ? 2 : random.nextInt(2));
        for (int i = 0; i < lines; i++) {
            int code = Documents.taxCode(random);
            line(header, Text.of(random, nominals), 1_000L + random.nextInt(90_000), code);
        }
        return header;
    }

    Split line(Header header, String nominal, long foreignNet, int taxCode) {
        Amount amount = Amount.foreign(foreignNet, TaxCodes.rate(taxCode), header.rate);
        Split split = ledger.split(header, nominal, amount);
        split.taxCode = taxCode;
        split.department = Documents.department(random);
        split.statement = random.nextInt(3) == 0 ? "Goods/Services" : "";
        if (random.nextInt(25) == 0) {
            split.project = 1 + random.nextInt(3);
            split.costCode = 1 + random.nextInt(3);
        }
        return split;
    }

    /** A receipt or payment for one to three open documents of one party. */
    Header settlement(boolean sales, LocalDate date) {
        Header first = takeOpen(sales ? openSales : openPurchases);
        if (first == null) {
            return sales ? batchSale(parties.any(true), date) : bill(parties.any(false), date);
        }
        List<Header> paid = new ArrayList<>(List.of(first));
        if (random.nextInt(6) == 0) {
            (sales ? openSales : openPurchases)
                    .stream().filter(h -> h != first && same(h, first)).limit(2).forEach(paid::add);
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
                keep(sales ? openSales : openPurchases, document);
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
            keep(onAccount, header);
        }
        return header;
    }

    /** A credit note; two of three settle (part of) an open document. */
    Header credit(boolean sales, LocalDate date) {
        Header open = takeOpen(sales ? openSales : openPurchases);
        if (open == null || open.currency != Currencies.BASE) {
            return sales ? batchSale(parties.any(true), date) : bill(parties.any(false), date);
        }
        Header credit =
                sales && random.nextBoolean()
                        ? creditDocument(parties.customer(open.account), later(open, date))
                        : credit(sales, open, 1_000 + random.nextInt(9_000), later(open, date));
        if (random.nextInt(3) > 0) {
            ledger.settle(open, credit, Long.MAX_VALUE);
        }
        if (open.open()) {
            keep(sales ? openSales : openPurchases, open);
        }
        return credit;
    }

    private Header creditDocument(Party customer, LocalDate date) {
        return post(documents.make(Document.CREDIT, customer, date, 1));
    }

    Header credit(boolean sales, Header like, long net, LocalDate date) {
        Header header = ledger.open(sales ? Kind.SC : Kind.PC, like.account, date);
        header.currency = like.currency;
        header.rate = like.rate;
        header.reference = "CR" + random.nextInt(9_000);
        header.details = "Returned goods";
        line(header, sales ? "4000" : "5000", net, 1);
        if (sales) {
            keep(credits, header);
        }
        return header;
    }

    /** What is left of a document is let go as a discount. */
    Header discount(boolean sales, LocalDate date) {
        Header open = takeOpen(sales ? openSales : openPurchases);
        if (open == null || open.currency != Currencies.BASE) {
            return journal(date);
        }
        Header header =
                discount(open, Math.max(1, Math.abs(open.outstanding()) / 20), later(open, date));
        if (open.open()) {
            keep(sales ? openSales : openPurchases, open);
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
        Header credit = sales ? takeOpen(random.nextBoolean() ? credits : onAccount) : null;
        if (credit == null || credit.currency != Currencies.BASE) {
            return direct(Kind.BR, Nominals.BANK, date);
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

    /** Money straight from or to a nominal account. */
    Header direct(Kind kind, String bank, LocalDate date) {
        Header header = bank(kind, bank, date, Text.cost(random));
        boolean out = kind.side() == Kind.Side.PAYMENT;
        int lines = 1 + random.nextInt(2);
        for (int i = 0; i < lines; i++) {
            String nominal = out ? Text.of(random, COSTS) : "4900";
            line(header, nominal, 500 + random.nextInt(40_000), random.nextInt(3) == 0 ? 9 : 1);
        }
        return header;
    }

    Header vatPayment(LocalDate date) {
        Header header = bank(Kind.BP, Nominals.BANK, date, "VAT return");
        line(header, Nominals.VAT_LIABILITY, 10_000 + random.nextInt(200_000), 9);
        return header;
    }

    private Header bank(Kind kind, String bank, LocalDate date, String details) {
        Header header = ledger.open(kind, bank, date);
        header.bank = bank;
        header.details = details;
        header.reference = "DD/" + random.nextInt(5_000);
        header.reconciled = random.nextInt(3) > 0;
        return header;
    }

    /** From one bank account to another; Sage's order of the two legs varies. */
    Header transfer(LocalDate date, boolean creditFirst) {
        Amount amount = Amount.net(10_000 + random.nextInt(90_000));
        Header header = ledger.open(creditFirst ? Kind.JC : Kind.JD, Nominals.BANK, date);
        header.reference = "TRANS";
        header.details = "Bank Transfer";
        header.bank = Nominals.BANK;
        header.account = creditFirst ? Nominals.BANK : Nominals.DEPOSIT;
        Kind first = creditFirst ? Kind.JC : Kind.JD;
        ledger.split(header, first, header.account, amount);
        ledger.split(
                header,
                creditFirst ? Kind.JD : Kind.JC,
                creditFirst ? Nominals.DEPOSIT : Nominals.BANK,
                amount);
        return header;
    }

    /** A journal: one leg against one to three. */
    Header journal(LocalDate date) {
        boolean creditFirst = random.nextBoolean();
        int others = 1 + random.nextInt(3);
        long[] amounts = new long[others];
        long total = 0;
        for (int i = 0; i < others; i++) {
            amounts[i] = 1_000L + random.nextInt(200_000);
            total += amounts[i];
        }
        Kind one = creditFirst ? Kind.JC : Kind.JD;
        Kind other = creditFirst ? Kind.JD : Kind.JC;
        Header header = ledger.open(one, creditFirst ? "2109" : "1103", date);
        header.reference = "J" + random.nextInt(10_000);
        header.details = creditFirst ? "Accrual" : "Prepayment";
        ledger.split(header, one, header.account, Amount.net(total)).department =
                Documents.department(random);
        for (int i = 0; i < others; i++) {
            String nominal = COSTS[(random.nextInt(4) + 4 * i) % COSTS.length];
            ledger.split(header, other, nominal, Amount.net(amounts[i])).department =
                    Documents.department(random);
        }
        return header;
    }

    private LocalDate later(Header header, LocalDate date) {
        return header.date != null && header.date.isAfter(date) ? header.date : date;
    }

    private void keep(List<Header> list, Header header) {
        if (list.size() < OPEN_KEPT) {
            list.add(header);
        } else {
            list.set(random.nextInt(OPEN_KEPT), header);
        }
    }

    /**
     * Some open posting of the list that can still be touched, taken off it; null if there is none.
     */
    private Header takeOpen(List<Header> list) {
        while (!list.isEmpty()) {
            int at = random.nextInt(list.size());
            Header header = list.get(at);
            list.set(at, list.get(list.size() - 1));
            list.remove(list.size() - 1);
            if (header.open() && !header.gone) {
                return header;
            }
        }
        return null;
    }

    /** Forgets what is open: somebody else has changed the books. */
    void forget() {
        openSales.clear();
        openPurchases.clear();
        onAccount.clear();
        credits.clear();
    }

    private static String cut(String text) {
        return text.length() > 60 ? text.substring(0, 60) : text;
    }
}
