package fairlead.accounting.sage50;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The transaction types of the audit trail: whose ledger they stand in, and what they do to what is
 * open there.
 */
enum Posting {
    /**
     * Every revaluation, and what stands in the nominal ledger alone: no document, no allocation.
     */
    OTHER(0, Ledger.NONE, Role.OTHER),
    SI(1, Ledger.SALES, Role.DOCUMENT),
    SC(2, Ledger.SALES, Role.CREDIT),
    SR(3, Ledger.SALES, Role.MONEY),
    SA(4, Ledger.SALES, Role.MONEY),
    SD(5, Ledger.SALES, Role.DISCOUNT),
    SP(6, Ledger.SALES, Role.REFUND),
    PI(7, Ledger.PURCHASE, Role.DOCUMENT),
    PC(8, Ledger.PURCHASE, Role.CREDIT),
    PP(9, Ledger.PURCHASE, Role.MONEY),
    PA(10, Ledger.PURCHASE, Role.MONEY),
    PD(11, Ledger.PURCHASE, Role.DISCOUNT),
    PR(12, Ledger.PURCHASE, Role.REFUND),
    BP(13, Ledger.BANK, Role.COST),
    CP(14, Ledger.BANK, Role.COST),
    VP(15, Ledger.BANK, Role.COST),
    BR(16, Ledger.BANK, Role.INCOME),
    CR(17, Ledger.BANK, Role.INCOME),
    VR(18, Ledger.BANK, Role.INCOME),
    JD(19, Ledger.NONE, Role.JOURNAL),
    JC(20, Ledger.NONE, Role.JOURNAL),
    /** Nobody can tell: a type that Sage is not known to have, or a row that contradicts itself. */
    UNKNOWN(21, Ledger.NONE, Role.OTHER);

    /** Whose account a transaction stands in. */
    enum Ledger {
        SALES,
        PURCHASE,
        BANK,
        NONE
    }

    /** What it does there. */
    enum Role {
        /** Opens an amount that is to be paid. */
        DOCUMENT,
        /** Opens an amount that may be set off. */
        CREDIT,
        /** Money for documents. */
        MONEY,
        /** Lets part of a document go. */
        DISCOUNT,
        /** Money back for a credit or an early payment. */
        REFUND,
        /** Money straight to a nominal account. */
        COST,
        /** Money straight from a nominal account. */
        INCOME,
        JOURNAL,
        OTHER
    }

    /** Types of Sage's without a document or an allocation of their own. */
    private static final Set<String> APART = Set.of("CC", "CD", "CO");

    private static final Posting[] BY_CODE = new Posting[values().length];
    private static final Map<String, Posting> BY_NAME = new HashMap<>();

    static {
        for (Posting posting : values()) {
            BY_CODE[posting.code] = posting;
            if (posting != OTHER && posting != UNKNOWN) {
                BY_NAME.put(posting.name(), posting);
            }
        }
    }

    /** A small number for {@link LedgerMap}; in checksums, so it never changes. */
    final int code;

    final Ledger ledger;
    final Role role;

    Posting(int code, Ledger ledger, Role role) {
        this.code = code;
        this.ledger = ledger;
        this.role = role;
    }

    static Posting of(String type, boolean revaluation) {
        return revaluation || APART.contains(type) ? OTHER : BY_NAME.getOrDefault(type, UNKNOWN);
    }

    /** The one with this {@link #code}. */
    static Posting of(int code) {
        return BY_CODE[code];
    }

    /** Does it take what is open of others: a credit, money, a discount? */
    boolean settles() {
        return role == Role.CREDIT || role == Role.MONEY || role == Role.DISCOUNT;
    }

    /** Is it open until others settle it: a document, a refund? */
    boolean isSettled() {
        return role == Role.DOCUMENT || role == Role.REFUND;
    }

    /**
     * Does an allocation of this one to {@code other} count? A row that says the same from the
     * other side does not (mapping rule 6).
     */
    boolean settles(Posting other) {
        return settles() && other.isSettled() && ledger == other.ledger;
    }
}
