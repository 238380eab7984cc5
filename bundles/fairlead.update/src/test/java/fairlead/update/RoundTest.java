package fairlead.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.launcher.Swap;
import fairlead.launcher.release.Manifest;
import fairlead.schedule.api.JobContext;
import fairlead.schedule.api.JobStatus;
import fairlead.update.api.UpdateOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir private Path data;
    private final FakeHost host = new FakeHost();
    private final Checks checks = new Checks(Duration.ofSeconds(3), Duration.ofSeconds(12));
    private final List<JobStatus> jobs = new ArrayList<>();
    private final FakeHeap heap = new FakeHeap();
    private final TestClock clock = new TestClock();
    private final List<String> fetched = new ArrayList<>();
    private boolean isThereStill; // where a release came from
    private String quietHours = "";
    private Instant now = NOON;
    private Notes notes;

    @BeforeEach
    void start() {
        notes = new Notes(data);
    }

    private Optional<Duration> round() throws InterruptedException {
        return new Round(
                        host,
                        notes,
                        new Health(checks, new Heap(heap)),
                        without ->
                                jobs.stream()
                                        .filter(j -> !without.contains(bundleOf(j.name())))
                                        .toList(),
                        clock,
                        QuietHours.of(quietHours),
                        data.resolve("releases"),
                        offer -> {
                            fetched.add(offer.release());
                            host.refuses = isThereStill ? "" : host.refuses;
                            return isThereStill;
                        })
                .run(context);
    }

    /** Of {@code acme.books-job}: {@code acme.books}. */
    private static String bundleOf(String job) {
        return job.replace("-job", "");
    }

    private void check(String name, HealthCheck check) {
        add(check, Map.of(HealthCheck.NAME, name));
    }

    private void add(HealthCheck check, Map<String, ?> properties) {
        checks.add(check, "fairlead.some", properties);
    }

    private static HealthCheck says(Result.Status status) {
        return () -> new Result(status, "so it is");
    }

    private void offered(String release) {
        notes.offer(new Notes.Offer("main", release, false));
    }

    private void onTrial(String release) throws InterruptedException {
        offered(release);
        round();
        assertThat(host.events).contains("begin " + release + ".json");
        host.trial(release);
    }

    @Test
    void aHealthyReleaseIsCommittedWhenItsWindowHasPassed() throws Exception {
        check("outbox", says(Result.Status.OK));
        onTrial("main-2");
        round();
        assertThat(host.slept).isEqualTo(60);
        assertThat(host.events).endsWith("commit main-2");
        assertThat(notes.history().get(0))
                .isInstanceOfSatisfying(
                        UpdateOutcome.Committed.class,
                        it -> {
                            assertThat(it.release()).isEqualTo("main-2");
                            assertThat(it.swap()).contains(Duration.ofMillis(12));
                            assertThat(it.trial()).isEqualTo(Duration.ofSeconds(60));
                        });
        assertThat(notes.offers()).isEmpty();
    }

    @Test
    @DisplayName("swap rule 23: a window of 0 commits after one look")
    void rule23AWindowOfZeroCommitsAtOnce() throws Exception {
        host.window = 0;
        onTrial("main-2");
        round();
        assertThat(host.slept).isZero();
        assertThat(host.events).endsWith("commit main-2");
    }

    @Test
    @DisplayName("swap rule 21: a check that fails and did not before: back at once, and blocked")
    void rule21AFailingCheckGoesBack() throws Exception {
        onTrial("main-2");
        check("outbox", says(Result.Status.CRITICAL));
        round();
        assertThat(host.events).endsWith("rollback main-2 the check outbox fails: so it is");
        host.idle();
        host.more.put("blocked", "main-2");
        round();
        assertThat(notes.history())
                .singleElement()
                .isInstanceOfSatisfying(
                        UpdateOutcome.WentBack.class,
                        it -> {
                            assertThat(it.blocked()).isTrue();
                            assertThat(it.trial()).isEqualTo(Duration.ZERO);
                        });
        assertThat(notes.offers()).isEmpty();
    }

    @Test
    void howLongGoingBackTookIsTold() throws Exception {
        goesBackAfterSeconds(3);
        assertThat(notes.history()).as("not before it is known").isEmpty();
        host.idle();
        host.more.put("reason", "the jobs are at no checkpoint"); // why it waited meanwhile
        host.more.put("backMicros", "5400");
        round();
        assertThat(notes.history())
                .containsExactly(
                        new UpdateOutcome.WentBack(
                                "main-2",
                                NOON,
                                "the check outbox fails: so it is",
                                false,
                                Optional.of(Duration.ofNanos(5_400_000)),
                                Duration.ofSeconds(3)));
        assertThat(notes.history().get(0).inWords())
                .isEqualTo(
                        "main-2 went back in 5 ms, watched for 3 s: the check outbox fails: so it"
                                + " is; it is tried again later");
    }

    @Test
    @DisplayName(
            "swap rule 17: going back by a start takes as long as until the next updater looks")
    void rule17HowLongAStartTookIsTold() throws Exception {
        goesBackAfterSeconds(3);
        notes = new Notes(data); // of the process that the start makes
        host.idle();
        now = NOON.plusSeconds(8);
        round();
        assertThat(notes.history())
                .singleElement()
                .isInstanceOfSatisfying(
                        UpdateOutcome.WentBack.class,
                        it -> {
                            assertThat(it.at()).isEqualTo(NOON);
                            assertThat(it.back()).contains(Duration.ofSeconds(8));
                            assertThat(it.trial()).isEqualTo(Duration.ofSeconds(3));
                        });
    }

    @Test
    void aClockThatWasPutBackTellsOfNoTime() throws Exception {
        goesBackAfterSeconds(3);
        host.idle();
        now = NOON.minusSeconds(8);
        round();
        assertThat(notes.history())
                .singleElement()
                .isInstanceOfSatisfying(
                        UpdateOutcome.WentBack.class, it -> assertThat(it.back()).isEmpty());
    }

    @Test
    @DisplayName("swap rule 22: killed when the host had gone back: it is counted, in its words")
    void rule22KilledBehindTheVerdict() throws Exception {
        onTrial("main-2");
        check("transport", says(Result.Status.TEMPORARILY_UNAVAILABLE));
        host.killedBehindRollback = true;
        assertThatThrownBy(this::round).isInstanceOf(StopException.class);
        startedAgain();
        host.idle();
        assertThat(round()).contains(Duration.ofHours(1));
        assertThat(host.events).containsOnlyOnce("begin main-2.json");
        assertThat(notes.retry("main-2").orElseThrow().times()).isEqualTo(1);
        assertThat(notes.history())
                .singleElement()
                .isInstanceOfSatisfying(
                        UpdateOutcome.WentBack.class,
                        it -> {
                            assertThat(it.reason()).isEqualTo("transport: so it is");
                            assertThat(it.blocked()).isFalse();
                            assertThat(it.trial()).isEqualTo(Duration.ofMinutes(10));
                        });
    }

    @Test
    @DisplayName("swap rule 21: killed when the host had gone back: the check's own words stay")
    void rule21KilledBehindTheVerdict() throws Exception {
        onTrial("main-2");
        check("outbox", says(Result.Status.CRITICAL));
        host.killedBehindRollback = true;
        assertThatThrownBy(this::round).isInstanceOf(StopException.class);
        startedAgain();
        host.idle();
        host.more.put("blocked", "main-2");
        host.more.put("because.main-2", "a check failed");
        round();
        assertThat(notes.history().get(0).inWords()).contains("the check outbox fails: so it is");
    }

    @Test
    @DisplayName("swap rule 22: killed before the host heard the verdict: the trial is judged anew")
    void rule22KilledBeforeTheHostHeardTheVerdict() throws Exception {
        onTrial("main-2");
        HealthCheck offline = says(Result.Status.TEMPORARILY_UNAVAILABLE);
        check("transport", offline);
        host.killedBeforeRollback = true;
        assertThatThrownBy(this::round).isInstanceOf(StopException.class);
        assertThat(notes.goingBack()).isPresent();
        startedAgain();
        checks.remove(offline);
        host.trial("main-2");
        int from = host.slept;
        round();
        assertThat(host.slept - from).isEqualTo(60);
        assertThat(host.events).endsWith("commit main-2");
        assertThat(notes.goingBack()).isEmpty();
    }

    @Test
    @DisplayName("swap rule 15: a verdict that the host never heard is not why it goes back later")
    void rule15TheHostsOwnReasonIsTold() throws Exception {
        onTrial("main-2");
        HealthCheck bad = says(Result.Status.CRITICAL);
        check("outbox", bad);
        host.killedBeforeRollback = true;
        assertThatThrownBy(this::round).isInstanceOf(StopException.class);
        startedAgain();
        checks.remove(bad);
        host.trial("main-2");
        host.at(
                5,
                () -> {
                    host.idle();
                    host.more.put("blocked", "main-2");
                    host.more.put("reason", "greeter is missing");
                });
        round();
        round();
        assertThat(notes.history().get(0).inWords()).contains("greeter is missing");
    }

    @Test
    @DisplayName("swap rule 2: what cannot be noted holds no going back up")
    void rule2WhatCannotBeNotedGoesBackEvenSo() throws Exception {
        onTrial("main-2");
        host.at(
                3,
                () -> {
                    check("outbox", says(Result.Status.CRITICAL));
                    takeTheDisk();
                });
        round();
        assertThat(host.events).endsWith("rollback main-2 the check outbox fails: so it is");
    }

    /** A file lies where the notes want a directory. */
    private void takeTheDisk() {
        try {
            Files.move(data.resolve("update"), data.resolve("elsewhere"));
            Files.createFile(data.resolve("update"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startedAgain() {
        notes = new Notes(data);
        host.killedBeforeRollback = false;
        host.killedBehindRollback = false;
    }

    private void goesBackAfterSeconds(int seconds) throws InterruptedException {
        onTrial("main-2");
        host.at(seconds, () -> check("outbox", says(Result.Status.CRITICAL)));
        round();
        assertThat(host.events).endsWith("rollback main-2 the check outbox fails: so it is");
    }

    @Test
    @DisplayName("swap rule 21: what failed before already is not the release's fault")
    void rule21WhatFailedBeforeIsNoFault() throws Exception {
        check("outbox", says(Result.Status.CRITICAL));
        jobs.add(failing("sync"));
        onTrial("main-2");
        round();
        assertThat(host.events).endsWith("commit main-2");
    }

    @Test
    @DisplayName("swap rules 18, 21: what failed before it was staged is not its fault either")
    void rule21WhatFailedBeforeTheStartIsNoFault() throws Exception {
        check("outbox", says(Result.Status.CRITICAL));
        jobs.add(failing("sync"));
        staged("main-2");
        round();
        notes = new Notes(data); // the process that the next start makes
        host.trial("main-2");
        round();
        assertThat(host.events).endsWith("commit main-2");
    }

    @Test
    @DisplayName("swap rule 18: what came of a staged release is told, too")
    void rule18WhatCameOfAStagedReleaseIsTold() throws Exception {
        staged("main-2");
        notes = new Notes(data);
        host.idle();
        host.more.put("blocked", "main-2");
        host.more.put("because.main-2", "its host did not start");
        round();
        assertThat(notes.history())
                .satisfiesExactly(
                        it ->
                                assertThat(it)
                                        .isInstanceOfSatisfying(
                                                UpdateOutcome.WentBack.class,
                                                back -> {
                                                    assertThat(back.blocked()).isTrue();
                                                    assertThat(back.reason())
                                                            .isEqualTo("its host did not start");
                                                }),
                        it -> assertThat(it).isInstanceOf(UpdateOutcome.Staged.class));
    }

    private void staged(String release) throws InterruptedException {
        host.stages = true;
        offered(release);
        round();
        assertThat(notes.history()).singleElement().isInstanceOf(UpdateOutcome.Staged.class);
    }

    @Test
    @DisplayName("swap rules 13, 18: a staged one that was damaged at the start is fetched again")
    void rule18AStagedOneIsFetchedAgain() throws Exception {
        staged("main-2");
        round();
        round();
        assertThat(host.events).containsOnlyOnce("begin main-2.json");
        notes = new Notes(data);
        host.idle(); // the start left it, and blocked nothing
        isThereStill = true;
        host.refuses = Swap.SURROUNDINGS + "main-2 is damaged on this PC's disk; offer it again.";
        round();
        assertThat(fetched).containsExactly("main-2");
        assertThat(host.events).endsWith("begin main-2.json");
        host.idle();
        host.current = "main-2";
        round();
        assertThat(notes.history().get(0)).isInstanceOf(UpdateOutcome.Committed.class);
        assertThat(notes.offers()).as("decided").isEmpty();
    }

    @Test
    @DisplayName("swap rules 18, 21: one that is refused leaves what is staged its measure")
    void rule21ARefusedOneLeavesTheMeasure() throws Exception {
        check("outbox", says(Result.Status.CRITICAL));
        staged("main-2");
        offered("main-3");
        host.refuses = "main-3 can follow version 3 or a later one.";
        round();
        assertThat(notes.before().orElseThrow().release()).isEqualTo("main-2");
        assertThat(notes.before().orElseThrow().checks()).containsExactly("outbox");
    }

    @Test
    @DisplayName("swap rule 21: a job that fails and did not before: back")
    void rule21AFailingJobGoesBack() throws Exception {
        onTrial("main-2");
        jobs.add(failing("sync"));
        round();
        assertThat(host.events).endsWith("rollback main-2 the job sync fails: it broke");
    }

    private static JobStatus failing(String name) {
        return new JobStatus(
                name, false, false, Optional.of(NOON), Optional.of("it broke"), Optional.empty());
    }

    @Test
    @DisplayName("swap rule 21: a check that hangs is one that fails; nobody interrupts it")
    void rule21AHangingCheckGoesBack() throws Exception {
        onTrial("main-2");
        CountDownLatch never = new CountDownLatch(1);
        AtomicReference<Thread> hangs = new AtomicReference<>();
        AtomicBoolean interrupted = new AtomicBoolean();
        check(
                "transport",
                () -> {
                    hangs.set(Thread.currentThread());
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        interrupted.set(true);
                    }
                    return new Result(Result.Status.OK, "");
                });
        round();
        assertThat(host.events.get(host.events.size() - 1)).contains("it did not end within");
        never.countDown();
        hangs.get().join();
        assertThat(interrupted).isFalse();
    }

    @Test
    @DisplayName("swap rule 21: three full collections in a row that leave no room are a leak")
    void rule21ALeakGoesBack() throws Exception {
        onTrial("main-2");
        heap.left = 0.85;
        heap.grows = true;
        round();
        assertThat(host.events.get(host.events.size() - 1)).contains("three collections in a row");
        assertThat(host.slept).isLessThan(10);
    }

    @Test
    @DisplayName("swap rule 21: what a job holds while it runs is no leak, once it has ended it is")
    void rule21WhatAJobHoldsIsNoLeak() throws Exception {
        jobs.add(running("sync", false));
        onTrial("main-2");
        heap.left = 0.85;
        heap.grows = true;
        host.at(30, jobs::clear);
        round();
        assertThat(host.slept).isBetween(30, 35);
        assertThat(host.events.get(host.events.size() - 1)).contains("three collections in a row");
    }

    @Test
    @DisplayName("swap rule 21: a leak is seen beside the jobs that always run")
    void rule21ALeakIsSeenBesideTheLongPoll() throws Exception {
        jobs.add(running("poll", true));
        onTrial("main-2");
        heap.left = 0.85;
        heap.grows = true;
        round();
        assertThat(host.slept).isLessThan(10);
        assertThat(host.events.get(host.events.size() - 1)).contains("three collections in a row");
    }

    private static JobStatus running(String name, boolean always) {
        return new JobStatus(
                name, true, always, Optional.of(NOON), Optional.empty(), Optional.empty());
    }

    @Test
    @DisplayName("swap rule 21: what one release left in the heap is no leak of the next one")
    void rule21ALeakIsNotTheNextReleases() throws Exception {
        Health health = new Health(checks, new Heap(heap));
        Notes.Before before = health.before("main-2", List.of(), Set.of(), () -> {});
        heap.left = 0.85;
        heap.grows = true;
        for (int i = 0; i < 3; i++) {
            health.look(before, List.of(), Set.of(), () -> {});
        }
        assertThat(health.look(before, List.of(), Set.of(), () -> {}))
                .isInstanceOf(Verdict.Bad.class);
        heap.grows = false;
        Notes.Before next = health.before("main-3", List.of(), Set.of(), () -> {});
        assertThat(health.look(next, List.of(), Set.of(), () -> {}))
                .isInstanceOf(Verdict.Healthy.class);
    }

    @Test
    @DisplayName("swap rule 21: a page that a sync holds up is waited for, until the deadline")
    void rule21APageIsWaitedFor() throws Exception {
        AtomicReference<Result.Status> status = new AtomicReference<>(Result.Status.OK);
        add(
                () -> new Result(status.get(), "A sync reads the books just now."),
                Map.of(HealthCheck.NAME, "books", HealthCheck.TAGS, Health.PAGE));
        onTrial("main-2");
        status.set(Result.Status.WARN);
        host.at(100, () -> status.set(Result.Status.OK));
        round();
        assertThat(host.slept).isEqualTo(105); // a page is tried every 15 looks
        assertThat(host.events).endsWith("commit main-2");

        host.idle();
        onTrial("main-3");
        status.set(Result.Status.WARN);
        int from = host.slept;
        round();
        assertThat(host.slept - from).isEqualTo(600);
        assertThat(host.events).endsWith("commit main-3");
    }

    @Test
    @DisplayName("swap rule 21: more than ten times and two seconds slower is slow")
    void rule21ATenfoldPageGoesBack() throws Exception {
        Checks pages = new Checks(Duration.ofSeconds(5), Duration.ofSeconds(12));
        Health health = new Health(pages, new Heap(heap));
        Notes.Before before =
                new Notes.Before(
                        "main-2",
                        java.util.Set.of(),
                        java.util.Set.of(),
                        Map.of("sage50", 3L, "other", 200L));
        pages.add(
                () -> {
                    java.util.concurrent.locks.LockSupport.parkNanos(40_000_000); // 10 times, < 2 s
                    return new Result(Result.Status.OK, "");
                },
                "fairlead.some",
                Map.of(HealthCheck.NAME, "sage50", HealthCheck.TAGS, new String[] {Health.PAGE}));
        assertThat(health.speed(before, Set.of(), () -> {})).as("no page was read yet").isEmpty();
        health.look(before, List.of(), Set.of(), () -> {});
        assertThat(health.speed(before, Set.of(), () -> {}))
                .containsInstanceOf(Verdict.Healthy.class);
        pages.add(
                () -> {
                    java.util.concurrent.locks.LockSupport.parkNanos(2_050_000_000L);
                    return new Result(Result.Status.OK, "");
                },
                "fairlead.some",
                Map.of(HealthCheck.NAME, "other", HealthCheck.TAGS, new String[] {Health.PAGE}));
        assertThat(health.speed(before, Set.of(), () -> {}))
                .hasValueSatisfying(
                        it -> assertThat(((Verdict.Bad) it).reason()).startsWith("other takes 2"));
    }

    @Test
    @DisplayName("swap rule 21: two seconds, but not ten times what it was, is not slow")
    void rule21LessThanTenfoldIsNotSlow() throws Exception {
        Checks pages = new Checks(Duration.ofSeconds(5), Duration.ofSeconds(4)); // two runs
        Health health = new Health(pages, new Heap(heap));
        Notes.Before before =
                new Notes.Before("main-2", Set.of(), Set.of(), Map.of("sage50", 300L));
        AtomicReference<Duration> takes = new AtomicReference<>(Duration.ZERO);
        pages.add(
                () -> {
                    LockSupport.parkNanos(takes.get().toNanos());
                    return new Result(Result.Status.OK, "");
                },
                "fairlead.some",
                Map.of(HealthCheck.NAME, "sage50", HealthCheck.TAGS, Health.PAGE));
        health.look(before, List.of(), Set.of(), () -> {});
        takes.set(Duration.ofMillis(2100));
        assertThat(health.speed(before, Set.of(), () -> {}))
                .containsInstanceOf(Verdict.Healthy.class);
    }

    @Tag("slow")
    @Test
    @DisplayName("swap rule 21: a run that read no page says nothing about how fast one is")
    void rule21WhatReadNothingIsNotTimed() throws Exception {
        AtomicReference<Result.Status> status = new AtomicReference<>(Result.Status.WARN);
        AtomicReference<Duration> takes = new AtomicReference<>(Duration.ZERO);
        add(
                () -> {
                    LockSupport.parkNanos(takes.get().toNanos());
                    return new Result(status.get(), "A sync reads the books just now.");
                },
                Map.of(HealthCheck.NAME, "books", HealthCheck.TAGS, Health.PAGE));
        onTrial("main-2"); // in a millisecond, since nothing was read
        status.set(Result.Status.OK);
        takes.set(Duration.ofMillis(2100));
        round();
        assertThat(host.events).endsWith("commit main-2");
    }

    @Tag("slow")
    @Test
    @DisplayName("swap rule 21: slow is seen once a page is read, though the first look read none")
    void rule21SlowIsSeenOnceAPageIsRead() throws Exception {
        AtomicReference<Result.Status> status = new AtomicReference<>(Result.Status.OK);
        AtomicReference<Duration> takes = new AtomicReference<>(Duration.ZERO);
        add(
                () -> {
                    LockSupport.parkNanos(takes.get().toNanos());
                    return new Result(status.get(), "");
                },
                Map.of(HealthCheck.NAME, "books", HealthCheck.TAGS, Health.PAGE));
        onTrial("main-2");
        status.set(Result.Status.WARN);
        host.at(
                10,
                () -> {
                    status.set(Result.Status.OK);
                    takes.set(Duration.ofMillis(2100));
                });
        round();
        assertThat(host.slept).isEqualTo(15);
        assertThat(host.events.get(host.events.size() - 1)).contains("books takes 2");
    }

    @Test
    @DisplayName("swap rule 21: a quick page is read as seldom as the median of five allows")
    void rule21AQuickPageIsReadFewTimes() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        add(
                () -> {
                    reads.incrementAndGet();
                    return new Result(Result.Status.OK, "");
                },
                Map.of(HealthCheck.NAME, "books", HealthCheck.TAGS, Health.PAGE));
        host.window = 0;
        onTrial("main-2");
        assertThat(reads).as("before: once to see whether it is well, thrice timed").hasValue(4);
        round();
        assertThat(host.events).endsWith("commit main-2");
        assertThat(reads).hasValue(8);
    }

    @Test
    @DisplayName("swap rule 21: slow counts, too, when the first looks met bad surroundings")
    void rule21SlowIsSeenAfterTheSurroundings() throws Exception {
        Map<String, Object> page =
                Map.of(HealthCheck.NAME, "books", HealthCheck.TAGS, new String[] {Health.PAGE});
        AtomicReference<Duration> takes = new AtomicReference<>(Duration.ZERO);
        HealthCheck books =
                () -> {
                    LockSupport.parkNanos(takes.get().toNanos());
                    return new Result(Result.Status.OK, "");
                };
        add(books, page);
        onTrial("main-2");
        HealthCheck offline = says(Result.Status.TEMPORARILY_UNAVAILABLE);
        check("transport", offline);
        host.at(3, () -> checks.remove(offline));
        takes.set(Duration.ofMillis(2100));
        round();
        assertThat(host.slept).isEqualTo(3);
        assertThat(host.events.get(host.events.size() - 1)).contains("books takes 2");
    }

    @Test
    @DisplayName("swap rule 21: pages are read seldom, and one that goes bad is still found")
    void rule21APageThatGoesBadIsFound() throws Exception {
        AtomicReference<Result.Status> status = new AtomicReference<>(Result.Status.OK);
        List<Integer> reads = new ArrayList<>();
        add(
                () -> {
                    reads.add(host.slept);
                    return new Result(status.get(), "8 of 10 invoices");
                },
                Map.of(HealthCheck.NAME, "books", HealthCheck.TAGS, Health.PAGE));
        onTrial("main-2");
        host.at(20, () -> status.set(Result.Status.CRITICAL));
        round();
        assertThat(host.events).endsWith("rollback main-2 the check books fails: 8 of 10 invoices");
        assertThat(host.slept).isEqualTo(30);
        assertThat(reads.stream().filter(at -> at > 0)).containsExactly(15, 30);
    }

    @Test
    @DisplayName("swap rule 22: the surroundings extend the window; then back, not blocked")
    void rule22TheSurroundingsExtendTheWindow() throws Exception {
        onTrial("main-2");
        check("transport", says(Result.Status.TEMPORARILY_UNAVAILABLE));
        jobs.add(failing("sync")); // which needs the network too
        round();
        assertThat(host.slept).isEqualTo(600);
        assertThat(host.events)
                .endsWith("rollback main-2 " + Swap.SURROUNDINGS + "transport: so it is");
        assertThat(notes.offers()).hasSize(1);
        host.idle();
        assertThat(round()).contains(Duration.ofHours(1));
        assertThat(notes.history())
                .singleElement()
                .isInstanceOfSatisfying(
                        UpdateOutcome.WentBack.class,
                        it -> assertThat(it.trial()).isEqualTo(Duration.ofMinutes(10)));
    }

    @Test
    @DisplayName("swap rules 15, 22: the deadline is for the trial in all processes that ran it")
    void rule22TheDeadlineAddsUp() throws Exception {
        onTrial("main-2");
        check("transport", says(Result.Status.TEMPORARILY_UNAVAILABLE));
        host.more.put("trialTotalSeconds", "600");
        round();
        assertThat(host.slept).isZero();
        assertThat(host.events)
                .endsWith("rollback main-2 " + Swap.SURROUNDINGS + "transport: so it is");
    }

    @Test
    @DisplayName("swap rule 22: the surroundings get well within the deadline: committed")
    void rule22TheSurroundingsGetWell() throws Exception {
        onTrial("main-2");
        HealthCheck offline = says(Result.Status.TEMPORARILY_UNAVAILABLE);
        check("transport", offline);
        host.at(
                300,
                () -> {
                    checks.remove(offline);
                    check("transport", says(Result.Status.OK));
                });
        round();
        assertThat(host.slept).isBetween(300, 302);
        assertThat(host.events).endsWith("commit main-2");
    }

    @Test
    @DisplayName("swap rule 22: after three returns a day, then a week")
    void rule22TheNextTries() {
        assertThat(new Notes.Retry(1, NOON).next()).isEqualTo(NOON.plus(Duration.ofHours(1)));
        assertThat(new Notes.Retry(3, NOON).next()).isEqualTo(NOON.plus(Duration.ofDays(1)));
        assertThat(new Notes.Retry(4, NOON).next()).isEqualTo(NOON.plus(Duration.ofDays(7)));
    }

    @Test
    @DisplayName("swap rule 22: a clock that was put back a year puts no try off")
    void rule22AClockThatWasPutBack() throws Exception {
        offered("main-2");
        notes.retry("main-2", new Notes.Retry(2, NOON.minus(Duration.ofMinutes(1))));
        round();
        assertThat(host.events).doesNotContain("begin main-2.json");
        notes.retry("main-2", new Notes.Retry(2, NOON.plus(Duration.ofDays(365))));
        round();
        assertThat(host.events).contains("begin main-2.json");
    }

    @Test
    @DisplayName("swap rule 19: ours is begun first, the partner's after it")
    void rule19OursIsBegunFirst() throws Exception {
        notes.offer(new Notes.Offer("acme", "acme-2", false));
        offered("main-2");
        round();
        assertThat(host.events).containsExactly("commit main-1", "begin main-2.json");
        host.trial("main-2");
        round();
        host.current = "main-2";
        host.idle();
        round();
        assertThat(host.events).endsWith("begin acme-2.json");
    }

    @Test
    @DisplayName("swap rule 19: a partner's check or job that fails meanwhile judges ours not")
    void rule19PartnersDoNotJudgeOurs() throws Exception {
        partnerRuns("acme.books");
        onTrial("main-2");
        checks.add(says(Result.Status.CRITICAL), "acme.books", Map.of(HealthCheck.NAME, "acme"));
        jobs.add(failing("acme.books-job"));
        round();
        assertThat(host.events).endsWith("commit main-2");
    }

    @Test
    @DisplayName("swap rule 19: nor does our own check of a partner's package and its companies")
    void rule19OurChecksOfPartnersDoNotJudgeOurs() throws Exception {
        partnerRuns("acme.books");
        AtomicInteger reads = new AtomicInteger();
        HealthCheck page =
                () -> {
                    reads.incrementAndGet();
                    return new Result(Result.Status.TEMPORARILY_UNAVAILABLE, "it is locked");
                };
        addOf("acme.books", page, Map.of(HealthCheck.NAME, "p", HealthCheck.TAGS, Health.PAGE));
        onTrial("main-2");
        HealthCheck sync = says(Result.Status.CRITICAL);
        addOf("acme.books", sync, Map.of(HealthCheck.NAME, "sync of acme"));
        round();
        assertThat(host.events).endsWith("commit main-2");
        assertThat(host.slept).isEqualTo(60);
        assertThat(reads).as("nobody waits for its books either").hasValue(0);

        host.current = "main-2";
        notes.offer(new Notes.Offer("acme", "acme-2", false));
        checks.remove(sync);
        round();
        host.more.put("trial.acme", "acme-2");
        host.trialOfPartner();
        addOf("acme.books", sync, Map.of(HealthCheck.NAME, "sync of acme"));
        round();
        assertThat(host.events).endsWith("rollback acme-2 the check sync of acme fails: so it is");
    }

    private void addOf(String judged, HealthCheck check, Map<String, ?> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put(Checks.JUDGES, judged);
        checks.add(check, "fairlead.sync", all);
    }

    @Test
    @DisplayName("swap rule 19: a partner's check judges its own trial")
    void rule19PartnersJudgeTheirOwn() throws Exception {
        partnerRuns("acme.books");
        notes.offer(new Notes.Offer("acme", "acme-2", false));
        round();
        host.more.put("trial.acme", "acme-2");
        host.trialOfPartner();
        checks.add(says(Result.Status.CRITICAL), "acme.books", Map.of(HealthCheck.NAME, "acme"));
        round();
        assertThat(host.events).endsWith("rollback acme-2 the check acme fails: so it is");
    }

    /** The host says so, and its manifest lies in the store. */
    private void partnerRuns(String bundle) throws IOException {
        String unnamed = "acme-1.0.0-000000000000";
        String text =
                """
                {"format": 1, "id": "%s", "track": "acme", "version": "1.0.0",
                 "minimumVersion": "0.1.0", "slot": "factory", "created": "2026-11-24",
                 "bundles": [{"name": "%s", "version": "1.0.0", "sha256": "%s", "size": 1,
                              "kind": "beside"}]}
                """
                        .formatted(unnamed, bundle, "a".repeat(64));
        String id = Manifest.idOf(text.getBytes(StandardCharsets.UTF_8), unnamed);
        host.more.put("release.acme", id);
        Files.createDirectories(data.resolve("releases"));
        Files.writeString(
                data.resolve("releases").resolve(id + ".json"), text.replace(unnamed, id));
    }

    @Test
    @DisplayName("swap rules 18, 19: a partner's offer waits for what is staged of ours")
    void rule19APartnersOfferWaits() throws Exception {
        staged("main-2");
        notes.offer(new Notes.Offer("acme", "acme-2", false));
        round();
        assertThat(host.events).doesNotContain("begin acme-2.json");
        host.idle();
        host.stages = false;
        host.current = "main-2";
        round();
        assertThat(host.events).endsWith("begin acme-2.json");
    }

    @Test
    @DisplayName("swap rule 15: each check is told to the host, also when nothing is offered")
    void rule15EachCheckIsTold() throws Exception {
        assertThat(round()).isEmpty();
        assertThat(host.events).containsExactly("commit main-1");
    }

    @Test
    void inQuietHoursOnlyAPersonsReleaseBegins() throws Exception {
        quietHours = "08:00-18:00";
        offered("main-2");
        round();
        assertThat(host.events).containsExactly("commit main-1");
        notes.offer(new Notes.Offer("main", "main-2", true));
        round();
        assertThat(host.events).endsWith("begin main-2.json");
    }

    @Test
    void quietHoursMayPassMidnight() {
        QuietHours night = QuietHours.of("22:00-06:00");
        assertThat(night.contains(java.time.LocalTime.of(23, 0))).isTrue();
        assertThat(night.contains(java.time.LocalTime.of(5, 59))).isTrue();
        assertThat(night.contains(java.time.LocalTime.of(12, 0))).isFalse();
    }

    @Test
    void whatTheHostRefusesIsForgottenWithItsReason() throws Exception {
        offered("main-2");
        host.refuses = "main-2 is blocked.";
        round();
        assertThat(notes.offers()).isEmpty();
        assertThat(notes.history().get(0).inWords()).contains("was not begun: main-2 is blocked.");
    }

    @Test
    @DisplayName(
            "swap rules 1, 13: an offer whose bytes are damaged here waits, and is tried again")
    void rule13ADamagedOfferWaits() throws Exception {
        offered("main-2");
        host.refuses = Swap.SURROUNDINGS + "main-2 is damaged on this PC's disk; offer it again.";
        assertThat(round()).contains(Duration.ofHours(1));
        assertThat(notes.offers()).hasSize(1);
        assertThat(notes.history().get(0).inWords())
                .isEqualTo(
                        "main-2 was not begun: main-2 is damaged on this PC's disk; offer it"
                                + " again.");
        host.refuses = "";
        notes.offer(new Notes.Offer("main", "main-2", true));
        round();
        assertThat(host.events).endsWith("begin main-2.json");
    }

    @Test
    @DisplayName("swap rule 13: what is damaged here is fetched again from where it came")
    void rule13ADamagedOfferIsFetchedAgain() throws Exception {
        offered("main-2");
        isThereStill = true;
        host.refuses = Swap.SURROUNDINGS + "main-2 is damaged on this PC's disk; offer it again.";
        round();
        assertThat(fetched).containsExactly("main-2");
        assertThat(host.events).endsWith("begin main-2.json");
        host.idle();
        offered("main-3");
        host.refuses = "main-3 is blocked";
        round();
        assertThat(fetched).as("what is whole is not").containsExactly("main-2");
    }

    @Test
    void aTrialThatTheHostEndedIsSettledInTheNextRound() throws Exception {
        onTrial("main-2");
        host.idle();
        host.more.put("blocked", "main-2");
        host.more.put("reason", "greeter fails");
        round();
        assertThat(notes.history().get(0).inWords())
                .isEqualTo("main-2 went back: greeter fails; it is not tried again here");
    }

    @Test
    void aProcessThatEndedBeforeItBeganPutsNothingOff() throws Exception {
        offered("main-2");
        notes.before(new Notes.Before("main-2", Set.of(), Set.of(), Map.of()));
        round();
        assertThat(notes.history()).isEmpty();
        assertThat(host.events).endsWith("begin main-2.json");
    }

    @Test
    void aWatchThatIsCutOffGoesOnInTheNextRound() throws Exception {
        onTrial("main-2");
        host.at(
                30,
                () -> {
                    throw new StopException();
                });
        try {
            round();
        } catch (StopException e) {
            assertThat(host.events).doesNotContain("commit main-2");
        }
        notes = new Notes(data); // the updater was replaced by itself
        round();
        assertThat(host.slept).isEqualTo(60);
        assertThat(host.events).endsWith("commit main-2");
    }

    private static final class StopException extends RuntimeException {}

    private final JobContext context =
            new JobContext() {
                @Override
                public void checkpoint() {}

                @Override
                public void sleep(Duration duration) {
                    host.sleep(duration);
                }

                @Override
                public Registration onStop(Runnable action) {
                    return () -> {};
                }
            };

    private static final class FakeHeap implements Heap.Source {
        long collections;
        double left;
        boolean grows;

        @Override
        public long collections() {
            return grows ? collections++ : collections;
        }

        @Override
        public OptionalDouble left() {
            return OptionalDouble.of(left);
        }
    }

    private final class TestClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private static final class FakeHost implements Swap {
        final List<String> events = new ArrayList<>();
        final Map<String, String> more = new HashMap<>();
        String current = "main-1";
        String refuses = "";
        boolean stages;
        boolean killedBeforeRollback;
        boolean killedBehindRollback;
        int window = 60;
        int slept;
        private String phase = "idle";
        private String trial = "";
        private int from;
        private int actAt = -1;
        private Runnable act = () -> {};

        void trial(String release) {
            phase = "trial";
            trial = release;
            from = slept;
        }

        /** Which one, {@link #more} says. */
        void trialOfPartner() {
            trial("");
        }

        void idle() {
            phase = "idle";
            trial = "";
        }

        void at(int second, Runnable action) {
            actAt = slept + second;
            act = action;
        }

        void sleep(Duration duration) {
            slept += (int) duration.toSeconds();
            if (slept == actAt) {
                act.run();
            }
        }

        @Override
        public void begin(String releaseFile) {
            if (!refuses.isEmpty()) {
                throw new IllegalStateException(refuses);
            }
            String file = Path.of(releaseFile).getFileName().toString();
            events.add("begin " + file);
            if (stages) {
                phase = "staged";
                trial = file.replace(".json", "");
            }
        }

        @Override
        public void commit(String release) {
            events.add("commit " + release);
            if (release.equals(trial)) {
                idle();
            }
        }

        @Override
        public void rollback(String release, String reason) {
            if (killedBeforeRollback) {
                throw new StopException();
            }
            events.add("rollback " + release + " " + reason);
            if (killedBehindRollback) {
                throw new StopException();
            }
        }

        @Override
        public Map<String, String> state() {
            Map<String, String> state = new HashMap<>(more);
            state.put("release", current);
            state.put("phase", phase);
            state.put("windowSeconds", Integer.toString(window));
            state.put("deadlineSeconds", "600");
            state.put("swapMicros", "12000");
            state.put("trialSeconds", Integer.toString(slept - from));
            if (!trial.isEmpty()) {
                state.put("trial", trial);
            }
            return state;
        }
    }
}
