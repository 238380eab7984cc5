package fairlead.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.accounting.api.AccountingPackage;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanyPin;
import fairlead.accounting.api.DataType;
import fairlead.outbox.FileOutbox;
import fairlead.outbox.TestOutbox;
import fairlead.schedule.api.JobContext;
import fairlead.sync.api.Connections;
import fairlead.sync.api.Held;
import fairlead.sync.api.LinkException;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.Order;
import fairlead.sync.api.SetAnswer;
import fairlead.sync.api.SyncRequest;
import fairlead.sync.api.SyncStatus;
import fairlead.sync.api.Transport;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceException;

/** The components with their references set by hand. */
class ComponentsTest {
    private static final Map<String, Object> FAKE = Map.of(AccountingPackage.KEY, "fake");

    @TempDir Path data;
    private final FakeLedger ledger = new FakeLedger();
    private final FakePlatform platform = new FakePlatform();
    private final Agent.NoSecrets secrets = new Agent.NoSecrets();
    private final FakeScheduler scheduler = new FakeScheduler();
    private FileOutbox outbox;
    private DurableSyncEngine engine;
    private StoringOrderHandler orders;
    private PlatformLinking linking;
    private final Registry registry = new Registry();
    private final SyncCheck check = new SyncCheck(registry.context());

    @BeforeEach
    void wire() {
        ledger.customer();
        ledger.post();
        start();
    }

    private void start() {
        outbox = TestOutbox.on(data);
        engine = new DurableSyncEngine(defaults(DurableSyncEngine.Config.class));
        engine.outbox = outbox;
        engine.connections = outbox;
        engine.secrets = secrets;
        engine.transport = platform;
        engine.scheduler = scheduler;
        engine.addPackage(ledger, FAKE);
        orders = new StoringOrderHandler();
        orders.outbox = outbox;
        orders.connections = outbox;
        orders.scheduler = scheduler;
        orders.transport = platform;
        orders.diagnostics = (connection, checkpoint) -> "All is well with " + connection;
        linking = new PlatformLinking();
        linking.connections = outbox;
        linking.secrets = secrets;
        linking.transport = platform;
        linking.scheduler = scheduler;
        linking.addPackage(ledger, FAKE);
        orders.linking = linking;
        check.engine = engine;
        check.orders = orders;
        check.addPackage(ledger, FAKE);
    }

    private Result syncs() {
        return registry.check("sync of fake").execute();
    }

    @AfterEach
    void stop() {
        TestOutbox.abandon(outbox);
    }

    /** The settings of a component as its annotation has them. */
    private static <C extends Annotation> C defaults(Class<C> config) {
        return config.cast(
                Proxy.newProxyInstance(
                        config.getClassLoader(),
                        new Class<?>[] {config},
                        (proxy, method, args) -> method.getDefaultValue()));
    }

    /** A job that nobody stops. */
    private static final class Free implements JobContext {
        @Override
        public void checkpoint() {}

        @Override
        public void sleep(Duration duration) {}

        @Override
        public Registration onStop(Runnable action) {
            return () -> {};
        }
    }

    private static CompanyAddress address(String location) {
        return new CompanyAddress(location, "MANAGER", "pässword".toCharArray());
    }

    private LinkedCompany link() throws Exception {
        return linking.link("1", "fake", address("ledger"), () -> {});
    }

    private Order order(String id, Order.Kind kind, SyncRequest... requests) {
        return new Order(id, kind, Optional.of("c-1"), List.of(requests), Optional.empty());
    }

    // --- linking

    @Test
    void linksChecksAndStoresBeforeItSaysLinked() throws Exception {
        LinkedCompany company = link();
        assertThat(company.connectionId()).isEqualTo("c-1");
        assertThat(outbox.all()).containsExactly(company);
        assertThat(platform.linked).containsExactly("c-1");
        assertThat(Passwords.characters(secrets.get(company.passwordName()).orElseThrow()))
                .isEqualTo("pässword".toCharArray());
    }

