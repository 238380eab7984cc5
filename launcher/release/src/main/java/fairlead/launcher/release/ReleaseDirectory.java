package fairlead.launcher.release;

import fairlead.launcher.release.Manifest.Bundle;
import fairlead.launcher.release.Manifest.SlotFile;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.jar.Attributes;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A release as somebody hands it over: {@code release.json}, {@code bundles/<sha256>.jar} and
 * perhaps {@code slot/}. It may be wrong, change while it is read, or go.
 */
final class ReleaseDirectory {
    private final Disk disk;
    private final Path path;

    ReleaseDirectory(Disk disk, Path path) {
        this.disk = disk;
        this.path = path;
    }

    /** Where its manifest lies. */
    Path file() {
        return path.resolve(Manifest.FILE);
    }

    Path jar(Bundle bundle) {
        return path.resolve("bundles").resolve(bundle.sha256() + ".jar");
    }

    Path slotFile(SlotFile file) {
        return path.resolve("slot").resolve(file.path());
    }

    byte[] manifest() throws ReleaseException {
        return read(file(), "The release");
    }

    /** Reads every file that the manifest names, and holds it against what that says. */
    void check(Manifest manifest) throws ReleaseException {
        for (Bundle bundle : manifest.bundles()) {
            check(bundle);
        }
        for (SlotFile file : manifest.slotFiles()) {
            String found = Hash.of(read(slotFile(file), file.path()));
            if (!found.equals(file.sha256())) {
                throw new ReleaseException.WrongBytes(file.path(), file.sha256(), found + ".");
            }
        }
    }

    private void check(Bundle bundle) throws ReleaseException {
        byte[] bytes = read(jar(bundle), bundle.title());
        if (bytes.length != bundle.size()) {
            throw new ReleaseException.WrongBytes(
                    bundle.title(), bundle.size() + " bytes", bytes.length + " bytes.");
        }
        if (!Hash.of(bytes).equals(bundle.sha256())) {
            throw new ReleaseException.WrongBytes(
                    bundle.title(), bundle.sha256(), Hash.of(bytes) + ".");
        }
        bundle.check(headers(bytes));
    }

    private byte[] read(Path file, String what) throws ReleaseException {
        try (InputStream in = disk.open(file)) {
            return in.readAllBytes();
        } catch (NoSuchFileException e) {
            throw new ReleaseException.Missing(what, file.toString());
        } catch (IOException e) {
            throw new ReleaseException.SourceGone(path.toString(), e.toString());
        }
    }

    /**
     * Copies one of its files, durable but for its name, and hashes what arrives.
     *
     * @throws ReleaseException when the file is not what it was, or has gone
     * @throws IOException when the disk does not take it
     */
    void copy(Path from, Path to, String sha256) throws ReleaseException, IOException {
        Path temporary = to.resolveSibling(to.getFileName() + ReleaseStore.TEMPORARY);
        String found;
        try (InputStream in = disk.open(from);
                Watched watched = new Watched(in);
                DigestInputStream hashed = new DigestInputStream(watched, Hash.sha256())) {
            try {
                disk.write(temporary, hashed);
            } catch (IOException e) {
                removed(temporary, e);
                if (watched.failed) {
                    throw new ReleaseException.SourceGone(path.toString(), e.toString());
                }
                throw e;
            }
            found = HexFormat.of().formatHex(hashed.getMessageDigest().digest());
        } catch (NoSuchFileException e) {
            throw new ReleaseException.SourceGone(path.toString(), e.toString());
        }
        if (!found.equals(sha256)) {
            disk.delete(temporary);
            throw new ReleaseException.WrongBytes(from.toString(), sha256, found + ".");
        }
        try {
            disk.sync(temporary);
            disk.protect(temporary);
            disk.rename(temporary, to);
        } catch (IOException e) {
            removed(temporary, e);
            throw e;
        }
    }

    /** What cannot be removed now is removed at the next start. */
    private void removed(Path temporary, IOException cause) {
        try {
            disk.delete(temporary);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** The main headers of a jar; none when it is no jar. */
    static Attributes headers(byte[] jar) {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                if (e.getName().equals("META-INF/MANIFEST.MF")) {
                    return new java.util.jar.Manifest(zip).getMainAttributes();
                }
            }
        } catch (IOException e) {
            return new Attributes(); // it is no jar
        }
        return new Attributes();
    }

    /** Tells a source that fails from a disk that does not take the bytes. */
    private static final class Watched extends FilterInputStream {
        private boolean failed;

        Watched(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return super.read(buffer, offset, length);
            } catch (IOException e) {
                failed = true;
                throw e;
            }
        }
    }
}
