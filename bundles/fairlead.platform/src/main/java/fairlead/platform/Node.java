package fairlead.platform;

import fairlead.platform.api.PublicApi;
import fairlead.platform.api.Quota;
import fairlead.platform.api.VendorApi;
import fairlead.platform.connector.ConnectorApi;
import fairlead.platform.http.MinuteLimit;
import fairlead.platform.http.Router;
import fairlead.platform.http.Strangers;
import fairlead.platform.link.LinkSite;
import fairlead.platform.portal.Portal;
import fairlead.platform.store.Database;
import fairlead.platform.store.DatabaseAddress;
import fairlead.platform.store.Store;
import fairlead.platform.store.SyncSettings.Due;
import fairlead.platform.web.Assets;
import fairlead.platform.web.Pages;
import fairlead.platform.webhooks.Dispatcher;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node of the platform: its database, opened when it is first needed, its routes, and the
 * thread that tidies up. Everything that counts is in the database.
 */
final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final Duration UNTOUCHED = Duration.ofDays(7);
    private static final Duration FORGOTTEN = Duration.ofHours(1);
    private static final Duration READERS_FINISH = Duration.ofMinutes(10);

    /** For how long history is kept. */
    private static final Duration HISTORY = Duration.ofDays(90);

    private final Settings settings;
    private final Clock clock;
    private final ScheduledExecutorService tidying = thread("fairlead-platform-tidying");
    // a sweep may go over millions of rows: what has its time does not wait for it
    private final ScheduledExecutorService sweeping = thread("fairlead-platform-sweeping");
    private Opened opened;
    private boolean closed;

    private record Opened(
            Store store, ConnectorApi connector, Router router, Dispatcher webhooks) {}

    /**
     * Where a node works, and what it allows.
     *
     * @param database where it keeps everything that counts
     * @param keyFile where the first API key is left
     * @param linkValid for how long a link can be used
     * @param callsPerMinute how many calls an agent may make, or an address without a key
     * @param proxies the addresses of servers in front, which say where a call comes from
     * @param quota how much of the public API a vendor may use
     * @param installers the directory with the connectors' installers, {@code <packageKey>.exe}
     * @param privateWebhooks may webhook consumers be inside the platform's own network?
     */
    record Settings(
            DatabaseAddress database,
            Path keyFile,
            Duration linkValid,
            int callsPerMinute,
            Set<String> proxies,
            Quota quota,
            Path installers,
            boolean privateWebhooks) {}

    Node(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Opens the database soon, and tidies up from then on. */
    @SuppressWarnings("FutureReturnValueIgnored") // neither lets anything through
    void start() {
        tidying.scheduleWithFixedDelay(this::tidy, 0, 60, TimeUnit.SECONDS);
        tidying.scheduleWithFixedDelay(this::writeHeartbeats, 15, 15, TimeUnit.SECONDS);
        sweeping.scheduleWithFixedDelay(this::sweep, 0, 60, TimeUnit.SECONDS);
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, name));
    }

    Router router() {
        return open().router();
    }

    Store store() {
        return open().store();
    }

    private synchronized Opened open() {
        if (closed) {
            throw new IllegalStateException("the platform is stopping");
        }
        if (opened == null) {
            Database database = Database.open(settings.database());
            try {
                Store store =
                        Store.on(
                                database,
                                clock,
                                settings.linkValid(),
                                settings.quota().companies());
                store.leases().forgetOtherProcesses();
                FirstKey.make(store.clients(), settings.keyFile());
                ConnectorApi connector = new ConnectorApi(store, clock, settings.callsPerMinute());
                Metrics metrics = metrics(store, connector);
                Pages pages = new Pages();
                Router router =
                        new Router(pages::problem)
                                .watchedBy(metrics)
                                .writtenTo(new AuditTrail(store))
                                .limiting(strangers());
                connector.routes(router);
                new PublicApi(store, connector::wake, clock, settings.quota()).routes(router);
                new VendorApi(store, connector::wake, metrics::answer).routes(router);
                new Assets().routes(router);
                new LinkSite(store, clock, pages, settings.installers()).routes(router);
                new Portal(store, clock, pages, connector::wake).routes(router);
                database.listen(connector::changed, connector::missedSome);
                Dispatcher webhooks =
                        new Dispatcher(store.deliveries(), clock, settings.privateWebhooks());
                opened = new Opened(store, connector, router, webhooks);
                webhooks.start();
            } finally {
                if (opened == null) {
                    database.close();
                }
            }
        }
        return opened;
    }

    private Strangers strangers() {
        return new Strangers(new MinuteLimit(clock, settings.callsPerMinute()), settings.proxies());
    }

    private static Metrics metrics(Store store, ConnectorApi connector) {
        return new Metrics()
                .gauge(
                        "fairlead_polls_waiting",
                        "Agents that wait for orders at this node.",
                        connector::waiting)
                .gauge(
                        "fairlead_connections_linked",
                        "Connections that are linked, of the whole platform.",
                        store.connections()::linked)
                .gauge(
                        "fairlead_webhook_messages_waiting",
                        "Messages that are to be sent, of the whole platform.",
                        store.deliveries()::waiting)
                .gauge(
                        "fairlead_database_connections_active",
                        "Connections to the database that are in use by this node.",
                        store.database()::active);
    }

    /** Sync rule 28, what is due, and what is kept for a time only. */
    void tidy() {
        tidy(store -> queueDue(store));
        tidy(store -> store.callCounts().newDay(settings.quota().perDay()));
        tidy(store -> store.orders().orderAgain(clock.millis() - FORGOTTEN.toMillis()));
        tidy(store -> store.uploads().abortUntouched(clock.millis() - UNTOUCHED.toMillis()));
        tidy(store -> store.agents().forget());
        tidy(store -> store.apiKeys().forget());
        tidy(store -> store.idempotentCalls().forget());
        tidy(store -> store.deliveries().forget());
        tidy(store -> store.visits().forget());
        tidy(store -> store.audit().forget());
    }

    /** What fails keeps nothing else from being done. */
    private void tidy(Consumer<Store> work) {
        try {
            work.accept(store());
        } catch (RuntimeException e) {
            if (!tidying.isShutdown()) {
                LOG.error("tidying up failed; it is tried again in a minute", e);
            }
        }
    }

    /** Removes what no reader can see any more, and history that is too old. */
    void sweep() {
        try {
            Store store = store();
            store.sweeper().sweep(clock.millis() - READERS_FINISH.toMillis());
            store.sweeper().forget(clock.millis() - HISTORY.toMillis());
        } catch (RuntimeException e) {
            if (!sweeping.isShutdown()) {
                LOG.error("the sweep failed; it is tried again in a minute", e);
            }
        }
    }

    private void writeHeartbeats() {
        try {
            store().heartbeats().write();
        } catch (RuntimeException e) {
            if (!tidying.isShutdown()) {
                LOG.warn("when agents were last heard is written later: {}", e.toString());
            }
        }
    }

    /** What is due by its sync settings is asked for; agents that wait are told. */
    private void queueDue(Store store) {
        String after = "";
        List<Due> some = store.syncSettings().due(after);
        while (!some.isEmpty()) {
            for (Due due : some) {
                store.operations().queue(due.connectionId(), due.dataTypes());
                due.agentId().ifPresent(opened.connector()::wake);
                after = due.connectionId();
            }
            some = store.syncSettings().due(after);
        }
    }

    /** Sends agents that wait for orders away: they ask again, whoever answers then. */
    synchronized void wakeAll() {
        if (opened != null) {
            opened.connector().close();
        }
    }

    @Override
    public void close() {
        tidying.shutdownNow();
        sweeping.shutdownNow();
        try {
            tidying.awaitTermination(5, TimeUnit.SECONDS);
            sweeping.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (opened != null) {
                writeHeartbeats();
            }
            closed = true;
            if (opened != null) {
                opened.connector().close();
                opened.webhooks().close();
                opened.store().database().close();
                opened = null;
            }
        }
    }
}
