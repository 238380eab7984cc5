package fairlead.transport.codat;

import static fairlead.transport.codat.FakePlatform.COMPANY;
import static fairlead.transport.codat.FakePlatform.CONNECTION;
import static fairlead.transport.codat.FakePlatform.NO_ORDERS;
import static fairlead.transport.codat.FakePlatform.SET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.accounting.api.DataType;
import fairlead.itests.protocol.ProtocolCheck;
import fairlead.schedule.api.JobStatus;
import fairlead.schedule.api.Scheduler;
import fairlead.sync.api.Order;
import fairlead.sync.api.OrderHandler;
import fairlead.sync.api.SetAnswer;
import fairlead.sync.api.SyncRequest;
import fairlead.transport.codat.FakePlatform.Canned;
import fairlead.update.api.UpdateOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PollTest {
    private static final ProtocolCheck CHECK = ProtocolCheck.ofRepository();
    private static final String ORDER = "66666666-6666-4666-8666-666666666666";
    private static final Canned RESUME = orders("{\"id\":\"" + ORDER + "\",\"kind\":\"resume\"}");

    private FakePlatform platform;
    private FakeAgent agent;

    @BeforeEach
    void start() {
        platform = FakePlatform.start(CHECK);
        agent = new FakeAgent(platform.url()).registered();
        agent.companies.add(FakeAgent.company(CONNECTION));
    }

    @AfterEach
    void stop() {
        agent.close();
        platform.close();
        assertThat(platform.problems()).isEmpty();
    }

    private static Canned orders(String... orders) {
        return new Canned(200, "{\"orders\":[" + String.join(",", orders) + "]}");
    }

    private Optional<Duration> poll() throws InterruptedException {
        return agent.transport.run(FakeAgent.job());
    }

    private Map<String, Object> lastPoll() {
        var polls = platform.heard("poll");
        return Json.read(polls.get(polls.size() - 1).request()).orElseThrow();
    }

    @Test
    void doesNotPollBeforeAnythingIsRegistered() throws Exception {
        try (FakeAgent fresh = new FakeAgent(platform.url())) {
            assertThat(fresh.transport.run(FakeAgent.job())).isEmpty();
            assertThat(fresh.kept).isEmpty();
            fresh.registered();
            assertThat(fresh.transport.run(FakeAgent.job())).contains(Duration.ZERO);
        }
        assertThat(platform.heard("poll")).hasSize(1);
    }

    @Test
    void pollsNoMoreWhenTheLastCompanyHasGone() throws Exception {
        poll();
        agent.companies.clear();
        assertThat(poll()).isEmpty();
        assertThat(platform.heard("poll")).hasSize(1);
    }

    @Test
    void tellsWhoItIsAndWhomItServes() throws Exception {
        poll();
        assertThat(lastPoll())
                .containsEntry("companies", List.of(CONNECTION))
                .containsEntry("acknowledged", List.of())
                .containsEntry("waitSeconds", 55L);
        assertThat(platform.heard("poll").get(0).requestHeaders().get("fairlead-life"))
                .containsExactly(FakeAgent.LIFE);
    }

    @Test
    void whatCameOfAReleaseIsToldUntilAPollIsAnswered() throws Exception {
        FakeUpdater updater = new FakeUpdater();
        agent.transport.updater = updater;
        updater.untold.add(
                new UpdateOutcome.WentBack(
                        "main-2",
                        Instant.parse("2026-11-24T12:00:00Z"),
                        "it leaks",
                        true,
                        Optional.of(Duration.ofMillis(5)),
                        Duration.ofSeconds(7)));
        platform.answer("poll", FakePlatform.error(500));
        poll();
        assertThat(updater.untold).hasSize(1);
        poll();
        List<?> told =
                List.of(
                        Map.of(
                                "release", "main-2",
                                "at", "2026-11-24T12:00:00Z",
                                "phase", "blocked",
                                "reason", "it leaks",
                                "backMillis", 5L,
                                "trialSeconds", 7L));
        assertThat(lastPoll()).containsEntry("updates", told);
        assertThat(updater.untold).isEmpty();
        poll();
        assertThat(lastPoll()).doesNotContainKey("updates");
    }

    @Test
    void whatTheUpdaterCannotRememberIsToldAgainAndStopsNoOrder() throws Exception {
        FakeUpdater updater = new FakeUpdater();
        updater.trouble = new IllegalStateException("The updater's notes cannot be written.");
        agent.transport.updater = updater;
        updater.untold.add(
                new UpdateOutcome.Staged("main-2", Instant.parse("2026-11-24T12:00:00Z")));
        platform.answer("poll", RESUME);
        poll();
        assertThat(agent.handled).hasSize(1);
        poll();
        assertThat(lastPoll()).containsKey("updates");
    }

    @Test
    void anOrderIsAcknowledgedAfterItsHandlerReturnedAndNotBefore() throws Exception {
        List<Object> acknowledgedWhileHandling = new ArrayList<>();
        agent.handler(
                order -> {
                    agent.handled.add(order);
                    acknowledgedWhileHandling.add(lastPoll().get("acknowledged"));
                });
        platform.answer("poll", RESUME);
        assertThat(poll()).contains(Duration.ZERO);
        assertThat(agent.handled).hasSize(1);
        assertThat(acknowledgedWhileHandling).containsExactly(List.of());
        poll();
        assertThat(lastPoll()).containsEntry("acknowledged", List.of(ORDER));
        poll();
        assertThat(lastPoll()).containsEntry("acknowledged", List.of());
    }

    @Test
    void anAcknowledgementThatMayBeLostIsRepeated() throws Exception {
        platform.answer("poll", RESUME, FakePlatform.error(500));
        poll();
        poll();
        assertThat(lastPoll()).containsEntry("acknowledged", List.of(ORDER));
        poll();
        assertThat(lastPoll()).containsEntry("acknowledged", List.of(ORDER));
    }

    @Test
    void aRepeatedOrderIsHandedOverAndAcknowledgedAgain() throws Exception {
        platform.answer("poll", RESUME, RESUME);
        poll();
        poll();
        assertThat(agent.handled).hasSize(2);
        poll();
        assertThat(lastPoll()).containsEntry("acknowledged", List.of(ORDER));
    }

    @Test
    void anOrderThatNobodyTakesIsNotAcknowledgedAndNotAskedForInATightLoop() throws Exception {
        platform.answer("poll", RESUME, RESUME, RESUME);
        agent.handler(null);
        assertThat(poll()).contains(Duration.ofMillis(500));
        agent.handler(
                order -> {
                    throw new IllegalStateException("disk full");
                });
        assertThat(poll()).contains(Duration.ofSeconds(1));
        assertThat(lastPoll()).containsEntry("acknowledged", List.of());
        agent.handler(agent.handled::add);
        assertThat(poll()).contains(Duration.ZERO);
        assertThat(agent.handled).hasSize(1);
    }

    private static Canned order(String kind) {
        return orders(
                "{\"id\":\""
                        + ORDER
                        + "\",\"kind\":\""
                        + kind
                        + "\",\"connectionId\":\""
                        + CONNECTION
                        + "\"}");
    }

    /** Says of each order, from the second time on, that it is done. */
    private static final class Slow implements OrderHandler {
        private int handled;

        @Override
        public void handle(Order order) {
            handled++;
        }

        @Override
        public boolean isDone(String orderId) {
            return handled > 1;
        }
    }

    @Test
    void anOrderIsAcknowledgedWhenItIsDoneNotWhenItWasTaken() throws Exception {
        agent.handler(new Slow());
        platform.answer("poll", order("diagnostics"), order("diagnostics"));
        assertThat(poll()).contains(Duration.ofMillis(500));
        assertThat(poll()).contains(Duration.ZERO);
        assertThat(lastPoll()).containsEntry("acknowledged", List.of());
        poll();
        assertThat(lastPoll()).containsEntry("acknowledged", List.of(ORDER));
    }

    @Test
    void theLastCompanyIsUninstalledTheOrderAcknowledgedTheKeyForgotten() throws Exception {
        platform.answer("poll", order("uninstall"));
        agent.handler(new Slow());
        poll();
        agent.companies.clear(); // by the job that does what takes its time
        platform.answer("poll", order("uninstall"));
        assertThat(poll()).contains(Duration.ZERO);
        assertThat(agent.kept).containsKey(AgentKey.NAME);
        assertThat(poll()).contains(Duration.ZERO);
        assertThat(lastPoll())
                .containsEntry("acknowledged", List.of(ORDER))
                .containsEntry("companies", List.of());
        assertThat(agent.kept).doesNotContainKey(AgentKey.NAME);
        assertThat(poll()).isEmpty();
    }

    @Test
    void theKeyStaysWhileAnotherCompanyIsServed() throws Exception {
        agent.companies.add(FakeAgent.company(COMPANY));
        platform.answer("poll", order("uninstall"));
        agent.handler(order -> agent.companies.remove(0));
        poll();
        poll();
        assertThat(lastPoll())
                .containsEntry("acknowledged", List.of(ORDER))
                .containsEntry("companies", List.of(COMPANY));
        assertThat(agent.kept).containsKey(AgentKey.NAME);
    }

    @Test
    void whatWasDoneJustBeforeTheProcessEndedIsAcknowledgedByTheNextOne() throws Exception {
        try (FakeAgent next = new FakeAgent(platform.url())) {
            next.kept.putAll(agent.kept); // and no company any more
            platform.answer("poll", order("uninstall"));
            assertThat(next.transport.run(FakeAgent.job())).contains(Duration.ZERO);
            assertThat(lastPoll()).containsEntry("waitSeconds", 0L);
            next.transport.run(FakeAgent.job());
            assertThat(lastPoll()).containsEntry("acknowledged", List.of(ORDER));
            assertThat(next.kept).doesNotContainKey(AgentKey.NAME);
        }
        try (FakeAgent idle = new FakeAgent(platform.url())) {
            idle.kept.putAll(agent.kept);
            idle.transport.run(FakeAgent.job());
            assertThat(idle.transport.run(FakeAgent.job())).as("nothing is owed").isEmpty();
            assertThat(idle.kept).containsKey(AgentKey.NAME);
        }
    }

    @Test
    void oneBadOrderHoldsBackNoOther() throws Exception {
        platform.documented = false;
        platform.answer(
                "poll",
                orders(
                        "{\"id\":\"" + SET + "\",\"kind\":\"somethingNew\",\"more\":1}",
                        "{\"id\":\"" + ORDER + "\",\"kind\":\"restart\"}"));
        assertThat(poll()).contains(Duration.ZERO);
        assertThat(agent.handled).extracting(Order::kind).containsExactly(Order.Kind.RESTART);
        poll();
        assertThat(lastPoll()).containsEntry("acknowledged", List.of(ORDER));
    }

    @Test
    void readsEveryKindOfOrder() throws Exception {
        String ofCompany =
                "{\"id\":\""
                        + ORDER
                        + "\",\"kind\":\"%s\",\"connectionId\":\""
                        + CONNECTION
                        + "\"%s}";
        platform.answer(
                "poll",
                orders(
                        ofCompany.formatted(
                                "sync",
                                ",\"requests\":[{\"id\":\""
                                        + COMPANY
                                        + "\",\"dataType\":\"taxRates\",\"requestedAt\":"
                                        + "\"2026-11-24T20:00:00Z\"}]"),
                        ofCompany.formatted("cancel", ""),
                        ofCompany.formatted("pause", ",\"until\":\"2026-11-25T20:00:00Z\""),
                        ofCompany.formatted("resume", ""),
                        ofCompany.formatted("restart", ""),
                        ofCompany.formatted("diagnostics", ""),
                        ofCompany.formatted("checkForUpdates", ""),
                        ofCompany.formatted("unlink", ""),
                        ofCompany.formatted("uninstall", "")));
        poll();
        assertThat(agent.handled).extracting(Order::kind).containsExactly(Order.Kind.values());
        assertThat(agent.handled.get(0))
                .isEqualTo(
                        new Order(
                                ORDER,
                                Order.Kind.SYNC,
                                Optional.of(CONNECTION),
                                List.of(
                                        new SyncRequest(
                                                COMPANY,
                                                CONNECTION,
                                                DataType.TAX_RATES,
                                                SyncRequest.Origin.PLATFORM,
                                                Instant.parse("2026-11-24T20:00:00Z"))),
                                Optional.empty()));
        assertThat(agent.handled.get(2).until()).contains(Instant.parse("2026-11-25T20:00:00Z"));
    }

    @Test
    void brokenOrdersAreRubbish() throws Exception {
        platform.documented = false;
        platform.answer(
                "poll",
                orders("{\"kind\":\"restart\"}"),
                orders("{\"id\":\"" + ORDER + "\",\"kind\":\"sync\"}"),
                orders("{\"id\":\"" + ORDER + "\",\"kind\":\"pause\",\"until\":\"soon\"}"),
                new Canned(200, "{\"orders\":{}}"));
        for (int i = 0; i < 4; i++) {
            assertThat(poll()).contains(Duration.ofMillis(500L << i));
        }
        assertThat(agent.handled).isEmpty();
    }

    @Test
    void aRevokedOrStoppedAgentAsksSeldomAndSaysWhy() throws Exception {
        platform.answer("poll", FakePlatform.error(403, "The key was revoked."));
        assertThat(poll()).contains(Duration.ofMinutes(5));
        assertThat(agent.transport.status().message()).isEqualTo("The key was revoked.");
        platform.answer("poll", FakePlatform.error(423, "Two PCs use one key."));
        assertThat(poll()).contains(Duration.ofMinutes(1));
        assertThat(agent.transport.status().message()).isEqualTo("Two PCs use one key.");
        poll();
        assertThat(agent.transport.status().online()).isTrue();
        assertThat(agent.transport.status().message()).isEmpty();
    }

    /** Somebody on the way answers in the platform's place. */
    private static final Canned BOX =
            new Canned(200, Map.of("Content-Type", "text/html"), "<p>Log in first.</p>");

    private void ask() throws InterruptedException {
        assertThat(agent.transport.ask(CONNECTION, SET, FakeAgent.GO))
                .isInstanceOf(SetAnswer.Unknown.class);
    }

    @Test
    void whenAnyCallIsAnsweredAgainNothingWaitsOutItsBackOff() throws Exception {
        Triggered triggered = new Triggered();
        agent.transport.scheduler = triggered;
        platform.documented = false;
        platform.answer("poll", BOX, BOX, BOX);
        for (int i = 0; i < 3; i++) {
            assertThat(poll()).contains(Duration.ofMillis(500L << i));
        }
        assertThat(triggered.names).isEmpty();
        ask();
        assertThat(triggered.names).containsExactly("poll", "sync");
        platform.answer("poll", BOX);
        assertThat(poll()).as("it counts from one again").contains(Duration.ofMillis(500));
    }

    @Test
    void whenThePollIsAnsweredAgainTheSyncWaitsNoLonger() throws Exception {
        Triggered triggered = new Triggered();
        agent.transport.scheduler = triggered;
        platform.documented = false;
        platform.answer("getSet", BOX);
        assertThat(agent.transport.ask(CONNECTION, SET, FakeAgent.GO))
                .isInstanceOf(SetAnswer.RetryAfter.class);
        poll();
        assertThat(triggered.names).contains("sync");
    }

    @Test
    void aLineOnWhichSomeCallsFailAndOthersDoNotWakesNobodyAllTheTime() throws Exception {
        Triggered triggered = new Triggered();
        agent.transport.scheduler = triggered;
        platform.documented = false;
        for (int i = 0; i < 5; i++) {
            platform.answer("poll", BOX);
            poll();
            ask();
        }
        assertThat(triggered.names).hasSize(2);
        agent.pass(Duration.ofSeconds(11));
        platform.answer("poll", BOX, FakePlatform.error(500));
        poll();
        ask();
        assertThat(triggered.names).hasSize(4);
        agent.pass(Duration.ofSeconds(11));
        poll();
        ask();
        assertThat(triggered.names).as("a platform that has trouble is left alone").hasSize(4);
    }

    /** A scheduler of which only the triggers count. */
    private static final class Triggered implements Scheduler {
        final List<String> names = new CopyOnWriteArrayList<>();

        @Override
        public void trigger(String jobName) {
            names.add(jobName);
        }

        @Override
        public void pause(Instant until) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void resume() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Instant> pausedUntil() {
            return Optional.empty();
        }

        @Override
        public List<JobStatus> jobs() {
            return List.of();
        }
    }

    @Test
    @DisplayName("sync rule 13: a wait ends within 5 s of being told to stop")
    void aStopEndsAHeldPollWithin5Seconds() throws Exception {
        platform.answer("poll", new Canned(FakePlatform.HOLD, NO_ORDERS));
        FakeAgent.Job job = new FakeAgent.Job();
        CompletableFuture<?> running = running(job);
        Awaitility.await().until(() -> !platform.heard("poll").isEmpty());
        job.stop();
        assertThatThrownBy(() -> running.get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void aBundleThatLeavesEndsItsHeldPollAtOnce() throws Exception {
        platform.answer("poll", new Canned(FakePlatform.HOLD, NO_ORDERS));
        CompletableFuture<?> running = running(new FakeAgent.Job());
        Awaitility.await().until(() -> !platform.heard("poll").isEmpty());
        CompletableFuture<Void> closing = CompletableFuture.runAsync(agent::close);
        running.get(4, TimeUnit.SECONDS); // before the 5 s for which others may drain
        closing.get(5, TimeUnit.SECONDS);
    }

    private CompletableFuture<?> running(FakeAgent.Job job) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return agent.transport.run(job);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException("stopped", e);
                    }
                });
    }
}
