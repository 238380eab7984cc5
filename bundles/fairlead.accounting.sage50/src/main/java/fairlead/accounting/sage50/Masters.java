package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.RecordSink;
import fairlead.accounting.api.Slice;
import fairlead.accounting.api.SliceState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The small sections, each read as a whole: company, accounts, customers, suppliers, tax rates,
 * bank accounts, tracking categories, items. A sweep is a read whose records go nowhere.
 */
final class Masters {
    static final String COMPANY = "company";
    static final String ACCOUNTS = "accounts";
    static final String CUSTOMERS = "customers";
    static final String SUPPLIERS = "suppliers";
    static final String TAX_RATES = "taxRates";
    static final String BANK_ACCOUNTS = "bankAccounts";
    static final String TRACKING = "trackingCategories";
    static final String ITEMS = "items";

    private final Source source;
    private final Json json;

    Masters(Source source, Json json) {
        this.source = source;
        this.json = json;
    }

    /**
     * @param sink null for a sweep
     */
    SliceState read(Slice slice, RecordSink sink, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        Collector out = new Collector(sink);
        switch (slice.section()) {
            case COMPANY -> company(out, checkpoint);
            case ACCOUNTS -> accounts(out, checkpoint);
            case CUSTOMERS -> contacts(out, DataType.CUSTOMERS, "SALES", checkpoint);
            case SUPPLIERS -> contacts(out, DataType.SUPPLIERS, "PURCHASE", checkpoint);
            case TAX_RATES -> taxRates(out, checkpoint);
            case BANK_ACCOUNTS -> bankAccounts(out, checkpoint);
            case TRACKING -> new TrackingCategories(source, json).write(out, checkpoint);
            case ITEMS -> items(out, checkpoint);
            default -> throw new IllegalArgumentException("no section " + slice.section());
        }
        return out.state(slice);
    }

    private void company(Collector out, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        CompanyRow row = Names.company(source, checkpoint);
        Currencies currencies = Currencies.read(source, row.country, checkpoint);
        if (row.id.isEmpty()) {
            out.reject(DataType.COMPANY, 0, "", noId("COMPANY.COMPANYID"));
        } else {
            byte[] bytes = CompanyMapper.map(json, row, currencies.base());
            out.record(DataType.COMPANY, 0, row.id, bytes);
        }
    }

    static Unmappable noId(String field) {
        return new Unmappable(field, "The row has no id: the field " + field + " is empty.");
    }

    private void accounts(Collector out, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        CompanyRow company = Names.company(source, checkpoint);
        Currencies currencies = Currencies.read(source, company.country, checkpoint);
        ChartLayout layout = ChartLayout.read(source, company.chart, checkpoint);
        Map<String, BankRow> banks = new HashMap<>();
        try (Cursor c = source.all(BankRow.TABLE, BankRow.COLUMNS, checkpoint)) {
            while (c.next()) {
                BankRow bank = new BankRow().fill(c);
                if (!bank.deleted) {
                    banks.put(bank.reference, bank);
                }
            }
        }
        try (Cursor c = source.all(AccountRow.TABLE, AccountRow.COLUMNS, checkpoint)) {
            while (c.next()) {
                AccountRow row = new AccountRow().fill(c);
                if (row.deleted) {
                    continue;
                }
                long key = Keys.of(row.reference);
                try {
                    if (row.reference.isEmpty()) {
                        throw noId("NOMINAL_LEDGER.ACCOUNT_REF");
                    }
                    BankRow bank = banks.get(row.reference);
                    byte[] bytes =
                            AccountMapper.map(
                                    json, row, bank, layout.of(row.reference), currencies);
                    out.record(DataType.CHART_OF_ACCOUNTS, key, row.reference, bytes);
                } catch (Unmappable e) {
                    out.reject(DataType.CHART_OF_ACCOUNTS, key, row.reference, e);
                }
            }
        }
    }

