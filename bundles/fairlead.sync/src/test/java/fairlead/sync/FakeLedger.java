package fairlead.sync;

import fairlead.accounting.api.AccountingPackage;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.Checksum;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanyCheck;
import fairlead.accounting.api.CompanyPin;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Finding;
import fairlead.accounting.api.Mark;
import fairlead.accounting.api.PackageInfo;
import fairlead.accounting.api.Plan;
import fairlead.accounting.api.RecordSink;
import fairlead.accounting.api.Reject;
import fairlead.accounting.api.Section;
import fairlead.accounting.api.Slice;
import fairlead.accounting.api.SliceState;
import fairlead.accounting.api.SourceRecord;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/**
 * A small ledger that changes while it is read, and the accounting package that reads it. Every
 * state that it was ever in is remembered, for the checker. An invoice and a journal entry of the
 * same number belong together and sum to zero.
 */
final class FakeLedger implements AccountingPackage {
    static final List<DataType> TYPES =
            List.of(DataType.INVOICES, DataType.JOURNAL_ENTRIES, DataType.CUSTOMERS);

    /** One row; {@code stamp} moves with every change of it. */
    record Row(int amount, String memo, int customer, boolean bad, int stamp) {}

    /** The whole ledger at one moment. */
    record State(Map<DataType, TreeMap<Integer, Row>> rows, int number, int customers) {
        State copy() {
            Map<DataType, TreeMap<Integer, Row>> copies = new EnumMap<>(DataType.class);
            rows.forEach((type, map) -> copies.put(type, new TreeMap<>(map)));
            return new State(copies, number, customers);
        }
    }

    final List<State> history = new ArrayList<>();
    final List<Boolean> idlessThen = new ArrayList<>();
    Map<DataType, TreeMap<Integer, Row>> rows = new EnumMap<>(DataType.class);
    int number;
    int customers;
    int clock;
    int mappingVersion = 1;
    int keysASlice = 2;

    /** Moves the mark, and nothing else. */
    int usages;

    boolean idless;
    boolean emptyTable;
    String location = "ledger";
    CompanyPin pin = new CompanyPin(Optional.of("1"), "Fake & Co", "GBP");
    Map<DataType, String> unreadable = new EnumMap<>(DataType.class);

    /** Called at every place at which somebody else may act. */
    Runnable meanwhile = () -> {};

    /** Throws what the driver throws, when it is to fail. */
    Failing failing = () -> {};

    /** Called when a session is opened. */
    Runnable opening = () -> {};

    /** What was asked, in order: {@code mark}, {@code read invoices 1 under 5 1}, {@code sweep}. */
    final List<String> calls = new ArrayList<>();

    /** Invoices whose row gives another id, or with an empty one no record at all. */
    final Map<Integer, String> renamed = new TreeMap<>();

    /** Invoices that are read between the commits of their posting. */
    final Set<Integer> torn = new TreeSet<>();

    /** Invoices that a read finds odd. */
    final Set<Integer> odd = new TreeSet<>();

    /** Records with keys that their slice does not have. */
    boolean strayKeys;

    int opened;

    /** Came with the session that was opened last. */
    Checkpoint checkpoint;

    int reads;

    interface Failing {
        void maybe() throws fairlead.accounting.api.AccountingException;
    }

    FakeLedger() {
        TYPES.forEach(type -> rows.put(type, new TreeMap<>()));
    }

    // --- postings, each atomic

    void remember() {
        history.add(new State(rows, number, customers).copy());
        idlessThen.add(idless);
    }

    void customer() {
        clock++;
        customers++;
        rows.get(DataType.CUSTOMERS).put(customers, new Row(0, "c" + clock, 0, false, clock));
    }

    void post() {
        clock++;
        number++;
        rows.get(DataType.INVOICES).put(number, new Row(clock, "m", customers, false, clock));
        rows.get(DataType.JOURNAL_ENTRIES).put(number, new Row(-clock, "m", 0, false, clock));
    }

