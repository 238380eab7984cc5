package fairlead.launcher.swap;

import fairlead.launcher.plan.Part;
import fairlead.launcher.plan.SwapPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How long a swap and going back take while callers call without a pause: {@code benchmarks/swap}.
 * No test by its name, since a busy machine makes it slow.
 */
class SwapSpeed {
    private static final int SWAPS = Integer.getInteger("fairlead.swaps", 200);

    /** Not counted: until the code is compiled. */
    private static final int WARM = 20;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void measures(int callers) throws Exception {
        Path directory = Files.createTempDirectory("swap-speed");
        try (TestFelix felix = new TestFelix(directory)) {
            felix.run(felix.bundle("fairlead.schedule", "1.0.0").holds("scheduler").make());
            Part current = felix.bundle("swaptest.greeter", "1.0.0").holds("good").make();
            felix.run(current);
            felix.run(felix.bundle("swaptest.consumer", "1.0.0").holds("consumer").make());
            Supplier<String> consumer = felix.consumer("caller");
            List<Part> next = new ArrayList<>();
            for (int i = 1; i <= SWAPS + WARM; i++) {
                next.add(felix.bundle("swaptest.greeter", "1.0." + i).holds("good").make());
            }
            List<Long> there = new ArrayList<>();
            List<Long> back = new ArrayList<>();
            long failed;
            long calls;
            try (Callers load = new Callers(callers, consumer)) {
                for (Part part : next) {
                    Attempt tried = attempt(felix, current, part);
                    tried.forward();
                    there.add(tried.swapTook().toNanos() / 1000);
                    pause();
                    tried.back();
                    back.add(tried.backTook().toNanos() / 1000);
                    pause();
                    Attempt taken = attempt(felix, current, part);
                    taken.forward();
                    there.add(taken.swapTook().toNanos() / 1000);
                    taken.commit();
                    current = part;
                    pause();
                }
                failed = load.failures.size();
                calls = load.calls.get();
            }
            System.out.printf(
                    "%d callers: %,d calls, %d failed%n"
                            + "  start(new) to stop(old): %s%n"
                            + "  going back:              %s%n",
                    callers,
                    calls,
                    failed,
                    figures(there.subList(2 * WARM, there.size())),
                    figures(back.subList(WARM, back.size())));
        }
    }

    /**
     * A caller that the scheduler of the system holds up over two changes in a row would meet two
     * services that have gone; a trial lasts longer than that.
     */
    private static void pause() throws InterruptedException {
        Thread.sleep(20);
    }

    private static Attempt attempt(TestFelix felix, Part from, Part to) {
        SwapPlan plan = SwapPlan.of(felix.system(), List.of(from), List.of(to), Set.of());
        return new BesideSwap(felix.system(), plan, TestFelix.QUICK);
    }

    private static String figures(List<Long> micros) {
        List<Long> sorted = new ArrayList<>(micros);
        Collections.sort(sorted);
        return String.format(
                "%d times, p50 %.1f ms, p99 %.1f ms, most %.1f ms",
                sorted.size(),
                sorted.get(sorted.size() / 2) / 1000.0,
                sorted.get(sorted.size() * 99 / 100) / 1000.0,
                sorted.get(sorted.size() - 1) / 1000.0);
    }
}
