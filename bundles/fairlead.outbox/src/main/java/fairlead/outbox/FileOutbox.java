package fairlead.outbox;

import fairlead.accounting.api.DataType;
import fairlead.gate.Gate;
import fairlead.gate.KillPoint;
import fairlead.sync.api.Append;
import fairlead.sync.api.ChunkUpload;
import fairlead.sync.api.Connections;
import fairlead.sync.api.Entry;
import fairlead.sync.api.Held;
import fairlead.sync.api.Known;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.OpenSet;
import fairlead.sync.api.Outbox;
import fairlead.sync.api.Outcome;
import fairlead.sync.api.SettledRead;
import fairlead.sync.api.SliceSum;
import fairlead.sync.api.SyncRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Keeps everything below {@code <fairlead.data>/companies}: one store for the list of companies,
 * one directory a company. Both are acquired on first use and let go in {@link #close}.
 */
@Component(service = {Outbox.class, Connections.class})
public final class FileOutbox implements Outbox, Connections {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Gate gate = new Gate();
    private final Path directory;
    private final Disk disk;
    private final Duration patience;
    private final Consumer<String> killPoint;
    private final CompanyList list;
    private final Map<String, CompanyStore> stores = new ConcurrentHashMap<>();

    @Activate
    public FileOutbox(BundleContext context) {
        this(dataDirectory(context), new Disk(), PATIENCE, Clock.systemUTC(), KillPoint::reach);
    }

    FileOutbox(Path data, Disk disk, Duration patience, Clock clock, Consumer<String> killPoint) {
        this.directory = data.resolve("companies");
        this.disk = disk;
        this.patience = patience;
        this.killPoint = killPoint;
        this.list = new CompanyList(directory, disk, patience, clock);
    }

    static Path dataDirectory(BundleContext context) {
        String data = context.getProperty("fairlead.data");
        if (data == null) {
            throw new IllegalStateException(
                    "the framework property fairlead.data does not name a directory");
        }
        return Path.of(data);
    }

    @Deactivate
    void close() {
        gate.close(Duration.ofSeconds(5));
        stores.values().forEach(CompanyStore::rest);
        list.close();
    }

    /** As a kill leaves it, for tests. */
    void abandon() {
        stores.values().forEach(CompanyStore::abandon);
        list.abandon();
    }

    private <T> T with(String connectionId, Function<CompanyStore, T> work) {
        try (var inside = gate.enter()) {
            return work.apply(store(connectionId));
        }
    }

    private void to(String connectionId, Consumer<CompanyStore> work) {
        try (var inside = gate.enter()) {
            work.accept(store(connectionId));
        }
    }

    private CompanyStore store(String connectionId) {
        CompanyStore known = stores.get(connectionId);
        return known != null
                ? known
                : stores.computeIfAbsent(
                        connectionId,
                        id -> new CompanyStore(id, home(id), disk, patience, killPoint));
    }

    private Path home(String connectionId) {
        if (!connectionId.matches("[A-Za-z0-9-]{1,64}")) {
            throw new IllegalArgumentException("not a connection id: " + connectionId);
        }
        return directory.resolve(connectionId);
    }

    // --- Connections

    @Override
    public List<LinkedCompany> all() {
        try (var inside = gate.enter()) {
            return list.all();
        }
    }

    @Override
    public Optional<LinkedCompany> find(String connectionId) {
        try (var inside = gate.enter()) {
            return list.find(connectionId);
        }
    }

    @Override
    public void put(LinkedCompany company) {
        try (var inside = gate.enter()) {
            home(company.connectionId());
            stores.computeIfPresent(
                    company.connectionId(), (id, store) -> store.isRemoved() ? null : store);
            list.put(company);
        }
    }

    @Override
    public void remove(String connectionId) {
        try (var inside = gate.enter()) {
            store(connectionId).remove(home(connectionId)); // first: what is listed is removed anew
            list.remove(connectionId);
        }
    }

    @Override
    public boolean isDone(String orderId) {
        try (var inside = gate.enter()) {
            return list.isDone(orderId);
        }
    }

    @Override
    public void markDone(String orderId) {
        try (var inside = gate.enter()) {
            list.markDone(orderId);
        }
    }

    // --- Outbox

    @Override
    public void addRequests(String connectionId, List<SyncRequest> requests) {
        to(connectionId, store -> store.addRequests(requests));
    }

    @Override
    public List<SyncRequest> requests(String connectionId) {
        return with(connectionId, CompanyStore::requests);
    }

    @Override
    public void removeRequests(String connectionId, Collection<String> requestIds) {
        to(connectionId, store -> store.removeRequests(requestIds));
    }

    @Override
    public void cancel(String connectionId) {
        to(connectionId, CompanyStore::cancel);
    }

    @Override
    public List<SyncRequest> cancelled(String connectionId) {
        return with(connectionId, CompanyStore::cancelled);
    }

    @Override
    public void toldCancelled(String connectionId, Collection<String> requestIds) {
        to(connectionId, store -> store.toldCancelled(requestIds));
    }

    @Override
    public boolean isCancelled(String connectionId) {
        return with(connectionId, CompanyStore::isCancelled);
    }

    @Override
    public Held held(String connectionId, DataType type) {
        return with(connectionId, store -> store.held(type));
    }

    @Override
    public Optional<Outcome> outcome(String connectionId) {
        return with(connectionId, CompanyStore::outcome);
    }

    @Override
    public void putOutcome(String connectionId, Outcome outcome) {
        to(connectionId, store -> store.putOutcome(outcome));
    }

    @Override
    public Optional<OpenSet> openSet(String connectionId) {
        return with(connectionId, CompanyStore::openSet);
    }

    @Override
    public void begin(String connectionId, OpenSet set) {
        to(connectionId, store -> store.begin(set));
    }

    @Override
    public void append(String connectionId, Append append) {
        to(connectionId, store -> store.append(append));
    }

    @Override
    public List<SliceSum> settledSlices(String connectionId) {
        return with(connectionId, CompanyStore::settledSlices);
    }

    @Override
    public Optional<SettledRead> settledRead(String connectionId) {
        return with(connectionId, CompanyStore::settledRead);
    }

    @Override
    public Optional<Entry> settled(String connectionId, DataType type, String id) {
        return with(connectionId, store -> store.settled(type, id));
    }

    @Override
    public List<SliceSum> slices(String connectionId) {
        return with(connectionId, CompanyStore::slices);
    }

    @Override
    public Optional<Entry> find(String connectionId, DataType type, String id) {
        return with(connectionId, store -> store.find(type, id));
    }

    @Override
    public List<Known> entries(String connectionId, DataType type, String after) {
        return with(connectionId, store -> store.entries(type, after));
    }

    @Override
    public boolean wasMissed(String connectionId, DataType type, String id) {
        return with(connectionId, store -> store.wasMissed(type, id));
    }

    @Override
    public void addMissed(String connectionId, DataType type, List<String> ids) {
        to(connectionId, store -> store.addMissed(type, ids));
    }

    @Override
    public void forgetMissed(String connectionId) {
        to(connectionId, CompanyStore::forgetMissed);
    }

    @Override
    public boolean hasMissed(String connectionId) {
        return with(connectionId, CompanyStore::hasMissed);
    }

    @Override
    public OpenSet close(String connectionId, OpenSet set) {
        return with(connectionId, store -> store.close(set));
    }

    @Override
    public Optional<ChunkUpload> firstUnsent(String connectionId) {
        return with(connectionId, CompanyStore::firstUnsent);
    }

    @Override
    public long unsentBytes(String connectionId) {
        return with(connectionId, CompanyStore::unsentBytes);
    }

    @Override
    public void taken(String connectionId, ChunkUpload chunk) {
        to(connectionId, store -> store.taken(chunk));
    }

    @Override
    public Map<String, Set<Integer>> takenChunks(String connectionId) {
        return with(connectionId, CompanyStore::takenChunks);
    }

    @Override
    public boolean sendAgain(String connectionId, Map<String, Set<Integer>> missing) {
        return with(connectionId, store -> store.sendAgain(missing));
    }

    @Override
    public void drop(String connectionId) {
        to(connectionId, CompanyStore::drop);
    }

    @Override
    public void settle(String connectionId, Set<DataType> forget, Outcome outcome) {
        to(connectionId, store -> store.settle(forget, outcome));
    }

    @Override
    public void rebase(String connectionId, Map<DataType, Optional<String>> bases) {
        to(connectionId, store -> store.rebase(bases));
    }

    @Override
    public boolean fold(String connectionId) {
        return with(connectionId, CompanyStore::fold);
    }

    @Override
    public void rest(String connectionId) {
        to(connectionId, CompanyStore::rest);
    }
}
