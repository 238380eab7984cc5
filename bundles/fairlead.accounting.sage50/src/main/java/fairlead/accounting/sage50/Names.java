package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.AccountingException.Kind;
import fairlead.accounting.api.Checkpoint;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the ledger's records quote from elsewhere: names of customers, suppliers, accounts,
 * departments and projects, tax rates, currencies. Read once for a pass over the ledger.
 */
final class Names {
    /** A quoted name; its hash is what a checksum takes in. */
    record Quoted(String id, String name, long hash) {
        static Quoted of(String id, String name) {
            return new Quoted(id, name, RowHash.of(RowHash.of(id), RowHash.of(name)));
        }
    }

    /**
     * A nominal account as a journal row quotes it.
     *
     * @param hash over its name and currency
     * @param isBank is it a bank account?
     * @param isForeign ... in another currency than the company's own?
     */
    record Nominal(String code, long hash, boolean isBank, boolean isForeign) {
        /** What a leg moves on it, in the account's own currency. */
        long moved(JournalRow row) {
            return isForeign ? row.foreignAmount : row.amount;
        }
    }

    private static final String PROJECT = "project_";
    private static final String COST_CODE = "costcode_";
    private static final String[] BY_REFERENCE = {"ACCOUNT_REF", "NAME"};
    private static final String[] BANKS = {"ACCOUNT_REF", "CURRENCY", "RECORD_DELETED"};
    private static final String[] DEPARTMENTS = {"NUMBER", "NAME"};
    private static final String[] PROJECTS = {"PROJECT_ID", "REFERENCE", "NAME"};
    private static final String[] COST_CODES = {"COST_CODE_ID", "REFERENCE", "DESCRIPTION"};

    final CompanyRow company;
    final Currencies currencies;
    final TaxRates taxRates;
    final Map<String, Quoted> customers;
    final Map<String, Quoted> suppliers;
    final Map<String, Quoted> accounts;
    final Map<Integer, Quoted> departments = new HashMap<>();
    final Map<Integer, Quoted> projects;
    final Map<Integer, Quoted> costCodes;

    /** By nominal code of the bank account: the number of its currency. */
    private final Map<String, Integer> banks = new HashMap<>();

    private final Map<String, Nominal> nominals = new HashMap<>();

    private Names(Source source, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        company = company(source, checkpoint);
        currencies = Currencies.read(source, company.country, checkpoint);
        taxRates = TaxRates.read(source, checkpoint);
        customers = byReference(source, "SALES_LEDGER", checkpoint);
        suppliers = byReference(source, "PURCHASE_LEDGER", checkpoint);
        accounts = byReference(source, AccountRow.TABLE, checkpoint);
        try (Cursor c = source.all(BankRow.TABLE, BANKS, checkpoint)) {
            while (c.next()) {
                String reference = c.reference();
                int currency = c.number();
                if (!c.flag()) {
                    banks.put(reference, currency);
                }
            }
        }
        try (Cursor c = source.all("DEPARTMENT", DEPARTMENTS, checkpoint)) {
            while (c.next()) {
                int number = c.number(TrackingCategories.NONE);
                String id = department(number);
                if (!id.isEmpty()) {
                    departments.put(number, Quoted.of(id, c.text()));
                }
            }
        }
        projects = byNumber(source, "PROJECT", PROJECTS, PROJECT, checkpoint);
        costCodes = byNumber(source, "PROJECT_COST_CODE", COST_CODES, COST_CODE, checkpoint);
    }

    static Names read(Source source, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        return new Names(source, checkpoint);
    }

    /** What the department is called; empty for a number below 0, which none has. */
    static String department(int number) {
        return number < 0 ? "" : "department_" + number;
    }

    /** The one row of COMPANY. */
    static CompanyRow company(Source source, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        try (Cursor c = source.all(CompanyRow.TABLE, CompanyRow.COLUMNS, checkpoint)) {
            if (c.next()) {
                return new CompanyRow().fill(c);
            }
        }
        throw new AccountingException(
                Kind.NO_COMPANY,
                "The data at this place holds no Sage 50 company: its table COMPANY is empty or"
                        + " missing.");
    }

    private static Map<String, Quoted> byReference(
            Source source, String table, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        Map<String, Quoted> names = new HashMap<>();
        try (Cursor c = source.all(table, BY_REFERENCE, checkpoint)) {
            while (c.next()) {
                String reference = c.reference();
                names.put(reference, Quoted.of(reference, c.text()));
            }
        }
        return names;
    }

