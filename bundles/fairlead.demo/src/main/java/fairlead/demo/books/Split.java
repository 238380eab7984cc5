package fairlead.demo.books;

import java.time.LocalDate;

/** One row of AUDIT_SPLIT. Amounts are pence, signed as Sage signs them (see {@link Kind}). */
final class Split {
    final Header header;
    final int number;
    final Kind kind;
    final String nominal;
    final long net;
    final long tax;
    final long foreignNet;
    final long foreignTax;
    int taxCode = 9;
    int department;
    int project;
    int costCode;
    String details = "";
    String statement = "";
    LocalDate date;
    long paid;
    long foreignPaid;

    Split(Header header, int number, Kind kind, String nominal, Amount amount) {
        this.header = header;
        this.number = number;
        this.kind = kind;
        this.nominal = nominal;
        this.net = kind.sign() * amount.net();
        this.tax = kind.sign() * amount.tax();
        this.foreignNet = kind.sign() * amount.foreignNet();
        this.foreignTax = kind.sign() * amount.foreignTax();
        this.date = header.date;
    }

    long gross() {
        return net + tax;
    }

    long foreignGross() {
        return foreignNet + foreignTax;
    }

    long outstanding() {
        return kind.ofParty() && !header.deleted ? gross() - paid : 0;
    }

    long foreignOutstanding() {
        return kind.ofParty() && !header.deleted ? foreignGross() - foreignPaid : 0;
    }

    /** Hands over the double entry of this split: debit positive, credit negative. */
    void legs(Legs legs) {
        switch (kind.side()) {
            case SALES -> {
                legs.leg(this, Nominals.DEBTORS, gross(), foreignGross());
                legs.leg(this, nominal, -net, -foreignNet);
                vat(legs, Nominals.SALES_TAX, -tax, -foreignTax);
            }
            case PURCHASE -> {
                legs.leg(this, Nominals.CREDITORS, -gross(), -foreignGross());
                legs.leg(this, nominal, net, foreignNet);
                vat(legs, Nominals.PURCHASE_TAX, tax, foreignTax);
            }
            case PAYMENT -> {
                legs.leg(this, nominal, net, foreignNet);
                vat(legs, Nominals.PURCHASE_TAX, tax, foreignTax);
                legs.leg(this, header.bank, -gross(), -foreignGross());
            }
            case RECEIPT -> {
                legs.leg(this, nominal, -net, -foreignNet);
                vat(legs, Nominals.SALES_TAX, -tax, -foreignTax);
                legs.leg(this, header.bank, gross(), foreignGross());
            }
            case DEBIT -> legs.leg(this, nominal, net, foreignNet);
            case CREDIT -> legs.leg(this, nominal, -net, -foreignNet);
        }
    }

    private void vat(Legs legs, String nominal, long amount, long foreign) {
        if (amount != 0) {
            legs.leg(this, nominal, amount, foreign);
        }
    }

    /** Takes the legs of a split. */
    @FunctionalInterface
    interface Legs {
        void leg(Split split, String nominal, long amount, long foreign);
    }
}
