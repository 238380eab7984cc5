package fairlead.accounting.sage50;

import java.time.LocalDateTime;

/**
 * A 128-bit hash over the values of one row, in two lanes that know nothing of each other. Equal
 * values give equal hashes in every version with the same mapping version. Not cryptographic: it
 * finds changes, not forgeries.
 */
final class RowHash {
    private static final long K1 = 0x9E3779B97F4A7C15L;
    private static final long K2 = 0xC2B2AE3D27D4EB4FL;
    static final long ABSENT = 0xD6E8FEB86659FD93L;

    private static final long NANOS_A_DAY = 86_400_000_000_000L;

    private long a;
    private long b;

    /** Starts a row of its own kind, so that rows of two tables never cancel each other. */
    RowHash start(long kind) {
        a = kind * K1;
        b = kind ^ K2;
        return this;
    }

    RowHash add(long value) {
        a = Long.rotateLeft((a ^ value) * K1, 29);
        b = Long.rotateLeft((b + value) * K2, 37);
        return this;
    }

    RowHash add(String value) {
        return add(of(value));
    }

    long high() {
        return finish(a ^ Long.rotateLeft(b, 17));
    }

    long low() {
        return finish(b + K1);
    }

    /** A 64-bit hash of a text; null is a text of its own. */
    static long of(String text) {
        if (text == null) {
            return ABSENT;
        }
        long h = text.length() * K2 + K1;
        for (int i = 0; i < text.length(); i++) {
            h = Long.rotateLeft((h ^ text.charAt(i)) * K1, 23);
        }
        return finish(h);
    }

    static long of(byte[] bytes) {
        long h = bytes.length * K1 + K2;
        for (byte x : bytes) {
            h = Long.rotateLeft((h ^ (x & 0xff)) * K2, 23);
        }
        return finish(h);
    }

    static long of(LocalDateTime moment) {
        return moment == null
                ? ABSENT
                : moment.toLocalDate().toEpochDay() * NANOS_A_DAY
                        + moment.toLocalTime().toNanoOfDay();
    }

    /** Two values into one. */
    static long of(long first, long second) {
        return finish(Long.rotateLeft(first * K1, 31) ^ (second + K2) * K1);
    }

    private static long finish(long value) {
        long h = (value ^ (value >>> 33)) * 0xFF51AFD7ED558CCDL;
        h = (h ^ (h >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return h ^ (h >>> 33);
    }
}
