package fairlead.launcher.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceRegistration;

class WatchdogTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofSeconds(15);

    @TempDir Path directory;
    private TestFelix felix;
    private Watchdog watchdog;
    private long nanos;

    @BeforeEach
    void start() throws Exception {
        felix = new TestFelix(directory);
        watchdog = new Watchdog(felix.system(), PATIENCE, silent -> {});
        nanos = System.nanoTime();
    }

    @AfterEach
    void stop() throws Exception {
        felix.close();
    }

    private java.util.Optional<String> lookAfter(Duration step) {
        nanos += step.toNanos();
        return watchdog.look(nanos);
    }

    private ServiceRegistration<LongSupplier> heart(LongSupplier heart) {
        return felix.system()
                .registerService(
                        LongSupplier.class,
                        heart,
                        FrameworkUtil.asDictionary(Map.of(Watchdog.HEART, "it")));
    }

    @Test
    @DisplayName("swap rule 6: hearts that beat are left alone")
    void rule6BeatingHearts() {
        heart(new AtomicLong()::incrementAndGet);
        for (int i = 0; i < 20; i++) {
            watchdog.beat();
            assertThat(lookAfter(LOOK)).isEmpty();
        }
    }

    @Test
    @DisplayName("swap rule 6: a heart that stands still is found after the patience")
    void rule6AHeartThatStandsStill() {
        heart(() -> 7);
        for (int i = 0; i < 7; i++) {
            watchdog.beat();
            assertThat(lookAfter(LOOK)).isEmpty();
        }
        watchdog.beat();
        assertThat(lookAfter(LOOK)).contains("it");
    }

    @Test
    @DisplayName("swap rule 6: a heart that went and does not come back is found")
    void rule6AHeartThatStaysAway() {
        ServiceRegistration<LongSupplier> heart = heart(new AtomicLong()::incrementAndGet);
        watchdog.beat();
        heart.unregister();
        for (int i = 0; i < 7; i++) {
            watchdog.beat();
            assertThat(lookAfter(LOOK)).isEmpty();
        }
        watchdog.beat();
        assertThat(lookAfter(LOOK)).contains("it");
    }

    @Test
    @DisplayName("swap rule 6: a sleeping machine does not count as silence")
    void rule6SleepIsNoSilence() {
        watchdog.beat();
        assertThat(lookAfter(Duration.ofDays(3))).isEmpty();
        assertThat(lookAfter(LOOK)).isEmpty();
    }

    @Test
    @DisplayName("swap rule 6: a framework in which a call hangs is found by a thread of its own")
    void rule6AHangingFramework() {
        CountDownLatch over = new CountDownLatch(1);
        ServiceListener hangs =
                event -> {
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                };
        List<String> silent = new CopyOnWriteArrayList<>();
        try (Watchdog quick = new Watchdog(felix.system(), Duration.ofMillis(400), silent::add)) {
            quick.start();
            await().during(Duration.ofMillis(800))
                    .atMost(Duration.ofSeconds(2))
                    .until(silent::isEmpty);
            felix.system().addServiceListener(hangs);
            await().atMost(Duration.ofSeconds(10)).until(() -> !silent.isEmpty());
            assertThat(silent).containsExactly("the framework");
        } finally {
            over.countDown();
            felix.system().removeServiceListener(hangs);
        }
    }
}
