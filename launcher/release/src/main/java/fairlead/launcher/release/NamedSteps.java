package fairlead.launcher.release;

import fairlead.gate.KillPoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * A disk on which a test can kill the process before and after each step that changes something;
 * what is only read passes through.
 */
final class NamedSteps implements Disk {
    private final Disk disk;
    private final String who;

    /**
     * @param who whose steps these are: the first word of each point's name
     */
    NamedSteps(Disk disk, String who) {
        this.disk = disk;
        this.who = who;
    }

    /** One operation. */
    private interface Step {
        void run() throws IOException;
    }

    private void step(String what, Path file, Step step) throws IOException {
        String name = who + "-" + what + "-" + plain(file.getFileName().toString());
        KillPoint.reach("before-" + name);
        step.run();
        KillPoint.reach("after-" + name);
    }

    /** The same name in each release. */
    private static String plain(String file) {
        return file.replaceFirst("^[0-9a-f]{64}\\.jar", "jar")
                .replaceFirst("^[a-z]+-[0-9.]+-[0-9a-f]{12}\\.json", "manifest")
                .replaceFirst("^[a-z]+-[0-9.]+-[0-9a-f]{12}\\.source", "source")
                .replaceFirst("^[0-9]+(\\.tmp)?$", "slot$1");
    }

    @Override
    public InputStream open(Path file) throws IOException {
        return disk.open(file);
    }

    @Override
    public void write(Path file, InputStream bytes) throws IOException {
        step("write", file, () -> disk.write(file, bytes));
    }

    @Override
    public void overwrite(Path file, byte[] bytes) throws IOException {
        step("overwrite", file, () -> disk.overwrite(file, bytes));
    }

    @Override
    public void sync(Path file) throws IOException {
        step("sync", file, () -> disk.sync(file));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step("rename", to, () -> disk.rename(from, to));
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        step("sync-directory", directory, () -> disk.syncDirectory(directory));
    }

    @Override
    public void protect(Path file) throws IOException {
        step("protect", file, () -> disk.protect(file));
    }

    @Override
    public void makeExecutable(Path file) throws IOException {
        step("make-executable", file, () -> disk.makeExecutable(file));
    }

    @Override
    public boolean isExecutable(Path file) {
        return disk.isExecutable(file);
    }

    @Override
    public void delete(Path file) throws IOException {
        step("delete", file, () -> disk.delete(file));
    }

    @Override
    public void deleteTree(Path directory) throws IOException {
        step("delete-tree", directory, () -> disk.deleteTree(directory));
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        step("create-directories", directory, () -> disk.createDirectories(directory));
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public long usableSpace(Path directory) throws IOException {
        return disk.usableSpace(directory);
    }

    @Override
    public boolean exists(Path path) {
        return disk.exists(path);
    }
}
