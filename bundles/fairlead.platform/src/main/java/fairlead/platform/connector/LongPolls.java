package fairlead.platform.connector;

import fairlead.platform.http.Answer;
import fairlead.platform.http.Router;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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

    private final Map<String, Waiting> byAgent = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    work -> new Thread(work, "fairlead-platform-polls"));

    private final class Waiting implements AsyncListener {
        private final String agentId;
        private final AsyncContext context;
        private final Supplier<Answer> orders;
        private final AtomicBoolean over = new AtomicBoolean();

        Waiting(String agentId, AsyncContext context, Supplier<Answer> orders) {
            this.agentId = agentId;
            this.context = context;
            this.orders = orders;
        }

        void answer() {
            if (!over.compareAndSet(false, true)) {
                return;
            }
            byAgent.remove(agentId, this);
            try {
                Router.write(orders.get(), (HttpServletResponse) context.getResponse());
            } catch (IOException | RuntimeException e) {
                LOG.debug("agent {} has gone: {}", agentId, e.toString());
            }
            context.complete();
        }

        private void forget() {
            over.set(true);
            byAgent.remove(agentId, this);
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

    /** Answers the call when the agent is woken, or after so long. */
    @SuppressWarnings("FutureReturnValueIgnored") // answer() lets nothing through
    void hold(String agentId, AsyncContext context, Duration most, Supplier<Answer> orders) {
        Waiting waiting = new Waiting(agentId, context, orders);
        context.setTimeout(most.toMillis() + 30_000); // ours comes first
        context.addListener(waiting);
        Waiting before = byAgent.put(agentId, waiting);
        if (before != null) {
            soon(before);
        }
        try {
            thread.schedule(waiting::answer, most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            waiting.answer();
        }
    }

    /** There may be an order for this agent. */
    void wake(String agentId) {
        Waiting waiting = byAgent.get(agentId);
        if (waiting != null) {
            soon(waiting);
        }
    }

    private void soon(Waiting waiting) {
        try {
            thread.execute(waiting::answer);
        } catch (RejectedExecutionException e) {
            waiting.answer();
        }
    }

    /** Sends everybody who waits away, and ends. */
    @Override
    public void close() {
        thread.shutdownNow();
        byAgent.values().forEach(Waiting::answer);
        try {
            thread.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
