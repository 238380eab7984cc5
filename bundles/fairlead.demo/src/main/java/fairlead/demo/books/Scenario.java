package fairlead.demo.books;

import java.time.LocalDate;
import java.util.List;

/**
 * What every demo company starts with: opening balances, then one example at least of each thing
 * that real books hold and that is easily read wrongly.
 */
final class Scenario {
    /** The fewest transactions that a company can have. */
    static final int SIZE = 100;

    private final Trade trade;
    private final Ledger ledger;
    private final Parties parties;
    private final LocalDate start;
    private int posted;

    Scenario(Trade trade, LocalDate start) {
        this.trade = trade;
        this.ledger = trade.ledger;
        this.parties = trade.parties;
        this.start = start;
    }

    /** Posts the scenario; says how many headers it took. */
    int post() {
        openingBalances();
        invoicesAndTheirDocuments();
        payments();
        creditsAndRefunds();
        foreign();
        suppliers();
        oddities();
        deletions();
        return posted;
    }

    private Header count(Header header) {
        posted++;
        return header;
    }

    private LocalDate day(int n) {
        return start.plusDays(n);
    }

    private void openingBalances() {
        for (String ref : List.of("A1D001", "BRI001", Parties.SHARED)) {
            opening(Kind.SI, ref, 123_456, start);
        }
        for (String ref : List.of("CON001", Parties.SHARED)) {
            opening(Kind.PI, ref, 98_765, start);
        }
        openingNominal(Kind.JD, Nominals.BANK, 2_500_000);
        openingNominal(Kind.JD, "0020", 5_000_000);
        openingNominal(Kind.JC, "3000", 1_000_000);
        openingNominal(Kind.JC, "3200", 4_000_000);
        Header stock = count(ledger.open(Kind.JC, "1001", start));
        stock.details = "Opening Stock";
        ledger.split(stock, Kind.JC, "1001", Amount.net(4_071_000));
        ledger.split(stock, Kind.JD, "5200", Amount.net(4_071_000));
    }

    private Header opening(Kind kind, String ref, long amount, LocalDate date) {
        Header header = count(ledger.open(kind, ref, date));
        header.reference = "O/BAL";
        header.details = "Opening Balance";
        header.due = date;
        ledger.split(header, Nominals.SUSPENSE, Amount.net(amount));
        return header;
    }

    private void openingNominal(Kind kind, String nominal, long amount) {
        Header header = count(ledger.open(kind, nominal, start));
        header.reference = "O/BAL";
        header.details = "Opening Balance";
        ledger.split(header, kind, nominal, Amount.net(amount));
        ledger.split(
                header, kind == Kind.JD ? Kind.JC : Kind.JD, Nominals.SUSPENSE, Amount.net(amount));
    }

