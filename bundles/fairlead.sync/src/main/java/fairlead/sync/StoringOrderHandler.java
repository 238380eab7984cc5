package fairlead.sync;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import fairlead.gate.Gate;
import fairlead.schedule.api.Scheduler;
import fairlead.sync.api.Connections;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.Order;
import fairlead.sync.api.OrderHandler;
import fairlead.sync.api.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what an order asks for, then that it was done: an order that is repeated in between is
 * stored twice, which is the same as once.
 */
@Component
public final class StoringOrderHandler implements OrderHandler {
    private static final Logger LOG = LoggerFactory.getLogger(StoringOrderHandler.class);

    /** What has no job of its own here is asked of the job of this name, once there is one. */
    private static final String RESTART = "restart";

    private static final String DIAGNOSTICS = "diagnostics";
    private static final String UPDATE = "update";

    private final Gate gate = new Gate();
    private final Clock clock = Clock.systemUTC();

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    volatile Outbox outbox;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    volatile Connections connections;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile Scheduler scheduler;

    @Activate
    public StoringOrderHandler() {}

    @Deactivate
    void close() {
        gate.close(Duration.ofSeconds(5));
    }

    @Override
    public void handle(Order order) {
        try (var inside = gate.enter()) {
            if (Late.call(() -> outbox, box -> box.isDone(order.id()))) {
                return;
            }
            LOG.info(
                    "order {} {} {}",
                    order.id(),
                    order.kind(),
                    order.connectionId().orElse("for all"));
            carryOut(order);
            Late.run(() -> outbox, box -> box.markDone(order.id()));
        }
    }

    private void carryOut(Order order) {
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
            case RESTART -> trigger(RESTART);
            case DIAGNOSTICS -> trigger(DIAGNOSTICS);
            case CHECK_FOR_UPDATES -> trigger(UPDATE);
        }
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
