package fairlead.sync;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the operation lines of one dataset and cuts them into chunks, each a gzip file of its own:
 * {@code U id json}, {@code D id}, {@code K id field reason}, separated by tabs, ended by a line
 * feed.
 */
final class Operations implements AutoCloseable {
    private static final JsonStringEncoder JSON = JsonStringEncoder.getInstance();

    private static final int BUFFER = 8192;

    private final int chunkBytes;
    private final List<byte[]> finished = new ArrayList<>();
    private ByteArrayOutputStream bytes;
    private OutputStream gzip; // null between chunks
    private int size;

    Operations(int chunkBytes) {
        this.chunkBytes = chunkBytes;
    }

    void upsert(String id, byte[] json) {
        line('U', JSON.quoteAsUTF8(id), json);
    }

    void delete(String id) {
        line('D', JSON.quoteAsUTF8(id), new byte[0]);
    }

    void keep(String id, String field, String reason) {
        byte[] quotedField = JSON.quoteAsUTF8(field);
        byte[] quotedReason = JSON.quoteAsUTF8(reason);
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        rest.write('"');
        rest.writeBytes(quotedField);
        rest.writeBytes(new byte[] {'"', '\t', '"'});
        rest.writeBytes(quotedReason);
        rest.write('"');
        line('K', JSON.quoteAsUTF8(id), rest.toByteArray());
    }

    private void line(char kind, byte[] id, byte[] rest) {
        try {
            if (gzip == null) {
                bytes = new ByteArrayOutputStream();
                gzip = new BufferedOutputStream(new Fast(bytes), BUFFER); // a call a byte is dear
                size = 0;
            }
            gzip.write(kind);
            gzip.write('\t');
            gzip.write('"');
            gzip.write(id);
            gzip.write('"');
            if (rest.length > 0) {
                gzip.write('\t');
                gzip.write(rest);
            }
            gzip.write('\n');
            size += id.length + rest.length + 6;
            if (size >= chunkBytes) {
                finish();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
    }

    private void finish() {
        try {
            gzip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        finished.add(bytes.toByteArray());
        gzip = null;
        bytes = null;
    }

    /** What was written since the last call, as whole chunks. */
    List<byte[]> take() {
        if (gzip != null) {
            finish();
        }
        List<byte[]> chunks = List.copyOf(finished);
        finished.clear();
        return chunks;
    }

    /** Lets go of the compressor's memory; what was not taken is lost. */
    @Override
    public void close() {
        take();
    }

    private static final class Fast extends GZIPOutputStream {
        Fast(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
