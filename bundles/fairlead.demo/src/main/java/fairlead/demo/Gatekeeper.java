package fairlead.demo;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;
import org.h2.tools.Server;

/** H2's TCP server on loopback, which can vanish and return at the same port. */
final class Gatekeeper implements AutoCloseable {
    private static final int PORT_IN_USE = 90061;

    /**
     * To be called before anything of H2 is touched, since H2 looks just once. Where somebody was
     * earlier, H2 listens everywhere and still refuses every caller from elsewhere.
     */
    static void stayOnLoopback() {
        if (System.getProperty("h2.bindAddress") == null) {
            System.setProperty("h2.bindAddress", "127.0.0.1");
        }
    }

    private final Path directory;
    private Server server;
    private int port;

    Gatekeeper(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /**
     * Lets callers in; does nothing where it does already.
     *
     * @param strict is this very port needed, or will another do where it is taken?
     */
    synchronized void open(boolean strict) throws SQLException {
        if (server != null) {
            return;
        }
        try {
            server = start(port);
        } catch (SQLException e) {
            if (e.getErrorCode() != PORT_IN_USE || strict || port == 0) {
                throw e;
            }
            server = start(0);
        }
        port = server.getPort();
    }

    private Server start(int wanted) throws SQLException {
        byte[] secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        return Server.createTcpServer(
                        "-tcpPort",
                        String.valueOf(wanted),
                        "-tcpPassword",
                        HexFormat.of().formatHex(secret),
                        "-tcpDaemon",
                        "-ifExists",
                        "-baseDir",
                        directory.toString())
                .start();
    }

    int port() {
        return port;
    }

    /** Ends every connection and answers nobody any more. */
    synchronized void vanish() {
        if (server != null) {
            server.stop();
            server = null;
        }
    }

    @Override
    public void close() {
        vanish();
    }
}