    /** A change of a whole pair that was chosen among those there are. */
    void change(String kind, IntUnaryOperator choose) {
        Map<Integer, Row> inv = rows.get(DataType.INVOICES);
        Map<Integer, Row> jnl = rows.get(DataType.JOURNAL_ENTRIES);
        boolean removes = kind.equals("delete") || kind.equals("correct");
        List<Integer> pairs =
                inv.keySet().stream()
                        .filter(jnl::containsKey)
                        .filter(i -> !removes || inv.get(i).amount() + jnl.get(i).amount() == 0)
                        .toList();
        OptionalInt chosen =
                pairs.isEmpty()
                        ? OptionalInt.empty()
                        : OptionalInt.of(pairs.get(choose.applyAsInt(pairs.size())));
        if (chosen.isEmpty()) {
            return;
        }
        clock++;
        int i = chosen.getAsInt();
        Row a = inv.get(i);
        Row b = jnl.get(i);
        switch (kind) {
            case "amend" -> {
                inv.put(i, new Row(a.amount() + clock, a.memo(), a.customer(), a.bad(), clock));
                jnl.put(i, new Row(b.amount() - clock, b.memo(), 0, false, clock));
            }
            case "cross" -> {
                inv.put(i, new Row(a.amount() + clock, a.memo(), a.customer(), a.bad(), clock));
                number++;
                jnl.put(number, new Row(-clock, "x", 0, false, clock));
            }
            case "memo" -> {
                inv.put(i, new Row(a.amount(), "m" + clock, a.customer(), a.bad(), clock));
                jnl.put(i, new Row(b.amount(), "m" + clock, 0, false, clock));
            }
            case "bad" -> inv.put(i, new Row(a.amount(), a.memo(), a.customer(), !a.bad(), clock));
            case "delete", "correct" -> {
                inv.remove(i);
                jnl.remove(i);
                if (kind.equals("correct")) {
                    clock--;
                    post();
                }
            }
            default -> throw new IllegalArgumentException(kind);
        }
    }

    void restore(State state) {
        State copy = state.copy();
        rows = copy.rows();
        number = copy.number();
        customers = copy.customers();
    }

    static String json(DataType type, int id, Row row, int mappingVersion) {
        return "{\"id\":\""
                + id
                + "\","
                + (type == DataType.JOURNAL_ENTRIES
                        ? "\"journalLines\":[{\"netAmount\":" + row.amount() + "}],"
                        : type == DataType.INVOICES ? "\"totalAmount\":" + row.amount() + "," : "")
                + "\"memo\":\""
                + row.memo()
                + "\",\"customer\":"
                + row.customer()
                + ",\"map\":"
                + mappingVersion
                + "}";
    }

    static SourceRecord record(DataType type, int id, Row row, int mappingVersion) {
        byte[] json = json(type, id, row, mappingVersion).getBytes(StandardCharsets.UTF_8);
        BigDecimal amount = BigDecimal.valueOf(row.amount());
        BigDecimal zero = BigDecimal.ZERO;
        boolean journal = type == DataType.JOURNAL_ENTRIES;
        return new SourceRecord(
                type,
                id,
                String.valueOf(id),
                json,
                type == DataType.CUSTOMERS ? zero : journal ? amount.max(zero) : amount,
                journal ? amount.negate().max(zero) : zero);
    }

    // --- the package

    @Override
    public PackageInfo info() {
        return new PackageInfo(
                "fake",
                "Fake",
                "fake",
                mappingVersion,
                TYPES.stream().map(t -> new Section(t.key(), Set.of(t))).toList());
    }

    @Override
    public CompanyCheck check(CompanyAddress address, Checkpoint checkpoint) {
        return new CompanyCheck(pin, "1", location, number, Optional.empty(), List.of());
    }

    @Override
    public CompanySession open(CompanyAddress address)
            throws fairlead.accounting.api.AccountingException {
        failing.maybe();
        opened++;
        opening.run();
        return new Session(mappingVersion);
    }

    @Override
    public CompanySession open(CompanyAddress address, Checkpoint asked)
            throws fairlead.accounting.api.AccountingException {
        checkpoint = asked;
        return open(address);
    }

    private static DataType type(Slice slice) {
        return DataType.ofKey(slice.section()).orElseThrow();
    }

    private final class Session implements CompanySession {
        private final int map;

        Session(int map) {
            this.map = map;
        }

        @Override
        public CompanyPin pin() {
            return pin;
        }

        @Override
        public Mark mark() throws fairlead.accounting.api.AccountingException {
            calls.add("mark");
            meanwhile.run();
            failing.maybe();
            return new Mark(number + " " + customers + (usages == 0 ? "" : " " + usages));
        }

        @Override
        public Plan plan(Mark mark, Set<DataType> types) {
            String[] parts = mark.token().split(" ");
            List<Slice> slices = new ArrayList<>();
            for (DataType type : List.of(TYPES.get(2), TYPES.get(0), TYPES.get(1))) {
                int last = Integer.parseInt(parts[type == DataType.CUSTOMERS ? 1 : 0]);
                for (int from = 1; types.contains(type) && from <= last; from += keysASlice) {
                    slices.add(new Slice(type.key(), from, from + keysASlice - 1));
                }
            }
            return new Plan(slices, unreadable);
        }

