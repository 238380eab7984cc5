package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Plan;
import fairlead.accounting.api.Section;
import fairlead.accounting.api.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is read together, and what a company must have so that it can be read at all. */
final class Sections {
    static final String LEDGER = "ledger";
    static final int SLICE_BITS = 12;

    /** No sound company has so high a number: what lies beyond is one slice, however wide. */
    private static final int FAR = 1 << (24 - SLICE_BITS);

    /** What a header gives by its TYPE. */
    static final Set<DataType> DOCUMENTS =
            Collections.unmodifiableSet(
                    EnumSet.of(
                            DataType.INVOICES,
                            DataType.CREDIT_NOTES,
                            DataType.PAYMENTS,
                            DataType.BILLS,
                            DataType.BILL_CREDIT_NOTES,
                            DataType.BILL_PAYMENTS,
                            DataType.DIRECT_COSTS,
                            DataType.DIRECT_INCOMES,
                            DataType.TRANSFERS,
                            DataType.JOURNALS));

    static final Set<DataType> OF_THE_LEDGER =
            Stream.concat(
                            DOCUMENTS.stream(),
                            Stream.of(DataType.BANK_TRANSACTIONS, DataType.JOURNAL_ENTRIES))
                    .collect(Collectors.toUnmodifiableSet());

    private static final Set<DataType> STATEMENTS =
            Set.of(DataType.BALANCE_SHEET, DataType.PROFIT_AND_LOSS);

    static final List<Section> ALL =
            List.of(
                    new Section(Masters.COMPANY, Set.of(DataType.COMPANY)),
                    new Section(Masters.ACCOUNTS, Set.of(DataType.CHART_OF_ACCOUNTS)),
                    new Section(Masters.CUSTOMERS, Set.of(DataType.CUSTOMERS)),
                    new Section(Masters.SUPPLIERS, Set.of(DataType.SUPPLIERS)),
                    new Section(Masters.TAX_RATES, Set.of(DataType.TAX_RATES)),
                    new Section(Masters.BANK_ACCOUNTS, Set.of(DataType.BANK_ACCOUNTS)),
                    new Section(Masters.TRACKING, Set.of(DataType.TRACKING_CATEGORIES)),
                    new Section(Masters.ITEMS, Set.of(DataType.ITEMS)),
                    new Section(LEDGER, OF_THE_LEDGER),
                    orders(OrderKind.SALES),
                    orders(OrderKind.PURCHASE),
                    new Section(Statements.SECTION, STATEMENTS));

    /** They quote each other: together or not at all. */
    private static final Set<DataType> TOGETHER =
            Stream.concat(
                            Stream.of(
                                    DataType.CHART_OF_ACCOUNTS,
                                    DataType.CUSTOMERS,
                                    DataType.SUPPLIERS,
                                    DataType.BANK_ACCOUNTS),
                            Stream.concat(OF_THE_LEDGER.stream(), STATEMENTS.stream()))
                    .collect(Collectors.toUnmodifiableSet());

    private static final Map<String, String[]> NEEDED =
            Map.of(
                    "NOMINAL_LEDGER", new String[] {"ACCOUNT_REF", "NAME"},
                    "SALES_LEDGER", new String[] {"ACCOUNT_REF", "NAME"},
                    "PURCHASE_LEDGER", new String[] {"ACCOUNT_REF", "NAME"},
                    "AUDIT_HEADER",
                            new String[] {
                                "HEADER_NUMBER", "TRAN_NUMBER", "TYPE", "DATE", "GROSS_AMOUNT"
                            },
                    "AUDIT_SPLIT", new String[] {"SPLIT_NUMBER", "HEADER_NUMBER", "NOMINAL_CODE"},
                    "AUDIT_USAGE",
                            new String[] {
                                "USAGE_NUMBER", "SPLIT_NUMBER", "SPLIT_CROSSREF", "AMOUNT"
                            },
                    "AUDIT_JOURNAL",
                            new String[] {
                                "HEADER_NUMBER", "TRAN_NUMBER", "NOMINAL_CODE", "AMOUNT"
                            });