    @Test
    void linkingTwiceIsCompletedByTheSameCall() throws Exception {
        LinkedCompany first = link();
        assertThat(link()).isEqualTo(first);
        assertThat(outbox.all()).hasSize(1);
    }

    @Test
    void refusesBooksThatAreLinkedUnderAnotherKey() throws Exception {
        link();
        assertThatThrownBy(() -> linking.link("2", "fake", address("ledger"), () -> {}))
                .isInstanceOfSatisfying(
                        LinkException.class,
                        e -> assertThat(e.reason()).isEqualTo(LinkException.Reason.ALREADY_LINKED))
                .hasMessageContaining("Company 1");
        assertThat(platform.linked).hasSize(1);
    }

    @Test
    void refusesOtherBooksUnderTheSameKey() throws Exception {
        link();
        ledger.pin = new CompanyPin(Optional.of("2"), "Another Ltd", "GBP");
        assertThatThrownBy(() -> linking.link("1", "fake", address("other"), () -> {}))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("Fake & Co");
    }

    @Test
    void whatStoppedItIsForgottenWhenItIsLinkedAnew() throws Exception {
        link();
        CompanyPin pin = ledger.pin;
        ledger.pin = new CompanyPin(Optional.of("2"), "Another Ltd", "GBP");
        engine.request(Optional.empty(), SyncRequest.Origin.PERSON);
        engine.run(new Free());
        assertThat(engine.status().get(0).message()).contains("Another Ltd");
        ledger.pin = pin;
        scheduler.triggered.clear();
        link();
        assertThat(scheduler.triggered).containsExactly(DurableSyncEngine.JOB);
        assertThat(engine.status().toString()).doesNotContain("Another Ltd");
        TestOutbox.abandon(outbox);
        start(); // as another process
        assertThat(engine.status().toString()).doesNotContain("Another Ltd");
        assertThat(outbox.outcome("c-1").toString()).doesNotContain("Another Ltd");
    }

    @Test
    void aConnectionThatHadEndedBeginsAnewWhenItIsLinkedAgain() throws Exception {
        link();
        engine.request(Optional.empty(), SyncRequest.Origin.PERSON);
        engine.run(new Free());
        ledger.post();
        platform.network = call -> new SetAnswer.RetryAfter(Duration.ofDays(1), "offline");
        engine.request(Optional.empty(), SyncRequest.Origin.PERSON);
        engine.run(new Free());
        assertThat(outbox.openSet("c-1")).isPresent();
        orders.handle(order("o", Order.Kind.UNLINK));
        LinkedCompany again = link();
        assertThat(again.state()).isEqualTo(LinkedCompany.State.LINKED);
        assertThat(outbox.all()).containsExactly(again);
        assertThat(outbox.openSet("c-1")).isEmpty();
        assertThat(outbox.requests("c-1")).isEmpty();
        assertThat(outbox.held("c-1", DataType.INVOICES)).isEqualTo(Held.NOTHING);
        assertThat(secrets.get(again.passwordName())).isPresent();
        ledger.post();
        platform.network = call -> call.get();
        engine.request(Optional.empty(), SyncRequest.Origin.PERSON);
        assertThat(engine.run(new Free())).as("it is told what is there").isPresent();
        engine.run(new Free());
        assertThat(platform.disk.visible.get(DataType.INVOICES)).hasSize(3);
        assertThat(outbox.requests("c-1")).isEmpty();
    }

    @Test
    void booksThatThePlatformRefusesAreNotLinkedHereAndOthersMayBe() throws Exception {
        platform.refusal =
                Optional.of(
                        new LinkException(
                                LinkException.Reason.ALREADY_LINKED,
                                "This connection is for the books of Fake & Co."));
        CompanyPin pin = ledger.pin;
        ledger.pin = new CompanyPin(Optional.of("2"), "Another Ltd", "GBP");
        assertThatThrownBy(() -> linking.link("1", "fake", address("other"), () -> {}))
                .hasMessageContaining("Fake & Co");
        assertThat(outbox.all()).isEmpty();
        assertThat(secrets.get("company/c-1/password")).isEmpty();
        ledger.pin = pin;
        platform.refusal =
                Optional.of(
                        new LinkException(
                                LinkException.Reason.PLATFORM_UNREACHABLE, "no answer came"));
        assertThatThrownBy(this::link).hasMessage("no answer came");
        assertThat(outbox.all()).as("perhaps the platform has heard it").hasSize(1);
        platform.refusal = Optional.empty();
        assertThat(outbox.all()).containsExactly(link());
    }

