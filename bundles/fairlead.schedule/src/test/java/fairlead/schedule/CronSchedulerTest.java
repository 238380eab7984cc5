package fairlead.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import fairlead.schedule.api.Job;
import fairlead.schedule.api.JobContext;
import fairlead.schedule.api.JobStatus;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceException;

class CronSchedulerTest {
    private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

    @TempDir Path directory;
    private final FakeClock clock = new FakeClock();
    private CronScheduler scheduler;

    @BeforeEach
    void start() {
        scheduler = new CronScheduler(clock, pauseFile());
    }

    @AfterEach
    void stop() {
        scheduler.close();
    }

    private Path pauseFile() {
        return directory.resolve("schedule").resolve("pause");
    }

    @Test
    @Tag("slow")
    @DisplayName("swap order 1: a job that overstays keeps the next scheduler from a checkpoint")
    void aJobThatOverstaysKeepsTheNextSchedulerFromACheckpoint() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Object oneRun = new Object();
        Job job =
                context -> {
                    synchronized (oneRun) { // as Job.run asks for
                        context.checkpoint();
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        inside.countDown();
                        goOn.await();
                        now.decrementAndGet();
                        return Optional.empty();
                    }
                };
        Map<String, Object> atStart = Map.of(Job.NAME, "sync", Job.AT_START, true);
        scheduler.addJob(job, atStart);
        inside.await();
        scheduler.close(); // the swap is put off, and the scheduler started again
        CronScheduler next = new CronScheduler(clock, pauseFile());
        next.addJob(job, atStart);
        await().until(() -> next.jobs().get(0).running());
        long begin = System.nanoTime();
        next.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .as("no checkpoint within the five seconds: the host puts the swap off again")
                .isGreaterThanOrEqualTo(Duration.ofSeconds(5));
        goOn.countDown();
        CronScheduler last = new CronScheduler(clock, pauseFile());
        last.addJob(job, atStart);
        await().until(() -> last.jobs().get(0).lastEnd().isPresent());
        last.close();
        assertThat(most).hasValue(1);
    }

    @Test
    void runsAtTheTimesOfItsCronExpression() {
        CountingJob job = new CountingJob();
        scheduler.addJob(job, Map.of(Job.NAME, "sync", Job.CRON, "30 2 * * *"));
        assertThat(next("sync")).contains(Instant.parse("2026-11-25T02:30:00Z"));
        advance(Duration.ofHours(16));
        assertThat(job.runs).hasValue(0);
        advance(Duration.ofMinutes(30));
        await().until(() -> job.runs.get() == 1 && !running("sync"));
        assertThat(next("sync")).contains(Instant.parse("2026-11-26T02:30:00Z"));
    }

    @Test
    void countsEveryFromTheEndOfARunToTheNextStart() {
        BlockingJob job = new BlockingJob();
        scheduler.addJob(job, Map.of(Job.NAME, "check", Job.EVERY, "PT1H"));
        advance(Duration.ofHours(1));
        await().until(() -> running("check"));
        advance(Duration.ofMinutes(20));
        job.finish();
        await().until(() -> !running("check"));
        assertThat(next("check")).contains(START.plus(Duration.ofMinutes(140)));
    }

    @Test
    void runsAtStartOnceAndThenAtItsTimes() {
        CountingJob job = new CountingJob();
        scheduler.addJob(job, Map.of(Job.NAME, "poll", Job.AT_START, true, Job.EVERY, "PT5M"));
        await().until(() -> job.runs.get() == 1 && !running("poll"));
        assertThat(next("poll")).contains(START.plus(Duration.ofMinutes(5)));
    }

    @Test
    void runsAgainWhenTheJobItselfSays() {
        CountingJob job = new CountingJob();
        job.again = Optional.of(Duration.ofSeconds(30));
        scheduler.addJob(job, Map.of(Job.NAME, "poll", Job.AT_START, "true", Job.EVERY, "PT5M"));
        await().until(() -> job.runs.get() == 1 && !running("poll"));
        assertThat(next("poll")).contains(START.plusSeconds(30));
        advance(Duration.ofSeconds(30));
        await().until(() -> job.runs.get() == 2);
    }

    @Test
    void makesManyTriggersBeforeTheStartOneRun() {
        CountingJob job = new CountingJob();
        scheduler.pause(START.plusSeconds(60));
        scheduler.addJob(job, Map.of(Job.NAME, "sync"));
        for (int i = 0; i < 10; i++) {
            scheduler.trigger("sync");
        }
        scheduler.resume();
        await().until(() -> job.runs.get() == 1 && !running("sync"));
        assertThat(next("sync")).isEmpty();
    }

    @Test
    void runsOnceMoreAfterTheRunInWhichItWasTriggered() {
        BlockingJob job = new BlockingJob();
        scheduler.addJob(job, Map.of(Job.NAME, "sync", Job.AT_START, true));
        await().until(() -> running("sync"));
        scheduler.trigger("sync");
        scheduler.trigger("sync");
        job.finish();
        await().until(() -> job.runs.get() == 2 && !running("sync"));
        assertThat(job.worstOverlap).hasValue(1);
    }

    @Test
    void keepsATriggerUntilAJobOfThatNameComes() {
        CountingJob job = new CountingJob();
        scheduler.trigger("sync");
        scheduler.addJob(job, Map.of(Job.NAME, "sync"));
        await().until(() -> job.runs.get() == 1);
    }

    @Test
    void runsJobsOfDifferentNamesBesideEachOther() {
        BlockingJob one = new BlockingJob();
        CountingJob other = new CountingJob();
        scheduler.addJob(one, Map.of(Job.NAME, "one", Job.AT_START, true));
        await().until(() -> running("one"));
        scheduler.addJob(other, Map.of(Job.NAME, "other", Job.AT_START, true));
        await().until(() -> other.runs.get() == 1);
        assertThat(running("one")).isTrue();
        assertThat(one.thread.get()).isEqualTo("fairlead-schedule-one");
        one.finish();
    }

    @Test
    void letsTheFirstOfTwoJobsWithOneNameWorkUntilItGoes() {
        CountingJob old = new CountingJob();
        CountingJob successor = new CountingJob();
        scheduler.addJob(old, Map.of(Job.NAME, "sync"));
        scheduler.addJob(successor, Map.of(Job.NAME, "sync"));
        scheduler.trigger("sync");
        await().until(() -> old.runs.get() == 1);
        assertThat(successor.runs).hasValue(0);
        scheduler.removeJob(old);
        scheduler.trigger("sync");
        await().until(() -> successor.runs.get() == 1);
        assertThat(old.runs).hasValue(1);
    }

    @Test
    void holdsJobsBackDuringAPauseButNotThoseThatRunThroughIt() {
        CountingJob sync = new CountingJob();
        CountingJob poll = new CountingJob();
        scheduler.addJob(sync, Map.of(Job.NAME, "sync", Job.EVERY, "PT1M"));
        scheduler.addJob(poll, Map.of(Job.NAME, "poll", Job.EVERY, "PT1M", Job.DURING_PAUSE, true));
        scheduler.pause(START.plusSeconds(600));
        assertThat(scheduler.pausedUntil()).contains(START.plusSeconds(600));
        advance(Duration.ofSeconds(70));
        await().until(() -> poll.runs.get() == 1);
        assertThat(sync.runs).hasValue(0);
        advance(Duration.ofSeconds(530));
        await().until(() -> sync.runs.get() == 1);
        assertThat(scheduler.pausedUntil()).isEmpty();
    }

    @Test
    void stopsARunningJobForAPauseAndRunsItAgainAfterwards() {
        SleepingJob job = new SleepingJob();
        scheduler.addJob(job, Map.of(Job.NAME, "sync", Job.AT_START, true));
        await().until(() -> running("sync"));
        scheduler.pause(START.plusSeconds(60));
        await().until(() -> !running("sync"));
        assertThat(job.runs).hasValue(1);
        scheduler.resume();
        await().until(() -> job.runs.get() == 2);
    }

    @Test
    void keepsAPauseOverARestart() {
        scheduler.pause(START.plusSeconds(3600));
        scheduler.close();
        scheduler = new CronScheduler(clock, pauseFile());
        assertThat(scheduler.pausedUntil()).contains(START.plusSeconds(3600));
        scheduler.resume();
        scheduler.close();
        scheduler = new CronScheduler(clock, pauseFile());
        assertThat(scheduler.pausedUntil()).isEmpty();
    }

    @Test
    void aPauseThatCannotBeKeptDoesNotHold() throws Exception {
        Files.writeString(pauseFile().getParent(), "a file in the directory's place");
        assertThatThrownBy(() -> scheduler.pause(START.plusSeconds(60)))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(scheduler.pausedUntil()).isEmpty();
    }

    @Test
    void goesOnWithoutAPauseWhenItsFileIsDamaged() throws Exception {
        scheduler.close();
        Files.createDirectories(pauseFile().getParent());
        Files.writeString(pauseFile(), "format=1\nuntil=rubbish\n");
        scheduler = new CronScheduler(clock, pauseFile());
        assertThat(scheduler.pausedUntil()).isEmpty();
    }

    @Test
    void runsAJobAgainThatThrewAndSaysWhy() {
        CountingJob job = new CountingJob();
        job.failure = new IllegalStateException("no such table");
        scheduler.addJob(job, Map.of(Job.NAME, "sync", Job.AT_START, true, Job.EVERY, "PT1M"));
        await().until(() -> job.runs.get() == 1 && !running("sync"));
        assertThat(status("sync").lastFailure().orElseThrow()).contains("no such table");
        job.failure = null;
        advance(Duration.ofMinutes(1));
        await().until(() -> job.runs.get() == 2 && status("sync").lastFailure().isEmpty());
    }

    @Test
    void survivesAJobThatThrowsAnError() {
        CountingJob job = new CountingJob();
        job.failure = new NoClassDefFoundError("gone");
        scheduler.addJob(job, Map.of(Job.NAME, "sync", Job.AT_START, true, Job.EVERY, "PT1M"));
        await().until(() -> job.runs.get() == 1 && !running("sync"));
        advance(Duration.ofMinutes(1));
        await().until(() -> job.runs.get() == 2);
    }

    @Test
    void bringsEveryJobToACheckpointBeforeItCloses() {
        SleepingJob one = new SleepingJob();
        SleepingJob other = new SleepingJob();
        scheduler.addJob(one, Map.of(Job.NAME, "one", Job.AT_START, true));
        scheduler.addJob(other, Map.of(Job.NAME, "other", Job.AT_START, true));
        await().until(() -> running("one") && running("other"));
        scheduler.close();
        assertThat(one.stopped).hasValue(1);
        assertThat(other.stopped).hasValue(1);
        await().until(() -> threads().isEmpty());
    }

    @Test
    void waitsForAJobWhoseProviderGoes() {
        SleepingJob job = new SleepingJob();
        scheduler.addJob(job, Map.of(Job.NAME, "sync", Job.AT_START, true));
        await().until(() -> running("sync"));
        scheduler.removeJob(job);
        assertThat(job.stopped).hasValue(1);
        assertThat(scheduler.jobs()).isEmpty();
    }

    @Test
    void neverInterruptsTheThreadOfAJob() {
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        Job job =
                context -> {
                    try {
                        context.sleep(Duration.ofDays(1));
                        return Optional.empty();
                    } finally {
                        interrupted.set(Thread.currentThread().isInterrupted());
                    }
                };
        scheduler.addJob(job, Map.of(Job.NAME, "sync", Job.AT_START, true));
        await().until(() -> running("sync"));
        scheduler.close();
        assertThat(interrupted).hasValue(false);
    }

    @Test
    void runsTheStopActionThatCancelsAWaitingRequest() {
        CountDownLatch answer = new CountDownLatch(1);
        AtomicReference<String> actionThread = new AtomicReference<>();
        Job job =
                context -> {
                    try (var registration =
                            context.onStop(
                                    () -> {
                                        actionThread.set(Thread.currentThread().getName());
                                        answer.countDown();
                                    })) {
                        answer.await();
                        context.checkpoint();
                    }
                    return Optional.empty();
                };
        scheduler.addJob(job, Map.of(Job.NAME, "poll", Job.AT_START, true));
        await().until(() -> running("poll"));
        scheduler.close();
        assertThat(actionThread.get()).isNotNull().isNotEqualTo("fairlead-schedule-poll");
        await().until(() -> threads().isEmpty());
    }

    @Test
    void runsAStopActionAtOnceWhenTheJobIsAlreadyToStop() {
        Run run = new Run("sync", clock);
        run.stop();
        AtomicInteger actions = new AtomicInteger();
        run.onStop(actions::incrementAndGet);
        assertThat(actions).hasValue(1);
        assertThatThrownBy(run::checkpoint).isInstanceOf(InterruptedException.class);
    }

    @Test
    void forgetsAStopActionThatWasTakenBack() {
        Run run = new Run("sync", clock);
        AtomicInteger actions = new AtomicInteger();
        run.onStop(actions::incrementAndGet).close();
        run.stop();
        assertThat(actions).hasValue(0);
    }

    @Test
    void refusesLateCallersSoThatTheyReadTheirReferenceAgain() {
        scheduler.close();
        assertThatThrownBy(() -> scheduler.trigger("sync"))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        e -> assertThat(e.getType()).isEqualTo(ServiceException.UNREGISTERED));
    }

    @Test
    void runsAJobWithImpossibleTimesOnlyWhenItIsTriggered() {
        CountingJob job = new CountingJob();
        scheduler.addJob(job, Map.of(Job.NAME, "sync", Job.CRON, "99 * * * *"));
        assertThat(next("sync")).isEmpty();
        assertThat(status("sync").lastFailure().orElseThrow()).contains("99 * * * *");
        scheduler.trigger("sync");
        await().until(() -> job.runs.get() == 1);
    }

    @Test
    void takesOverTimesThatWereChanged() {
        CountingJob job = new CountingJob();
        scheduler.addJob(job, Map.of(Job.NAME, "sync", Job.EVERY, "P1D"));
        scheduler.updateJob(job, Map.of(Job.NAME, "sync", Job.EVERY, "PT1M"));
        assertThat(next("sync")).contains(START.plusSeconds(60));
    }

    @Test
    void runsWhatWasDueWhileThePcSlept() {
        CountingJob job = new CountingJob();
        scheduler.addJob(job, Map.of(Job.NAME, "sync", Job.CRON, "0 12 * * *"));
        advance(Duration.ofDays(3));
        await().until(() -> job.runs.get() == 1 && !running("sync"));
        assertThat(next("sync")).contains(Instant.parse("2026-11-27T12:00:00Z"));
    }

    @Test
    void doesNotWaitAYearWhenTheClockIsPutBackAYear() {
        CountingJob job = new CountingJob();
        scheduler.addJob(job, Map.of(Job.NAME, "check", Job.EVERY, "PT1H"));
        advance(Duration.ofDays(-365));
        assertThat(next("check")).contains(clock.instant().plus(Duration.ofHours(1)));
        advance(Duration.ofHours(1));
        await().until(() -> job.runs.get() == 1);
    }

    private void advance(Duration duration) {
        clock.now = clock.now.plus(duration);
        scheduler.wake();
    }

    private JobStatus status(String name) {
        return scheduler.jobs().stream()
                .filter(j -> j.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private boolean running(String name) {
        return status(name).running();
    }

    private Optional<Instant> next(String name) {
        return status(name).next();
    }

    private static Set<String> threads() {
        Set<String> names = ConcurrentHashMap.newKeySet();
        Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(n -> n.startsWith("fairlead-schedule"))
                .forEach(names::add);
        return names;
    }

    private static final class FakeClock extends Clock {
        private volatile Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class CountingJob implements Job {
        private final AtomicInteger runs = new AtomicInteger();
        private volatile Throwable failure;
        private volatile Optional<Duration> again = Optional.empty();

        @Override
        public Optional<Duration> run(JobContext context) {
            runs.incrementAndGet();
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
            return again;
        }
    }

    private static final class BlockingJob implements Job {
        private final AtomicInteger runs = new AtomicInteger();
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger worstOverlap = new AtomicInteger();
        private final AtomicReference<String> thread = new AtomicReference<>();
        private final CountDownLatch end = new CountDownLatch(1);

        void finish() {
            end.countDown();
        }

        @Override
        public Optional<Duration> run(JobContext context) throws InterruptedException {
            worstOverlap.accumulateAndGet(inside.incrementAndGet(), Math::max);
            thread.set(Thread.currentThread().getName());
            end.await();
            inside.decrementAndGet();
            runs.incrementAndGet();
            return Optional.empty();
        }
    }

    private static final class SleepingJob implements Job {
        private final AtomicInteger runs = new AtomicInteger();
        private final AtomicInteger stopped = new AtomicInteger();

        @Override
        public Optional<Duration> run(JobContext context) throws InterruptedException {
            runs.incrementAndGet();
            try {
                context.sleep(Duration.ofDays(1));
            } catch (InterruptedException e) {
                stopped.incrementAndGet();
                throw e;
            }
            return Optional.empty();
        }
    }
}
