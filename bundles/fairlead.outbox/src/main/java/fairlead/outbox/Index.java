package fairlead.outbox;

import fairlead.accounting.api.DataType;
import fairlead.sync.api.Append;
import fairlead.sync.api.Digest;
import fairlead.sync.api.Entry;
import fairlead.sync.api.Held;
import fairlead.sync.api.Known;
import fairlead.sync.api.Mode;
import fairlead.sync.api.OpenSet;
import fairlead.sync.api.Outbox;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.h2.mvstore.MVMap;

/**
 * What the platform holds of one company, by data type: the index of the base, what the open set
 * changes of it ({@code pending}), what a settled set has changed and is not in the index yet
 * ({@code fold}), and the ids that a read missed.
 */
final class Index {
    private static final byte[] GONE = {};
    private static final byte[] SOMETHING = {1};
    private static final int FOLD = 2_000;
    private static final String PENDING = "pending/";
    private static final String FOLDING = "fold/";
    private static final String MISSED = "missed/";

    private final Store store;

    Index(Store store) {
        this.store = store;
    }

    // --- the base

    Held held(DataType type) {
        byte[] bytes = store.bytes(CompanyStore.STATE).get("held/" + type.key());
        return bytes == null ? Held.NOTHING : Codec.held(bytes);
    }

    private void putHeld(DataType type, Held held) {
        store.bytes(CompanyStore.STATE).put("held/" + type.key(), Codec.held(held));
    }

    /** What the base has under this id. */
    Optional<Entry> settled(DataType type, String id) {
        byte[] bytes = store.get(fold(type), id);
        return entry(bytes == null ? store.get(index(type), id) : bytes);
    }

    private static Optional<Entry> entry(byte[] bytes) {
        return bytes == null || bytes.length == 0
                ? Optional.empty()
                : Optional.of(Codec.entry(bytes));
    }

    /** The base is this one, and nothing is known of what it holds. */
    void forget(DataType type, Optional<String> base) {
        store.remove(index(type));
        store.remove(fold(type));
        putHeld(type, new Held(base, true, Digest.EMPTY, 0, 0, 0));
    }

    // --- the open set's changes

    /**
     * Puts a change beside the others.
     *
     * @param delta is the set a change of the base?
     */
    void change(Append.Change change, boolean delta) {
        MVMap<String, byte[]> pending = store.bytes(pending(change.type()));
        if (change.entry().isPresent()) {
            pending.put(change.id(), Codec.entry(change.entry().get()));
        } else if (delta && store.get(index(change.type()), change.id()) != null) {
            pending.put(change.id(), GONE);
        } else {
            pending.remove(change.id());
        }
    }

    /** What the platform will have under this id when the open set is committed. */
    Optional<Entry> find(DataType type, String id, boolean delta) {
        byte[] bytes = store.get(pending(type), id);
        if (bytes == null && delta) {
            bytes = store.get(index(type), id);
        }
        return entry(bytes);
    }

    /** The same, a page of all behind this id. */
    List<Known> entries(DataType type, String after, boolean delta) {
        Rows pending = rows(pending(type), after, true);
        Rows base = rows(index(type), after, delta);
        List<Known> page = new ArrayList<>();
        while (page.size() < Outbox.PAGE && (pending.id != null || base.id != null)) {
            int order =
                    pending.id == null ? 1 : base.id == null ? -1 : pending.id.compareTo(base.id);
            Rows first = order <= 0 ? pending : base;
            if (first.bytes.length > 0) {
                page.add(new Known(first.id, Codec.entry(first.bytes), order >= 0));
            }
            if (order == 0) {
                base.next();
            }
            first.next();
        }
        return page;
    }

    private Rows rows(String map, String after, boolean wanted) {
        return new Rows(wanted && store.has(map) ? store.bytes(map) : null, after);
    }

    /** The rows of one map behind an id, one after the other. */
    private static final class Rows {
        private final org.h2.mvstore.Cursor<String, byte[]> cursor;
        private String id; // null at the end
        private byte[] bytes = GONE;

        Rows(MVMap<String, byte[]> map, String after) {
            cursor = map == null ? null : map.cursor(after);
            next();
            if (id != null && id.equals(after)) {
                next();
            }
        }

        void next() {
            id = cursor != null && cursor.hasNext() ? cursor.next() : null;
            bytes = id == null ? GONE : cursor.getValue();
        }
    }

    void forgetPending() {
        store.removeAll(PENDING);
    }

    /** The open set's changes are the base's now. */
    void settle(DataType type, OpenSet.Dataset dataset, int mappingVersion) {
        if (dataset.mode() == Mode.DELTA) {
            store.rename(pending(type), fold(type)); // into the index bit by bit, see fold()
        } else {
            store.rename(pending(type), index(type));
        }
        putHeld(
                type,
                new Held(
                        Optional.of(dataset.datasetId()),
                        dataset.mode() == Mode.MERGE,
                        dataset.digest(),
                        dataset.records(),
                        dataset.kept(),
                        mappingVersion));
    }

    // --- the settled set's changes

    /** Is there something to be moved into the index? */
    boolean folds() {
        return folding().isPresent();
    }

    private Optional<String> folding() {
        return store.names().stream().filter(name -> name.startsWith(FOLDING)).findFirst();
    }

    /** Moves some of it. */
    void fold() {
        Optional<String> name = folding();
        if (name.isEmpty()) {
            return;
        }
        MVMap<String, byte[]> changes = store.bytes(name.get());
        MVMap<String, byte[]> index =
                store.bytes("index/" + name.get().substring(FOLDING.length()));
        List<String> ids = new ArrayList<>();
        Iterator<String> all = changes.keyIterator(null);
        while (all.hasNext() && ids.size() < FOLD) {
            ids.add(all.next());
        }
        for (String id : ids) {
            byte[] bytes = changes.remove(id);
            if (bytes.length == 0) {
                index.remove(id);
            } else {
                index.put(id, bytes);
            }
        }
        if (changes.isEmpty()) {
            store.remove(name.get());
        }
    }

    // --- what a read missed

    boolean wasMissed(DataType type, String id) {
        return store.get(missed(type), id) != null;
    }

    void addMissed(DataType type, List<String> ids) {
        MVMap<String, byte[]> map = store.bytes(missed(type));
        ids.forEach(id -> map.put(id, SOMETHING));
    }

    boolean hasMissed() {
        return store.names().stream().anyMatch(name -> name.startsWith(MISSED));
    }

    void forgetMissed() {
        store.removeAll(MISSED);
    }

    private static String pending(DataType type) {
        return PENDING + type.key();
    }

    private static String index(DataType type) {
        return "index/" + type.key();
    }

    private static String fold(DataType type) {
        return FOLDING + type.key();
    }

    private static String missed(DataType type) {
        return MISSED + type.key();
    }
}
