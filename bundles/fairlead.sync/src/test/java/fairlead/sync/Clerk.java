package fairlead.sync;

import fairlead.accounting.api.DataType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Works in a company's books through a connection of their own, in bursts with pauses between, and
 * logs every state that the books were in. Used for one round of work.
 */
final class Clerk {
    /**
     * The books as they were from the end of one change to the beginning of the next.
     *
     * @param after when the change began that led to them
     * @param until when the next change had ended; far in the future for the last one
     */
    record State(Map<DataType, Map<String, String>> content, Instant after, Instant until) {}

    private final SageBooks books;
    private final Clock clock;
    private final Random random;
    private final long end;
    private final int longestPause; // in milliseconds
    private final Thread thread = new Thread(this::work, "clerk");
    private final List<State> states = new ArrayList<>();
    private Throwable failure;
    private int changes;
    private boolean working = true;

    /**
     * @param before what is in the books
     * @param work for so long, with pauses in which a sync may end; zero for a few bursts
     */
    Clerk(
            SageBooks books,
            Clock clock,
            long seed,
            Map<DataType, Map<String, String>> before,
            Duration work) {
        this.end = System.nanoTime() + work.toNanos();
        this.longestPause = work.isZero() ? 400 : 6_000;
        this.books = books;
        this.clock = clock;
        this.random = new Random(seed);
        states.add(new State(before, Instant.EPOCH, Instant.MAX));
        thread.start();
    }

    /** All that is in the books, as a reader of its own finds it; what is as it was is shared. */
    private Map<DataType, Map<String, String>> read(Map<DataType, Map<String, String>> before)
            throws Exception {
        Map<DataType, Map<String, String>> now = books.now();
        now.forEach(
                (type, records) -> {
                    Map<String, String> old = before.get(type);
                    records.replaceAll((id, json) -> json.equals(old.get(id)) ? old.get(id) : json);
                });
        return now;
    }

    private void work() {
        try {
            int bursts = 1 + random.nextInt(3);
            for (; bursts > 0 || System.nanoTime() < end; bursts--) {
                for (int left = 2 + random.nextInt(6); left > 0; left--) {
                    change();
                }
                pause(random.nextInt(longestPause));
            }
        } catch (Throwable e) {
            synchronized (this) {
                failure = e;
            }
        } finally {
            synchronized (this) {
                working = false;
                notifyAll();
            }
        }
    }

    private synchronized void pause(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            wait(millis + 1);
        }
    }

    private void change() throws Exception {
        Instant began = clock.instant();
        switch (random.nextInt(5)) {
            case 0, 1 -> books.company.post(1 + random.nextInt(3));
            case 2 -> books.company.amend();
            case 3 -> books.company.correct();
            default -> books.company.delete();
        }
        Instant ended = clock.instant();
        State last = states.get(states.size() - 1); // which nobody else changes
        Map<DataType, Map<String, String>> content = read(last.content());
        synchronized (this) {
            states.remove(states.size() - 1);
            states.add(new State(last.content(), last.after(), ended));
            states.add(new State(content, began, Instant.MAX));
            changes++;
            notifyAll();
        }
    }

    synchronized boolean isWorking() {
        return working;
    }

    /** Waits for the next change; returns at once when there will be none. */
    synchronized void awaitChange() throws InterruptedException {
        int seen = changes;
        while (working && changes == seen) {
            wait(10_000);
        }
    }

    /** Every state, when all the work is done. */
    synchronized List<State> states() throws InterruptedException {
        while (working) {
            wait(10_000);
        }
        if (failure != null) {
            throw new AssertionError(failure);
        }
        return List.copyOf(states);
    }
}
