package fairlead.itests.swap.caller;

import fairlead.accounting.api.AccountingPackage;
import fairlead.schedule.api.Scheduler;
import fairlead.sync.api.Connections;
import fairlead.sync.api.Outbox;
import fairlead.sync.api.Secrets;
import fairlead.sync.api.SyncEngine;
import fairlead.sync.api.Transport;
import fairlead.update.api.Updater;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.osgi.framework.ServiceException;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Calls every service of the agent once, as a consumer by the rules does. Lies in a bundle of its
 * own.
 */
@Component(name = "every-service", property = "test=every-service")
public final class EveryService implements Supplier<String> {
    /** So long the scheduler may be away: its own successor takes its place. */
    private static final long SCHEDULER_NANOS = 5_000_000_000L;

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile SyncEngine engine;

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Transport transport;

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Outbox outbox;

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Connections connections;

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Secrets secrets;

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Updater updater;

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile AccountingPackage books;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    volatile Scheduler scheduler;

    private volatile boolean stopped;

    @Deactivate
    void stop() {
        stopped = true;
    }

    /** Returns the id of the linked company's connection; empty before there is one. */
    @Override
    public String get() {
        StringBuilder connection = new StringBuilder();
        call(() -> connections, c -> c.all().forEach(it -> connection.append(it.connectionId())));
        call(() -> engine, SyncEngine::status);
        call(() -> transport, Transport::status);
        call(() -> secrets, s -> s.get("nobody"));
        call(() -> updater, Updater::status);
        call(() -> books, AccountingPackage::info);
        if (!connection.isEmpty()) {
            call(() -> outbox, o -> o.openSet(connection.toString()));
        }
        call(this::schedulerInTime, Scheduler::jobs);
        return connection.toString();
    }

    /** The reference is read for each call, and once more when the service has just gone. */
    private static <S> void call(Supplier<S> reference, Consumer<S> call) {
        try {
            call.accept(reference.get());
        } catch (ServiceException e) {
            if (e.getType() != ServiceException.UNREGISTERED) {
                throw e;
            }
            call.accept(reference.get());
        }
    }

    private Scheduler schedulerInTime() {
        long end = System.nanoTime() + SCHEDULER_NANOS;
        Scheduler now = scheduler;
        while (now == null && !stopped && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
            now = scheduler;
        }
        return now;
    }
}
