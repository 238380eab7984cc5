package fairlead.launcher.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import fairlead.launcher.Swap;
import fairlead.launcher.plan.Part;
import fairlead.launcher.release.Track.Cause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

class HostSwapTest {
    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    private final MemoryLog log = new MemoryLog();
    private final List<String> restarts = new CopyOnWriteArrayList<>();
    private TestFelix felix;
    private Supplier<String> consumer;
    private HostSwap swap;

    private long nanos = System.nanoTime();

    @BeforeEach
    void start() throws Exception {
        felix = new TestFelix(directory);
        felix.run(felix.bundle("fairlead.schedule", "1.0.0").holds("scheduler").make());
        Part old = greeter("1.0.0", "good");
        felix.run(old);
        felix.run(felix.bundle("swaptest.consumer", "1.0.0").holds("consumer").make());
        consumer = felix.consumer("caller");
        log.current.put("main", new Release("main-1", "main", false, List.of(old)));
        swap = newSwap(TestFelix.QUICK);
        assertThat(consumer.get()).isEqualTo("1.0.0");
    }

    @AfterEach
    void stop() throws Exception {
        swap.close();
        felix.close();
    }

    private HostSwap newSwap(Timing timing) {
        return newSwap(timing, true);
    }

    private HostSwap newSwap(Timing timing, boolean supervised) {
        return new HostSwap(
                felix.system(),
                log,
                timing,
                why -> {
                    log.events.add("restart");
                    restarts.add(why);
                },
                supervised);
    }

    private Part greeter(String version, String fixture) {
        return felix.bundle("swaptest.greeter", version).holds(fixture).make();
    }

    private void offer(String id, Part part) {
        log.offered.put(id, new Release(id, "main", false, List.of(part)));
    }

