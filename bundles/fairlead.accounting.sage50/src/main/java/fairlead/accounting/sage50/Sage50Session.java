package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.Checksum;
import fairlead.accounting.api.CompanyCheck;
import fairlead.accounting.api.CompanyPin;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Finding;
import fairlead.accounting.api.Mark;
import fairlead.accounting.api.Plan;
import fairlead.accounting.api.RecordSink;
import fairlead.accounting.api.Slice;
import fairlead.accounting.api.SliceState;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One connection to one Sage 50 company. */
final class Sage50Session implements CompanySession {
    private static final Checkpoint NEVER = () -> {};

    private final Source source;
    private final Json json = new Json();
    private final Masters masters;
    private Set<DataType> types = EnumSet.allOf(DataType.class);
    private LedgerReader ledger; // for one mark; null until the ledger is first read or swept
    private OrderReader orders; // likewise
    private List<Finding> books = List.of();
    private List<Finding> chartFindings = List.of();
    private long cleared;
    private Optional<Looked> looked = Optional.empty(); // by the sweep that came last, if any

    Sage50Session(Source source) {
        this.source = source;
        this.masters = new Masters(source, json);
    }

    @Override
    public CompanyPin pin() throws AccountingException {
        try {
            CompanyRow row = Names.company(source, NEVER);
            Currencies currencies = Currencies.read(source, row.country, NEVER);
            Optional<String> id = row.id.isEmpty() ? Optional.empty() : Optional.of(row.id);
            return new CompanyPin(id, row.name, currencies.base());
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody asks to stop here", e);
        }
    }

    CompanyCheck check(String location, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        SageVersion version = SageVersion.of(source);
        version.require();
        CompanyPin pin = pin();
        List<String> warnings = new ArrayList<>(version.warnings());
        checkpoint.check();
        Plan plan = plan(mark(), EnumSet.allOf(DataType.class));
        plan.unreadable().values().stream().distinct().sorted().forEach(warnings::add);
        checkpoint.check();
        Repairs repairs = source.repairs(); // a date far ahead is damaged, or not due yet
        LocalDate last = source.latest(HeaderRow.TABLE, "DATE", repairs.today());
        return new CompanyCheck(
                pin,
                version.text(),
                location,
                source.count(HeaderRow.TABLE),
                Optional.ofNullable(repairs.date(last)),
                warnings);
    }

    @Override
    public Mark mark() throws AccountingException {
        return SageMark.read(source).mark();
    }

    @Override
    public Plan plan(Mark mark, Set<DataType> wanted) throws AccountingException {
        types = EnumSet.noneOf(DataType.class);
        types.addAll(wanted);
        return Sections.plan(source, SageMark.of(mark), wanted);
    }

    @Override
    public SliceState read(Slice slice, Mark mark, RecordSink sink, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        source.repairs().forget();
        SliceState state = readNow(slice, mark, sink, checkpoint);
        Oddities all = new Oddities();
        state.oddities().forEach(all::add);
        if (!slice.section().equals(Statements.SECTION)) { // whose rows the ledger has counted
            all.add(Oddities.DATES, source.repairs().bogusDates());
        }
        return new SliceState(slice, state.checksum(), state.keys(), all.counted());
    }

    /** A sweep of the ledger after which nothing was read at all. */
    private record Looked(SageMark mark, Set<DataType> types, long names, LedgerScan.Swept swept) {}

    private SliceState readNow(Slice slice, Mark mark, RecordSink sink, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        looked = Optional.empty();
        SageMark upTo = SageMark.of(mark);
        Optional<OrderKind> kind = OrderKind.of(slice.section());
        if (kind.isPresent()) {
            return orders(upTo, checkpoint).read(kind.get(), slice, sink, checkpoint);
        }
        if (!isOfTheLedger(slice)) {
            return masters.read(slice, sink, checkpoint);
        }
        if (ledger == null || !ledger.mark().equals(upTo)) {
            ledger = null; // or two maps would be in memory at once
            Names names = Names.read(source, checkpoint);
            LedgerMap map = new LedgerScan(source, upTo, checkpoint).map();
            ledger = new LedgerReader(source, upTo, map, names, types, json, Optional.empty());
        }
        return slice.section().equals(Sections.LEDGER)
                ? ledger.read(slice, sink, checkpoint)
                : statements(sink, checkpoint);
    }

