package fairlead.launcher.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Threads that call a consumer in a tight loop. */
final class Callers implements AutoCloseable {
    final AtomicLong calls = new AtomicLong();
    final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    Callers(int count, Supplier<String> consumer) {
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> loop(consumer), "caller-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private void loop(Supplier<String> consumer) {
        while (!stopped) {
            try {
                assertThat(consumer.get()).isNotEmpty();
            } catch (Throwable e) { // this is what is counted
                failures.add(e);
            }
            calls.incrementAndGet();
        }
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
