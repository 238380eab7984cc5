package fairlead.demo.books;

/** CURRENCY.NUMBER as ODBC counts, from 1. Rates in ten-thousandths per base unit. */
final class Currencies {
    static final int BASE = 1;
    static final int USD = 2;
    static final int EUR = 3;

    private Currencies() {}

    static long rate(int currency) {
        return switch (currency) {
            case USD -> 12_700;
            case EUR -> 11_650;
            default -> 10_000;
        };
    }
}
