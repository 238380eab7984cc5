package fairlead.launcher;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a host up until it is told to stop: by a signal, or by a stop order. */
final class Lifetime {
    private static final Logger LOG = LoggerFactory.getLogger(Lifetime.class);

    private final Host host;
    private volatile ExitCode code = ExitCode.OK;

    Lifetime(Host host) {
        this.host = host;
    }

    /**
     * Returns when the host has stopped.
     *
     * @param withStdin stop, too, when standard input ends or says {@code stop}
     */
    static ExitCode await(Host host, boolean withStdin) throws InterruptedException {
        StopOrders orders = new StopOrders();
        if (withStdin) {
            orders.listen(System.in, () -> {});
        }
        return new Lifetime(host).await(orders, () -> {});
    }

    /**
     * As {@link #await(Host, boolean)}; stops, too, when a stop is ordered.
     *
     * @param beforeAskedStop runs first when a stop is ordered, and then only; whatever comes of
     *     it, the host stops
     */
    ExitCode await(StopOrders orders, Runnable beforeAskedStop) throws InterruptedException {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(this::stopOrHalt, "fairlead-launcher-stop"));
        orders.then(
                () -> {
                    try {
                        beforeAskedStop.run();
                    } finally {
                        stopOrHalt();
                    }
                });
        host.awaitStop();
        return code;
    }

    /** Ends this process to be started again; returns at once. */
    void restart(String reason) {
        LOG.info("the process is started again: {}", reason);
        code = ExitCode.AGAIN;
        new Thread(this::stopOrHalt, "fairlead-launcher-restart").start();
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
