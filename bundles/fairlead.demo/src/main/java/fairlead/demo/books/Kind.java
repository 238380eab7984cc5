package fairlead.demo.books;

/** The two-letter transaction types of the audit trail that the demo posts, and what they move. */
public enum Kind {
    SI(Side.SALES, 1),
    SC(Side.SALES, -1),
    SR(Side.SALES, -1),
    SA(Side.SALES, -1),
    SD(Side.SALES, -1),
    SP(Side.SALES, 1),
    PI(Side.PURCHASE, 1),
    PC(Side.PURCHASE, -1),
    PP(Side.PURCHASE, -1),
    PA(Side.PURCHASE, -1),
    PD(Side.PURCHASE, -1),
    PR(Side.PURCHASE, 1),
    BP(Side.PAYMENT, 1),
    CP(Side.PAYMENT, 1),
    VP(Side.PAYMENT, 1),
    BR(Side.RECEIPT, 1),
    CR(Side.RECEIPT, 1),
    VR(Side.RECEIPT, 1),
    JD(Side.DEBIT, 1),
    JC(Side.CREDIT, 1);

    enum Side {
        SALES,
        PURCHASE,
        PAYMENT,
        RECEIPT,
        DEBIT,
        CREDIT
    }

    private final Side side;
    private final int sign;

    Kind(Side side, int sign) {
        this.side = side;
        this.sign = sign;
    }

    Side side() {
        return side;
    }

    /** The sign that amounts of this type carry in NET_AMOUNT and its like. */
    int sign() {
        return sign;
    }

    /** Does it stand in a customer's or a supplier's account? */
    boolean ofParty() {
        return side == Side.SALES || side == Side.PURCHASE;
    }

    /** Does it carry VAT of its own? */
    boolean document() {
        return this == SI || this == SC || this == PI || this == PC;
    }

    /** Does it move money on a bank account? */
    boolean money() {
        return switch (this) {
            case SR, SA, SP, PP, PA, PR, BP, BR, CP, CR, VP, VR -> true;
            default -> false;
        };
    }
}
