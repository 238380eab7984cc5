package fairlead.control;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/** One client: its requests, one after the other, until it goes or the service does. */
final class Session implements Runnable {
    private static final int LONGEST_LINE = 64 * 1024;

    private final SocketChannel channel;
    private final JsonFactory json;
    private final Optional<String> token;
    private final Commands commands;
    private boolean busy;
    private boolean stopping;

    Session(SocketChannel channel, JsonFactory json, Optional<String> token, Commands commands) {
        this.channel = channel;
        this.json = json;
        this.token = token;
        this.commands = commands;
    }

    @Override
    public void run() {
        try (channel) {
            InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
            OutputStream out = Channels.newOutputStream(channel);
            if (token.isPresent() && !knows(in, token.get())) {
                new Reply(json, out, "").error("WRONG_TOKEN", "This port is not for you.");
                return;
            }
            Optional<byte[]> line = line(in);
            while (line.isPresent() && begin()) {
                answer(line.get(), out);
                line = end() ? line(in) : Optional.empty();
            }
        } catch (IOException e) {
            SocketControl.LOG.debug("a client has gone", e);
        }
    }

    private static boolean knows(InputStream in, String token) throws IOException {
        byte[] said = line(in).orElse(new byte[0]);
        return MessageDigest.isEqual(said, token.getBytes(StandardCharsets.UTF_8));
    }

    private void answer(byte[] line, OutputStream out) throws IOException {
        Request request;
        try {
            request = Request.parse(json, line);
        } catch (ControlException e) {
            new Reply(json, out, "").error(e.code(), e.getMessage());
            return;
        } finally {
            Arrays.fill(line, (byte) 0); // it may hold a password
        }
        try {
            commands.run(request, new Reply(json, out, request.id()), this::checkpoint);
        } finally {
            request.blank();
        }
    }

    /** The next line; empty at the end. */
    private static Optional<byte[]> line(InputStream in) throws IOException {
        Line line = new Line();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    return Optional.of(line.toByteArray());
                }
                line.write(next);
                if (line.size() > LONGEST_LINE) {
                    throw new IOException("a line is longer than " + LONGEST_LINE + " bytes");
                }
            }
            return Optional.empty();
        } finally {
            line.blank();
        }
    }

    /** Bytes that may hold a password. */
    private static final class Line extends ByteArrayOutputStream {
        void blank() {
            Arrays.fill(buf, (byte) 0);
        }
    }

    private synchronized boolean begin() {
        busy = !stopping;
        return busy;
    }

    private synchronized boolean end() {
        busy = false;
        return !stopping;
    }

    private synchronized void checkpoint() throws InterruptedException {
        if (stopping) {
            throw new InterruptedException("the control service stops");
        }
    }

    /**
     * No further request; the one under way is told to stop. A client that only waits is let go.
     */
    void stop() {
        synchronized (this) {
            stopping = true;
            if (busy) {
                return;
            }
        }
        cut();
    }

    /** Ends the connection as it is. */
    void cut() {
        try {
            channel.close();
        } catch (IOException e) {
            SocketControl.LOG.debug("a client's connection does not close", e);
        }
    }
}