    private static Map<Integer, Quoted> byNumber(
            Source source, String table, String[] columns, String prefix, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        Map<Integer, Quoted> names = new HashMap<>();
        try (Cursor c = source.all(table, columns, checkpoint)) {
            while (c.next()) {
                int number = c.number();
                names.put(number, Quoted.of(prefix + c.reference(), c.text()));
            }
        }
        return names;
    }

    /** Of an account; one that the ledger names and the list lacks has no name. */
    Quoted account(String code) {
        return accounts.get(code);
    }

    /** What a journal row quotes by this code, also where no list has it. */
    Nominal nominal(String code) {
        Nominal known = nominals.get(code);
        if (known == null) {
            Integer currency = banks.get(code);
            long hash = hash(accounts.get(code));
            known =
                    currency == null
                            ? new Nominal(code, hash, false, false)
                            : new Nominal(
                                    code,
                                    RowHash.of(hash, RowHash.of(currencies.quoted(currency))),
                                    true,
                                    !currencies.isBase(currency));
            nominals.put(code, known);
        }
        return known;
    }

    /** Number of a bank account's currency. */
    int currency(String bank) {
        return banks.get(bank);
    }

    /** The bank accounts. */
    Set<String> banks() {
        return Collections.unmodifiableSet(banks.keySet());
    }

    /** Is this account a bank account? */
    boolean isBank(String nominal) {
        return banks.containsKey(nominal);
    }

    /** Is there a bank account in another currency than the company's own? */
    boolean hasForeignBank() {
        return banks.values().stream().anyMatch(currency -> !currencies.isBase(currency));
    }

    /** Every code that {@link #nominal} was asked for, in order. */
    NavigableSet<String> nominals() {
        return new TreeSet<>(nominals.keySet());
    }

    /** Over all of it: equal where nothing was renamed, added, removed or chosen anew. */
    long digest() {
        long contacts = 0;
        for (Map<String, Quoted> names : List.of(customers, suppliers)) {
            contacts = Long.rotateLeft(contacts, 7);
            for (Map.Entry<String, Quoted> name : names.entrySet()) {
                contacts += RowHash.of(RowHash.of(name.getKey()), name.getValue().hash());
            }
        }
        for (Map.Entry<String, Integer> bank : banks.entrySet()) {
            contacts += RowHash.of(RowHash.of(bank.getKey()), bank.getValue());
        }
        return new RowHash()
                .start(0)
                .add(contacts)
                .add(lists())
                .add(common())
                .add(company.chart)
                .add(company.debtors)
                .add(company.creditors)
                .low();
    }

    /** The project with this reference; null where there is none. */
    Quoted project(String reference) {
        return byReference(projects, PROJECT, reference);
    }

    /** The cost code with this reference; null where there is none. */
    Quoted costCode(String reference) {
        return byReference(costCodes, COST_CODE, reference);
    }

    private static Quoted byReference(Map<Integer, Quoted> names, String prefix, String reference) {
        if (!reference.isEmpty()) {
            for (Quoted name : names.values()) {
                if (name.id().equals(prefix + reference)) {
                    return name;
                }
            }
        }
        return null;
    }

    /** Every account, project and cost code, which the lines of orders may quote. */
    long lists() {
        long sum = 0;
        for (Map.Entry<String, Quoted> account : accounts.entrySet()) {
            sum += RowHash.of(RowHash.of(account.getKey()), account.getValue().hash());
        }
        return RowHash.of(sum, RowHash.of(numbered(projects), numbered(costCodes)));
    }

    private static long numbered(Map<Integer, Quoted> names) {
        long sum = 0;
        for (Map.Entry<Integer, Quoted> name : names.entrySet()) {
            sum += RowHash.of(name.getKey(), name.getValue().hash());
        }
        return sum;
    }

    /** What all transactions may quote, and hardly ever changes. */
    long common() {
        return new RowHash()
                .start(0)
                .add(numbered(departments))
                .add(currencies.hash())
                .add(taxRates.hash())
                .add(company.salesDiscount)
                .add(hash(accounts.get(company.salesDiscount)))
                .add(company.unitDecimals)
                .add(company.quantityDecimals)
                .low();
    }

    static long hash(Quoted quoted) {
        return quoted == null ? 0 : quoted.hash();
    }
}