    private static final String[] ORDER = {"ORDER_NUMBER", "ACCOUNT_REF", "INVOICE_GROSS"};
    private static final String[] ORDER_ITEM = {"ORDER_NUMBER", "NET_AMOUNT"};

    private Sections() {}

    private static Section orders(OrderKind kind) {
        return new Section(kind.section(), Set.of(kind.type));
    }

    /** Those that deliver something still when these types are left out. */
    static List<Section> without(Set<DataType> leftOut) {
        return ALL.stream()
                .map(
                        section ->
                                new Section(
                                        section.name(),
                                        section.types().stream()
                                                .filter(type -> !leftOut.contains(type))
                                                .collect(Collectors.toUnmodifiableSet())))
                .filter(section -> !section.types().isEmpty())
                .toList();
    }

    static Plan plan(Source source, SageMark mark, Set<DataType> types) throws AccountingException {
        Map<DataType, String> unreadable = unreadable(source);
        List<Slice> slices = new ArrayList<>();
        for (Section section : ALL) {
            if (section.types().stream()
                    .noneMatch(type -> types.contains(type) && !unreadable.containsKey(type))) {
                continue;
            }
            Optional<OrderKind> orders = OrderKind.of(section.name());
            if (section.name().equals(LEDGER)) {
                cut(slices, LEDGER, mark.header());
            } else if (orders.isPresent()) {
                cut(slices, section.name(), mark.of(orders.get()));
            } else {
                slices.add(Slice.whole(section.name()));
            }
        }
        unreadable.keySet().retainAll(types);
        return new Plan(slices, unreadable);
    }

    private static void cut(List<Slice> slices, String section, int last) {
        for (int k = 0; k <= index(last); k++) {
            slices.add(slice(section, k));
        }
    }

    /** Which slice of its section a number lies in. */
    static int index(long number) {
        return (int) Math.min(number >> SLICE_BITS, FAR);
    }

    static Slice ledger(int k) {
        return slice(LEDGER, k);
    }

    static Slice slice(String section, int k) {
        long from = (long) k << SLICE_BITS;
        long to = k < FAR ? from + (1 << SLICE_BITS) - 1 : Integer.MAX_VALUE;
        return new Slice(section, from, to);
    }

    private static Map<DataType, String> unreadable(Source source) throws AccountingException {
        Map<DataType, String> unreadable = new EnumMap<>(DataType.class);
        for (Map.Entry<String, String[]> table : NEEDED.entrySet()) {
            if (!source.has(table.getKey(), table.getValue())) {
                String reason = missing(source, table.getKey(), table.getValue());
                TOGETHER.forEach(type -> unreadable.put(type, reason));
            }
        }
        if (!source.has(TaxRates.TABLE)) {
            unreadable.put(
                    DataType.TAX_RATES,
                    missing(source, TaxRates.TABLE, new String[] {"DESCRIPTION"}));
        }
        for (OrderKind kind : OrderKind.values()) {
            unreadable(unreadable, source, kind.type, kind.table, ORDER);
            unreadable(unreadable, source, kind.type, kind.items, ORDER_ITEM);
        }
        return unreadable;
    }

    private static void unreadable(
            Map<DataType, String> unreadable,
            Source source,
            DataType type,
            String table,
            String[] needed)
            throws AccountingException {
        if (!source.has(table, needed)) {
            unreadable.put(type, missing(source, table, needed));
        }
    }

    private static String missing(Source source, String table, String[] columns)
            throws AccountingException {
        if (!source.has(table)) {
            return "Sage's table " + table + " is missing or may not be read by this Sage user.";
        }
        Set<String> available = source.columns(table);
        List<String> lacking =
                List.of(columns).stream().filter(c -> !available.contains(c)).toList();
        return "Sage's table " + table + " lacks " + String.join(", ", lacking) + ".";
    }
}
