package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checkpoint;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** TAX_CODE: the rates that have a description (mapping rule 23). */
final class TaxRates {
    static final String TABLE = "TAX_CODE";
    private static final String[] COLUMNS = {"TAX_CODE", "DESCRIPTION", "TAX_RATE"};
    private static final int DECIMALS = 4;

    private final List<TaxRate> rates;
    private final Map<String, TaxRate> byCode = new HashMap<>();

    TaxRates(List<TaxRate> rates) {
        this.rates = List.copyOf(rates);
        rates.forEach(rate -> byCode.put(rate.code(), rate));
    }

    /**
     * One tax rate.
     *
     * @param code as Sage prints it, for example {@code T1}
     * @param rate in per cent, as it is today; null where Sage keeps no number there
     */
    record TaxRate(String code, String name, BigDecimal rate) {
        String id() {
            return TaxRates.id(code);
        }

        long hash() {
            return RowHash.of(RowHash.of(name), rate == null ? RowHash.ABSENT : rate.hashCode());
        }
    }

    /** The code without its T. */
    static String id(String code) {
        return code.startsWith("T") ? code.substring(1) : code;
    }

    static TaxRates read(Source source, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        List<TaxRate> rates = new ArrayList<>();
        try (Cursor c = source.all(TABLE, COLUMNS, checkpoint)) {
            while (c.next()) {
                String code = c.reference();
                String name = c.text();
                BigDecimal rate = c.decimal(DECIMALS);
                if (!name.isBlank()) {
                    rates.add(new TaxRate(code, name, c.bad() == null ? rate : null));
                }
            }
        }
        return new TaxRates(rates);
    }

    /** Over all of them: they hardly ever change. */
    long hash() {
        long sum = 0;
        for (TaxRate rate : rates) {
            sum += RowHash.of(RowHash.of(rate.code()), rate.hash());
        }
        return sum;
    }

    List<TaxRate> all() {
        return rates;
    }

    /** Null where the list lacks the code. */
    TaxRate of(String code) {
        return byCode.get(code);
    }
}
