package fairlead.platform.connector;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import fairlead.platform.store.Body;
import fairlead.platform.store.Chunk;
import fairlead.platform.store.Chunk.Delete;
import fairlead.platform.store.Chunk.Keep;
import fairlead.platform.store.Chunk.Totals;
import fairlead.platform.store.Chunk.Upsert;
import fairlead.platform.store.Chunk.Word;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Reads a chunk: a gzip file over operations, one a line. Each JSON is read to its end, so that
 * nothing broken gets into the store, and its control totals are taken on the way.
 */
final class ChunkReader {
    /** The chunk is not as the protocol has it; the message says where. */
    static final class BrokenChunkException extends Exception {
        BrokenChunkException(String message) {
            super(message, null, false, false);
        }
    }

    /** It is more than a chunk may be; the message says of what. */
    static final class TooLargeException extends Exception {
        TooLargeException(long limit, String what) {
            super("The chunk has more than " + limit + " " + what + ".", null, false, false);
        }
    }

    /** An agent sends about 1 MiB, and a record of at most 16 MiB is never cut. */
    private static final int UNPACKED_LIMIT = 20 << 20;

    /** Each line is an object here, and a thousand short ones take a kilobyte as they travel. */
    private static final int LINES_LIMIT = 200_000;

    /** Of ids and reasons; the texts of a record are skipped. */
    private static final int TEXT_LIMIT = 1 << 20;

    /** Of one record: as a tree, which some readers need, it takes a hundred bytes for each. */
    private static final long TOKENS_LIMIT = 2_000_000;

    private static final int BUFFER = 1 << 16;
    private static final int ID_LIMIT = 255;
    private static final Set<String> OURS = Set.of("modifiedDate", "metadata");