    private void contacts(Collector out, DataType type, String ledger, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        CompanyRow company = Names.company(source, checkpoint);
        Currencies currencies = Currencies.read(source, company.country, checkpoint);
        Map<String, List<AddressRow>> deliveries = deliveries(ledger + "_DEL_ADDR", checkpoint);
        try (Cursor c = source.all(ledger + "_LEDGER", ContactRow.COLUMNS, checkpoint)) {
            while (c.next()) {
                ContactRow row = new ContactRow().fill(c);
                if (row.deleted) {
                    continue;
                }
                long key = Keys.of(row.reference);
                try {
                    if (row.reference.isEmpty()) {
                        throw noId(ledger + "_LEDGER.ACCOUNT_REF");
                    }
                    List<AddressRow> own = deliveries.getOrDefault(row.reference, List.of());
                    byte[] bytes =
                            type == DataType.CUSTOMERS
                                    ? CustomerMapper.map(json, row, own, currencies)
                                    : SupplierMapper.map(json, row, own, currencies);
                    out.record(type, key, row.reference, bytes);
                } catch (Unmappable e) {
                    out.reject(type, key, row.reference, e);
                }
            }
        }
    }

    private Map<String, List<AddressRow>> deliveries(String table, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        Map<String, List<AddressRow>> deliveries = new HashMap<>();
        try (Cursor c = source.all(table, AddressRow.COLUMNS, checkpoint)) {
            while (c.next()) {
                AddressRow row = new AddressRow().fill(c);
                if (!row.deleted) {
                    deliveries.computeIfAbsent(row.account, a -> new ArrayList<>()).add(row);
                }
            }
        }
        Comparator<AddressRow> order =
                Comparator.comparingLong(AddressRow::order).thenComparing(a -> a.reference);
        deliveries.values().forEach(list -> list.sort(order));
        return deliveries;
    }

    private void bankAccounts(Collector out, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        CompanyRow company = Names.company(source, checkpoint);
        Currencies currencies = Currencies.read(source, company.country, checkpoint);
        Map<String, String> names = new HashMap<>();
        try (Cursor c = source.all(AccountRow.TABLE, AccountRow.COLUMNS, checkpoint)) {
            while (c.next()) {
                AccountRow row = new AccountRow().fill(c);
                names.put(row.reference, row.name);
            }
        }
        try (Cursor c = source.all(BankRow.TABLE, BankRow.COLUMNS, checkpoint)) {
            while (c.next()) {
                BankRow row = new BankRow().fill(c);
                if (row.deleted) {
                    continue;
                }
                long key = Keys.of(row.reference);
                try {
                    if (row.reference.isEmpty()) {
                        throw noId("BANK.ACCOUNT_REF");
                    }
                    String name = names.getOrDefault(row.reference, "");
                    byte[] bytes = BankAccountMapper.map(json, row, name, currencies);
                    out.record(DataType.BANK_ACCOUNTS, key, row.reference, bytes);
                } catch (Unmappable e) {
                    out.reject(DataType.BANK_ACCOUNTS, key, row.reference, e);
                }
            }
        }
    }

    private void items(Collector out, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        Names names = Names.read(source, checkpoint);
        ItemMapper mapper = new ItemMapper(new Parts(json, names));
        try (Cursor c = source.all(StockRow.TABLE, StockRow.COLUMNS, checkpoint)) {
            while (c.next()) {
                StockRow row = new StockRow().fill(c);
                if (row.deleted) {
                    continue;
                }
                long key = RowHash.of(row.code);
                try {
                    if (row.code.isEmpty()) {
                        throw noId("STOCK.STOCK_CODE");
                    }
                    out.record(DataType.ITEMS, key, row.code, mapper.map(row));
                } catch (Unmappable e) {
                    out.reject(DataType.ITEMS, key, row.code, e);
                }
            }
        }
    }

    private void taxRates(Collector out, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        for (TaxRates.TaxRate rate : TaxRates.read(source, checkpoint).all()) {
            long key = Keys.of(rate.code());
            try {
                if (rate.code().isEmpty()) {
                    throw noId("TAX_CODE.TAX_CODE");
                }
                out.record(DataType.TAX_RATES, key, rate.id(), TaxRateMapper.map(json, rate));
            } catch (Unmappable e) {
                out.reject(DataType.TAX_RATES, key, rate.id(), e);
            }
        }
    }
}
