package fairlead.control;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where clients connect, and only the owner's: a Unix-domain socket {@code control.sock}; where its
 * path would be too long for one, a port on loopback with a token, both in the file {@code
 * control.port}.
 */
final class Endpoint {
    /** Linux takes 108 bytes, macOS 104. */
    static final int LONGEST_PATH = 100;

    private final ServerSocketChannel server;
    private final Path file;
    private final Optional<String> token;

    private Endpoint(ServerSocketChannel server, Path file, Optional<String> token) {
        this.server = server;
        this.file = file;
        this.token = token;
    }

    /**
     * Opens it; empty while a predecessor still holds it.
     *
     * @throws IOException when it cannot be opened at all
     */
    static Optional<Endpoint> open(Path data) throws IOException {
        Path socket = data.resolve("control.sock");
        Path port = data.resolve("control.port");
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            return Optional.of(loopback(port));
        }
        if (isServed(socket)) {
            return Optional.empty();
        }
        Files.deleteIfExists(socket);
        Files.deleteIfExists(port);
        return Optional.of(unix(data, socket));
    }

    private static boolean isServed(Path socket) {
        if (!Files.exists(socket)) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false; // left behind by a process that was killed
        }
    }

    /** Bound out of sight first, so that it is never open to others, not for a moment. */
    private static Endpoint unix(Path data, Path socket) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            if (isPosix(data)) {
                Path closed = data.resolve(".c");
                if (!Files.isDirectory(closed)) {
                    Files.createDirectory(closed, owner("rwx------"));
                }
                Path hidden = closed.resolve("s");
                Files.deleteIfExists(hidden);
                server.bind(UnixDomainSocketAddress.of(hidden));
                Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("rw-------"));
                Files.move(hidden, socket, StandardCopyOption.ATOMIC_MOVE);
                Files.delete(closed);
            } else {
                server.bind(UnixDomainSocketAddress.of(socket)); // the directory's rights hold
            }
            return new Endpoint(server, socket, Optional.empty());
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    private static Endpoint loopback(Path file) throws IOException {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            Path next = file.resolveSibling(file.getFileName() + ".tmp");
            Files.deleteIfExists(next);
            if (isPosix(file.getParent())) {
                Files.createFile(next, owner("rw-------"));
            }
            Files.writeString(next, "format=1\nport=" + port + "\ntoken=" + token + "\n");
            Files.move(
                    next,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return new Endpoint(server, file, Optional.of(token));
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?> owner(String rights) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights));
    }

    /** What a client has to say first; empty where the file system has asked already. */
    Optional<String> token() {
        return token;
    }

    /** Can clients still come? */
    boolean isOpen() {
        return server.isOpen();
    }

    /** Waits for the next client; throws when the endpoint is closed. */
    SocketChannel accept() throws IOException {
        return server.accept();
    }

    /**
     * Takes it away. The file goes first: once nobody answers, a successor may put its own there.
     * On loopback a successor has already replaced the file.
     */
    void close() throws IOException {
        try {
            if (token.isEmpty() || isOurs()) {
                Files.deleteIfExists(file);
            }
        } finally {
            server.close();
        }
    }

    private boolean isOurs() throws IOException {
        return Files.exists(file) && Files.readString(file).contains(token.orElseThrow());
    }
}
