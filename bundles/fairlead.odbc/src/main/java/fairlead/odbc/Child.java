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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A process that runs an ODBC driver. Each answer has a deadline, which is kept by killing the
 * process: nothing else ends a driver that hangs. So is the word to stop, a few seconds after it
 * came: a driver that answers in that time can log off. For one thread, except {@link #stop}.
 */
final class Child implements AutoCloseable {
    /** SQL state: nobody was to wait for the driver any more. */
    static final String STOPPED = "HY008";

    private static final long LEAVE_SECONDS = 5;
    private static final int SHORTEST_SECRET = 3;
    private static final long LOOK_MILLIS = 500;

    /** With the looks before and after it within the five seconds of sync rule 13. */
    private static final long GRACE = TimeUnit.SECONDS.toNanos(3);

    private final Process process;
    private final FrameWriter out;
    private final FrameReader in;
    private final ScheduledExecutorService watch;
    private final BooleanSupplier stop;
    private final Consumer<Child> ended;
    private String secret = "";
    private Set<String> longer = new HashSet<>();
    private boolean broken;
    private volatile Duration missed; // the deadline for which it was killed; null for none
    private volatile boolean stopped;
    private long toldAt; // when it was seen that it is to stop, 0 before; for the watch alone

    /**
     * @param stop is nobody to wait for it any more? Asked on the watch's thread
     * @param ended told once when the process has ended by {@link #close}
     */
    Child(
            Process process,
            ScheduledExecutorService watch,
            BooleanSupplier stop,
            Consumer<Child> ended) {
        this.process = process;
        this.out = new FrameWriter(process.getOutputStream());
        this.in = new FrameReader(process.getInputStream());
        this.watch = watch;
        this.stop = stop;
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
     * @throws SQLException of state HY008 by {@link #stop}, or when all were ended before
     * @throws SQLException of state 08S01 when the process has ended, or what the driver says
     */
    FrameReader await(Duration deadline, byte expected) throws SQLException {
        ScheduledFuture<?> alarm = alarm(deadline);
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

    private ScheduledFuture<?> alarm(Duration deadline) throws SQLException {
        long end = System.nanoTime() + deadline.toNanos();
        try {
            return watch.scheduleWithFixedDelay(
                    () -> look(end, deadline), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            stopped = true; // the bundle is going, and nobody would keep the deadline
            throw broken(new IOException(e));
        }
    }

    private void look(long end, Duration deadline) {
        long now = System.nanoTime();
        if (now - end >= 0) {
            missed = deadline;
            kill();
        } else if (toldAt == 0) {
            toldAt = isToStop() ? now | 1 : 0;
        } else if (now - toldAt >= GRACE) {
            stop();
        }
    }

    private boolean isToStop() {
        try {
            return stop.getAsBoolean();
        } catch (RuntimeException e) {
            return true; // whoever would say is gone
        }
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
        if (stopped) {
            return new SQLException(
                    "The ODBC driver gave no answer when it was to stop; its process was ended.",
                    STOPPED,
                    e);
        }
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

    /** Ends the process since nobody is to wait for it any more. */
    void stop() {
        stopped = true;
        kill();
    }

    private void kill() {
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
