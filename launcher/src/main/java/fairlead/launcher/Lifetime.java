package fairlead.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a host up until it is told to stop: by a signal, or by the end of standard input. */
final class Lifetime {
    private static final Logger LOG = LoggerFactory.getLogger(Lifetime.class);

    private final Host host;

    private Lifetime(Host host) {
        this.host = host;
    }

    /**
     * Returns when the host has stopped.
     *
     * @param withStdin stop, too, when standard input ends or says {@code stop}
     */
    static ExitCode await(Host host, boolean withStdin) throws InterruptedException {
        Lifetime lifetime = new Lifetime(host);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(lifetime::stopOrHalt, "fairlead-launcher-stop"));
        if (withStdin) {
            Thread reader = new Thread(lifetime::stopWithStdin, "fairlead-launcher-stdin");
            reader.setDaemon(true);
            reader.start();
        }
        host.awaitStop();
        return ExitCode.OK;
    }

    private void stopWithStdin() {
        try {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            String line = in.readLine();
            while (line != null && !line.equals("stop")) {
                line = in.readLine();
            }
        } catch (IOException e) {
            LOG.info("standard input is broken: {}", e.toString());
        }
        stopOrHalt();
    }

    private synchronized void stopOrHalt() {
        if (!host.isUp()) {
            return;
        }
        LOG.info("stopping");
        if (!host.stop()) {
            LOG.error("no stop within 10 s, so the process is halted");
            Runtime.getRuntime().halt(ExitCode.STOP_TIMED_OUT.number);
        }
        LOG.info("stopped");
    }
}
