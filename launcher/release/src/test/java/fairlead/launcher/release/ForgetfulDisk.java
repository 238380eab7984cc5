package fairlead.launcher.release;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A disk in memory that can be killed, fill up, or lose power at any step. After a power cut it has
 * forgotten what was never synced, or remembers it, or remembers half of it.
 */
final class ForgetfulDisk implements Disk {
    /** What remains of the bytes and names that were not synced. */
    enum After {
        FORGOTTEN,
        KEPT,
        TORN,
        NAMES_WITHOUT_BYTES
    }

    /** What happens at the chosen step. */
    enum Fault {
        KILL,
        KILL_HALF_WAY,
        FULL,
        /** This step fails, and the next one goes well. */
        REFUSED,
        /** What {@link #arm(Runnable, int)} was given. */
        SOMETHING
    }

    /** The process is gone. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private static final class Inode {
        byte[] live;
        byte[] durable;

        Inode(byte[] live) {
            this.live = live;
        }
    }

    private final Map<Path, Inode> live = new TreeMap<>();
    private final Map<Path, Inode> durable = new TreeMap<>();
    private Fault fault;
    private int countdown = -1;
    private boolean full;
    private Path unopenable;
    private int steps;
    private long usable = Long.MAX_VALUE;
    private Runnable act = () -> {};

    /** Lets the fault happen at the step of this number, from 1 on, counted from now. */
    void arm(Fault what, int step) {
        fault = what;
        countdown = step;
        steps = 0;
    }

    /** Lets this happen before the step of this number; the step itself goes well. */
    void arm(Runnable what, int step) {
        arm(Fault.SOMETHING, step);
        act = what;
    }

    /** The disk can still take so many bytes, by its own account. */
    void usable(long bytes) {
        usable = bytes;
    }

    void disarm() {
        countdown = -1;
        full = false;
    }

    /** Every write from now on meets a full disk. */
    void fill() {
        full = true;
    }

    /** A virus scanner holds this file. */
    void hold(Path file) {
        unopenable = file;
    }

    int steps() {
        return steps;
    }

    /** The machine loses power: what was not synced is as given. */
    void cutPower(After after) {
        Map<Path, Inode> names = new TreeMap<>(after == After.FORGOTTEN ? durable : live);
        for (Inode inode : names.values()) {
            byte[] old = inode.durable == null ? new byte[0] : inode.durable;
            if (!Arrays.equals(old, inode.live)) {
                inode.live =
                        switch (after) {
                            case FORGOTTEN, NAMES_WITHOUT_BYTES -> old;
                            case KEPT -> inode.live;
                            case TORN -> torn(old, inode.live);
                        };
            }
            inode.durable = inode.live;
        }
        live.clear();
        live.putAll(names);
        durable.clear();
        durable.putAll(names);
    }

    private static byte[] torn(byte[] old, byte[] next) {
        byte[] torn = Arrays.copyOf(old, Math.max(old.length, next.length / 2));
        System.arraycopy(next, 0, torn, 0, next.length / 2);
        return torn;
    }

    /** Puts a durable file there, behind the back of what is tested. */
    void put(Path file, byte[] bytes) {
        Inode inode = new Inode(bytes);
        inode.durable = bytes;
        live.put(file, inode);
        durable.put(file, inode);
    }

    byte[] get(Path file) {
        return live.get(file).live.clone();
    }

    void remove(Path file) {
        live.remove(file);
        durable.remove(file);
    }

    List<Path> files() {
        return List.copyOf(live.keySet());
    }

    private boolean step() throws IOException {
        steps++;
        if (countdown > 0 && --countdown == 0) {
            countdown = -1;
            switch (fault) {
                case KILL -> throw new Killed();
                case KILL_HALF_WAY -> {
                    return true;
                }
                case FULL -> full = true;
                case SOMETHING -> act.run();
                case REFUSED -> throw new IOException("Input/output error");
            }
        }
        return false;
    }

    private void room() throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public InputStream open(Path file) throws IOException {
        if (file.equals(unopenable)) {
            throw new AccessDeniedException(file.toString());
        }
        if (!live.containsKey(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return new ByteArrayInputStream(live.get(file).live);
    }

    @Override
    public void write(Path file, InputStream bytes) throws IOException {
        byte[] all = bytes.readAllBytes();
        boolean killed = step();
        boolean half = killed || full;
        live.put(file, new Inode(half ? Arrays.copyOf(all, all.length / 2) : all));
        if (killed) {
            throw new Killed();
        }
        room();
    }

    @Override
    public void overwrite(Path file, byte[] bytes) throws IOException {
        boolean half = step();
        room();
        Inode inode = live.get(file);
        if (inode == null) {
            throw new NoSuchFileException(file.toString());
        }
        inode.live = half ? torn(inode.live, bytes) : bytes.clone();
        if (half) {
            throw new Killed();
        }
    }

    @Override
    public void sync(Path file) throws IOException {
        if (step()) {
            throw new Killed();
        }
        room();
        Inode inode = live.get(file);
        inode.durable = inode.live;
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        if (step()) {
            throw new Killed();
        }
        Map<Path, Inode> moved = new HashMap<>();
        for (Path path : List.copyOf(live.keySet())) {
            if (path.startsWith(from)) {
                Path rest = from.relativize(path);
                moved.put(rest.toString().isEmpty() ? to : to.resolve(rest), live.remove(path));
            }
        }
        if (moved.isEmpty()) {
            throw new NoSuchFileException(from.toString());
        }
        live.putAll(moved);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        if (step()) {
            throw new Killed();
        }
        durable.keySet().removeIf(p -> p.startsWith(directory) && !live.containsKey(p));
        live.forEach(
                (path, inode) -> {
                    if (path.startsWith(directory)) {
                        durable.put(path, inode);
                    }
                });
    }

    @Override
    public void protect(Path file) {}

    @Override
    public void makeExecutable(Path file) {}

    @Override
    public boolean isExecutable(Path file) {
        return true;
    }

    @Override
    public void delete(Path file) throws IOException {
        if (step()) {
            throw new Killed();
        }
        live.remove(file);
    }

    @Override
    public void deleteTree(Path directory) throws IOException {
        if (step()) {
            throw new Killed();
        }
        live.keySet().removeIf(path -> path.startsWith(directory));
    }

    @Override
    public void createDirectories(Path directory) {}

    @Override
    public List<Path> list(Path directory) {
        TreeSet<Path> children = new TreeSet<>();
        for (Path path : live.keySet()) {
            if (path.startsWith(directory) && !path.equals(directory)) {
                children.add(directory.resolve(directory.relativize(path).getName(0)));
            }
        }
        return List.copyOf(children);
    }

    @Override
    public long usableSpace(Path directory) {
        return usable;
    }

    @Override
    public boolean exists(Path path) {
        return live.keySet().stream().anyMatch(p -> p.startsWith(path));
    }
}
