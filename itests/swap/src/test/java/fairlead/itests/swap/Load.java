package fairlead.itests.swap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** A thread that calls everything without a pause, and what it saw. */
final class Load implements AutoCloseable {
    final AtomicLong calls = new AtomicLong();
    final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Supplier<Optional<Supplier<String>>> caller;
    private final Thread thread = new Thread(this::run, "caller");
    private final List<Duration> outages = new ArrayList<>();
    private volatile boolean closed;
    private volatile boolean outageAllowed;
    private volatile String connection = "";
    private long longestCallNanos;

    Load(Supplier<Optional<Supplier<String>>> caller) {
        this.caller = caller;
        thread.start();
    }

    private void run() {
        long lastGood = System.nanoTime();
        boolean away = false;
        while (!closed) {
            boolean allowed = outageAllowed;
            try {
                Optional<Supplier<String>> now = caller.get();
                if (now.isEmpty()) {
                    throw new IllegalStateException("the calling component is stopped");
                }
                connection = now.get().get();
                calls.incrementAndGet();
                long end = System.nanoTime();
                if (away) {
                    addOutage(end - lastGood);
                    away = false;
                } else {
                    longestCallNanos = Math.max(longestCallNanos, end - lastGood);
                }
                lastGood = end;
            } catch (Throwable e) { // this is what is counted
                if (allowed || outageAllowed) {
                    away = true;
                } else {
                    failures.add(e);
                }
            }
        }
    }

    private synchronized void addOutage(long nanos) {
        outages.add(Duration.ofNanos(nanos));
    }

    /** While bundles are refreshed the caller itself is stopped: that is an outage, no failure. */
    void allowOutage(boolean allowed) {
        outageAllowed = allowed;
    }

    synchronized List<Duration> outages() {
        return List.copyOf(outages);
    }

    Duration longestCall() {
        return Duration.ofNanos(longestCallNanos);
    }

    String connection() {
        return connection;
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
