package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checkpoint;
import java.util.HashMap;
import java.util.Map;

/** The company's currencies by Sage's number, and which is the base. */
final class Currencies {
    private static final String[] COLUMNS = {"NUMBER", "CODE", "BASE_CURRENCY", "RECORD_DELETED"};

    private final Map<Integer, String> codes;
    private final String base;

    Currencies(Map<Integer, String> codes, String base) {
        this.codes = Map.copyOf(codes);
        this.base = base;
    }

    /**
     * @param country of the company: says the base where Sage keeps no table of currencies
     */
    static Currencies read(Source source, String country, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        Map<Integer, String> codes = new HashMap<>();
        String base = country.equals("IE") ? "EUR" : "GBP";
        try (Cursor c = source.all("CURRENCY", COLUMNS, checkpoint)) {
            while (c.next()) {
                int number = c.number();
                String code = c.reference();
                boolean isBase = c.flag();
                boolean deleted = c.flag();
                if (code.isEmpty() || deleted) {
                    continue;
                }
                codes.put(number, code);
                if (isBase) {
                    base = code;
                }
            }
        }
        return new Currencies(codes, base);
    }

    String base() {
        return base;
    }

    /** Is this the base currency? Zero stands where nothing was chosen. */
    boolean isBase(int number) {
        return unnamed(number) || base.equals(codes.get(number));
    }

    /** Nothing chosen, or nothing to choose from: Sage's Foreign Trader is off. */
    private boolean unnamed(int number) {
        return number == 0 || codes.isEmpty();
    }

    String code(String field, int number) throws Unmappable {
        String code = unnamed(number) ? base : codes.get(number);
        if (code == null) {
            throw new Unmappable(
                    field,
                    "The currency number " + number + " is not in Sage's list of currencies.");
        }
        return code;
    }

    /** Over all of them: they hardly ever change. */
    long hash() {
        long sum = RowHash.of(base);
        for (Map.Entry<Integer, String> currency : codes.entrySet()) {
            sum += RowHash.of(currency.getKey(), RowHash.of(currency.getValue()));
        }
        return sum;
    }

    /** For a checksum: the code as it is now, or blank. */
    String quoted(int number) {
        return unnamed(number) ? base : codes.getOrDefault(number, "");
    }
}
