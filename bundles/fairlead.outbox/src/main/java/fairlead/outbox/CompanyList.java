package fairlead.outbox;

import fairlead.sync.api.LinkedCompany;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.h2.mvstore.MVMap;

/** The list of linked companies, and the orders that were done, in one small store. */
final class CompanyList {
    private static final int ORDERS = 2_000;

    private final Store store;
    private final Clock clock;
    private Map<String, LinkedCompany> companies; // null until it was loaded

    CompanyList(Path directory, Disk disk, Duration patience, Clock clock) {
        this.store = new Store(directory.resolve("companies.mv"), disk, patience);
        this.clock = clock;
    }

    synchronized List<LinkedCompany> all() {
        load();
        return List.copyOf(companies.values());
    }

    synchronized Optional<LinkedCompany> find(String connectionId) {
        load();
        return Optional.ofNullable(companies.get(connectionId));
    }

    synchronized void put(LinkedCompany company) {
        load();
        companies = null;
        store.step(
                () -> store.bytes("companies").put(company.connectionId(), Codec.company(company)));
    }

    synchronized void remove(String connectionId) {
        load();
        companies = null;
        store.step(() -> store.bytes("companies").remove(connectionId));
    }

    synchronized boolean isDone(String orderId) {
        load();
        return store.read(() -> store.strings("orders").containsKey(orderId));
    }

    synchronized void markDone(String orderId) {
        load();
        store.step(
                () -> {
                    MVMap<String, String> orders = store.strings("orders");
                    orders.put(orderId, clock.instant().toString());
                    if (orders.size() > ORDERS) {
                        List<String> ids = new ArrayList<>(orders.keySet());
                        ids.sort(Comparator.comparing(orders::get));
                        ids.subList(0, ORDERS / 2).forEach(orders::remove);
                    }
                    return null;
                });
    }

    private void load() {
        store.open();
        if (companies != null) {
            return;
        }
        List<LinkedCompany> loaded = new ArrayList<>();
        store.read(
                () -> {
                    store.bytes("companies")
                            .forEach((id, bytes) -> loaded.add(Codec.company(id, bytes)));
                    return null;
                });
        loaded.sort(
                Comparator.comparing(LinkedCompany::linkedAt)
                        .thenComparing(LinkedCompany::connectionId));
        companies = new LinkedHashMap<>();
        loaded.forEach(company -> companies.put(company.connectionId(), company));
    }

    synchronized void close() {
        store.close();
        companies = null;
    }

    /** As a kill leaves it, for tests. */
    synchronized void abandon() {
        store.abandon();
        companies = null;
    }
}
