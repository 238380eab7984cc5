package fairlead.control;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import com.fasterxml.jackson.core.JsonFactory;
import fairlead.accounting.api.AccountingPackage;
import fairlead.accounting.api.Checkpoint;
import fairlead.gate.Gate;
import fairlead.schedule.api.Scheduler;
import fairlead.sync.api.Connections;
import fairlead.sync.api.Diagnostics;
import fairlead.sync.api.Linking;
import fairlead.sync.api.Outbox;
import fairlead.sync.api.Secrets;
import fairlead.sync.api.SyncEngine;
import fairlead.sync.api.Transport;
import fairlead.update.api.Updater;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the owner of the data directory, and nobody else, ask and steer the agent: what the command
 * line talks to; and writes the same down for a vendor who asks. The socket is opened by the
 * accepting thread, which waits while a predecessor still holds it.
 */
@Component(immediate = true, service = Diagnostics.class)
public final class SocketControl implements Diagnostics {
    static final Logger LOG = LoggerFactory.getLogger(SocketControl.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_CLIENTS = 32;

    /** Milliseconds from a failure to take a client to the next try; doubled each time. */
    private static final long SHORTEST_PAUSE = 100;

    private static final long LONGEST_PAUSE = 30_000;

    /** Waits for the next client: what the operating system may refuse, and a test does. */
    @FunctionalInterface
    interface Accept {
        SocketChannel from(Endpoint endpoint) throws IOException;
    }

    private final Path data;
    final ActivityLog activity;
    private final JsonFactory json = new JsonFactory();
    private final Gate gate = new Gate();
    private final String version;
    private final Commands commands;
    private final Thread acceptor = new Thread(this::serve, "fairlead-control");
    private final Map<Thread, Session> sessions = new LinkedHashMap<>();
    private Optional<Endpoint> endpoint = Optional.empty();
    private boolean closed;
    Accept accept = Endpoint::accept;

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    volatile SyncEngine engine;

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    volatile Linking linking;

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    volatile Connections connections;

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    volatile Transport transport;

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    volatile Scheduler scheduler;

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    volatile Updater updater;

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    volatile Secrets secrets;

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = OPTIONAL)
    volatile Outbox outbox;

    @Reference(policy = DYNAMIC, policyOption = GREEDY, cardinality = MULTIPLE)
    volatile List<AccountingPackage> packages = List.of();

    @Activate
    public SocketControl(BundleContext context) {
        this(data(context), context.getBundle().getVersion().toString());
        start();
    }

    SocketControl(Path data, String version) {
        this.data = data;
        this.version = version;
        this.activity = new ActivityLog(data);
        this.commands = new Commands(this, version);
    }

    private static Path data(BundleContext context) {
        String data = context.getProperty("fairlead.data");
        if (data == null) {
            throw new IllegalStateException("the framework property fairlead.data is not set");
        }
        return Path.of(data);
    }

    void start() {
        acceptor.start();
    }

    private void serve() {
        try {
            long pause = SHORTEST_PAUSE;
            while (!isClosed()) {
                try {
                    Optional<Endpoint> open = openWhenFree();
                    while (open.isPresent()) {
                        SocketChannel client = accept.from(open.get());
                        pause = SHORTEST_PAUSE;
                        accept(client, open.get().token());
                    }
                } catch (IOException e) {
                    pause = rest(pause, e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Empty: the component was closed before. */
    private synchronized Optional<Endpoint> openWhenFree()
            throws IOException, InterruptedException {
        while (!closed) {
            if (endpoint.isEmpty() || !endpoint.get().isOpen()) {
                endpoint = Endpoint.open(data);
            }
            if (endpoint.isPresent()) {
                return endpoint;
            }
            wait(50);
        }
        return Optional.empty();
    }

    /** The operating system may be short of something for a while: the next try comes later. */
    private synchronized long rest(long pause, IOException failure) throws InterruptedException {
        if (closed) {
            return pause;
        }
        LOG.warn(
                "no client can reach the agent over its control socket in {}; the next try comes in"
                        + " {} ms",
                data,
                pause,
                failure);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
        for (long left = pause; !closed && left > 0; left = millisTo(end)) {
            wait(left);
        }
        return Math.min(LONGEST_PAUSE, pause * 2);
    }

    private static long millisTo(long end) {
        return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime() + 999_999);
    }

    private synchronized void accept(SocketChannel channel, Optional<String> token) {
        Session session = new Session(channel, json, token, commands);
        sessions.keySet().removeIf(thread -> !thread.isAlive());
        if (closed || sessions.size() >= MOST_CLIENTS) {
            session.cut();
            return;
        }
        Thread thread = new Thread(session, "fairlead-control-client");
        sessions.put(thread, session);
        thread.start();
    }

    @Override
    public String collect(String connectionId, Checkpoint checkpoint) throws InterruptedException {
        try (var inside = gate.enter()) {
            return new Report(this, commands, data, version)
                    .of(connectionId, Instant.now(), checkpoint);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Lets every command that is under way come to its end, for at most 5 seconds. */
    @Deactivate
    void close() {
        Map<Thread, Session> open;
        gate.close(PATIENCE);
        synchronized (this) {
            closed = true;
            notifyAll();
            try {
                if (endpoint.isPresent()) {
                    endpoint.get().close();
                }
            } catch (IOException e) {
                LOG.warn("the control socket in {} does not close", data, e);
            }
            open = new LinkedHashMap<>(sessions);
        }
        open.values().forEach(Session::stop);
        List<Thread> threads = new ArrayList<>(open.keySet());
        threads.add(acceptor);
        if (!joined(threads, PATIENCE)) {
            open.values().forEach(Session::cut);
            joined(threads, PATIENCE);
        }
    }

    private static boolean joined(List<Thread> threads, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }
}
