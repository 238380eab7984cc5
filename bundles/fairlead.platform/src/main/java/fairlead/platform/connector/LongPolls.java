package fairlead.platform.connector;

import fairlead.platform.http.Answer;
import fairlead.platform.http.Router;
import fairlead.platform.store.Orders.Order;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Agents that wait for orders: no thread is held for them. What they wait for lies in the database;
 * here is only who is to be woken. An agent has one poll that waits: its next one ends the one
 * before.
 */
final class LongPolls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LongPolls.class);

    private static final int THREADS = 4;

    private final Map<String, Waiting> byAgent = new ConcurrentHashMap<>();
    private final AtomicInteger names = new AtomicInteger();
    // several: a look that has to write, or to wait for the database, holds up no other agent
    private final ScheduledThreadPoolExecutor threads =
            new ScheduledThreadPoolExecutor(
                    THREADS,
                    work -> new Thread(work, "fairlead-platform-polls-" + names.incrementAndGet()));

    LongPolls() {
        threads.setRemoveOnCancelPolicy(true);
    }

    private final class Waiting implements AsyncListener {
        private final String agentId;
        private final AsyncContext context;
        private final Supplier<Optional<List<Order>>> orders;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile Optional<Future<?>> end = Optional.empty();

        Waiting(String agentId, AsyncContext context, Supplier<Optional<List<Order>>> orders) {
            this.agentId = agentId;
            this.context = context;
            this.orders = orders;
        }

        /** Answers when there are orders; otherwise it goes on waiting. */
        void look() {
            if (over.get()) {
                return;
            }
            try {
                orders.get().ifPresent(found -> answer(PollApi.orders(found)));
            } catch (RuntimeException e) {
                LOG.warn("the orders of {} cannot be read: {}", agentId, e.toString());
                unavailable();
            }
        }

        /** There is nothing; whoever asks again is looked up first. */
        void answer() {
            answer(PollApi.orders(List.of()));
        }

        private void unavailable() {
            answer(
                    Answer.error(
                                    503,
                                    "Connector",
                                    "The platform's database failed. Try again later.",
                                    UUID.randomUUID().toString(),
                                    "True")
                            .with(Map.of("Retry-After", "5")));
        }

        private void answer(Answer answer) {
            if (!over.compareAndSet(false, true)) {
                return;
            }
            forget();
            try {
                Router.write(answer, (HttpServletResponse) context.getResponse());
            } catch (IOException | RuntimeException e) {
                LOG.debug("agent {} has gone: {}", agentId, e.toString());
            }
            context.complete();
        }

        private void forget() {
            over.set(true);
            byAgent.remove(agentId, this);
            end.ifPresent(timer -> timer.cancel(false));
        }

        @Override
        public void onComplete(AsyncEvent event) {
            forget();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            answer();
        }

        @Override
        public void onError(AsyncEvent event) {
            forget();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }

    /**
     * Answers the call when the agent has orders, now or once it is woken, or after so long.
     *
     * @param orders empty when there are none
     */
    void hold(
            String agentId,
            AsyncContext context,
            Duration most,
            Supplier<Optional<List<Order>>> orders) {
        Waiting waiting = new Waiting(agentId, context, orders);
        context.setTimeout(most.toMillis() + 30_000); // ours comes first
        context.addListener(waiting);
        Waiting before = byAgent.put(agentId, waiting);
        if (before != null) {
            soon(before::answer);
        }
        try {
            waiting.end =
                    Optional.of(
                            threads.schedule(
                                    (Runnable) waiting::answer,
                                    most.toMillis(),
                                    TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException e) {
            waiting.answer();
        }
        waiting.look(); // only now, so that no order comes between the look and the wait
    }

    int waiting() {
        return byAgent.size();
    }

    /** There may be an order for this agent. */
    void wake(String agentId) {
        Waiting waiting = byAgent.get(agentId);
        if (waiting != null) {
            soon(waiting::look);
        }
    }

    /** There may be orders for anybody. */
    void wakeAll() {
        byAgent.values().forEach(waiting -> soon(waiting::look));
    }

    private void soon(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("the polls were sent away already");
        }
    }

    /** Sends everybody who waits away, and ends. */
    @Override
    public void close() {
        threads.shutdownNow();
        byAgent.values().forEach(Waiting::answer);
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