    private OrderReader orders(SageMark upTo, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        if (orders == null || !orders.mark().equals(upTo)) {
            boolean known = ledger != null && ledger.mark().equals(upTo);
            Names names = known ? ledger.names() : Names.read(source, checkpoint);
            orders = new OrderReader(source, upTo, names, json);
        }
        return orders;
    }

    private static boolean isOfTheLedger(Slice slice) {
        return slice.section().equals(Sections.LEDGER)
                || slice.section().equals(Statements.SECTION);
    }

    private SliceState statements(RecordSink sink, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        ChartLayout layout = layout(ledger.names(), checkpoint);
        Turnover turnover = new Turnover(source.repairs().today());
        Checksum journal = ledger.post(turnover, checkpoint);
        Oddities oddities = new Oddities();
        new Statements(json, ledger.names(), layout, turnover, oddities)
                .write(new Collector(sink), types);
        return Statements.state(journal, ledger.hash(), layout, oddities.counted());
    }

    private ChartLayout layout(Names names, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        return ChartLayout.read(source, names.company.chart, checkpoint);
    }

    @Override
    public List<SliceState> sweep(Plan plan, Mark mark, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        orders = null;
        SageMark upTo = SageMark.of(mark);
        LedgerScan.Swept swept = null;
        List<SliceState> states = new ArrayList<>(plan.slices().size());
        for (Slice slice : plan.slices()) {
            Optional<OrderKind> kind = OrderKind.of(slice.section());
            if (kind.isPresent()) {
                states.add(orders(upTo, checkpoint).sweep(kind.get(), slice, checkpoint));
                continue;
            }
            if (!isOfTheLedger(slice)) {
                states.add(masters.read(slice, null, checkpoint));
                continue;
            }
            if (swept == null) {
                swept = sweepLedger(upTo, checkpoint);
            }
            if (slice.section().equals(Sections.LEDGER)) {
                states.add(swept.slices().get(Sections.index(slice.from())));
            } else {
                ChartLayout layout = layout(ledger.names(), checkpoint);
                chartFindings = Statements.findings(layout, swept.nominals());
                states.add(Statements.state(swept.journal(), ledger.hash(), layout, Map.of()));
            }
        }
        return states;
    }

    private LedgerScan.Swept sweepLedger(SageMark upTo, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        Names names = Names.read(source, checkpoint);
        if (!isAsLooked(upTo, names, checkpoint)) {
            looked = Optional.empty();
            ledger = null; // or two maps would be in memory at once
            looked = Optional.of(sweepWhole(upTo, names, checkpoint));
        }
        return looked.get().swept();
    }

    /**
     * Has nothing moved since a sweep after which nothing was read? That sweep alone has told that
     * all was as it is when it began; a second look asks the driver, and reads no row.
     */
    private boolean isAsLooked(SageMark upTo, Names names, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        return looked.isPresent()
                && looked.get().mark().equals(upTo)
                && looked.get().types().equals(types)
                && looked.get().names() == names.digest()
                && new LedgerScan(source, upTo, checkpoint).isStill(looked.get().swept());
    }

    private Looked sweepWhole(SageMark upTo, Names names, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        BooksCheck check = new BooksCheck(names.company);
        LedgerScan.Swept swept = new LedgerScan(source, upTo, checkpoint).sweep(names, check);
        ledger =
                new LedgerReader(
                        source, upTo, swept.map(), names, types, json, Optional.of(swept.banks()));
        books = check.findings();
        cleared = source.cleared();
        return new Looked(upTo, types, names.digest(), swept);
    }

    @Override
    public List<Finding> findings(Map<String, Long> oddities) {
        List<Finding> findings = new ArrayList<>(books);
        findings.addAll(chartFindings);
        if (cleared > 0) {
            findings.add(
                    new Finding(
                            "audit-trail-cleared",
                            cleared
                                    + " transactions were cleared from Sage's audit trail; they are"
                                    + " read from its history, which keeps fewer of their details."));
        }
        findings.addAll(Oddities.findings(oddities));
        return findings;
    }

    @Override
    public void close() {
        source.close();
    }
}
