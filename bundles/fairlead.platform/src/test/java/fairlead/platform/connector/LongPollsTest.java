package fairlead.platform.connector;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.platform.store.Orders.Order;
import jakarta.servlet.AsyncContext;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Agents that wait are woken each for itself. */
class LongPollsTest {
    private static final Duration HELD = Duration.ofSeconds(55);
    private static final List<Order> ORDERS =
            List.of(new Order("id", "restart", Optional.empty(), List.of(), Optional.empty()));

    private final LongPolls polls = new LongPolls();

    @AfterEach
    void close() {
        polls.close();
    }

    /** A call that is answered later: completing it opens the latch. */
    private static AsyncContext call(CountDownLatch answered) {
        return (AsyncContext)
                Proxy.newProxyInstance(
                        LongPollsTest.class.getClassLoader(),
                        new Class<?>[] {AsyncContext.class},
                        (context, method, arguments) -> {
                            if (method.getName().equals("complete")) {
                                answered.countDown();
                            }
                            return null; // no response: nobody is there to write to any more
                        });
    }

    @Test
    void anOrderReachesItsAgentWhileAnothersAreBeingLookedUp() throws Exception {
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch slow = new CountDownLatch(1);
        AtomicBoolean woken = new AtomicBoolean();
        polls.hold(
                "slow",
                call(new CountDownLatch(1)),
                HELD,
                () -> {
                    if (woken.get()) {
                        looking.countDown();
                        awaitQuietly(slow);
                    }
                    return Optional.empty();
                });
        CountDownLatch answered = new CountDownLatch(1);
        AtomicBoolean ordered = new AtomicBoolean();
        polls.hold(
                "quick",
                call(answered),
                HELD,
                () -> Optional.of(ORDERS).filter(orders -> ordered.get()));
        woken.set(true);
        polls.wake("slow");
        assertThat(looking.await(10, TimeUnit.SECONDS)).isTrue();
        ordered.set(true);
        polls.wake("quick");
        assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
        slow.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
