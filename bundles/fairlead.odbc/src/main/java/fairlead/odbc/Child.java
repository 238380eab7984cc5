package fairlead.odbc;

import fairlead.odbc.wire.BrokenFrameException;
import fairlead.odbc.wire.Frame;
import fairlead.odbc.wire.FrameReader;
import fairlead.odbc.wire.FrameWriter;
import java.io.EOFException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process that runs an ODBC driver. Each answer has a deadline, which is kept by killing the
 * process: nothing else ends a driver that hangs. For one thread, except {@link #kill}.
 */
final class Child implements AutoCloseable {
    private static final long LEAVE_SECONDS = 5;
    private static final int SHORTEST_SECRET = 3;

    private final Process process;
    private final FrameWriter out;
    private final FrameReader in;
    private final ScheduledExecutorService watch;
    private final Consumer<Child> ended;
    private String secret = "";
    private Set<String> longer = new HashSet<>();
    private boolean broken;
    private volatile Duration missed; // the deadline for which it was killed; null for none

    /**
     * @param ended told once when the process has ended by {@link #close}
     */
    Child(Process process, ScheduledExecutorService watch, Consumer<Child> ended) {
        this.process = process;
        this.out = new FrameWriter(process.getOutputStream());
        this.in = new FrameReader(process.getInputStream());
        this.watch = watch;
        this.ended = ended;
    }

    /**
     * Asks it to log on; the answer is to be awaited.
     *
     * @param text with the password in it
     * @param longer columns whose text is longer than the driver says; what this process learns of
     *     that is added
     */
    void connect(String text, Set<String> longer) throws SQLException {
        this.longer = longer;
        begin(Frame.CONNECT).putText(text);
        List<String> known = List.copyOf(longer);
        out.putInt(known.size());
        known.forEach(out::putText);
        send();
        out.wipe();
    }

    private void learn(FrameReader in) throws BrokenFrameException {
        for (int left = in.getInt(); left > 0; left--) {
            longer.add(in.getText());
        }
    }

    /** From now on this is not shown in any message. */
    void hide(String secret) {
        this.secret = secret;
    }

    FrameWriter begin(byte type) {
        return out.begin(type);
    }

    void send() throws SQLException {
        try {
            out.send();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Sends what was begun and waits for the answer. */
    FrameReader ask(Duration deadline, byte expected) throws SQLException {
        send();
        return await(deadline, expected);
    }

    /**
     * Waits for one answer.
     *
     * @throws SQLTimeoutException when it did not come in time; the process was killed
     * @throws SQLException of state 08S01 when the process has ended, or what the driver says
     */
    FrameReader await(Duration deadline, byte expected) throws SQLException {
        ScheduledFuture<?> alarm =
                watch.schedule(() -> miss(deadline), deadline.toMillis(), TimeUnit.MILLISECONDS);
        try {
            byte type = in.next();
            if (type == Frame.FAILED) {
                SQLException e = refused(in.getText(), in.getInt(), in.getText());
                learn(in);
                throw e;
            }
            if (type != expected) {
                throw new BrokenFrameException("the frame " + (char) type + " was not awaited");
            }
            if (type == Frame.CLOSED) {
                learn(in);
            }
            return in;
        } catch (IOException e) {
            throw broken(e);
        } finally {
            alarm.cancel(false);
        }
    }

    private void miss(Duration deadline) {
        missed = deadline;
        kill();
    }

    private SQLException refused(String state, int code, String message) {
        String text =
                secret.length() < SHORTEST_SECRET ? message : message.replace(secret, "(hidden)");
        return switch (state) {
            case "IM001", "HYC00" -> new SQLFeatureNotSupportedException(text, state, code);
            default -> new SQLException(text, state, code);
        };
    }

    /** The connection is no use any more: ends the process and says why. */
    SQLException broken(IOException e) {
        broken = true;
        kill();
        Duration deadline = missed;
        if (deadline != null) {
            return new SQLTimeoutException(
                    "The ODBC driver gave no answer within "
                            + deadline.toSeconds()
                            + " seconds; its process was ended.",
                    "HYT00",
                    e);
        }
        String why =
                e instanceof EOFException || !(e instanceof BrokenFrameException)
                        ? "The process of the ODBC driver has ended" + exit() + "."
                        : "The process of the ODBC driver wrote what cannot be understood: "
                                + e.getMessage()
                                + ".";
        return new SQLNonTransientConnectionException(why, "08S01", e);
    }

    private String exit() {
        return exitedWithin(LEAVE_SECONDS) ? " with exit code " + process.exitValue() : "";
    }

    private boolean exitedWithin(long seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Can it still be asked? */
    boolean isAlive() {
        return !broken && process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    void kill() {
        process.destroyForcibly();
    }

    /** Ends the child's input, and with it the child; the driver may log off before. */
    void leave() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            kill(); // it cannot be told
        }
    }

    /** Lets the driver log off; kills the process when that takes too long. */
    @Override
    public void close() {
        leave();
        if (!exitedWithin(LEAVE_SECONDS)) {
            kill();
        }
        ended.accept(this);
    }
}
