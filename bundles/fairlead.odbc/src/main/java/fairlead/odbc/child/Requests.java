package fairlead.odbc.child;

import fairlead.odbc.wire.FrameReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Reads the parent's requests on a thread of its own, so that the end of standard input is seen
 * while the driver hangs. The parent sends the next request only after it has its answer: until
 * then a request can be read from the same frame by the other thread.
 */
final class Requests implements Runnable {
    /** So long the driver may take to log off; then the process ends without it. */
    private static final long GRACE_SECONDS = 3;

    private static final int ENDED = 0;

    private final FrameReader in;
    private final Thread worker = Thread.currentThread();
    private final BlockingQueue<Boolean> coming = new ArrayBlockingQueue<>(1);

    Requests(InputStream in) {
        this.in = new FrameReader(in);
    }

    /** Waits for the next request; null when there will be none. */
    FrameReader next() throws InterruptedException {
        return coming.take() ? in : null;
    }

    @Override
    public void run() {
        try {
            readAll();
            if (coming.offer(false, GRACE_SECONDS, TimeUnit.SECONDS)) {
                worker.join(TimeUnit.SECONDS.toMillis(GRACE_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Runtime.getRuntime().halt(ENDED);
        }
    }

    private void readAll() throws InterruptedException {
        try {
            while (true) {
                in.next();
                coming.put(true);
            }
        } catch (IOException e) {
            return; // the parent has closed our input, or has gone
        }
    }
}
