package fairlead.accounting.sage50;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.SourceRecord;
import fairlead.accounting.sage50.Posting.Ledger;
import java.math.BigDecimal;

/** What records of several types have in common, written as Codat writes it. */
final class Parts {
    final Json json;
    final Names names;
    private final Notes notes;

    Parts(Json json, Names names, Notes notes) {
        this.json = json;
        this.names = names;
        this.notes = notes;
    }

    /** For records in which no payment is told. */
    Parts(Json json, Names names) {
        this(json, names, new Notes(null));
    }

    /** A customer or a supplier, whichever the posting stands with. */
    void contact(HeaderRow header) throws Unmappable {
        contact(header.posting().ledger == Ledger.SALES, header.account, HeaderRow.TABLE);
    }

    /**
     * @param table whose row names it
     */
    void contact(boolean sales, String reference, String table) throws Unmappable {
        if (reference.isEmpty()) {
            throw new Unmappable(
                    table + ".ACCOUNT_REF",
                    "The row names no " + (sales ? "customer." : "supplier."));
        }
        Names.Quoted contact = (sales ? names.customers : names.suppliers).get(reference);
        json.object(sales ? "customerRef" : "supplierRef").text("id", reference);
        if (contact != null) {
            json.text(sales ? "companyName" : "supplierName", contact.name());
        }
        json.end();
    }

    /** Nothing at all where there is no account. */
    void account(String nominal) {
        if (nominal.isEmpty()) {
            return;
        }
        Names.Quoted account = names.account(nominal);
        json.object("accountRef").text("id", nominal);
        if (account != null) {
            json.text("name", account.name());
        }
        json.end();
    }

    /** The bank account that was moved; an empty id where none was (mapping rules 7 and 8). */
    void bank(String nominal) {
        if (nominal.isEmpty()) {
            json.object("accountRef").text("id", "").end();
        } else {
            account(nominal);
        }
    }

    /** Name and rate as they are today; the id alone where the list lacks it (rule 22). */
    void taxRate(String code) {
        if (code.isEmpty()) {
            return;
        }
        TaxRates.TaxRate rate = names.taxRates.of(code);
        json.object("taxRateRef").text("id", TaxRates.id(code));
        if (rate != null) {
            json.text("name", rate.name()).number("effectiveTaxRate", rate.rate());
        }
        json.end();
    }

    /**
     * Department, project and cost code.
     *
     * @param list the property's name
     */
    void tracking(String list, int department, int project, int costCode) {
        tracking(
                list,
                names.departments.get(department),
                project == 0 ? null : names.projects.get(project),
                costCode == 0 ? null : names.costCodes.get(costCode));
    }

    void tracking(String list, Names.Quoted... categories) {
        json.list(list);
        for (Names.Quoted category : categories) {
            tracking(category);
        }
        json.endList();
    }

    void tracking(String list, SplitRow split) {
        tracking(list, split.department, split.project, split.costCode);
    }

    private void tracking(Names.Quoted category) {
        if (category != null) {
            json.object().text("id", category.id()).text("name", category.name()).end();
        }
    }

    /** Begins a line of a credit, bill or bill credit: gross, once (mapping rule 18). */
    void ledgerLine(SplitRow split, Money money) {
        long net = money.net(split);
        long tax = money.tax(split);
        json.object()
                .text("description", split.details)
                .cents("unitAmount", net + tax)
                .cents("quantity", 100)
                .cents("subTotal", net)
                .cents("taxAmount", tax)
                .cents("totalAmount", net + tax);
        account(split.nominal);
        taxRate(split.taxCode);
    }

    /**
     * The lines of a bill or a bill credit note: one a split.
     *
     * @param last what only one of the two says of a line
     */
    void payableLines(Entry entry, Money money, Runnable last) throws Unmappable {
        json.list("lineItems");
        for (SplitRow split : entry.splits) {
            Unmappable.check(split.bad);
            ledgerLine(split, money);
            payableTracking(split);
            last.run();
            json.end();
        }
        json.endList();
    }

    /**
     * The record that was written, with what it comes to.
     *
     * @param total in hundredths
     */
    SourceRecord record(DataType type, int key, String id, long total) {
        return new SourceRecord(
                type, key, id, json.bytes(), BigDecimal.valueOf(total, 2), BigDecimal.ZERO);
    }

    /** The record that was written, which comes to nothing that could be added up. */
    SourceRecord record(DataType type, int key, String id) {
        return new SourceRecord(type, key, id, json.bytes(), BigDecimal.ZERO, BigDecimal.ZERO);
    }

    /** What purchases say twice (mapping rule 24). */
    private void payableTracking(SplitRow split) {
        tracking("trackingCategoryRefs", split);
        json.object("tracking");
        tracking("categoryRefs", split);
        json.text("isBilledTo", "Unknown").text("isRebilledTo", "Unknown").end();
    }

    /** One usage on a document (mapping rules 6 and 13). */
    void allocation(Settlement by, long amount, String currency, BigDecimal rate) {
        json.object()
                .object("payment")
                .text("id", String.valueOf(by.transaction()))
                .text("note", notes.of(by));
        if (by.posting().ledger == Ledger.SALES) {
            bank(by.bank());
        }
        json.text("currency", by.currency())
                .number("currencyRate", by.rate())
                .date("paidOnDate", by.day())
                .cents("totalAmount", by.total())
                .end()
                .object("allocation")
                .text("currency", currency)
                .number("currencyRate", rate)
                .cents("totalAmount", amount)
                .end()
                .end();
    }

    String note(Settlement by) {
        return notes.of(by);
    }
}
