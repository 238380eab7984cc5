package fairlead.sync;

import fairlead.accounting.api.Checkpoint;
import fairlead.sync.api.LinkException;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.Order;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The orders that take their time: they call the platform, or open the books. Those that wait are
 * forgotten with the process, since the platform repeats them.
 */
final class SlowOrders {
    private static final Logger LOG = LoggerFactory.getLogger(SlowOrders.class);
    private static final Logger ACTIVITY = LoggerFactory.getLogger("fairlead.activity");

    private final StoringOrderHandler services;
    private final Map<String, Order> waiting = new ConcurrentSkipListMap<>();

    SlowOrders(StoringOrderHandler services) {
        this.services = services;
    }

    void add(Order order) {
        waiting.put(order.id(), order);
    }

    /**
     * Those that wait, once. What cannot be done now is not kept: a connection may be linked again
     * by the time that it can, and an order from before would end it.
     */
    List<Order> take() {
        List<Order> taken = List.copyOf(waiting.values());
        taken.forEach(order -> waiting.remove(order.id()));
        return taken;
    }

    /** Does it, unless it cannot be done now. */
    boolean carryOut(Order order, Checkpoint checkpoint) throws InterruptedException {
        if (order.connectionId().isEmpty()) {
            LOG.warn("order {} names no connection, so nothing is done", order.id());
            return true;
        }
        String connectionId = order.connectionId().get();
        return switch (order.kind()) {
            case DIAGNOSTICS -> diagnostics(order.id(), connectionId, checkpoint);
            case UNINSTALL -> uninstall(connectionId);
            default -> throw new IllegalArgumentException(order.kind() + " is not slow");
        };
    }

    private boolean diagnostics(String orderId, String connectionId, Checkpoint checkpoint)
            throws InterruptedException {
        var reporter = services.diagnostics;
        var line = services.transport;
        if (reporter == null || line == null) {
            return false; // a bundle is being swapped
        }
        String report = reporter.collect(connectionId, checkpoint);
        if (!line.diagnostics(connectionId, orderId, report, checkpoint)) {
            return false;
        }
        ACTIVITY.info("A report about this connector was sent, as your provider asked.");
        return true;
    }

    /** The platform knows it first: a company that is not here any more was uninstalled. */
    private boolean uninstall(String connectionId) throws InterruptedException {
        Optional<LinkedCompany> company =
                Late.call(() -> services.connections, list -> list.find(connectionId));
        var linking = services.linking;
        if (company.isEmpty() || linking == null) {
            return company.isEmpty();
        }
        try {
            linking.unlink(connectionId);
        } catch (LinkException e) {
            LOG.warn("{}: not uninstalled yet: {}", connectionId, e.getMessage());
            return false;
        }
        ACTIVITY.info(
                "{} was uninstalled, as your provider asked: it is not read any more, and what"
                        + " Fairlead kept of it on this PC was removed. Your books are as they"
                        + " were.",
                company.get().companyName());
        return true;
    }
}
