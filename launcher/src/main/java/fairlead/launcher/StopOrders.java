package fairlead.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from the first moment on when this process is asked to stop: by the word {@code stop}, or
 * by the end of a stream. What is done then depends on how far the process is.
 */
final class StopOrders {
    private static final Logger LOG = LoggerFactory.getLogger(StopOrders.class);

    private boolean asked;
    private Runnable act = () -> {};

    /** Does this as soon as a stop is asked for, in place of what was to be done; now if it was. */
    void then(Runnable action) {
        synchronized (this) {
            act = action;
            if (!asked) {
                return;
            }
        }
        action.run();
    }

    /**
     * Listens to a stream.
     *
     * @param heard is told first
     */
    void listen(InputStream stream, Runnable heard) {
        Thread reader =
                new Thread(
                        () -> {
                            await(stream);
                            heard.run();
                            ask();
                        },
                        "fairlead-launcher-stop-orders");
        reader.setDaemon(true);
        reader.start();
    }

    private static void await(InputStream stream) {
        try {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            String line = in.readLine();
            while (line != null && !line.equals("stop")) {
                line = in.readLine();
            }
        } catch (IOException e) {
            LOG.info("who could ask this process to stop has gone: {}", e.toString());
        }
    }

    private void ask() {
        Runnable action;
        synchronized (this) {
            if (asked) {
                return;
            }
            asked = true;
            action = act;
        }
        action.run();
    }
}
