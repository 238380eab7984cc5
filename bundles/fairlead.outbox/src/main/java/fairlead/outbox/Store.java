package fairlead.outbox;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One MVStore in one file, acquired on first use. Nothing is written but by {@link #step}, which
 * makes all that happens inside it durable at once, or nothing of it.
 */
final class Store implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private static final String FORMAT = "format-1";
    private static final String DAMAGED = "damaged";
    private static final int CACHE_MEGABYTES = 4;
    private static final long WORTH_COMPACTING = 1 << 20;

    private final Path file;
    private final Disk disk;
    private final Duration patience;
    private final Map<String, MVMap<?, ?>> maps = new HashMap<>();
    private MVStore mv; // null while closed

    Store(Path file, Disk disk, Duration patience) {
        this.file = file;
        this.disk = disk;
        this.patience = patience;
    }

    boolean isOpen() {
        return mv != null;
    }

    /** Opens the file. Does nothing when it is open. */
    void open() {
        if (mv != null) {
            return;
        }
        disk.makeDirectory(file.toAbsolutePath().getParent());
        MVStore opened = acquire();
        Optional<String> format = format(opened);
        if (format.isPresent() && !format.get().equals(FORMAT)) {
            opened.closeImmediately();
            putAside(format.get());
            opened = acquire();
            format = Optional.empty();
        }
        mv = opened;
        if (format.isEmpty()) {
            step(() -> strings("meta").put("format", "1"));
        }
    }

    /** The store's format; empty when it is new. */
    private static Optional<String> format(MVStore store) {
        if (!store.hasMap("meta")) {
            return Optional.empty();
        }
        try {
            MVMap<String, String> meta =
                    store.openMap(
                            "meta",
                            new MVMap.Builder<String, String>()
                                    .keyType(StringDataType.INSTANCE)
                                    .valueType(StringDataType.INSTANCE));
            return Optional.of("format-" + meta.get("format"));
        } catch (MVStoreException e) {
            LOG.warn("{}", e.getMessage());
            return Optional.of(DAMAGED);
        }
    }

    private MVStore acquire() {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return new MVStore.Builder()
                        .fileName(disk.storeName(file))
                        .autoCommitDisabled()
                        .autoCommitBufferSize(0)
                        .cacheSize(CACHE_MEGABYTES)
                        .open();
            } catch (MVStoreException e) {
                switch (e.getErrorCode()) {
                    case DataUtils.ERROR_FILE_LOCKED -> {
                        if (System.nanoTime() > deadline) {
                            throw new IllegalStateException(
                                    file
                                            + " is in use by another process; close the other"
                                            + " Fairlead first",
                                    e);
                        }
                        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                    }
                    case DataUtils.ERROR_FILE_CORRUPT, DataUtils.ERROR_UNSUPPORTED_FORMAT ->
                            putAside(DAMAGED);
                    default -> throw failed(e);
                }
            }
        }
    }

    private void putAside(String why) {
        String name = file.getFileName().toString();
        for (int n = 1; ; n++) {
            Path aside = file.resolveSibling(name + "." + why + "-" + n);
            if (!disk.exists(aside)) {
                LOG.warn(
                        "{} cannot be understood ({}) and is put aside as {}; the next sync uploads"
                                + " everything once",
                        file,
                        why,
                        aside.getFileName());
                disk.rename(file, aside);
                return;
            }
        }
    }

    /**
     * Runs the change and commits it with a sync. When it fails, nothing of it is left, and the
     * store opens anew at the next use.
     */
    <T> T step(Supplier<T> change) {
        return commit(change, true);
    }

    /** The same without a sync: a power cut may take it back, whole. */
    <T> T lightStep(Supplier<T> change) {
        return commit(change, false);
    }

    private <T> T commit(Supplier<T> change, boolean sync) {
        boolean done = false;
        try {
            T result = change.get();
            mv.commit();
            if (sync) {
                mv.sync();
            }
            done = true;
            return result;
        } catch (MVStoreException e) {
            throw broken(e);
        } finally {
            if (!done) {
                abandon();
            }
        }
    }

    /** Reads. */
    <T> T read(Supplier<T> question) {
        try {
            return question.get();
        } catch (MVStoreException e) {
            throw broken(e);
        }
    }

    /** What cannot be read never will be: the next use begins anew, as on a new PC. */
    private UncheckedIOException broken(MVStoreException e) {
        abandon();
        int code = e.getErrorCode();
        if (code == DataUtils.ERROR_FILE_CORRUPT || code == DataUtils.ERROR_CHUNK_NOT_FOUND) {
            putAside(DAMAGED);
        }
        return failed(e);
    }

    private UncheckedIOException failed(MVStoreException e) {
        return new UncheckedIOException(
                file + " cannot be read or written: " + e.getMessage(), new java.io.IOException(e));
    }

    MVMap<String, String> strings(String name) {
        return map(
                name,
                new MVMap.Builder<String, String>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(StringDataType.INSTANCE));
    }

    MVMap<String, byte[]> bytes(String name) {
        return map(
                name,
                new MVMap.Builder<String, byte[]>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
    }

    MVMap<Long, byte[]> numbered(String name) {
        return map(
                name,
                new MVMap.Builder<Long, byte[]>()
                        .keyType(LongDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
    }

    @SuppressWarnings("unchecked") // a name has one type of map for ever
    private <K, V> MVMap<K, V> map(String name, MVMap.Builder<K, V> builder) {
        MVMap<?, ?> known = maps.get(name);
        if (known == null) {
            known = mv.openMap(name, builder);
            maps.put(name, known);
        }
        return (MVMap<K, V>) known;
    }

    boolean has(String name) {
        return mv.hasMap(name);
    }

    /** The value; null when there is none, or no such map. */
    byte[] get(String map, String key) {
        return has(map) ? bytes(map).get(key) : null;
    }

    void removeAll(String prefix) {
        for (String name : List.copyOf(names())) {
            if (name.startsWith(prefix)) {
                remove(name);
            }
        }
    }

    void remove(String name) {
        maps.remove(name);
        if (mv.hasMap(name)) {
            mv.removeMap(name);
        }
    }

    /**
     * Gives a map another name, whose old map goes. Does nothing more when there is no such map.
     */
    void rename(String from, String to) {
        remove(to);
        MVMap<?, ?> map = maps.remove(from);
        if (mv.hasMap(from)) {
            mv.renameMap(map != null ? map : bytes(from), to);
            maps.remove(from);
        }
    }

    Set<String> names() {
        return mv.getMapNames();
    }

    /** Closes without writing: what was not committed is lost, as in a kill. */
    void abandon() {
        if (mv != null) {
            MVStore old = mv;
            mv = null;
            maps.clear();
            old.closeImmediately();
        }
    }

    /** Compacts where that pays, and closes. */
    @Override
    public void close() {
        if (mv == null) {
            return;
        }
        try {
            if (mv.getFileStore().size() > WORTH_COMPACTING
                    && mv.getFileStore().getFillRate() < 50) {
                mv.compactFile(1_000);
                mv.sync();
            }
            MVStore old = mv;
            mv = null;
            maps.clear();
            old.close();
        } catch (MVStoreException e) {
            abandon();
            throw failed(e);
        }
    }
}
