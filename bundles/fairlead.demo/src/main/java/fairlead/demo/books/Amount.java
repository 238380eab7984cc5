package fairlead.demo.books;

/**
 * Net and tax of one line in pence (unsigned), in base currency and in the document's currency.
 *
 * @param foreignNet equal to {@code net} in base currency
 */
record Amount(long net, long tax, long foreignNet, long foreignTax) {
    static Amount net(long net) {
        return new Amount(net, 0, net, 0);
    }

    /** A line in base currency with VAT at this rate, in per cent. */
    static Amount taxed(long net, int rate) {
        long tax = percent(net, rate);
        return new Amount(net, tax, net, tax);
    }

    /** A line in foreign currency: base = foreign / rate, half up. */
    static Amount foreign(long foreignNet, int taxRate, long rate) {
        long foreignTax = percent(foreignNet, taxRate);
        return new Amount(
                toBase(foreignNet, rate), toBase(foreignTax, rate), foreignNet, foreignTax);
    }

    /** Rate in ten-thousandths of a foreign unit per base unit. */
    static long toBase(long foreign, long rate) {
        return Math.floorDiv(2 * foreign * 10_000 + rate, 2 * rate);
    }

    static long percent(long amount, int rate) {
        return Math.floorDiv(2 * amount * rate + 100, 200);
    }

    long gross() {
        return net + tax;
    }

    long foreignGross() {
        return foreignNet + foreignTax;
    }
}