    private void awaitPhase(String phase) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(swap.state()).containsEntry("phase", phase));
    }

    @Test
    @DisplayName("swap rule 14: begin records first and returns at once; the result is in state()")
    void rule14BeginRecordsAndReturns() {
        offer("main-2", greeter("2.0.0", "good"));
        System.setProperty("swaptest.checkpoint.millis", "200");
        swap.begin("main-2");
        assertThat(log.events).contains("begin main-2");
        assertThat(swap.state()).containsEntry("phase", "swapping");
        assertThat(consumer.get()).isEqualTo("1.0.0");
        awaitPhase("trial");
        assertThat(consumer.get()).isEqualTo("2.0.0");
        assertThat(log.activeBefore).contains("swaptest.greeter/greeter");
        swap.commit("main-2");
        assertThat(log.current.get("main").id()).isEqualTo("main-2");
        assertThat(swap.state()).containsEntry("phase", "idle");
    }

    @Test
    @DisplayName("swap rule 14: a blocked release is refused, and nothing is changed")
    void rule14BlockedIsRefused() {
        log.blocked.add("main-2");
        offer("main-2", greeter("2.0.0", "good"));
        assertThatThrownBy(() -> swap.begin("main-2")).hasMessageContaining("is blocked");
        assertThat(swap.state()).containsEntry("phase", "idle");
        assertThat(consumer.get()).isEqualTo("1.0.0");
    }

    @Test
    @DisplayName("swap rule 14: what cannot be recorded does not begin")
    void rule14WhatCannotBeRecordedDoesNotBegin() {
        offer("main-2", greeter("2.0.0", "good"));
        log.full = true;
        assertThatThrownBy(() -> swap.begin("main-2")).hasMessageContaining("disk is full");
        assertThat(swap.state()).containsEntry("phase", "idle");
    }

    @Test
    @DisplayName("swap rule 19: one trial at a time")
    void rule19OneTrialAtATime() {
        offer("main-2", greeter("2.0.0", "good"));
        offer("main-3", greeter("3.0.0", "good"));
        swap.begin("main-2");
        awaitPhase("trial");
        assertThatThrownBy(() -> swap.begin("main-3")).hasMessageContaining("one trial at a time");
    }

    @Test
    @DisplayName("swap rule 21: a bad release goes back by itself and is blocked, state first")
    void rule21ABadReleaseIsBlocked() {
        offer("main-2", greeter("2.0.0", "throwing"));
        swap.begin("main-2");
        awaitPhase("idle");
        assertThat(log.blocked).containsExactly("main-2");
        assertThat(swap.state().get("outcome")).contains("main-2 went back").contains("greeter");
        assertThat(consumer.get()).isEqualTo("1.0.0");
    }

    @Test
    void howLongGoingBackTookIsOfTheLastReleaseAlone() {
        offer("main-2", greeter("2.0.0", "throwing"));
        swap.begin("main-2");
        awaitPhase("idle");
        assertThat(backMicros()).isPositive();
        log.offered.put(
                "main-3", new Release("main-3", "main", true, List.of(greeter("3.0.0", "good"))));
        swap.begin("main-3");
        swap.rollback("main-3", "a person asked for it");
        assertThat(backMicros()).as("it was only staged").isZero();
    }

    private long backMicros() {
        return Long.parseLong(swap.state().get("backMicros"));
    }

    @Test
    @DisplayName("swap rule 11: a stop of the process in the middle of a swap is no fault")
    void rule11AStopInTheMiddleIsNoFault() {
        offer("main-2", greeter("2.0.0", "stopping"));
        swap.begin("main-2");
        await().untilAsserted(() -> assertThat(swap.state().get("outcome")).contains("next start"));
        assertThat(log.events).containsExactly("begin main-2");
        assertThat(log.blocked).isEmpty();
        assertThat(log.trial).isPresent();
        assertThatThrownBy(() -> swap.rollback("main-2", "a component is not active"))
                .isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> swap.begin("main-2")).isInstanceOf(CancellationException.class);
        assertThat(log.events).containsExactly("begin main-2");
    }

    @Test
    @DisplayName("swap rule 13: a failure whose bytes are not whole blocks nothing")
    void rule13DamagedBytesBlockNothing() throws Exception {
        Part part = greeter("2.0.0", "throwing");
        offer("main-2", part);
        System.setProperty("swaptest.checkpoint.millis", "200");
        swap.begin("main-2");
        Files.write(part.jar(), new byte[] {1, 2, 3});
        awaitPhase("idle");
        assertThat(log.blocked).isEmpty();
        assertThat(log.events).contains("back main-2");
    }

    @Test
    @DisplayName("swap rule 22: what fails for the surroundings goes back and is not blocked")
    void rule22SurroundingsDoNotBlock() {
        offer("main-2", greeter("2.0.0", "good"));
        swap.begin("main-2");
        awaitPhase("trial");
        swap.rollback("main-2", Swap.SURROUNDINGS + "no network");
        awaitPhase("idle");
        assertThat(log.blocked).isEmpty();
        assertThat(consumer.get()).isEqualTo("1.0.0");
    }

    @Test
    @DisplayName(
            "swap rule 15: if nobody judges, the host goes back two minutes after the deadline")
    void rule15TheHostJudgesWhenNobodyDoes() {
        offer("main-2", greeter("2.0.0", "good"));
        swap.begin("main-2");
        awaitPhase("trial");
        long now = System.nanoTime();
        int looks = 1;
        while (!swap.look(now + TimeUnit.SECONDS.toNanos(10L * looks))) {
            looks++;
        }
        assertThat(looks).isBetween(71, 73); // 12 minutes, in steps of 10 s
        awaitPhase("idle");
        assertThat(log.blocked).containsExactly("main-2");
        assertThat(swap.state().get("outcome")).contains("nobody judged it");
        assertThat(consumer.get()).isEqualTo("1.0.0");
    }

    @Test
    @DisplayName("swap rule 15: the deadline adds up over processes, the window does not")
    void rule15TheDeadlineAddsUpOverProcesses() {
        offer("main-2", greeter("2.0.0", "good"));
        swap.begin("main-2");
        awaitPhase("trial");
        long now = System.nanoTime();
        for (int look = 1; look <= 66; look++) {
            assertThat(swap.look(now + TimeUnit.SECONDS.toNanos(10L * look))).isFalse();
        }
        swap.endsByChoice();
        swap.endsByChoice(); // by choice, then by order
        assertThat(log.events).containsOnlyOnce("by choice");
        assertThat(log.tried).isBetween(Duration.ofMinutes(11), Duration.ofMinutes(12));
        swap.close();
        swap = newSwap(TestFelix.QUICK);
        assertThat(swap.state().get("trialSeconds")).isEqualTo("0");
        assertThat(swap.state().get("trialTotalSeconds")).isBetween("660", "719");
        now = System.nanoTime();
        int looks = 1;
        while (!swap.look(now + TimeUnit.SECONDS.toNanos(10L * looks))) {
            looks++;
        }
        assertThat(looks).isBetween(1, 7);
        assertThat(log.blocked).containsExactly("main-2");
        awaitPhase("restarting");
    }

    @Test
    @DisplayName("swap rule 15: a sleeping machine does not use up the deadline")
    void rule15SleepDoesNotCount() {
        offer("main-2", greeter("2.0.0", "good"));
        swap.begin("main-2");
        awaitPhase("trial");
        assertThat(swap.look(System.nanoTime() + TimeUnit.HOURS.toNanos(9))).isFalse();
    }

    @Test
    @DisplayName("swap rule 15: no update check for 30 running days: the release is left")
    void rule15ASilentUpdaterIsLeft() {
        log.ran(Duration.ofDays(29));
        hours(1);
        swap.commit("main-1"); // an update check
        log.ran(Duration.ofDays(29));
        hours(23);
        assertThat(restarts).isEmpty();
        hours(2);
        assertThat(log.events).endsWith("leave", "by choice", "restart");
    }

    @Test
    @DisplayName("swap rule 15: an updater cannot commit before the window has passed")
    void rule15NoCommitBeforeTheWindow() {
        swap.close();
        Timing t = TestFelix.QUICK;
        swap =
                newSwap(
                        new Timing(
                                t.scheduler(),
                                t.lifecycle(),
                                t.checkpoint(),
                                t.settling(),
                                t.again(),
                                Duration.ofMinutes(1),
                                t.deadline(),
                                t.grace(),
                                t.silence(),
                                t.staged(),
                                t.stagedCritical()));
        offer("main-2", greeter("2.0.0", "good"));
        swap.begin("main-2");
        awaitPhase("trial");
        assertThatThrownBy(() -> swap.commit("main-2")).hasMessageContaining("its window is 60 s");
        assertThat(swap.state()).containsEntry("phase", "trial");
    }

    @Test
    @DisplayName("swap rule 3: a release that lost a component by a start is not committed")
    void rule3AComponentThatAStartLostIsTheReleasesFault() throws Exception {
        Part bad = greeter("2.0.0", "throwing");
        felix.find(log.current.get("main").parts().get(0)).stop();
        felix.run(bad);
        log.trial = Optional.of(new Release("main-2", "main", false, List.of(bad)));
        log.activeBefore = Set.of("swaptest.greeter/greeter", "acme/of.a.partner");
        swap.close();
        swap = newSwap(TestFelix.QUICK);
        assertThatThrownBy(() -> swap.commit("main-2"))
                .hasMessageStartingWith("main-2 is not committed: swaptest.greeter/greeter was")
                .hasMessageNotContaining("acme");
        assertThat(log.trial).isPresent();
        await().untilAsserted(
                        () -> {
                            assertThatThrownBy(() -> swap.commit("main-2")).isNotNull();
                            assertThat(log.blocked).containsExactly("main-2");
                        });
        awaitPhase("restarting");
    }

    @Test
    @DisplayName("swap rule 3: a component that goes after the swap holds the commit back")
    void rule3AComponentThatGoesLaterHoldsTheCommitBack() throws Exception {
        Part next = greeter("2.0.0", "good");
        offer("main-2", next);
        swap.begin("main-2");
        awaitPhase("trial");
        felix.find(next).stop();
        assertThatThrownBy(() -> swap.commit("main-2")).hasMessageContaining("is not now");
        assertThat(log.trial).isPresent();
        felix.find(next).start();
        swap.commit("main-2");
        assertThat(log.current.get("main").id()).isEqualTo("main-2");
    }

    @Test
    @DisplayName("swap rule 17: no checkpoint three times: the process is restarted, uncounted")
    void rule17NoCheckpointThreeTimes() {
        System.setProperty("swaptest.checkpoint.millis", "350");
        offer("main-2", greeter("2.0.0", "good"));
        swap.begin("main-2");
        awaitPhase("restarting");
        assertThat(restarts).singleElement().asString().contains("checkpoint", "3 times");
        assertThat(log.events).endsWith("by choice", "restart");
        assertThat(consumer.get()).isEqualTo("1.0.0");
    }

    @Test
    @DisplayName("swap rule 17: an old bundle that does not stop: state first, then a restart")
    void rule17AnOldBundleThatDoesNotStop() {
        offer("main-2", greeter("2.0.0", "stuck"));
        offer("main-3", greeter("3.0.0", "good"));
        swap.begin("main-2");
        awaitPhase("trial");
        swap.commit("main-2");
        swap.begin("main-3");
        awaitPhase("restarting");
        assertThat(log.events).endsWith("begin main-3", "by choice", "restart");
    }

    @Test
    @DisplayName("swap rule 18: a restart release is staged, not counted, and may be replaced")
    void rule18RestartIsStaged() {
        log.offered.put(
                "main-2", new Release("main-2", "main", true, List.of(greeter("2.0.0", "good"))));
        swap.begin("main-2");
        assertThat(log.events).containsExactly("stage main-2");
        assertThat(swap.state()).containsEntry("phase", "staged");
        assertThat(log.activeBefore).contains("swaptest.greeter/greeter");
        assertThat(consumer.get()).isEqualTo("1.0.0");
        offer("main-3", greeter("3.0.0", "good"));
        swap.begin("main-3");
        awaitPhase("trial");
        assertThat(consumer.get()).isEqualTo("3.0.0");
    }

    @Test
    @DisplayName("swap rule 18: what is staged can be taken back before it has begun")
    void rule18StagedIsTakenBack() {
        log.offered.put(
                "main-2", new Release("main-2", "main", true, List.of(greeter("2.0.0", "good"))));
        swap.begin("main-2");
        assertThatThrownBy(() -> swap.rollback("main-3", "a person asked for it"))
                .hasMessageContaining("main-3 is not on trial");
        swap.rollback("main-2", "a person asked for it");
        assertThat(swap.state())
                .containsEntry("phase", "idle")
                .containsEntry("outcome", "main-2 is not taken: a person asked for it.");
        assertThat(log.trial).isEmpty();
        assertThat(log.blocked).containsExactly("main-2");
        assertThat(consumer.get()).isEqualTo("1.0.0");
        hours(8 * 24);
        assertThat(restarts).isEmpty();
    }

    @Test
    @DisplayName("swap rule 18: a process that never ends takes a staged release after a week")
    void rule18AStagedReleaseIsTakenAfterAWeek() {
        log.offered.put(
                "main-2", new Release("main-2", "main", true, List.of(greeter("2.0.0", "good"))));
        swap.begin("main-2");
        hours(1);
        hours(7 * 24 - 1);
        assertThat(restarts).isEmpty();
        hours(1);
        assertThat(restarts).singleElement().asString().contains("long enough");
        assertThat(log.events).endsWith("by choice", "restart");
    }

    @Test
    @DisplayName("swap rule 18: a critical one after an hour")
    void rule18ACriticalOneIsTakenAfterAnHour() {
        log.offered.put(
                "main-2", new Release("main-2", "main", true, List.of(greeter("2.0.0", "good"))));
        log.critical = true;
        swap.begin("main-2");
        hours(1);
        assertThat(restarts).isEmpty();
        hours(1);
        assertThat(restarts).hasSize(1);
    }

    @Test
    @DisplayName("swap rules 15, 17, 18: without a supervisor no end is chosen that can be avoided")
    void rule17WithoutASupervisor() {
        swap.close();
        swap = newSwap(TestFelix.QUICK, false);
        log.offered.put(
                "main-2", new Release("main-2", "main", true, List.of(greeter("2.0.0", "good"))));
        swap.begin("main-2");
        hours(8 * 24);
        swap.rollback("main-2", "a person asked for it");
        swap.close();
        swap = newSwap(TestFelix.QUICK, false);
        hours(31 * 24);
        assertThat(log.silence).isGreaterThan(Duration.ofDays(30));
        System.setProperty("swaptest.checkpoint.millis", "350");
        offer("main-3", greeter("3.0.0", "good"));
        swap.begin("main-3");
        int stops = Integer.getInteger("swaptest.checkpoint.stops", 0);
        await().until(() -> Integer.getInteger("swaptest.checkpoint.stops", 0) > stops + 3);
        System.setProperty("swaptest.checkpoint.millis", "0");
        awaitPhase("trial");
        assertThat(restarts).isEmpty();
    }

    @Test
    @DisplayName("swap rules 12, 15: what ran is kept, awake and to the end; sleep is none of it")
    void rule12WhatRanIsKept() {
        nanos += TimeUnit.DAYS.toNanos(3); // asleep
        swap.hours(nanos);
        hours(22);
        assertThat(log.silence).isBetween(Duration.ofHours(22), Duration.ofHours(23));
        swap.endsByChoice();
        assertThat(log.events).containsExactly("by choice");
    }

    @Test
    @DisplayName("swap rule 11: a stop that cannot be written is a stop even so")
    void rule11AStopThatCannotBeWritten() {
        log.full = true;
        swap.endsByChoice();
        assertThat(log.events).isEmpty();
    }

    @Test
    @DisplayName("swap rules 15, 18: an update check counts while a release is staged, too")
    void rule15AnUpdateCheckCountsWhileOneIsStaged() {
        log.offered.put(
                "main-2", new Release("main-2", "main", true, List.of(greeter("2.0.0", "good"))));
        swap.begin("main-2");
        log.trial = Optional.of(log.offered.get("main-2"));
        checksWhileOneIsStaged();
        log.staged = true;
        swap.close();
        swap = newSwap(TestFelix.QUICK);
        checksWhileOneIsStaged();
    }

    private void checksWhileOneIsStaged() {
        log.silence = Duration.ofDays(29);
        swap.commit("main-1");
        assertThat(log.silence).isZero();
        assertThatThrownBy(() -> swap.commit("main-2")).hasMessageContaining("is not on trial");
    }

    /** So many hours go by, awake. */
    private void hours(int number) {
        for (int quarter = 0; quarter < number * 4; quarter++) {
            nanos += TimeUnit.MINUTES.toNanos(15);
            swap.hours(nanos);
        }
    }

    @Test
    @DisplayName("swap rule 19: partners are left out of a start with a trial until it is decided")
    void rule19PartnersComeBackWhenTheTrialIsDecided() {
        Part partner = felix.bundle("swaptest.partner", "1.0.0").holds("absent").make();
        log.current.put("acme", new Release("acme-1", "acme", false, List.of(partner)));
        log.trial = Optional.of(new Release("main-2", "main", false, List.of()));
        swap.close();
        swap = newSwap(TestFelix.QUICK);
        assertThat(felix.system().getBundle(partner.location())).isNull();
        swap.commit("main-2");
        await().until(
                        () ->
                                felix.system().getBundle(partner.location()) != null
                                        && felix.find(partner).getState() == Bundle.ACTIVE);
    }

    @Test
    @DisplayName("swap rule 19: all of a partner's bundles come back, one that needs another, too")
    void rule19PartnersOfSeveralBundlesComeBack() {
        Part api = felix.shapes("1.0.0");
        Part circle = felix.bundle("acme.circle", "1.0.0").holds("circle").make();
        Part broken =
                felix.bundle("acme.broken", "1.0.0")
                        .holds("throwsinstart")
                        .with("Bundle-Activator", "swaptest.throwsinstart.ThrowingActivator")
                        .make();
        Part words =
                felix.bundle("acme.words", "1.0.0").with("Fragment-Host", "acme.circle").make();
        log.current.put(
                "acme", new Release("acme-1", "acme", false, List.of(broken, circle, words, api)));
        log.trial = Optional.of(new Release("main-2", "main", false, List.of()));
        swap.close();
        swap = newSwap(TestFelix.QUICK);
        swap.commit("main-2");
        await().until(
                        () ->
                                felix.system().getBundle(api.location()) != null
                                        && felix.find(api).getState() == Bundle.ACTIVE);
        assertThat(felix.find(circle).getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(felix.find(words).getState()).isEqualTo(Bundle.RESOLVED);
    }

    @Test
    @DisplayName("swap rule 19: a partner's component that goes meanwhile does not judge ours")
    void rule19PartnersDoNotJudgeOurs() throws Exception {
        Part api = felix.shapes("1.0.0");
        felix.run(api);
        Part acme = felix.bundle("acme.circle", "1.0.0").holds("circle").make();
        felix.run(acme);
        Part user = felix.bundle("acme.drawer", "1.0.0").holds("drawer").make();
        felix.run(user);
        assertThat(felix.consumer("drawer").get()).startsWith("circle"); // so that it is active
        log.current.put("acme", new Release("acme-1", "acme", false, List.of(acme, user)));
        Part old = log.current.get("main").parts().get(0);
        log.current.put("main", new Release("main-1", "main", false, List.of(old, api)));
        Part next = felix.shapes("1.1.0"); // as its maker, who knows of no partner
        log.offered.put("main-2", new Release("main-2", "main", false, List.of(old, next)));
        assertThat(new Components(felix.system()).active()).containsKey("acme.circle/circle");
        swap.begin("main-2");
        awaitPhase("trial");
        assertThat(new Components(felix.system()).active()).doesNotContainKey("acme.circle/circle");
    }

    @Test
    @DisplayName("swap rule 19: a bundle's name belongs to one track")
    void rule19ANameBelongsToOneTrack() {
        Part theirs = felix.bundle("acme.circle", "1.0.0").holds("absent").make();
        log.current.put("acme", new Release("acme-1", "acme", false, List.of(theirs)));
        Part ours = log.current.get("main").parts().get(0);
        Part again = felix.bundle("acme.circle", "2.0.0").holds("absent").make();
        log.offered.put("main-2", new Release("main-2", "main", false, List.of(ours, again)));
        assertThatThrownBy(() -> swap.begin("main-2"))
                .hasMessageContaining("brings acme.circle 2.0.0, and acme.circle belongs");
        for (String track : List.of("acme", "other")) {
            Release taking =
                    new Release(track + "-2", track, false, List.of(greeter("9.0.0", "good")));
            log.offered.put(track + "-2", taking);
            assertThatThrownBy(() -> swap.begin(track + "-2"))
                    .hasMessageContaining("brings swaptest.greeter 9.0.0");
        }
        log.offered.put("other-2", new Release("other-2", "other", false, List.of(again)));
        assertThatThrownBy(() -> swap.begin("other-2"))
                .hasMessageContaining("brings acme.circle 2.0.0");
        assertThat(log.events).isEmpty();
        log.offered.put("acme-2", new Release("acme-2", "acme", false, List.of(again)));
        swap.begin("acme-2");
        awaitPhase("trial");
    }

    @Test
    @DisplayName("swap rule 8: a release that changes the host alone is taken at the next start")
    void rule8TheHostAlone() {
        List<Part> same = log.current.get("main").parts();
        log.offered.put("main-2", new Release("main-2", "main", false, same));
        assertThatThrownBy(() -> swap.begin("main-2")).hasMessageContaining("the same bundles");
        log.offered.put("main-2", new Release("main-2", "main", true, same));
        swap.begin("main-2");
        assertThat(log.events).containsExactly("stage main-2");
        awaitPhase("staged");
    }

    @Test
    @DisplayName("swap rule 16: no bundle's class loader stays in a thread of the host's")
    void rule16TheContextClassLoaderIsTheHosts() throws Exception {
        Lifecycle lifecycle = new Lifecycle(Duration.ofSeconds(1));
        try (lifecycle) {
            lifecycle.run(
                    "first",
                    () -> Thread.currentThread().setContextClassLoader(new ClassLoader(null) {}));
            lifecycle.run(
                    "second",
                    () ->
                            assertThat(Thread.currentThread().getContextClassLoader())
                                    .isSameAs(Lifecycle.class.getClassLoader()));
        }
    }

    @Test
    @DisplayName("swap rule 20: components are judged by DS's account, without a package of ours")
    void rule20ComponentsAreJudgedByTheirOwnAccount() {
        Bundle[] all = felix.system().getBundles();
        assertThat(all).hasSizeGreaterThan(3);
        assertThat(new Components(felix.system()).active())
                .containsEntry("swaptest.greeter/greeter", 1)
                .containsEntry("fairlead.schedule/scheduler", 1);
    }

    @Test
    void aTrialThatTheProcessWasStartedWithGoesBackByARestart() {
        log.trial = Optional.of(new Release("main-2", "main", false, List.of()));
        swap.close();
        swap = newSwap(TestFelix.QUICK);
        assertThat(swap.state()).containsEntry("phase", "trial");
        swap.rollback("main-2", "it is bad");
        awaitPhase("restarting");
        assertThat(log.events).containsExactly("back main-2", "by choice", "restart");
    }

    /** Decisions in memory. */
    private static final class MemoryLog implements SwapLog {
        final Map<String, Release> offered = new HashMap<>();
        final Map<String, Release> current = new HashMap<>();
        final Set<String> blocked = new HashSet<>();
        final List<String> events = new CopyOnWriteArrayList<>();
        Set<String> activeBefore = Set.of();
        volatile Optional<Release> trial = Optional.empty();
        boolean staged;
        boolean critical;
        boolean full;
        Duration silence = Duration.ZERO;
        Duration tried = Duration.ZERO;

        @Override
        public Release read(String releaseFile) {
            return offered.get(releaseFile);
        }

        @Override
        public Optional<Release> running(String track) {
            return Optional.ofNullable(current.get(track));
        }

        @Override
        public List<Release> partners() {
            return current.values().stream().filter(r -> !r.track().equals("main")).toList();
        }

        @Override
        public Optional<Release> trial() {
            return trial;
        }

        @Override
        public boolean isStaged() {
            return staged;
        }

        @Override
        public void begin(Release release, Set<String> active) {
            if (full) {
                throw new IllegalStateException("The disk is full.");
            }
            if (blocked.contains(release.id())) {
                throw new IllegalStateException(release.id() + " is blocked.");
            }
            events.add("begin " + release.id());
            trial = Optional.of(release);
            activeBefore = active;
        }

        @Override
        public void stage(Release release, Set<String> active) {
            events.add("stage " + release.id());
            activeBefore = active;
            trial = Optional.of(release);
        }

        @Override
        public Set<String> activeBefore() {
            return activeBefore;
        }

        @Override
        public void commit(String release) {
            events.add("commit " + release);
            current.put("main", trial.orElseThrow());
            trial = Optional.empty();
        }

        @Override
        public void back(String release, String reason, Optional<Cause> cause) {
            events.add("back " + release);
            trial = Optional.empty();
            if (cause.isPresent()) {
                blocked.add(release);
            }
        }

        @Override
        public boolean writeLater() {
            return true;
        }

        @Override
        public void endsByChoice(Duration more, Duration onTrial) {
            if (full) {
                throw new IllegalStateException("The disk is full.");
            }
            silence = silence.plus(more);
            tried = tried.plus(onTrial);
            events.add("by choice");
        }

        @Override
        public Duration tried() {
            return tried;
        }

        @Override
        public void checked() {
            silence = Duration.ZERO;
        }

        @Override
        public Duration silence() {
            return silence;
        }

        @Override
        public boolean isCritical() {
            return critical;
        }

        @Override
        public void ran(Duration more) {
            silence = silence.plus(more);
        }

        @Override
        public void leaveCurrent(String reason) {
            events.add("leave");
        }

        @Override
        public Map<String, String> state() {
            return Map.of("release", current.get("main").id());
        }
    }
}
