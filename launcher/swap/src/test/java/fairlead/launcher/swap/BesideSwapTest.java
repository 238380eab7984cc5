package fairlead.launcher.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import fairlead.launcher.plan.Part;
import fairlead.launcher.plan.SwapPlan;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

class BesideSwapTest {
    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    private TestFelix felix;
    private Part old;
    private Supplier<String> consumer;

    @BeforeEach
    void start() throws Exception {
        felix = new TestFelix(directory);
        felix.run(felix.bundle("fairlead.schedule", "1.0.0").holds("scheduler").make());
        old = felix.bundle("swaptest.greeter", "1.0.0").holds("good").make();
        felix.run(old);
        felix.run(felix.bundle("swaptest.consumer", "1.0.0").holds("consumer").make());
        consumer = felix.consumer("caller");
        assertThat(consumer.get()).isEqualTo("1.0.0");
    }

    @AfterEach
    void stop() throws Exception {
        felix.close();
    }

    private Part next(String version, String fixture) {
        return felix.bundle("swaptest.greeter", version).holds(fixture).make();
    }

    private Attempt attempt(Part from, Part to) {
        SwapPlan plan = SwapPlan.of(felix.system(), List.of(from), List.of(to), Set.of());
        return new BesideSwap(felix.system(), plan, TestFelix.QUICK);
    }

    private List<String> bundles() {
        return Arrays.stream(felix.system().getBundles())
                .filter(b -> b.getSymbolicName().equals("swaptest.greeter"))
                .map(b -> b.getVersion() + (b.getState() == Bundle.ACTIVE ? " runs" : " lies"))
                .toList();
    }

    private boolean schedulerRuns() {
        return Arrays.stream(felix.system().getBundles())
                .anyMatch(
                        b ->
                                b.getSymbolicName().equals("fairlead.schedule")
                                        && b.getState() == Bundle.ACTIVE);
    }

    @Test
    @DisplayName("the order: the old bundle stays installed and stopped until commit")
    void theOldOneLiesStoppedUntilCommit() throws Exception {
        Attempt attempt = attempt(old, next("2.0.0", "good"));
        attempt.forward();
        assertThat(consumer.get()).isEqualTo("2.0.0");
        assertThat(bundles()).containsExactly("1.0.0 lies", "2.0.0 runs");
        assertThat(schedulerRuns()).isTrue();
        attempt.commit();
        assertThat(bundles()).containsExactly("2.0.0 runs");
        assertThat(consumer.get()).isEqualTo("2.0.0");
    }

    @Test
    void goingBackIsTheSameTheOtherWayRound() throws Exception {
        Attempt attempt = attempt(old, next("2.0.0", "good"));
        try (Callers callers = new Callers(2, consumer)) {
            attempt.forward();
            attempt.back();
            assertThat(callers.failures).isEmpty();
        }
        assertThat(consumer.get()).isEqualTo("1.0.0");
        assertThat(bundles()).containsExactly("1.0.0 runs");
        assertThat(schedulerRuns()).isTrue();
    }

