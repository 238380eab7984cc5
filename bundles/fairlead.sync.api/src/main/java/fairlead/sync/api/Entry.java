package fairlead.sync.api;

import java.util.Arrays;

/**
 * What the index remembers of one record.
 *
 * @param hash over the record's bytes, 32 bytes; all zero for a kept reject. Handed over.
 * @param key the key of its row within its section
 */
@SuppressWarnings("ArrayRecordComponent") // a million of them; compared by sameAs
public record Entry(byte[] hash, long key) {
    /** Is this a kept reject? */
    public boolean isKept() {
        for (byte b : hash) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** Same content and same row. */
    public boolean sameAs(Entry other) {
        return key == other.key && Arrays.equals(hash, other.hash);
    }
}
