package fairlead.publish.release;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Jars whose entries are stored, not deflated: what differs between two versions is then as small
 * as the change, and a swap reads classes faster. Names, order and content of the entries stay, and
 * with them a signature. The same jar gives the same bytes.
 */
final class StoredJar {
    /** In bytes: what a jar may grow by. Each start of an agent hashes every byte of it. */
    static final long MOST_MORE = 1 << 20;

    private StoredJar() {}

    /**
     * The bundle itself where it is stored already, or would grow by more than {@link #MOST_MORE};
     * otherwise a copy of it in this directory.
     */
    static BundleJar of(BundleJar bundle, Path directory) throws IOException, RefusedException {
        try (ZipFile jar = new ZipFile(bundle.file().toFile())) {
            List<? extends ZipEntry> entries = jar.stream().toList(); // in the jar's own order
            long more = entries.stream().mapToLong(e -> e.getSize() - e.getCompressedSize()).sum();
            if (more > MOST_MORE
                    || entries.stream().allMatch(e -> e.getMethod() == ZipEntry.STORED)) {
                return bundle;
            }
            Path copy = directory.resolve(bundle.sha256() + ".jar");
            try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(copy));
                    ZipOutputStream zip = new ZipOutputStream(file)) {
                for (ZipEntry entry : entries) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        JarChange.store(zip, entry.getName(), in.readAllBytes());
                    }
                }
            }
            return BundleJar.read(copy);
        }
    }
}