    @Test
    @DisplayName("100 swaps under load: no failed call, no class loader left")
    void aHundredSwapsUnderLoadFailNoCall() throws Exception {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        List<Long> micros = new ArrayList<>();
        Part current = old;
        int threads = Thread.activeCount();
        try (Callers callers = new Callers(1, consumer)) {
            for (int i = 1; i <= 100; i++) {
                loaders.add(new WeakReference<>(loader(current)));
                Part next = next("1.0." + i, "good");
                Attempt attempt = attempt(current, next);
                attempt.forward();
                micros.add(attempt.swapTook().toNanos() / 1000);
                attempt.commit();
                assertThat(consumer.get()).isEqualTo("1.0." + i);
                current = next;
            }
            assertThat(callers.failures).isEmpty();
            assertThat(callers.calls.get()).isGreaterThan(1000);
            System.out.println(
                    "beside: "
                            + callers.calls
                            + " calls, 0 failed; from start(new) to stop(old) p50 "
                            + percentile(micros, 50)
                            + " us, p99 "
                            + percentile(micros, 99)
                            + " us");
        }
        assertThat(percentile(micros, 99)).isLessThan(1_000_000);
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 1);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            System.gc();
                            assertThat(loaders.stream().filter(l -> l.get() != null)).isEmpty();
                        });
    }

    private ClassLoader loader(Part part) {
        return felix.find(part).adapt(BundleWiring.class).getClassLoader();
    }

    private static long percentile(List<Long> values, int percent) {
        LongStream sorted = values.stream().mapToLong(v -> v).sorted();
        return sorted.skip((values.size() - 1L) * percent / 100).findFirst().orElseThrow();
    }

    private void goesBack(Part bad, String why) throws Exception {
        Attempt attempt = attempt(old, bad);
        try (Callers callers = new Callers(2, consumer)) {
            assertThatThrownBy(attempt::forward)
                    .isInstanceOf(SwapFailure.Bad.class)
                    .hasMessageContaining(why);
            attempt.back();
            assertThat(callers.failures).isEmpty();
        }
        assertThat(consumer.get()).isEqualTo("1.0.0");
        assertThat(bundles()).contains("1.0.0 runs").doesNotContain("2.0.0 runs");
        assertThat(schedulerRuns()).isTrue();
    }

    @Test
    @DisplayName("swap rule 21: one that does not resolve goes back, the old one serves throughout")
    void rule21DoesNotResolve() throws Exception {
        goesBack(next("2.0.0", "unresolved"), "swaptest.absent");
    }

    @Test
    @DisplayName("swap rule 21: one that throws in start goes back")
    void rule21ThrowsInStart() throws Exception {
        Part bad =
                felix.bundle("swaptest.greeter", "2.0.0")
                        .holds("throwsinstart")
                        .with("Bundle-Activator", "swaptest.throwsinstart.ThrowingActivator")
                        .make();
        goesBack(bad, "bad in start");
    }

    @Test
    @DisplayName("swap rule 16: one that hangs in start costs its thread and goes back")
    void rule16HangsInStart() throws Exception {
        Part bad =
                felix.bundle("swaptest.greeter", "2.0.0")
                        .holds("hangsinstart")
                        .with("Bundle-Activator", "swaptest.hangsinstart.HangingActivator")
                        .make();
        goesBack(bad, "in start did not end within");
    }

    @Test
    @DisplayName("order 3: a delayed component whose activation throws is found by fetching it")
    void aDelayedComponentThatThrowsIsFoundWhileTheOldOneServes() throws Exception {
        goesBack(next("2.0.0", "throwing"), "greeter");
    }

    @Test
    @DisplayName("swap rule 16: a component that hangs in activation goes back")
    void rule16HangsInActivation() throws Exception {
        goesBack(next("2.0.0", "hanging"), "in activation did not end within");
    }

    @Test
    @DisplayName("success: a component that is not there any more is one that is not active")
    void aMissingComponentGoesBack() throws Exception {
        goesBack(next("2.0.0", "absent"), "swaptest.greeter/greeter was active and is not now");
    }

    @Test
    @DisplayName("success: a bundle that the release leaves out takes its components along")
    void aRemovedBundleIsNotMissed() throws Exception {
        Part extra = felix.bundle("swaptest.extra", "1.0.0").holds("good").make();
        felix.run(extra);
        SwapPlan plan = SwapPlan.of(felix.system(), List.of(old, extra), List.of(old), Set.of());
        Attempt attempt = new BesideSwap(felix.system(), plan, TestFelix.QUICK);
        new Held(felix.system()).holdAll(felix.find(extra)); // active, so it could be missed
        attempt.forward();
        assertThat(felix.find(extra).getState()).isNotEqualTo(Bundle.ACTIVE);
        attempt.back();
        assertThat(felix.find(extra).getState()).isEqualTo(Bundle.ACTIVE);
    }

    @Test
    @DisplayName("success: a component that the new bundle does not declare any more is not missed")
    void aRemovedComponentIsNotMissed() throws Exception {
        Part two = next("2.0.0", "good,swaptest.consumer");
        attempt(old, two).forward();
        new Held(felix.system()).holdAll(felix.find(two));
        assertThat(new Components(felix.system()).active(felix.find(two))).hasSize(2);
        Attempt attempt = attempt(two, next("3.0.0", "good"));
        attempt.forward();
        assertThat(consumer.get()).isEqualTo("3.0.0");
    }

    @Test
    @DisplayName("swap rule 17: an old bundle that does not stop takes a restart")
    void rule17AnOldBundleThatDoesNotStop() throws Exception {
        Part stuck = next("2.0.0", "stuck");
        Attempt first = attempt(old, stuck);
        first.forward();
        first.commit();
        assertThatThrownBy(attempt(stuck, next("3.0.0", "good"))::forward)
                .isInstanceOf(SwapFailure.Stuck.class)
                .hasMessageContaining("swaptest.greeter 2.0.0 in stop did not end");
    }

    @Test
    @DisplayName("order 1: without a checkpoint the swap is postponed and the jobs go on")
    void withoutACheckpointNothingIsTouched() throws Exception {
        System.setProperty("swaptest.checkpoint.millis", "400");
        Attempt attempt = attempt(old, next("2.0.0", "good"));
        assertThatThrownBy(attempt::forward)
                .isInstanceOf(SwapFailure.Busy.class)
                .hasMessageContaining("did not come to a checkpoint");
        assertThat(schedulerRuns()).isTrue();
        assertThat(bundles()).containsExactly("1.0.0 runs");
        System.clearProperty("swaptest.checkpoint.millis");
        attempt.forward();
        assertThat(consumer.get()).isEqualTo("2.0.0");
    }

    @Test
    @DisplayName("the scheduler itself is swapped the same way")
    void theSchedulerIsSwappedToo() throws Exception {
        Part first = felix.bundle("fairlead.schedule", "1.0.0").holds("scheduler").make();
        Part second = felix.bundle("fairlead.schedule", "2.0.0").holds("scheduler").make();
        Attempt attempt = attempt(first, second);
        attempt.forward();
        assertThat(felix.find(second).getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(felix.find(first).getState()).isNotEqualTo(Bundle.ACTIVE);
        attempt.back();
        assertThat(felix.find(first).getState()).isEqualTo(Bundle.ACTIVE);
    }
}
