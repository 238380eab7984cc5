package fairlead.demo.books;

import java.time.LocalDate;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Posts invoices, credit notes and bills: from documents, and as batch entries without one. */
final class Invoicing {
    static final String[] SALES = {"4000", "4001", "4002", "4100", "4101"};
    static final String[] COSTS = {
        "5000", "5001", "5003", "6201", "7100", "7200", "7300", "7400", "7502", "7550", "7600",
        "7801", "8204", "8250"
    };

    final Documents documents;
    private final Ledger ledger;
    private final SplittableRandom random;
    private final OpenItems openItems;
    private final Consumer<Document> loose;

    /**
     * @param loose takes the documents that no posting carries: drafts, quotes and their like
     */
    Invoicing(
            Ledger ledger,
            SplittableRandom random,
            OpenItems openItems,
            int firstInvoice,
            int firstItem,
            Consumer<Document> loose) {
        this.ledger = ledger;
        this.random = random;
        this.openItems = openItems;
        this.documents = new Documents(random, SALES, firstInvoice, firstItem);
        this.loose = loose;
    }

    /** An invoice made in the invoicing module and posted from there. */
    Header sale(Party customer, LocalDate date) {
        Document document = documents.make(Document.INVOICE, customer, date, 1 + random.nextInt(4));
        if (random.nextInt(12) == 0) {
            documents.addCarriage(document, 500L + random.nextInt(2_000));
        }
        if (random.nextInt(20) == 0) {
            documents.addDiscount(document);
        }
        return post(document);
    }

    /** Puts a document into the ledger: "Update Ledgers". */
    Header post(Document document) {
        boolean credit = document.type == Document.CREDIT;
        Header header = ledger.open(credit ? Kind.SC : Kind.SI, document.party.ref, document.date);
        header.document = document;
        header.currency = document.currency;
        header.rate = document.rate;
        header.reference = String.valueOf(document.number);
        header.referenceNumeric = document.number;
        header.ispReference = document.number;
        header.details = "Goods";
        header.due = document.date.plusDays(30);
        document.created = header.created;
        document.modified = header.modified;
        for (int i = 0; i < document.items.size(); i++) {
            Document.Item item = document.items.get(i);
            Split split = ledger.split(header, item.nominal(), Documents.charged(document, i));
            split.taxCode = item.taxCode();
            split.department = item.department();
            split.details = cut(item.description());
            split.statement = i == 0 ? "Goods/Services" : "";
        }
        if (document.carriage.gross() != 0) {
            Split split = ledger.split(header, Nominals.CARRIAGE, document.carriage);
            split.taxCode = 1;
            split.department = 1;
            split.details = "Carriage";
        }
        openItems.keep(header.kind == Kind.SC ? openItems.credits : openItems.sales, header);
        return header;
    }

    /** A document that is not in the books. */
    Document loose(Document document) {
        document.posted = false;
        Header stamp = new Header(document.number, Kind.SI);
        stamp.date = document.date;
        Stamps.enter(stamp);
        document.created = stamp.created;
        document.modified = stamp.modified;
        loose.accept(document);
        return document;
    }

    /** An invoice that was entered as a batch entry and never had a document. */
    Header batchSale(Party customer, LocalDate date) {
        Header header = batch(Kind.SI, customer, date, "PO" + random.nextInt(90_000), SALES);
        openItems.keep(openItems.sales, header);
        return header;
    }

    Header bill(Party supplier, LocalDate date) {
        String reference = "R-" + random.nextInt(1_000_000);
        Header header = batch(Kind.PI, supplier, date, reference, COSTS);
        openItems.keep(openItems.purchases, header);
        return header;
    }

    private Header batch(
            Kind kind, Party party, LocalDate date, String reference, String[] nominals) {
        Header header = ledger.open(kind, party.ref, date);
        header.reference = reference;
        header.details = kind == Kind.SI ? Text.service(random) : Text.cost(random);
        header.currency = party.currency;
        header.rate = party.rate();
        header.due = date.plusDays(30);
        int lines = 1 + (random.nextInt(5) == 0 ? 2 : random.nextInt(2));
        for (int i = 0; i < lines; i++) {
            int code = Documents.taxCode(random);
            line(header, Text.of(random, nominals), 1_000L + random.nextInt(90_000), code);
        }
        return header;
    }

    Split line(Header header, String nominal, long foreignNet, int taxCode) {
        Amount amount = Amount.foreign(foreignNet, TaxCodes.rate(taxCode), header.rate);
        Split split = ledger.split(header, nominal, amount);
        split.taxCode = taxCode;
        split.department = Documents.department(random);
        split.statement = random.nextInt(3) == 0 ? "Goods/Services" : "";
        if (random.nextInt(25) == 0) {
            split.project = 1 + random.nextInt(3);
            split.costCode = 1 + random.nextInt(3);
        }
        return split;
    }

    private static String cut(String text) {
        return text.length() > 60 ? text.substring(0, 60) : text;
    }
}
