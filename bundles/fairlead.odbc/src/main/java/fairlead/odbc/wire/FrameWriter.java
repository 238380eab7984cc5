package fairlead.odbc.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Makes one frame after the other and sends each as a whole. For one thread. */
public final class FrameWriter {
    private static final int FIRST = 1 << 12;

    private final OutputStream out;
    private byte[] bytes = new byte[FIRST];
    private int end;

    public FrameWriter(OutputStream out) {
        this.out = out;
    }

    public FrameWriter begin(byte type) {
        bytes[0] = Frame.MAGIC;
        bytes[1] = type;
        end = Frame.HEADER;
        return this;
    }

    public FrameWriter put(byte value) {
        room(1);
        bytes[end++] = value;
        return this;
    }

    public FrameWriter putInt(int value) {
        room(Integer.BYTES);
        Bytes.putInt(bytes, end, value);
        end += Integer.BYTES;
        return this;
    }

    public FrameWriter putText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        putInt(utf8.length);
        put(utf8, 0, utf8.length);
        return this;
    }

    public void put(byte[] from, int at, int length) {
        room(length);
        System.arraycopy(from, at, bytes, end, length);
        end += length;
    }

    /**
     * Leaves so many bytes free and zero, to be filled in {@link #array()}.
     *
     * @return where they are
     */
    public int skip(int length) {
        room(length);
        Arrays.fill(bytes, end, end + length, (byte) 0);
        int at = end;
        end += length;
        return at;
    }

    /** Makes room for so many bytes after the end, without moving it. */
    public void room(int length) {
        if (length > bytes.length - end) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + length));
        }
    }

    /** What the frame is made in; another one after anything was put. */
    public byte[] array() {
        return bytes;
    }

    public int end() {
        return end;
    }

    /** Takes what was written to {@link #array()} itself into the frame. */
    public void end(int end) {
        this.end = end;
    }

    public void send() throws IOException {
        int length = end - Frame.HEADER;
        if (length > Frame.LONGEST) {
            throw new BrokenFrameException("a frame of " + length + " bytes is too long");
        }
        Bytes.putInt(bytes, 2, length);
        out.write(bytes, 0, end);
        out.flush();
    }

    /** Forgets what was sent: it may have been a password. */
    public void wipe() {
        Arrays.fill(bytes, (byte) 0);
    }
}
