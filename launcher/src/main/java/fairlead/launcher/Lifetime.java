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
    private final Runnable beforeAskedStop;
    private volatile ExitCode code = ExitCode.OK;

    /**
     * @param beforeAskedStop runs first when a stop is asked for over standard input, and then only
     */
    Lifetime(Host host, Runnable beforeAskedStop) {
        this.host = host;
        this.beforeAskedStop = beforeAskedStop;
    }

    /**
     * Returns when the host has stopped.
     *
     * @param withStdin stop, too, when standard input ends or says {@code stop}
     */
    static ExitCode await(Host host, boolean withStdin) throws InterruptedException {
        return new Lifetime(host, () -> {}).await(withStdin);
    }

    /** As {@link #await(Host, boolean)}. */
    ExitCode await(boolean withStdin) throws InterruptedException {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(this::stopOrHalt, "fairlead-launcher-stop"));
        if (withStdin) {
            Thread reader = new Thread(this::stopWithStdin, "fairlead-launcher-stdin");
            reader.setDaemon(true);
            reader.start();
        }
        host.awaitStop();
        return code;
    }

    /** Ends this process to be started again; returns at once. */
    void restart(String reason) {
        LOG.info("the process is started again: {}", reason);
        code = ExitCode.AGAIN;
        new Thread(this::stopOrHalt, "fairlead-launcher-restart").start();
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
        beforeAskedStop.run();
        stopOrHalt();
    }

    private synchronized void stopOrHalt() {
        if (!host.isUp()) {
            return;
        }
        LOG.info("stopping");
        if (!host.stop()) {
            LOG.error("no stop within 10 s, so the process is halted");
            Runtime.getRuntime()
                    .halt(code == ExitCode.AGAIN ? code.number : ExitCode.STOP_TIMED_OUT.number);
        }
        LOG.info("stopped");
    }
}
