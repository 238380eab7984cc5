package fairlead.sync;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.AccountingPackage;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanyCheck;
import fairlead.accounting.api.CompanyPin;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Mark;
import fairlead.accounting.api.PackageInfo;
import fairlead.accounting.api.Plan;
import fairlead.accounting.api.RecordSink;
import fairlead.accounting.api.Reject;
import fairlead.accounting.api.Slice;
import fairlead.accounting.api.SliceState;
import fairlead.accounting.api.SourceRecord;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageCheckTest {
    @TempDir Path data;
    private final FakeLedger ledger = new FakeLedger();
    private final Release release = new Release();
    private final Registry registry = new Registry();
    private final PageCheck check = new PageCheck(registry.context());
    private Agent agent;

    @BeforeEach
    void syncACompany() {
        ledger.keysASlice = 1000;
        ledger.customer();
        for (int k = 0; k < 20; k++) {
            ledger.post();
        }
        agent = new Agent(data, ledger, new FakePlatform(), Clock.systemUTC());
        agent.link();
        agent.sync();
        check.outbox = agent.outbox;
        check.connections = agent.outbox;
        check.secrets = new Agent.NoSecrets();
        check.scheduler = new FakeScheduler();
        check.addPackage(release, Map.of(AccountingPackage.KEY, "fake"));
    }

    private Result look() {
        return registry.check("books of fake").execute();
    }

    private static String message(Result result) {
        return result.iterator().next().getMessage();
    }

    private void isBad(String why) {
        Result result = look();
        assertThat(result.getStatus()).isEqualTo(Status.CRITICAL);
        assertThat(message(result)).contains(why);
    }

    private void isWell() {
        assertThat(look().getStatus()).isEqualTo(Status.OK);
    }

    /** Nothing is wrong, and how long it took says nothing. */
    private void isNotRead() {
        assertThat(look().getStatus()).isEqualTo(Status.WARN);
    }

    @Test
    void withoutACompanyThereIsNothingToRead() {
        agent.outbox.remove(Agent.CONNECTION);
        isNotRead();
    }

    @Test
    @DisplayName("swap rule 19: each package's check reads its own companies, in its bundle's name")
    void rule19EachPackageIsJudgedByItself() {
        AccountingPackage others = new FakeLedger();
        Map<String, Object> acme = new HashMap<>(Registry.OF_ACME);
        acme.put(AccountingPackage.KEY, "acme");
        check.addPackage(others, acme);
        assertThat(registry.checks().get(registry.check("books of acme")))
                .containsEntry(PackageChecks.JUDGES, "acme.books")
                .containsEntry(HealthCheck.TAGS, "page");
        assertThat(registry.check("books of acme").execute().getStatus()).isEqualTo(Status.WARN);
        isWell();
        check.removePackage(others);
        assertThat(registry.checks()).hasSize(1);
    }

    @Test
    void readsOnePageOfTheCompany() {
        isWell();
        assertThat(message(look())).isEqualTo("41 records were read.");
    }

    @Test
    @DisplayName("swap rule 21: other records of the same rows are corrupt")
    void rule21OtherRecordsOfTheSameRowsAreCorrupt() {
        release.records = r -> r.type() == DataType.INVOICES && r.key() % 2 == 0 ? doubled(r) : r;
        isBad("10 of 20 invoices came out otherwise than in the last sync");
    }

    @Test
    @DisplayName("swap rule 21: one record of a hundred may be wrong, two are corrupt")
    void rule21MoreThanOnePercentIsCorrupt() {
        aHundredInvoices();
        release.records = r -> r.type() == DataType.INVOICES && r.key() % 100 == 0 ? doubled(r) : r;
        isWell();
        release.records = r -> r.type() == DataType.INVOICES && r.key() % 50 == 0 ? doubled(r) : r;
        isBad("2 of 100 invoices came out otherwise than in the last sync");
    }

    @Test
    @DisplayName("swap rule 21: one entry of a hundred may not balance, two break a law")
    void rule21MoreThanOnePercentOutOfBalanceBreaksALaw() {
        aHundredInvoices();
        release.unbalanced = r -> r.key() % 100 == 0;
        isWell();
        release.unbalanced = r -> r.key() % 50 == 0;
        isBad("2 of 100 journal entries have debits and credits that do not agree");
    }

    private void aHundredInvoices() {
        for (int k = 20; k < 100; k++) {
            ledger.post();
        }
        agent.request();
        agent.sync();
    }

    private static SourceRecord doubled(SourceRecord r) {
        String json = new String(r.json(), StandardCharsets.UTF_8).replaceFirst(":", ": ");
        return new SourceRecord(
                r.type(),
                r.key(),
                r.id(),
                json.getBytes(StandardCharsets.UTF_8),
                r.debit(),
                r.credit());
    }

    @Test
    @DisplayName("swap rule 21: records that are lost or refused are corrupt, too")
    void rule21LostAndRefusedRecordsAreCorrupt() {
        release.records = r -> r.type() == DataType.INVOICES && r.key() < 3 ? null : r;
        isBad("of 20 invoices");
        release.records = r -> r;
        release.rejects = true;
        isBad("came out otherwise");
    }

    @Test
    @DisplayName("swap rule 21: an open set that holds corrupt records hides nothing")
    void rule21WhatTheOpenSetHoldsDoesNotCount() {
        release.records = r -> r.type() == DataType.INVOICES ? doubled(r) : r;
        agent.packages = Map.of("fake", release);
        agent.request();
        agent.run(
                () -> {
                    throw new InterruptedException();
                });
        isBad("20 of 20 invoices");
    }

    @Test
    void aCompanyOfUnknownSizeIsNotReadTwiceAtOnce() {
        Agent fresh = new Agent(data.resolve("new"), ledger, new FakePlatform(), Clock.systemUTC());
        fresh.link();
        fresh.request();
        fresh.run(
                () -> {
                    if (fresh.outbox.openSet(Agent.CONNECTION).isPresent()) {
                        throw new InterruptedException();
                    }
                });
        check.outbox = fresh.outbox;
        check.connections = fresh.outbox;
        release.trouble =
                new AccountingException(AccountingException.Kind.FAILED, "It was opened.");
        isNotRead();
    }

    @Test
    @DisplayName("swap rule 21: rows that a person has changed since are no fault")
    void rule21ChangedRowsAreNoFault() {
        for (int k = 0; k < 10; k++) {
            int n = k;
            ledger.change("amend", of -> n);
        }
        isWell();
    }

    @Test
    @DisplayName("swap rule 21: another version of the mapping may give other records")
    void rule21AnotherMappingVersionMayDiffer() {
        ledger.mappingVersion = 2;
        release.records = r -> r.type() == DataType.INVOICES ? doubled(r) : r;
        isWell();
    }

    @Test
    @DisplayName("swap rule 21: journal entries that do not balance break a law of the books")
    void rule21EntriesThatDoNotBalanceBreakALaw() {
        ledger.mappingVersion = 2;
        release.unbalanced = r -> true;
        isBad("20 of 20 journal entries have debits and credits that do not agree");
    }

    @Test
    @DisplayName("swap rule 22: Sage that is busy or away is the surroundings' fault")
    void rule22BusyIsNoFault() {
        for (AccountingException.Kind kind :
                List.of(
                        AccountingException.Kind.BUSY,
                        AccountingException.Kind.UNAVAILABLE,
                        AccountingException.Kind.NO_COMPANY)) {
            release.trouble = new AccountingException(kind, "Sage 50 is in exclusive mode.");
            Result result = look();
            assertThat(result.getStatus()).isEqualTo(Status.TEMPORARILY_UNAVAILABLE);
            assertThat(message(result)).isEqualTo("Sage 50 is in exclusive mode.");
        }
        release.trouble = new AccountingException(AccountingException.Kind.FAILED, "It broke.");
        isBad("It broke.");
    }

    @Test
    @DisplayName("swap order 1: when the scheduler goes, the page is left at the next checkpoint")
    void thePageIsLeftForASwap() {
        AtomicInteger read = new AtomicInteger();
        release.records =
                r -> {
                    check.scheduler = null; // the host has stopped its bundle
                    read.incrementAndGet();
                    return r;
                };
        Result result = look();
        assertThat(result.getStatus()).isEqualTo(Status.TEMPORARILY_UNAVAILABLE);
        assertThat(read).hasValue(1); // the customer, and none of the ledger
    }

    @Test
    void aDefectOfThePackageIsAFault() {
        release.records =
                r -> {
                    throw new IllegalStateException("at row " + r.id());
                };
        isBad("at row");
    }

    /** The package as a release would have it: its records may be others. */
    private final class Release implements AccountingPackage {
        UnaryOperator<SourceRecord> records = r -> r;
        boolean rejects;
        Predicate<SourceRecord> unbalanced = r -> false;
        AccountingException trouble;

        @Override
        public PackageInfo info() {
            return ledger.info();
        }

        @Override
        public CompanyCheck check(CompanyAddress address, Checkpoint checkpoint) {
            return ledger.check(address, checkpoint);
        }

        @Override
        public CompanySession open(CompanyAddress address) throws AccountingException {
            if (trouble != null) {
                throw trouble;
            }
            CompanySession session = ledger.open(address);
            return new CompanySession() {
                @Override
                public CompanyPin pin() throws AccountingException {
                    return session.pin();
                }

                @Override
                public Mark mark() throws AccountingException {
                    return session.mark();
                }

                @Override
                public Plan plan(Mark mark, Set<DataType> types) throws AccountingException {
                    return session.plan(mark, types);
                }

                @Override
                public SliceState read(
                        Slice slice, Mark mark, RecordSink sink, Checkpoint checkpoint)
                        throws AccountingException, InterruptedException {
                    return session.read(slice, mark, through(sink), checkpoint);
                }

                @Override
                public List<SliceState> sweep(Plan plan, Mark mark, Checkpoint checkpoint)
                        throws AccountingException, InterruptedException {
                    return session.sweep(plan, mark, checkpoint);
                }

                @Override
                public void close() {
                    session.close();
                }
            };
        }

        private RecordSink through(RecordSink sink) {
            return new RecordSink() {
                @Override
                public void record(SourceRecord record) {
                    SourceRecord other = records.apply(record);
                    if (other != null && rejects) {
                        reject(
                                new Reject(
                                        other.type(),
                                        other.key(),
                                        Optional.of(other.id()),
                                        "F",
                                        "no"));
                    } else if (other != null) {
                        sink.record(unbalanced.test(other) ? other : balance(other));
                    }
                }

                @Override
                public void reject(Reject reject) {
                    sink.reject(reject);
                }
            };
        }

        private static SourceRecord balance(SourceRecord r) {
            BigDecimal both = r.debit().max(r.credit());
            return r.type() == DataType.JOURNAL_ENTRIES
                    ? new SourceRecord(r.type(), r.key(), r.id(), r.json(), both, both)
                    : r;
        }
    }
}