    private final JsonFactory json =
            JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    // a table of all names would be larger than the record that has them
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(100)
                                    .maxNumberLength(100)
                                    .maxStringLength(TEXT_LIMIT)
                                    .maxTokenCount(TOKENS_LIMIT)
                                    .build())
                    .build();
    private final boolean journal;

    private final Map<String, Word> words = new LinkedHashMap<>();
    private long lines;
    private long upserts;
    private long deletes;
    private long keeps;
    private BigDecimal debits = BigDecimal.ZERO;
    private BigDecimal credits = BigDecimal.ZERO;

    private ChunkReader(String dataType) {
        this.journal = dataType.equals("journalEntries");
    }

    /** Reads a chunk of this type. */
    static Chunk read(byte[] gzip, String dataType) throws BrokenChunkException, TooLargeException {
        ChunkReader reader = new ChunkReader(dataType);
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip), BUFFER)) {
            reader.lines(in);
        } catch (IOException e) {
            throw new BrokenChunkException("It is no whole gzip file.");
        }
        return new Chunk(
                new ArrayList<>(reader.words.values()),
                new Totals(
                        reader.upserts,
                        reader.deletes,
                        reader.keeps,
                        reader.debits,
                        reader.credits));
    }

    private void lines(InputStream in) throws IOException, BrokenChunkException, TooLargeException {
        byte[] buffer = new byte[BUFFER];
        int filled = 0;
        int total = 0;
        while (true) {
            if (filled == buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.min(2 * filled, UNPACKED_LIMIT + 1));
            }
            int read = in.read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                break;
            }
            total += read;
            if (total > UNPACKED_LIMIT) {
                throw new TooLargeException(UNPACKED_LIMIT, "bytes, unpacked");
            }
            int start = 0;
            for (int i = filled; i < filled + read; i++) {
                if (buffer[i] == '\n') {
                    line(buffer, start, i);
                    start = i + 1;
                }
            }
            filled += read - start;
            System.arraycopy(buffer, start, buffer, 0, filled);
        }
        if (filled > 0) {
            throw broken("does not end with a line feed");
        }
    }

    private BrokenChunkException broken(String what) {
        return new BrokenChunkException("Line " + (lines + 1) + " " + what + ".");
    }

    private void line(byte[] bytes, int start, int end)
            throws BrokenChunkException, TooLargeException {
        if (lines == LINES_LIMIT) {
            throw new TooLargeException(LINES_LIMIT, "lines");
        }
        if (!isUtf8(bytes, start, end)) {
            throw broken("is not in UTF-8"); // Jackson lets some of it pass
        }
        List<int[]> fields = new ArrayList<>(4);
        int from = start;
        for (int i = start; i <= end; i++) {
            if (i == end || bytes[i] == '\t') {
                fields.add(new int[] {from, i});
                from = i + 1;
            }
        }
        char kind = end > start && fields.get(0)[1] == start + 1 ? (char) bytes[start] : ' ';
        int wanted = kind == 'U' ? 3 : kind == 'D' ? 2 : kind == 'K' ? 4 : 0;
        if (wanted == 0) {
            throw broken("begins neither with U nor with D nor with K");
        }
        if (fields.size() != wanted) {
            throw broken("has " + fields.size() + " fields instead of " + wanted);
        }
        String id = text(bytes, fields.get(1));
        if (id.isEmpty() || id.length() > ID_LIMIT) {
            throw broken("has an id of " + id.length() + " characters instead of 1 to " + ID_LIMIT);
        }
        if (id.indexOf(0) >= 0 || !isWhole(id)) {
            throw broken("has an id with a character that is none");
        }
        Word word;
        if (kind == 'U') {
            byte[] record = Arrays.copyOfRange(bytes, fields.get(2)[0], fields.get(2)[1]);
            if (!Body.fits(record)) {
                throw broken("has a record that is too large to be kept");
            }
            total(record);
            word = new Upsert(id, record);
            upserts++;
        } else if (kind == 'D') {
            word = new Delete(id);
            deletes++;
        } else {
            word =
                    new Keep(
                            id,
                            shortened(text(bytes, fields.get(2)), 500),
                            shortened(text(bytes, fields.get(3)), 2000));
            keeps++;
        }
        words.put(id, word); // later lines override earlier ones
        lines++;
    }

    private static boolean isUtf8(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && bytes[at] >= 0) {
            at++;
        }
        try {
            return at == end
                    || StandardCharsets.UTF_8
                                    .newDecoder()
                                    .decode(ByteBuffer.wrap(bytes, at, end - at))
                                    .length()
                            > 0;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Does it have both halves of each surrogate pair? A database would keep a question mark. */
    private static boolean isWhole(String text) {
        return text.chars().noneMatch(c -> Character.isSurrogate((char) c))
                || StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    private String text(byte[] bytes, int[] field) throws BrokenChunkException {
        if (isPlain(bytes, field)) { // nearly all ids: no parser is needed
            return new String(
                    bytes, field[0] + 1, field[1] - field[0] - 2, StandardCharsets.US_ASCII);
        }
        try (JsonParser parser = json.createParser(bytes, field[0], field[1] - field[0])) {
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw broken("has a field that is no JSON string");
            }
            String text = parser.getText();
            if (parser.nextToken() != null) {
                throw broken("has something behind a JSON string");
            }
            return text;
        } catch (IOException e) {
            throw broken("has a field that is no JSON string");
        }
    }

    private static boolean isPlain(byte[] bytes, int[] field) {
        int last = field[1] - 1;
        if (last <= field[0] || bytes[field[0]] != '"' || bytes[last] != '"') {
            return false;
        }
        for (int i = field[0] + 1; i < last; i++) {
            if (bytes[i] < ' ' || bytes[i] == '"' || bytes[i] == '\\') {
                return false;
            }
        }
        return true;
    }

    /** Reads a record to its end and adds up what sync rule 26 wants. */
    private void total(byte[] record) throws BrokenChunkException {
        // a plain object: what begins with a brace is kept as it is, anything else was deflated
        if (record.length == 0 || record[0] != '{' || record[record.length - 1] != '}') {
            throw broken("has a record that is no JSON object");
        }
        try (JsonParser parser = json.createParser(record)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (OURS.contains(field)) {
                    throw broken("has a record with " + field + ", which the platform adds");
                }
                if (journal && field.equals("journalLines") && value == JsonToken.START_ARRAY) {
                    journalLines(parser);
                } else if (!journal && field.equals("totalAmount") && value.isNumeric()) {
                    debits = debits.add(amount(parser));
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw broken("has something behind its record");
            }
        } catch (StreamConstraintsException e) {
            throw broken("has a record with too many values, or nested too deeply");
        } catch (IOException e) {
            throw broken("has a record that is no JSON object");
        }
    }

    /** A number that can be money: a billion digits would stop the platform. */
    private BigDecimal amount(JsonParser parser) throws IOException, BrokenChunkException {
        BigDecimal amount = parser.getDecimalValue();
        if (amount.scale() > 12 || (long) amount.precision() - amount.scale() > 24) {
            throw broken("has an amount that is no sum of money");
        }
        return amount;
    }

    private void journalLines(JsonParser parser) throws IOException, BrokenChunkException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                continue;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals("netAmount") && value.isNumeric()) {
                    BigDecimal amount = amount(parser);
                    if (amount.signum() > 0) {
                        debits = debits.add(amount);
                    } else {
                        credits = credits.subtract(amount);
                    }
                } else {
                    parser.skipChildren();
                }
            }
        }
    }
}
