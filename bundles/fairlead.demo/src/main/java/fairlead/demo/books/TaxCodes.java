package fairlead.demo.books;

import java.util.ArrayList;
import java.util.List;

/** The UK tax codes T0 to T99. */
final class TaxCodes {
    static final int COUNT = 100;
    private static final List<TaxCode> ALL = read();

    private TaxCodes() {}

    /** One row of TAX_CODE; a code that is not used has an empty description. */
    record TaxCode(
            int number, String description, int rate, int inReturn, int ecSale, int ecPurchase) {}

    static List<TaxCode> all() {
        return ALL;
    }

    static int rate(int number) {
        return ALL.get(number).rate();
    }

    private static List<TaxCode> read() {
        List<TaxCode> codes = new ArrayList<>();
        for (int n = 0; n < COUNT; n++) {
            codes.add(new TaxCode(n, "", 0, 0, 0, 0));
        }
        for (String[] f : Resources.table("tax.tsv")) {
            int n = Integer.parseInt(f[0]);
            codes.set(
                    n,
                    new TaxCode(
                            n,
                            f[1],
                            Integer.parseInt(f[2]),
                            Integer.parseInt(f[3]),
                            Integer.parseInt(f[4]),
                            Integer.parseInt(f[5])));
        }
        return List.copyOf(codes);
    }
}
