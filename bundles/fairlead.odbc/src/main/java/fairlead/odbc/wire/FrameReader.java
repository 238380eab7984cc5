package fairlead.odbc.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads one frame after the other into the same array. For one thread. */
public final class FrameReader {
    private static final int FIRST = 1 << 12;

    private final InputStream in;
    private byte[] bytes = new byte[FIRST];
    private byte type;
    private int at;
    private int end;

    public FrameReader(InputStream in) {
        this.in = in;
    }

    /**
     * Reads the next frame; what was read before is gone.
     *
     * @throws EOFException when the other side has ended
     * @throws BrokenFrameException when something else than a frame comes
     */
    public byte next() throws IOException {
        if (in.readNBytes(bytes, 0, Frame.HEADER) < Frame.HEADER) {
            throw new EOFException("the other side has ended");
        }
        int length = Bytes.getInt(bytes, 2);
        if (bytes[0] != Frame.MAGIC || length < 0 || length > Frame.LONGEST) {
            throw new BrokenFrameException("something else than a frame came");
        }
        type = bytes[1];
        if (length > bytes.length) {
            bytes = new byte[Math.max(length, bytes.length * 2)];
        }
        if (in.readNBytes(bytes, 0, length) < length) {
            throw new EOFException("the other side ended within a frame");
        }
        at = 0;
        end = length;
        return type;
    }

    public byte type() {
        return type;
    }

    public byte get() throws BrokenFrameException {
        return bytes[skip(1)];
    }

    public int getInt() throws BrokenFrameException {
        return Bytes.getInt(bytes, skip(Integer.BYTES));
    }

    public Kind getKind() throws BrokenFrameException {
        return Kind.of(get());
    }

    public String getText() throws BrokenFrameException {
        int length = getInt();
        return new String(bytes, skip(length), length, StandardCharsets.UTF_8);
    }

    /**
     * Goes over so many bytes.
     *
     * @return where they are in {@link #array()}
     */
    public int skip(int length) throws BrokenFrameException {
        if (length < 0 || length > end - at) {
            throw new BrokenFrameException("the frame " + (char) type + " is too short");
        }
        int start = at;
        at += length;
        return start;
    }

    /** What the frame lies in, until the next one is read. */
    public byte[] array() {
        return bytes;
    }

    /** Forgets what was read: it may have been a password. */
    public void wipe() {
        Arrays.fill(bytes, (byte) 0);
    }
}
