package fairlead.sync;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.accounting.api.AccountingPackage;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Mark;
import fairlead.accounting.api.RecordSink;
import fairlead.accounting.api.Reject;
import fairlead.accounting.api.Slice;
import fairlead.accounting.api.SourceRecord;
import fairlead.accounting.sage50.JointSage;
import fairlead.demo.DemoCompany;
import fairlead.demo.JointCompany;
import fairlead.demo.standin.StandInDataSourceFactory;
import fairlead.outbox.TestOutbox;
import fairlead.sync.api.LinkedCompany;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** A demo company, read by the real Sage 50 package and the real engine into a platform. */
final class SageBooks implements AutoCloseable {
    private static final int SLICE = 4_096; // numbers of transactions

    final DemoCompany company;
    final FakePlatform platform = new FakePlatform();
    final AccountingPackage sage = JointSage.with(new StandInDataSourceFactory());
    final Agent agent;

    SageBooks(Path directory, int transactions, Clock clock) throws Exception {
        this(DemoCompany.create(directory.resolve("company"), transactions, 11), directory, clock);
    }

    /** Its older half lies in one slice of the ledger, the newer half and what comes in another. */
    static SageBooks inTwoSlices(Path directory, int transactions, Clock clock) throws Exception {
        Path home = directory.resolve("company");
        try (DemoCompany company = DemoCompany.create(home, transactions, 11)) {
            JointCompany.renumber(company, SLICE);
        }
        return new SageBooks(DemoCompany.create(home, transactions, 11), directory, clock);
    }

    private SageBooks(DemoCompany company, Path directory, Clock clock) throws Exception {
        this.company = company;
        platform.addsUp = false;
        platform.unusualRecords = 50;
        platform.unusualPercent = 5;
        Map<String, AccountingPackage> packages = Map.of("sage50", sage);
        agent =
                new Agent(
                        directory.resolve("agent"), packages, sage.info().types(), platform, clock);
        agent.settings = settings(Duration.ofHours(24));
        link();
    }

    static Settings settings(Duration movingAfter) {
        Settings usual = Settings.DEFAULT;
        return new Settings(
                usual.chunkBytes(),
                usual.unsentBytes(),
                usual.sweepRounds(),
                Duration.ofMillis(200),
                movingAfter,
                usual.unusualRecords(),
                usual.unusualPercent(),
                usual.secondLook(),
                usual.setLife(),
                usual.completeEvery(),
                usual.retry());
    }

    private void link() throws Exception {
        try (CompanySession session = sage.open(address())) {
            LinkedCompany linked =
                    new LinkedCompany(
                            Agent.CONNECTION,
                            "1",
                            "Demo",
                            "sage50",
                            company.url(),
                            company.user(),
                            session.pin(),
                            Instant.EPOCH,
                            LinkedCompany.State.LINKED,
                            "");
            agent.secrets.put(
                    linked.passwordName(), company.password().getBytes(StandardCharsets.UTF_8));
            agent.outbox.put(linked);
        }
    }

    CompanyAddress address() {
        return new CompanyAddress(company.url(), company.user(), company.password().toCharArray());
    }

    /** Every record of the company as a reader of now sees it: type, id, JSON. */
    Map<DataType, Map<String, String>> now() throws Exception {
        Map<DataType, Map<String, String>> records = new EnumMap<>(DataType.class);
        sage.info().types().forEach(type -> records.put(type, new TreeMap<>()));
        RecordSink sink =
                new RecordSink() {
                    @Override
                    public void record(SourceRecord record) {
                        String json = new String(record.json(), StandardCharsets.UTF_8);
                        records.get(record.type()).put(record.id(), json);
                    }

                    @Override
                    public void reject(Reject reject) {
                        throw new AssertionError(reject.toString());
                    }
                };
        try (CompanySession session = sage.open(address())) {
            Mark mark = session.mark();
            for (Slice slice : session.plan(mark, sage.info().types()).slices()) {
                session.read(slice, mark, sink, () -> {});
            }
        }
        return records;
    }

    /** What the platform shows. */
    Map<DataType, Map<String, String>> shown() {
        Map<DataType, Map<String, String>> shown = new EnumMap<>(DataType.class);
        platform.disk.visible.forEach(
                (type, seen) -> {
                    Map<String, String> records = new TreeMap<>();
                    seen.forEach((id, record) -> records.put(id, record.json()));
                    shown.put(type, records);
                });
        return shown;
    }

    void assertShown() throws Exception {
        assertThat(shown()).isEqualTo(now());
    }

    @Override
    public void close() {
        TestOutbox.abandon(agent.outbox);
        company.close();
    }
}