    @Test
    void saysWhichPackagesThereAre() {
        assertThatThrownBy(() -> linking.check("xero", address("x"), () -> {}))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("xero")
                .hasMessageContaining("fake");
    }

    @Test
    void unlinkForgetsTheCompanyAndItsPassword() throws Exception {
        LinkedCompany company = link();
        linking.unlink("c-1");
        assertThat(outbox.all()).isEmpty();
        assertThat(platform.linked).isEmpty();
        assertThat(secrets.get(company.passwordName())).isEmpty();
    }

    // --- requests and the job

    @Test
    void aRequestIsStoredAndTriggersTheJobWhichFulfilsIt() throws Exception {
        link();
        scheduler.triggered.clear();
        List<SyncRequest> requests = engine.request(Optional.empty(), SyncRequest.Origin.PERSON);
        assertThat(requests).hasSize(3);
        assertThat(scheduler.triggered).containsExactly("sync");
        assertThat(engine.request(Optional.of("c-1"), SyncRequest.Origin.PERSON))
                .containsExactlyInAnyOrderElementsOf(requests);
        assertThat(engine.status().get(0).phase()).isEqualTo(SyncStatus.Phase.QUEUED);
        assertThat(engine.run(new Free())).isEmpty();
        SyncStatus status = engine.status().get(0);
        assertThat(status.phase()).isEqualTo(SyncStatus.Phase.IDLE);
        assertThat(status.lastSuccess()).isPresent();
        assertThat(status.types().get(DataType.INVOICES).records()).isEqualTo(1);
        assertThat(outbox.requests("c-1")).isEmpty();
    }

    @Test
    void aCancelledRequestIsReportedAsCancelled() throws Exception {
        link();
        engine.request(Optional.empty(), SyncRequest.Origin.PERSON);
        engine.cancel("c-1");
        engine.run(new Free());
        assertThat(platform.reports)
                .hasSize(3)
                .allMatch(report -> report.status().equals("Cancelled"));
        assertThat(platform.ends).isEmpty();
    }

    @Test
    void aServiceThatHasJustGoneIsReadAgainOnce() throws Exception {
        link();
        FileOutbox gone = outbox;
        FileOutbox[] next = {gone};
        TestOutbox.close(gone);
        outbox = TestOutbox.on(data);
        List<LinkedCompany> found =
                Late.call(
                        () -> {
                            FileOutbox now = next[0];
                            next[0] = outbox;
                            return now;
                        },
                        list -> list.all());
        assertThat(found).hasSize(1);
        assertThatThrownBy(() -> Late.call(() -> gone, list -> list.all()))
                .isInstanceOf(ServiceException.class);
    }

    @Test
    void theOldPackageTakesNothingAwayFromTheNew() throws Exception {
        link();
        FakeLedger successor = new FakeLedger();
        engine.addPackage(successor, FAKE);
        engine.removePackage(ledger);
        assertThat(engine.request(Optional.empty(), SyncRequest.Origin.PERSON)).hasSize(3);
        engine.run(new Free());
        assertThat(successor.opened).isEqualTo(1);
    }

    @Test
    void aPackageThatGoesAgainLeavesTheOneBeforeIt() throws Exception {
        link();
        FakeLedger failed = new FakeLedger();
        engine.addPackage(failed, FAKE);
        engine.removePackage(failed);
        engine.request(Optional.empty(), SyncRequest.Origin.PERSON);
        engine.run(new Free());
        assertThat(ledger.opened).isEqualTo(1);
    }

