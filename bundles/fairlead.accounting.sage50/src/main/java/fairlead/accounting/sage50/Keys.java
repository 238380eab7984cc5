package fairlead.accounting.sage50;

import java.nio.charset.Charset;
import java.util.Arrays;

/** A growing list of keys, and the key of a row that Sage names by a short text. */
final class Keys {
    private static final Charset SAGE = Charset.forName("windows-1252");

    private long[] keys = new long[64];
    private int size;

    void add(long key) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
        }
        keys[size++] = key;
    }

    long[] sorted() {
        long[] sorted = Arrays.copyOf(keys, size);
        Arrays.sort(sorted);
        return sorted;
    }

    /**
     * The up to eight Windows-1252 bytes of a reference, packed; a longer one, which Sage does not
     * know, by its hash.
     */
    static long of(String reference) {
        byte[] bytes = reference.getBytes(SAGE);
        if (bytes.length > Long.BYTES) {
            return RowHash.of(bytes);
        }
        long key = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            key = key << Byte.SIZE | (i < bytes.length ? bytes[i] & 0xff : 0);
        }
        return key;
    }
}
