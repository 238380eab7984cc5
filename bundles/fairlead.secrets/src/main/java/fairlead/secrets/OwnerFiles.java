package fairlead.secrets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Small files that only their owner can open, replaced durably and at once. */
final class OwnerFiles {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerFiles.class);
    private static final Set<PosixFilePermission> OWNER_FILE =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_DIRECTORY =
            PosixFilePermissions.fromString("rwx------");

    private final Path directory;
    private final boolean posix;

    private OwnerFiles(Path directory, boolean posix) {
        this.directory = directory;
        this.posix = posix;
    }

    /** The directory is made when it is not there, and closed to others when it is open to them. */
    static OwnerFiles in(Path directory) throws IOException {
        Path parent = directory.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        boolean posix = Files.getFileAttributeView(parent, PosixFileAttributeView.class) != null;
        OwnerFiles files = new OwnerFiles(directory, posix);
        if (!Files.isDirectory(directory)) {
            Files.createDirectory(directory, files.ownerOnly(OWNER_DIRECTORY));
            sync(parent);
        }
        files.closeToOthers(directory, OWNER_DIRECTORY);
        return files;
    }

    /** A channel on a file that need not exist. */
    FileChannel open(String name) throws IOException {
        return FileChannel.open(
                directory.resolve(name),
                Set.<OpenOption>of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                ownerOnly(OWNER_FILE));
    }

    Optional<byte[]> read(String name) throws IOException {
        Path file = directory.resolve(name);
        try {
            closeToOthers(file, OWNER_FILE);
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** After a power cut there is the old content or the new one. */
    void replace(String name, byte[] content) throws IOException {
        Path temporary = directory.resolve(name + ".tmp");
        Files.deleteIfExists(temporary);
        try (FileChannel channel =
                FileChannel.open(
                        temporary,
                        Set.<OpenOption>of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        ownerOnly(OWNER_FILE))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(
                temporary,
                directory.resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        sync(directory);
    }

    void remove(String name) throws IOException {
        if (Files.deleteIfExists(directory.resolve(name))) {
            sync(directory);
        }
    }

    /** What a kill in the middle of {@link #replace} left. */
    void removeTemporary() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, "*.tmp")) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }

    private FileAttribute<?>[] ownerOnly(Set<PosixFilePermission> permissions) {
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[] {aclOfOwner()};
    }

    /** Windows: an access list with one entry, instead of what the directory above hands down. */
    private FileAttribute<List<AclEntry>> aclOfOwner() {
        try {
            AclEntry all =
                    AclEntry.newBuilder()
                            .setType(AclEntryType.ALLOW)
                            .setPrincipal(
                                    directory
                                            .getFileSystem()
                                            .getUserPrincipalLookupService()
                                            .lookupPrincipalByName(System.getProperty("user.name")))
                            .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                            .build();
            return new FileAttribute<>() {
                @Override
                public String name() {
                    return "acl:acl";
                }

                @Override
                public List<AclEntry> value() {
                    return List.of(all);
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void closeToOthers(Path path, Set<PosixFilePermission> permissions) throws IOException {
        if (posix) {
            Set<PosixFilePermission> now = Files.getPosixFilePermissions(path);
            if (!permissions.containsAll(now)) {
                LOG.warn("{} could be opened by others; closing it to them", path);
                Files.setPosixFilePermissions(path, permissions);
            }
        } else if (Files.getFileAttributeView(path, AclFileAttributeView.class) == null) {
            LOG.debug("{} is on a file system without permissions", path);
        }
    }

    private static void sync(Path directory) throws IOException {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return; // a directory cannot be opened there; NTFS logs the move
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