    @Test
    void everyPcHasItsOwnMinute() {
        assertThat(RegularSync.daily("a")).matches("[0-9]+ [0-9]+ \\* \\* \\*");
        assertThat(RegularSync.daily("a")).isEqualTo(RegularSync.daily("a"));
        assertThat(RegularSync.daily("a")).isNotEqualTo(RegularSync.daily("b"));
    }

    @Test
    @DisplayName("swap rule 21: a sync that ends in a defect is seen, though it is tried again")
    void rule21ASyncThatEndsInADefectFailsItsCheck() throws Exception {
        link();
        engine.request(Optional.empty(), SyncRequest.Origin.PERSON);
        engine.transport =
                (Transport)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {Transport.class},
                                (proxy, method, args) -> {
                                    if (method.getName().equals("send")) {
                                        throw new IllegalStateException("it cannot be packed");
                                    }
                                    return method.invoke(platform, args);
                                });
        assertThat(syncs().getStatus()).isEqualTo(Result.Status.OK);
        engine.run(new Free());
        assertThat(syncs().getStatus()).isEqualTo(Result.Status.CRITICAL);
        assertThat(syncs().toString()).contains("c-1").contains("it cannot be packed");
        engine.transport = platform;
        engine.run(new Free());
        assertThat(syncs().getStatus()).isEqualTo(Result.Status.OK);
    }

    @Test
    @DisplayName("swap rule 19: a partner's company that fails is told of its package alone")
    void rule19APartnersCompanyFailsItsOwnCheck() throws Exception {
        link();
        Map<String, Object> acme = new HashMap<>(Registry.OF_ACME);
        acme.put(AccountingPackage.KEY, "acme");
        AccountingPackage partners = broken(new NoClassDefFoundError("com/acme/Helper"));
        engine.addPackage(partners, acme);
        check.addPackage(partners, acme);
        LinkedCompany ours = outbox.find("c-1").orElseThrow();
        outbox.put(
                new LinkedCompany(
                        "c-0",
                        "their company",
                        "Theirs",
                        "acme",
                        "elsewhere",
                        "",
                        ours.pin(),
                        Instant.EPOCH,
                        LinkedCompany.State.LINKED,
                        ""));
        engine.request(Optional.empty(), SyncRequest.Origin.PERSON);
        engine.run(new Free());
        HealthCheck its = registry.check("sync of acme");
        assertThat(its.execute().toString()).contains("c-0").contains("com/acme/Helper");
        assertThat(registry.checks().get(its)).containsEntry(PackageChecks.JUDGES, "acme.books");
        assertThat(syncs().getStatus()).isEqualTo(Result.Status.OK);
        assertThat(check.execute().getStatus()).isEqualTo(Result.Status.OK);
        assertThat(outbox.requests("c-1")).as("ours is synced all the same").isEmpty();
    }

    /** One that says what it is, and breaks at whatever else it is asked. */
    private AccountingPackage broken(Throwable how) {
        return (AccountingPackage)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {AccountingPackage.class},
                        (proxy, method, args) -> {
                            if (method.getName().equals("info")) {
                                return ledger.info();
                            }
                            throw how;
                        });
    }

    @Test
    @DisplayName("swap order 1: a run that overstays its stop is never joined by a second one")
    void aRunThatOverstaysIsNotJoinedByASecond() throws Exception {
        link();
        engine.request(Optional.empty(), SyncRequest.Origin.PERSON);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger sending = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        engine.transport =
                (Transport)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {Transport.class},
                                (proxy, method, args) -> {
                                    if (method.getName().equals("send")) {
                                        most.accumulateAndGet(sending.incrementAndGet(), Math::max);
                                        inside.countDown();
                                        goOn.await();
                                        sending.decrementAndGet();
                                    }
                                    return method.invoke(platform, args);
                                });
        FutureTask<Optional<Duration>> first = new FutureTask<>(() -> engine.run(new Free()));
        FutureTask<Optional<Duration>> second = new FutureTask<>(() -> engine.run(new Free()));
        new Thread(first, "first").start();
        inside.await();
        Thread another = new Thread(second, "second");
        another.start();
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (another.getState() != Thread.State.BLOCKED) {
            assertThat(System.nanoTime()).as("it waits for the first").isLessThan(end);
            Thread.onSpinWait();
        }
        goOn.countDown();
        assertThat(first.get()).isEmpty();
        assertThat(second.get()).isEmpty();
        assertThat(most).hasValue(1);
    }

    @Test
    @DisplayName("swap rule 22: a full disk is no defect of the release")
    void rule22AFullDiskIsNoDefect() throws Exception {
        link();
        orders.connections = failing("No space left on device");
        assertThatThrownBy(() -> orders.handle(order("o", Order.Kind.CANCEL)));
        assertThat(check.execute().getStatus()).isEqualTo(Result.Status.TEMPORARILY_UNAVAILABLE);
    }

    private Connections failing(String why) {
        return (Connections)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {Connections.class},
                        (proxy, method, args) -> {
                            throw new IllegalStateException(why);
                        });
    }

    // --- orders

    @Test
    @DisplayName("swap rule 21: an order that ends in a defect is seen, though it is repeated")
    void rule21AnOrderThatEndsInADefectFailsItsCheck() throws Exception {
        link();
        orders.connections = null;
        assertThatThrownBy(() -> orders.handle(order("o", Order.Kind.CANCEL)))
                .isInstanceOf(ServiceException.class);
        assertThat(check.execute().getStatus())
                .as("a bundle is being changed")
                .isEqualTo(Result.Status.OK);
        orders.connections = failing("it cannot be read");
        assertThatThrownBy(() -> orders.handle(order("o", Order.Kind.CANCEL)))
                .hasMessage("it cannot be read");
        assertThat(check.execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
        orders.connections = outbox;
        orders.handle(order("o", Order.Kind.CANCEL));
        assertThat(check.execute().getStatus()).isEqualTo(Result.Status.OK);
    }

    @Test
    void anOrderIsStoredOnceHoweverOftenItComes() throws Exception {
        link();
        SyncRequest request =
                new SyncRequest(
                        "r", "c-1", DataType.INVOICES, SyncRequest.Origin.PLATFORM, Instant.EPOCH);
        orders.handle(order("o", Order.Kind.SYNC, request));
        assertThat(outbox.requests("c-1")).containsExactly(request);
        engine.run(new Free());
        assertThat(platform.ends.get(0).requestIds()).containsExactly("r");
        orders.handle(order("o", Order.Kind.SYNC, request));
        assertThat(outbox.requests("c-1")).isEmpty();
    }

    @Test
    void anOrderThatCannotBeStoredIsNotAcknowledged() throws Exception {
        link();
        TestOutbox.close(outbox);
        assertThatThrownBy(() -> orders.handle(order("o", Order.Kind.SYNC)))
                .isInstanceOf(ServiceException.class);
    }

    @Test
    void carriesOutTheOtherOrders() throws Exception {
        link();
        engine.request(Optional.empty(), SyncRequest.Origin.PERSON);
        orders.handle(order("o1", Order.Kind.CANCEL));
        assertThat(outbox.requests("c-1")).isEmpty();
        Instant until = Instant.parse("2030-01-01T00:00:00Z");
        orders.handle(
                new Order("o2", Order.Kind.PAUSE, Optional.empty(), List.of(), Optional.of(until)));
        assertThat(scheduler.paused).containsExactly(until);
        orders.handle(order("o3", Order.Kind.RESUME));
        assertThat(scheduler.paused).isEmpty();
        orders.handle(order("o4", Order.Kind.CHECK_FOR_UPDATES));
        assertThat(scheduler.triggered).contains("update");
        orders.handle(order("o5", Order.Kind.UNLINK));
        assertThat(outbox.find("c-1").orElseThrow().state()).isEqualTo(LinkedCompany.State.ENDED);
    }

    @Test
    void aRestartIsDoneInTheNextLifeOfTheProcessAndOnce() throws Exception {
        link();
        Order order = order("o", Order.Kind.RESTART);
        List<String> restarts = new ArrayList<>();
        orders.handle(order);
        assertThat(orders.isDone("o")).as("nobody starts this process again").isFalse();
        orders.restart = restarts::add;
        orders.handle(order);
        orders.handle(order);
        assertThat(restarts).hasSize(1);
        assertThat(orders.isDone("o")).as("in this life").isFalse();

        StoringOrderHandler next = new StoringOrderHandler();
        next.outbox = outbox;
        next.restart = restarts::add;
        next.handle(order);
        assertThat(next.isDone("o")).isTrue();
        assertThat(restarts).hasSize(1);
    }

    @Test
    void diagnosticsAreDoneOnceThePlatformHasThem() throws Exception {
        link();
        Order order = order("o", Order.Kind.DIAGNOSTICS);
        platform.deaf = true;
        orders.handle(order);
        assertThat(scheduler.triggered).contains(StoringOrderHandler.JOB);
        orders.run(new Free());
        assertThat(orders.isDone("o")).isFalse();
        platform.deaf = false;
        platform.diagnostics.clear();
        orders.handle(order);
        orders.run(new Free());
        assertThat(orders.isDone("o")).isTrue();
        assertThat(scheduler.triggered).last().isEqualTo("poll");
        orders.handle(order);
        orders.run(new Free());
        assertThat(platform.diagnostics).containsExactly("o of c-1: All is well with c-1");
    }

    @Test
    void anUninstalledCompanyIsForgottenHereOnceThePlatformKnowsIt() throws Exception {
        LinkedCompany company = link();
        engine.request(Optional.empty(), SyncRequest.Origin.PERSON);
        Path kept = data.resolve("companies").resolve("c-1");
        assertThat(kept).isDirectory();
        Order order = order("o", Order.Kind.UNINSTALL);
        platform.deaf = true;
        orders.handle(order);
        orders.run(new Free());
        assertThat(orders.isDone("o")).isFalse();
        assertThat(outbox.all()).containsExactly(company);
        platform.deaf = false;
        orders.handle(order);
        orders.run(new Free());
        assertThat(orders.isDone("o")).isTrue();
        assertThat(platform.linked).isEmpty();
        assertThat(outbox.all()).isEmpty();
        assertThat(secrets.get(company.passwordName())).isEmpty();
        assertThat(kept).doesNotExist();
        orders.handle(order); // the acknowledgement was lost
        orders.run(new Free());
        assertThat(orders.isDone("o")).isTrue();
    }

    @Test
    void anUninstallThatCouldNotBeToldDoesNotEndWhatIsLinkedAgain() throws Exception {
        link();
        platform.deaf = true;
        orders.handle(order("o", Order.Kind.UNINSTALL));
        orders.run(new Free());
        platform.deaf = false; // it was heard, and only the answer lost; then it was opened again
        LinkedCompany again = link();
        orders.handle(order("o2", Order.Kind.DIAGNOSTICS));
        orders.run(new Free());
        assertThat(orders.isDone("o2")).isTrue();
        assertThat(outbox.all()).containsExactly(again);
        assertThat(platform.linked).contains("c-1");
    }

    @Test
    void resumeLetsAStoppedCompanyTryAgain() throws Exception {
        LinkedCompany company = link();
        outbox.put(company.with(LinkedCompany.State.STOPPED, "two lives"));
        orders.handle(order("o", Order.Kind.RESUME));
        assertThat(outbox.find("c-1").orElseThrow().state()).isEqualTo(LinkedCompany.State.LINKED);
    }

    @Test
    void refusesSettingsThatCannotBe() {
        assertThatThrownBy(
                        () ->
                                new Settings(
                                        0,
                                        1,
                                        1,
                                        Duration.ZERO,
                                        Duration.ZERO,
                                        1,
                                        1,
                                        Duration.ZERO,
                                        Duration.ZERO,
                                        Duration.ZERO,
                                        Duration.ZERO))
                .hasMessage("chunkBytes is 0; it must be at least 1");
    }
}