        private Map<Integer, Row> rows(Slice slice, Mark mark) {
            DataType type = type(slice);
            int last =
                    Integer.parseInt(mark.token().split(" ")[type == DataType.CUSTOMERS ? 1 : 0]);
            if (emptyTable && type == DataType.INVOICES) {
                return Map.of();
            }
            return new TreeMap<>(
                    rows.get(type)
                            .subMap(
                                    (int) slice.from(),
                                    true,
                                    Math.min(last, (int) slice.to()),
                                    true));
        }

        private SliceState state(Slice slice, Map<Integer, Row> found) {
            long high = 0;
            long low = 0;
            for (var row : found.entrySet()) {
                long mixed = (row.getKey() * 1_000_003L + row.getValue().hashCode()) * 0x9E3779B9L;
                high += mixed;
                low += Long.rotateLeft(mixed, 17) * 31 + row.getValue().stamp();
                if (type(slice) == DataType.INVOICES) {
                    high += renamed.getOrDefault(row.getKey(), "").hashCode();
                }
            }
            if (idless && type(slice) == DataType.INVOICES) {
                high++;
            }
            long[] keys = found.keySet().stream().mapToLong(i -> i).toArray();
            return new SliceState(slice, new Checksum(high, low), keys);
        }

        @Override
        public SliceState read(Slice slice, Mark mark, RecordSink sink, Checkpoint checkpoint)
                throws fairlead.accounting.api.AccountingException, InterruptedException {
            calls.add("read " + slice.section() + " " + slice.from() + " under " + mark.token());
            meanwhile.run();
            checkpoint.check();
            reads++;
            Map<Integer, Row> found = rows(slice, mark);
            SliceState state = state(slice, found);
            DataType type = type(slice);
            for (var row : found.entrySet()) {
                if (row.getValue().bad()) {
                    sink.reject(
                            new Reject(
                                    type,
                                    row.getKey(),
                                    Optional.of(String.valueOf(row.getKey())),
                                    "CURRENCY",
                                    "unknown"));
                } else if (type == DataType.INVOICES && renamed.containsKey(row.getKey())) {
                    rename(row.getKey(), row.getValue(), sink);
                } else {
                    SourceRecord record = record(type, row.getKey(), row.getValue(), map);
                    if (type == DataType.INVOICES && torn.contains(row.getKey())) {
                        sink.torn(record);
                    } else {
                        sink.record(strayKeys ? moved(record, record.key() + 1000) : record);
                    }
                }
            }
            if (idless && type == DataType.INVOICES) {
                sink.reject(new Reject(type, 0, Optional.empty(), "NUMBER", "missing"));
            }
            failing.maybe(); // in the middle: what was handed over is forgotten
            long count = found.keySet().stream().filter(odd::contains).count();
            boolean told = type == DataType.INVOICES && count > 0;
            return told
                    ? new SliceState(slice, state.checksum(), state.keys(), Map.of("odd", count))
                    : state;
        }

        @Override
        public List<Finding> findings(Map<String, Long> oddities) {
            return oddities.entrySet().stream()
                    .map(e -> new Finding(e.getKey(), e.getValue() + " rows are odd."))
                    .toList();
        }

        private void rename(int key, Row row, RecordSink sink) {
            if (!renamed.get(key).isEmpty()) {
                SourceRecord r = record(DataType.INVOICES, key, row, map);
                sink.record(
                        new SourceRecord(
                                r.type(), key, renamed.get(key), r.json(), r.debit(), r.credit()));
            }
        }

        private static SourceRecord moved(SourceRecord r, long key) {
            return new SourceRecord(r.type(), key, r.id(), r.json(), r.debit(), r.credit());
        }

        @Override
        public List<SliceState> sweep(Plan plan, Mark mark, Checkpoint checkpoint)
                throws fairlead.accounting.api.AccountingException, InterruptedException {
            calls.add("sweep");
            List<SliceState> states = new ArrayList<>();
            for (Slice slice : plan.slices()) {
                meanwhile.run();
                checkpoint.check();
                states.add(state(slice, rows(slice, mark)));
            }
            failing.maybe();
            return states;
        }

        @Override
        public void close() {}
    }

    @Override
    public String toString() {
        return rows.entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .collect(Collectors.joining(", "))
                + Arrays.toString(new int[] {number, customers});
    }
}
