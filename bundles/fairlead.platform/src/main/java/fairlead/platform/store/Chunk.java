package fairlead.platform.store;

import java.math.BigDecimal;
import java.util.List;

/**
 * A chunk, as it was read: the last word about each id, and the control totals over all its lines.
 *
 * @param words the last word about each id, in the order in which the ids came
 * @param totals over every line, overridden ones too
 */
public record Chunk(List<Word> words, Totals totals) {
    public Chunk {
        words = List.copyOf(words);
    }

    /** What a chunk says about one id. */
    public sealed interface Word {
        /** The record's id. */
        String id();
    }

    /** A record, new or changed; the bytes are its JSON as it travelled. */
    @SuppressWarnings("ArrayRecordComponent") // frozen bytes; nobody compares words
    public record Upsert(String id, byte[] json) implements Word {}

    /** A deletion. */
    public record Delete(String id) implements Word {}

    /** A row that could not be mapped: its last good version stays. */
    public record Keep(String id, String field, String reason) implements Word {}

    /** What sync rule 26 counts. */
    public record Totals(
            long upserts, long deletes, long keeps, BigDecimal debits, BigDecimal credits) {
        /** Are they the same numbers? */
        public boolean same(Totals other) {
            return upserts == other.upserts
                    && deletes == other.deletes
                    && keeps == other.keeps
                    && debits.compareTo(other.debits) == 0
                    && credits.compareTo(other.credits) == 0;
        }

        @Override
        public String toString() {
            return upserts
                    + " records, "
                    + deletes
                    + " deletions, "
                    + keeps
                    + " rejects, debits "
                    + debits.stripTrailingZeros().toPlainString()
                    + ", credits "
                    + credits.stripTrailingZeros().toPlainString();
        }
    }
}
