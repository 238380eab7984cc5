package fairlead.demo.books;

import java.time.LocalDate;
import java.util.SplittableRandom;

/**
 * Makes documents of the invoicing and order modules: lines of goods and services, carriage, a
 * discount on the whole, and what all of it adds up to.
 */
final class Documents {
    private static final int[] TAX_CODES = {1, 1, 1, 1, 1, 0, 5, 2};

    private final SplittableRandom random;
    private final String[] nominals;
    private int nextNumber;
    private int nextItem;

    /**
     * @param nominals on which accounts the lines stand
     */
    Documents(SplittableRandom random, String[] nominals, int firstNumber, int firstItem) {
        this.random = random;
        this.nominals = nominals;
        this.nextNumber = firstNumber;
        this.nextItem = firstItem;
    }

    Document make(int type, Party party, LocalDate date, int lines) {
        Document document = new Document(nextNumber++, type, party);
        document.date = date;
        document.currency = party.currency;
        document.rate = party.rate();
        for (int i = 0; i < lines; i++) {
            item(document, taxCode(random));
        }
        sum(document);
        return document;
    }

    /** A number of which nothing is left. */
    void skip() {
        nextNumber++;
    }

    private void item(Document document, int taxCode) {
        boolean service = random.nextInt(5) == 0;
        int quantity = 1 + random.nextInt(20);
        long price = 99L + random.nextInt(15_000);
        int discountRate = random.nextInt(5) == 0 ? 10 : 0;
        long full = quantity * price;
        long net = full - Amount.percent(full, discountRate);
        int rate = TaxCodes.rate(taxCode);
        document.items.add(
                new Document.Item(
                        nextItem++,
                        service ? "S1" : "STK" + (100 + random.nextInt(40)),
                        service ? Text.service(random) : Text.goods(random),
                        service,
                        quantity,
                        price,
                        discountRate,
                        full,
                        Amount.foreign(net, rate, document.rate),
                        taxCode,
                        rate,
                        nominals[random.nextInt(nominals.length)],
                        department(random)));
    }

    void addCarriage(Document document, long net) {
        document.carriage = Amount.foreign(net, TaxCodes.rate(1), document.rate);
        sum(document);
    }

    /** A tenth off the first line, for the document as a whole. */
    void addDiscount(Document document) {
        document.foreignDiscount = document.items.get(0).amount().foreignNet() / 10;
        document.discount = Amount.toBase(document.foreignDiscount, document.rate);
        sum(document);
    }

    private static void sum(Document document) {
        Amount total = document.carriage;
        for (int i = 0; i < document.items.size(); i++) {
            Amount line = charged(document, i);
            total =
                    new Amount(
                            total.net() + line.net(),
                            total.tax() + line.tax(),
                            total.foreignNet() + line.foreignNet(),
                            total.foreignTax() + line.foreignTax());
        }
        document.total = total;
    }

    /** What a line puts into the ledger: the discount on the document is taken off the first. */
    static Amount charged(Document document, int line) {
        Document.Item item = document.items.get(line);
        if (line > 0 || document.foreignDiscount == 0) {
            return item.amount();
        }
        long foreign = item.amount().foreignNet() - document.foreignDiscount;
        Amount taxed = Amount.foreign(foreign, item.taxRate(), document.rate);
        return new Amount(
                item.amount().net() - document.discount, taxed.tax(), foreign, taxed.foreignTax());
    }

    /** Some tax code, mostly the standard one. */
    static int taxCode(SplittableRandom random) {
        return TAX_CODES[random.nextInt(TAX_CODES.length)];
    }

    /** Some department, mostly one of the few that have a name. */
    static int department(SplittableRandom random) {
        return random.nextInt(10) == 0 ? random.nextInt(1_000) : random.nextInt(6);
    }
}
