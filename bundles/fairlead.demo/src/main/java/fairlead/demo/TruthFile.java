package fairlead.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the truth file up to date: at once when told so, otherwise soon after a change, and never
 * for more than a tenth of the time.
 */
final class TruthFile implements AutoCloseable {
    private static final long LEAST = TimeUnit.MILLISECONDS.toNanos(500);

    private final Path file;
    private final Out out;
    private final Thread writer = new Thread(this::follow, "fairlead-demo-truth");
    private boolean behind;
    private boolean ended;
    private long took;

    /** Writes the truth into a file, as it is now. */
    @FunctionalInterface
    interface Out {
        void write(Path file) throws IOException;
    }

    TruthFile(Path file, Out out) {
        this.file = file;
        this.out = out;
        writer.setDaemon(true);
        writer.start();
    }

    void now() throws IOException {
        synchronized (this) {
            behind = false;
        }
        long start = System.nanoTime();
        out.write(file);
        took = System.nanoTime() - start;
    }

    synchronized void soon() {
        behind = true;
        notifyAll();
    }

    private void follow() {
        try {
            while (await()) {
                now();
                rest(Math.max(LEAST, 9 * took));
            }
        } catch (IOException e) {
            System.err.println("The truth file could not be written: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean await() throws InterruptedException {
        while (!behind && !ended) {
            wait();
        }
        return !ended;
    }

    private synchronized void rest(long nanos) throws InterruptedException {
        long until = System.nanoTime() + nanos;
        while (!ended && System.nanoTime() < until) {
            TimeUnit.NANOSECONDS.timedWait(this, until - System.nanoTime());
        }
    }

    /** Ends the thread; a change that is still to be written is written. */
    @Override
    public void close() {
        boolean last;
        synchronized (this) {
            ended = true;
            last = behind;
            notifyAll();
        }
        try {
            writer.join();
            if (last) {
                now();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.err.println("The truth file could not be written: " + e.getMessage());
        }
    }
}