    private void invoicesAndTheirDocuments() {
        Party customer = parties.customer("A1D001");
        count(
                trade.invoicing.post(
                        trade.invoicing.documents.make(Document.INVOICE, customer, day(3), 4)));
        Document withCarriage =
                trade.invoicing.documents.make(Document.INVOICE, customer, day(4), 2);
        trade.invoicing.documents.addCarriage(withCarriage, 995);
        count(trade.invoicing.post(withCarriage));
        Document withDiscount =
                trade.invoicing.documents.make(Document.INVOICE, customer, day(5), 3);
        trade.invoicing.documents.addDiscount(withDiscount);
        count(trade.invoicing.post(withDiscount));
        count(
                trade.invoicing.post(
                        trade.invoicing.documents.make(
                                Document.SERVICE_INVOICE, customer, day(5), 2)));
        count(trade.invoicing.batchSale(customer, day(6)));

        // a batch invoice whose reference happens to be the number of somebody's document
        Header theirs = count(trade.invoicing.sale(parties.customer("BRI001"), day(7)));
        Header otherAccount = count(trade.invoicing.batchSale(customer, day(8)));
        refer(otherAccount, theirs.document.number);
        Header otherGross = count(ledger.open(Kind.SI, "BRI001", day(9)));
        refer(otherGross, theirs.document.number);
        otherGross.details = "Late addition";
        trade.invoicing.line(otherGross, "4000", theirs.document.total.net() + 1_000, 0);

        // a posted document that was changed afterwards
        Header changed = count(trade.invoicing.sale(customer, day(10)));
        Amount total = changed.document.total;
        changed.document.total =
                new Amount(
                        total.net() + 5, total.tax(), total.foreignNet() + 5, total.foreignTax());

        // documents that are not in the books, one of them entered by hand as well
        trade.invoicing.loose(
                trade.invoicing.documents.make(Document.INVOICE, customer, day(11), 2));
        trade.invoicing.loose(
                trade.invoicing.documents.make(Document.PROFORMA, customer, day(11), 1));
        trade.invoicing.loose(trade.invoicing.documents.make(Document.QUOTE, customer, day(11), 1));
        Document draft = trade.invoicing.documents.make(Document.INVOICE, customer, day(12), 1);
        trade.invoicing.loose(draft);
        Header byHand = count(ledger.open(Kind.SI, customer.ref, day(12)));
        refer(byHand, draft.number);
        Document.Item item = draft.items.get(0);
        ledger.split(byHand, item.nominal(), item.amount()).taxCode = item.taxCode();

        Header blanks = count(trade.invoicing.sale(parties.customer("TRA001"), day(13)));
        blanks.reference = blanks.reference + "   ";
    }

    private static void refer(Header header, int document) {
        header.reference = String.valueOf(document);
        header.referenceNumeric = document;
    }

    private void payments() {
        Party customer = parties.customer("A1D001");
        Header three = count(ledger.open(Kind.SI, customer.ref, day(14)));
        three.details = "Three lines";
        for (int i = 1; i <= 3; i++) {
            trade.invoicing.line(three, "400" + (i - 1), 10_000L * i, 1);
        }
        count(trade.settling.pay(List.of(three), 40, day(20)));
        count(trade.settling.pay(List.of(three), 50, day(25)));
        count(trade.settling.discount(three, Math.abs(three.outstanding()), day(26)));

        // one receipt for two invoices, an invoice paid twice by equal amounts
        Header one = count(trade.invoicing.sale(customer, day(27)));
        Header two = count(trade.invoicing.batchSale(customer, day(28)));
        count(trade.settling.pay(List.of(one, two), 100, day(40)));
        Header halves = count(ledger.open(Kind.SI, customer.ref, day(29)));
        halves.details = "Paid in halves";
        trade.invoicing.line(halves, "4000", 20_000, 0);
        count(trade.settling.pay(List.of(halves), 50, day(41)));
        count(trade.settling.pay(List.of(halves), 100, day(42)));

        Header early = count(trade.settling.onAccount(true, customer, 30_000, day(30)));
        Header after = count(ledger.open(Kind.SI, customer.ref, day(31)));
        after.details = "Paid before it was sent";
        trade.invoicing.line(after, "4000", 25_000, 0);
        ledger.settle(after, early, Long.MAX_VALUE);
        count(trade.settling.onAccount(true, customer, 7_700, day(32)));
    }

    private void creditsAndRefunds() {
        Party customer = parties.customer("BRI001");
        Header invoice = count(trade.invoicing.sale(customer, day(33)));
        Header credit = count(trade.settling.credit(true, invoice, 2_500, day(34)));
        ledger.settle(invoice, credit, Long.MAX_VALUE);
        Header document =
                count(
                        trade.invoicing.post(
                                trade.invoicing.documents.make(
                                        Document.CREDIT, customer, day(35), 1)));
        count(trade.settling.refund(document, day(36)));
        Header overpaid = count(trade.settling.onAccount(true, customer, 4_000, day(37)));
        count(trade.settling.refund(overpaid, day(38)));
        count(trade.settling.credit(true, invoice, 1_100, day(39)));
    }

