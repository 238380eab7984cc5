package fairlead.platform.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** A record's JSON in its column: as it is, or deflated when it would not fit. */
public final class Body {
    /** What the column holds at most. */
    private static final int COLUMN = 1_000_000;

    private Body() {}

    /** Does it fit, one way or the other? */
    public static boolean fits(byte[] json) {
        return json.length <= COLUMN || packed(json).length <= COLUMN;
    }

    static byte[] pack(byte[] json) {
        return json.length <= COLUMN ? json : packed(json);
    }

    private static byte[] packed(byte[] json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length / 4);
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
            deflater.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    /** Was it too large for the column as it is? */
    static boolean isPacked(byte[] column) {
        return column.length == 0 || column[0] != '{';
    }

    /** The JSON, unpacked while it is read. */
    static InputStream unpacked(byte[] column) {
        InputStream bytes = new ByteArrayInputStream(column);
        return isPacked(column) ? new InflaterInputStream(bytes) : bytes;
    }
}
