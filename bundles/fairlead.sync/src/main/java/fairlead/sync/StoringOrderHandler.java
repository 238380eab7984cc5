package fairlead.sync;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import fairlead.gate.Gate;
import fairlead.schedule.api.Job;
import fairlead.schedule.api.JobContext;
import fairlead.schedule.api.Scheduler;
import fairlead.sync.api.Connections;
import fairlead.sync.api.Diagnostics;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.Linking;
import fairlead.sync.api.Order;
import fairlead.sync.api.OrderHandler;
import fairlead.sync.api.Outbox;
import fairlead.sync.api.Transport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.framework.ServiceException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what an order asks for, then that it was done: an order that is repeated in between is
 * stored twice, which is the same as once. What takes its time is done by the job {@link #JOB}; the
 * platform repeats the order until it was.
 */
@Component(
        service = {OrderHandler.class, Job.class},
        property = {Job.NAME + "=" + StoringOrderHandler.JOB, Job.DURING_PAUSE + ":Boolean=true"})
public final class StoringOrderHandler implements OrderHandler, Job {
    static final String JOB = "orders";

    /** The host's door for whoever wants the process to be started again. */
    private static final String RESTART = "(fairlead.restart=*)";

    private static final Logger LOG = LoggerFactory.getLogger(StoringOrderHandler.class);
    private static final Logger ACTIVITY = LoggerFactory.getLogger("fairlead.activity");
    private static final String UPDATE = "update";
    private static final String POLL = "poll";

    private final Gate gate = new Gate();
    private final Object oneRun = new Object();
    private final Clock clock = Clock.systemUTC();
    private final SlowOrders slow = new SlowOrders(this);
    private final Defects defects = new Defects();
    private volatile String restarting = ""; // an order that the next life of the process has done

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    volatile Outbox outbox;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    volatile Connections connections;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile Scheduler scheduler;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile Linking linking;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile Transport transport;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile Diagnostics diagnostics;

    @Reference(
            service = Consumer.class,
            target = RESTART,
            cardinality = OPTIONAL,
            policy = DYNAMIC,
            policyOption = GREEDY)
    volatile Consumer<String> restart;

    @Activate
    public StoringOrderHandler() {}

    @Deactivate
    void close() {
        gate.close(Duration.ofSeconds(5));
    }

    @Override
    public void handle(Order order) {
        try (var inside = gate.enter()) {
            if (wasDone(order.id())) {
                return;
            }
            LOG.info(
                    "order {} {} {}",
                    order.id(),
                    order.kind(),
                    order.connectionId().orElse("for all"));
            if (carryOut(order)) {
                done(order);
            }
            defects.wentWell(name(order));
        } catch (ServiceException e) {
            throw e; // something is being changed; the platform repeats the order
        } catch (RuntimeException e) {
            defects.failed(name(order), e);
            throw e;
        }
    }

    private static String name(Order order) {
        return "an order " + order.kind();
    }

    /** What ended the last order of a kind, for {@link SyncCheck}. */
    Map<String, Throwable> defects() {
        return defects.now();
    }

    @Override
    public boolean isDone(String orderId) {
        try (var inside = gate.enter()) {
            return wasDone(orderId) && !restarting.equals(orderId);
        }
    }

    private boolean wasDone(String orderId) {
        return Late.call(() -> outbox, box -> box.isDone(orderId));
    }

    private void done(Order order) {
        Late.run(() -> outbox, box -> box.markDone(order.id()));
    }

    @Override
    public Optional<Duration> run(JobContext context) throws InterruptedException {
        try (var inside = gate.enter()) {
            synchronized (oneRun) { // one that overstays is waited for (Job.run)
                carryOutSlow(context);
            }
            return Optional.empty(); // what is left is repeated by the platform, if still wanted
        }
    }

    private void carryOutSlow(JobContext context) throws InterruptedException {
        for (Order order : slow.take()) {
            context.checkpoint();
            if (!wasDone(order.id()) && slow.carryOut(order, context::checkpoint)) {
                done(order);
                trigger(POLL); // so that it is acknowledged now
            }
        }
    }

    /** Is it done now? */
    private boolean carryOut(Order order) {
        switch (order.kind()) {
            case SYNC ->
                    company(
                            order,
                            c ->
                                    Late.run(
                                            () -> outbox,
                                            box ->
                                                    box.addRequests(
                                                            c.connectionId(), order.requests())));
            case CANCEL ->
                    company(
                            order,
                            c -> Late.run(() -> outbox, box -> box.cancel(c.connectionId())));
            case UNLINK ->
                    company(
                            order,
                            c ->
                                    Late.run(
                                            () -> connections,
                                            list ->
                                                    list.put(
                                                            c.with(
                                                                    LinkedCompany.State.ENDED,
                                                                    "The platform has ended this"
                                                                            + " connection."))));
            case PAUSE -> {
                Instant until = order.until().orElse(clock.instant().plus(Duration.ofDays(1)));
                Late.ifPresent(() -> scheduler, s -> s.pause(until));
            }
            case RESUME -> {
                Late.ifPresent(() -> scheduler, Scheduler::resume);
                Late.call(() -> connections, list -> list.all()).stream()
                        .filter(c -> c.state() == LinkedCompany.State.STOPPED)
                        .filter(
                                c ->
                                        order.connectionId()
                                                .map(c.connectionId()::equals)
                                                .orElse(false))
                        .forEach(this::goOn);
            }
            case RESTART -> {
                restart(order);
                return false;
            }
            case DIAGNOSTICS, UNINSTALL -> {
                slow.add(order);
                trigger(JOB);
                return false;
            }
            case CHECK_FOR_UPDATES -> trigger(UPDATE);
        }
        return true;
    }

    /** Is stored as done before the process ends, and is done for the platform after it. */
    private void restart(Order order) {
        Consumer<String> host = restart;
        if (host == null) {
            LOG.info("order {} waits: nothing would start this process again", order.id());
            return;
        }
        restarting = order.id();
        done(order);
        ACTIVITY.info("Fairlead is started again, as your provider asked.");
        host.accept("the platform asked for it");
    }

    /** A person has chosen: the company is read again, and stops again if nothing has changed. */
    private void goOn(LinkedCompany company) {
        Late.run(() -> connections, list -> list.put(company.with(LinkedCompany.State.LINKED, "")));
        trigger(DurableSyncEngine.JOB);
    }

    private void company(Order order, Consumer<LinkedCompany> work) {
        order.connectionId()
                .flatMap(id -> Late.call(() -> connections, list -> list.find(id)))
                .ifPresentOrElse(
                        work, () -> LOG.warn("order {} is for no company here", order.id()));
        trigger(DurableSyncEngine.JOB);
    }

    private void trigger(String job) {
        Late.ifPresent(() -> scheduler, s -> s.trigger(job));
    }
}