    private void foreign() {
        Header euro = count(trade.invoicing.sale(parties.customer("EUR001"), day(43)));
        count(trade.settling.pay(List.of(euro), 100, day(60)));
        Header open = count(trade.invoicing.batchSale(parties.customer("EUR001"), day(44)));
        count(trade.invoicing.sale(parties.customer("USD001"), day(45)));
        revaluation(Kind.SI, open, 321);
        revaluation(Kind.SC, open, 123);
        Header bill = count(trade.invoicing.bill(parties.supplier("EUR002"), day(46)));
        count(trade.settling.pay(List.of(bill), 100, day(61)));
    }

    /** The base value of an open foreign invoice moves, its foreign value does not. */
    private void revaluation(Kind kind, Header of, long amount) {
        Header header = count(ledger.open(kind, of.account, day(50)));
        header.reference = "REVAL";
        header.details = "Revaluation";
        header.currency = of.currency;
        header.rate = of.rate;
        header.reval = true;
        ledger.split(header, Nominals.EXCHANGE, new Amount(amount, 0, 0, 0));
    }

    private void suppliers() {
        Header bill = count(trade.invoicing.bill(parties.supplier("CON001"), day(47)));
        count(trade.settling.pay(List.of(bill), 60, day(62)));
        count(
                trade.settling.discount(
                        bill, Math.max(1, Math.abs(bill.outstanding()) / 10), day(63)));
        Header returned = count(trade.settling.credit(false, bill, 1_500, day(48)));
        ledger.settle(bill, returned, 1_000);
        count(trade.settling.refund(returned, day(64)));
        count(trade.settling.onAccount(false, parties.supplier("CON001"), 6_000, day(49)));
        count(trade.invoicing.bill(parties.supplier(Parties.SHARED), day(50)));
        count(trade.invoicing.batchSale(parties.customer(Parties.SHARED), day(50)));
    }

    private void oddities() {
        Header blankDate = count(trade.invoicing.batchSale(parties.customer("BRI001"), day(51)));
        blankDate.date = null;
        Header sentinel = count(trade.invoicing.bill(parties.supplier("CON001"), day(52)));
        sentinel.due = LocalDate.of(1974, 1, 2);
        Header future = count(trade.invoicing.bill(parties.supplier("CON001"), day(52)));
        future.created = LocalDate.of(2130, 5, 6).atStartOfDay();
        Header unlike = count(trade.banking.journal(day(53)));
        unlike.splits.get(1).date = day(54);
        Header accents = count(trade.invoicing.batchSale(parties.customer("BRI001"), day(55)));
        accents.details = "Crème brûlée – 50 × “à la carte” £9½";
        accents.splits.get(0).details = accents.details;
        count(trade.banking.transfer(day(56), true));
        count(trade.banking.transfer(day(56), false));
        count(trade.banking.vatPayment(day(57)));
        for (Kind kind : List.of(Kind.BP, Kind.BR)) {
            count(trade.banking.direct(kind, Nominals.BANK, day(58)));
        }
        count(trade.banking.direct(Kind.CP, Nominals.CASH, day(58)));
        count(trade.banking.direct(Kind.CR, Nominals.CASH, day(58)));
        count(trade.banking.direct(Kind.VP, Nominals.CARD, day(58)));
        count(trade.banking.direct(Kind.VR, Nominals.CARD, day(58)));
        for (int line = 0; line < 2; line++) {
            count(trade.banking.journal(day(59)));
        }
    }

    private void deletions() {
        Party customer = parties.customer("A1D001");
        Header invoice = count(trade.invoicing.sale(customer, day(65)));
        Header paid = count(trade.invoicing.batchSale(customer, day(66)));
        Header receipt = count(trade.settling.pay(List.of(paid), 100, day(67)));
        Header onAccount = count(trade.settling.onAccount(true, customer, 5_500, day(68)));
        Header journal = count(trade.banking.journal(day(69)));
        Header settled = count(trade.invoicing.batchSale(customer, day(70)));
        count(trade.settling.pay(List.of(settled), 100, day(71)));
        for (Header header : List.of(invoice, receipt, onAccount, journal, settled)) {
            ledger.delete(header);
        }
    }
}
