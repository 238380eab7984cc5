package fairlead.outbox;

import fairlead.sync.api.SyncRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.h2.mvstore.MVMap;

/** The requests of one company: those that wait, and those that were taken back. */
final class Requests {
    private static final String WAITING = "requests";
    private static final String CANCELLED = "cancelled";

    private final Store store;

    Requests(Store store) {
        this.store = store;
    }

    /** One that is known, or was taken back, is not added. */
    void add(List<SyncRequest> requests) {
        MVMap<String, byte[]> map = store.bytes(WAITING);
        for (SyncRequest request : requests) {
            if (store.get(CANCELLED, request.id()) == null) {
                map.putIfAbsent(request.id(), Codec.request(request));
            }
        }
    }

    List<SyncRequest> waiting() {
        return list(WAITING);
    }

    List<SyncRequest> cancelled() {
        return list(CANCELLED);
    }

    private List<SyncRequest> list(String map) {
        List<SyncRequest> requests = new ArrayList<>();
        if (store.has(map)) {
            store.bytes(map).forEach((id, bytes) -> requests.add(Codec.request(id, bytes)));
        }
        requests.sort(
                Comparator.comparing(SyncRequest::requestedAt).thenComparing(SyncRequest::id));
        return requests;
    }

    void remove(Collection<String> ids) {
        ids.forEach(store.bytes(WAITING)::remove);
    }

    /** Takes back all that wait. */
    void cancel() {
        MVMap<String, byte[]> map = store.bytes(WAITING);
        store.bytes(CANCELLED).putAll(map);
        map.clear();
    }

    /** The platform knows that these were taken back. */
    void told(Collection<String> ids) {
        ids.forEach(store.bytes(CANCELLED)::remove);
    }
}
