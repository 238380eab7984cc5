package fairlead.platform.webhooks;

import fairlead.platform.store.Deliveries;
import fairlead.platform.store.Deliveries.Due;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is due, as one node's part: it looks into the queue each second, claims as much as it
 * has hands for, and writes down what came of it. Nothing is kept here; a node that is killed loses
 * no message.
 */
public final class Dispatcher implements AutoCloseable {
    /** For how long a consumer may take to answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final int HANDS = 16;

    private final Deliveries deliveries;
    private final Sender sender;
    private final Semaphore free = new Semaphore(HANDS);
    private final AtomicInteger names = new AtomicInteger();
    private final ExecutorService hands =
            Executors.newFixedThreadPool(
                    HANDS,
                    work -> new Thread(work, "fairlead-webhooks-" + names.incrementAndGet()));
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(
                    work -> new Thread(work, "fairlead-webhooks-queue"));

    /**
     * Of this queue.
     *
     * @param privateAddresses may consumers be inside the platform's own network?
     */
    public Dispatcher(Deliveries deliveries, Clock clock, boolean privateAddresses) {
        this.deliveries = deliveries;
        this.sender = new Sender(clock, PATIENCE, privateAddresses);
    }

    /** Looks into the queue from now on. */
    @SuppressWarnings("FutureReturnValueIgnored") // look() lets nothing through
    public void start() {
        watch.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            int most = free.availablePermits();
            if (most > 0) {
                List<Due> claimed = deliveries.claim(most, Deliveries.CLAIM);
                for (Due due : claimed) {
                    free.acquireUninterruptibly();
                    hands.execute(() -> deliver(due));
                }
            }
        } catch (RuntimeException e) {
            if (!watch.isShutdown()) {
                LOG.error("the queue of webhooks cannot be read; it is tried again", e);
            }
        }
    }

    private void deliver(Due due) {
        try {
            deliveries.settle(due, sender.send(due));
        } catch (RuntimeException e) {
            // it stays claimed and is due again when the claim is over
            if (!watch.isShutdown()) {
                LOG.error("what came of {} could not be kept", due, e);
            }
        } finally {
            free.release();
        }
    }

    /** Begins nothing more; what is under way may end within its time, or is due again later. */
    @Override
    public void close() {
        watch.shutdownNow();
        hands.shutdown();
        sender.close();
        try {
            if (!hands.awaitTermination(5, TimeUnit.SECONDS)) {
                hands.shutdownNow();
            }
        } catch (InterruptedException e) {
            hands.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
