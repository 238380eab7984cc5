package fairlead.platform.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of its own that hears what nodes tell, and a thread that waits on it. When the
 * connection breaks, a new one is made, and whoever listens looks for what was missed.
 */
final class PostgresListener implements AutoCloseable {
    static final String CHANNEL = "fairlead_changed";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresListener.class);

    /** So often it is asked whether the server is still there. */
    private static final int PROBE_MILLIS = 20_000;

    private static final long PAUSE_MILLIS = 1_000;

    private final DataSource database;
    private final Engine.Listener listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "fairlead-platform-listening");
    private volatile Connection connection;

    PostgresListener(DataSource database, Engine.Listener listener) {
        this.database = database;
        this.listener = listener;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (closed.getCount() > 0) {
            try (Connection mine = database.getConnection();
                    Statement statement = mine.createStatement()) {
                connection = mine;
                statement.execute("LISTEN " + CHANNEL);
                listener.missedSome().run();
                while (closed.getCount() > 0) {
                    hear(mine.unwrap(PGConnection.class).getNotifications(PROBE_MILLIS));
                    statement.execute("SELECT 1");
                }
            } catch (SQLException | RuntimeException e) {
                if (closed.getCount() > 0) {
                    LOG.warn("what other nodes tell is not heard at the moment: {}", e.toString());
                    pause();
                }
            }
        }
    }

    private void hear(PGNotification[] notifications) {
        if (notifications != null) {
            for (PGNotification notification : notifications) {
                listener.changed().accept(notification.getParameter());
            }
        }
    }

    private void pause() {
        try {
            closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed.countDown();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        Connection mine = connection;
        try {
            if (mine != null) {
                mine.abort(Runnable::run); // it waits for what nobody will tell
            }
            thread.join(5_000);
        } catch (SQLException e) {
            LOG.debug("the connection was closed: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
