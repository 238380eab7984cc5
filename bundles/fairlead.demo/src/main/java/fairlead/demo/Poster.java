package fairlead.demo;

import fairlead.demo.books.DatabaseFailure;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/** Posts at a rate, on a thread of its own. */
final class Poster implements AutoCloseable {
    private final DemoCompany company;
    private final Thread thread = new Thread(this::work, "fairlead-demo-poster");
    private int perSecond;
    private boolean ended;

    Poster(DemoCompany company) {
        this.company = company;
        thread.setDaemon(true);
        thread.start();
    }

    /** So many transactions a second from now on; 0 for none. */
    synchronized void rate(int perSecond) {
        this.perSecond = perSecond;
        notifyAll();
    }

    private void work() {
        try {
            long next = System.nanoTime();
            long pause;
            while ((pause = pause()) > 0) {
                next = Math.max(next + pause, System.nanoTime() - pause);
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                company.postOne();
            }
        } catch (SQLException | DatabaseFailure e) {
            System.err.println("Posting has ended: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The time between two postings, in nanoseconds; 0 for the end. Waits while there is no rate.
     */
    private synchronized long pause() throws InterruptedException {
        while (perSecond == 0 && !ended) {
            wait();
        }
        return ended ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /** Ends the thread; a posting that has begun is finished. */
    @Override
    public void close() {
        synchronized (this) {
            ended = true;
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
