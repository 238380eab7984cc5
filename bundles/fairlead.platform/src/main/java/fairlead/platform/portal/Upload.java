package fairlead.platform.portal;

import fairlead.platform.http.Call;
import fairlead.platform.http.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.fileupload.FileItemIterator;
import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.UploadContext;

/** A form with files, read in memory. */
final class Upload {
    private static final int FIELDS = 20;

    private Upload() {}

    /** One field or file. */
    @SuppressWarnings("ArrayRecordComponent") // read once
    record Field(byte[] bytes) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    @SuppressWarnings({"deprecation", "ArrayRecordComponent"}) // the interface wants an old method
    private record Body(Call call, byte[] bytes) implements UploadContext {
        @Override
        public String getCharacterEncoding() {
            return "UTF-8";
        }

        @Override
        public String getContentType() {
            return call.header("Content-Type").orElse("");
        }

        @Override
        public int getContentLength() {
            return bytes.length;
        }

        @Override
        public long contentLength() {
            return bytes.length;
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(bytes);
        }
    }

    /**
     * The form's fields by their names.
     *
     * @throws Problem when it is larger or no such form
     */
    static Map<String, Field> read(Call call, int most) throws IOException {
        Map<String, Field> fields = new HashMap<>();
        try {
            FileUpload reader = new FileUpload();
            reader.setFileCountMax(FIELDS);
            FileItemIterator parts = reader.getItemIterator(new Body(call, call.bytes(most)));
            while (parts.hasNext()) {
                FileItemStream part = parts.next();
                try (InputStream in = part.openStream()) {
                    fields.putIfAbsent(part.getFieldName(), new Field(in.readAllBytes()));
                }
            }
        } catch (FileUploadException e) {
            throw Problem.badRequest("The form cannot be read.");
        }
        return fields;
    }

    /** What kind of picture this is, by its first bytes, whatever its name says. */
    static String type(byte[] bytes) {
        String begin =
                new String(bytes, 0, Math.min(bytes.length, 1000), StandardCharsets.ISO_8859_1);
        if (begin.startsWith("\u0089PNG\r\n")) {
            return "image/png";
        }
        if (begin.startsWith("\u00ff\u00d8\u00ff")) {
            return "image/jpeg";
        }
        if (begin.startsWith("GIF8")) {
            return "image/gif";
        }
        if (begin.startsWith("\u0000\u0000\u0001\u0000")) {
            return "image/x-icon";
        }
        String text = begin.strip();
        boolean svg =
                text.startsWith("<svg") || (text.startsWith("<?xml") && text.contains("<svg"));
        return svg ? "image/svg+xml" : "unknown";
    }
}
