package fairlead.demo.books;

import java.time.LocalDate;
import java.util.SplittableRandom;

/**
 * Posts what stands in no customer's or supplier's account: money straight, transfers, journals.
 */
final class Banking {
    private final Ledger ledger;
    private final SplittableRandom random;
    private final Invoicing invoicing;

    Banking(Ledger ledger, SplittableRandom random, Invoicing invoicing) {
        this.ledger = ledger;
        this.random = random;
        this.invoicing = invoicing;
    }

    /** Money straight from or to a nominal account. */
    Header direct(Kind kind, String bank, LocalDate date) {
        Header header = bank(kind, bank, date, Text.cost(random));
        boolean out = kind.side() == Kind.Side.PAYMENT;
        int lines = 1 + random.nextInt(2);
        for (int i = 0; i < lines; i++) {
            String nominal = out ? Text.of(random, Invoicing.COSTS) : "4900";
            invoicing.line(
                    header, nominal, 500 + random.nextInt(40_000), random.nextInt(3) == 0 ? 9 : 1);
        }
        return header;
    }

    Header vatPayment(LocalDate date) {
        Header header = bank(Kind.BP, Nominals.BANK, date, "VAT return");
        invoicing.line(header, Nominals.VAT_LIABILITY, 10_000 + random.nextInt(200_000), 9);
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
            String nominal = Invoicing.COSTS[(random.nextInt(4) + 4 * i) % Invoicing.COSTS.length];
            ledger.split(header, other, nominal, Amount.net(amounts[i])).department =
                    Documents.department(random);
        }
        return header;
    }
}
