package fairlead.demo.books;

import java.time.LocalDate;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Everyday postings: whoever posts them answers the header. */
final class Trade {
    final Ledger ledger;
    final Parties parties;
    final Invoicing invoicing;
    final Banking banking;
    final Settling settling;
    private final SplittableRandom random;
    private final OpenItems openItems;

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
        this.openItems = new OpenItems(random);
        this.invoicing = new Invoicing(ledger, random, openItems, firstInvoice, firstItem, loose);
        this.banking = new Banking(ledger, random, invoicing);
        this.settling = new Settling(ledger, parties, random, openItems, invoicing, banking);
    }

    /** Posts one header of some kind. */
    Header any(LocalDate date) {
        int dice = random.nextInt(1000);
        if (dice < 200) {
            return invoicing.sale(parties.any(true), date);
        } else if (dice < 330) {
            return invoicing.batchSale(parties.any(true), date);
        } else if (dice < 540) {
            return settling.settlement(true, date);
        } else if (dice < 565) {
            return settling.onAccount(true, date);
        } else if (dice < 600) {
            return settling.credit(true, date);
        } else if (dice < 608) {
            return settling.discount(true, date);
        } else if (dice < 613) {
            return settling.refund(true, date);
        } else if (dice < 760) {
            return invoicing.bill(parties.any(false), date);
        } else if (dice < 860) {
            return settling.settlement(false, date);
        } else if (dice < 868) {
            return settling.onAccount(false, date);
        } else if (dice < 884) {
            return settling.credit(false, date);
        } else if (dice < 888) {
            return settling.discount(false, date);
        } else if (dice < 890) {
            return settling.refund(false, date);
        } else if (dice < 930) {
            return banking.direct(Kind.BP, Nominals.BANK, date);
        } else if (dice < 945) {
            return banking.direct(Kind.BR, Nominals.BANK, date);
        } else if (dice < 955) {
            return banking.direct(Kind.CP, Nominals.CASH, date);
        } else if (dice < 959) {
            return banking.direct(Kind.CR, Nominals.CASH, date);
        } else if (dice < 970) {
            return banking.direct(Kind.VP, Nominals.CARD, date);
        } else if (dice < 973) {
            return banking.direct(Kind.VR, Nominals.CARD, date);
        } else if (dice < 977) {
            return banking.vatPayment(date);
        } else if (dice < 984) {
            return banking.transfer(date, random.nextBoolean());
        }
        return banking.journal(date);
    }

    /** Forgets what is open: somebody else has changed the books. */
    void forget() {
        openItems.forget();
    }
}
