package fairlead.sync.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a type holds, as one number: the sum modulo 2^256, over its records, of SHA-256(id in UTF-8,
 * a zero byte, hash of the record). It does not depend on the order and is kept up to date record
 * by record, on both sides.
 */
public final class Digest {
    /** The digest of no records. */
    public static final Digest EMPTY = new Digest(new long[4]);

    private static final int BYTES = 32;

    /** Never fed; a copy of it is what each hash begins with, since looking one up costs more. */
    private static final MessageDigest SHA_256 = lookUp();

    private final long[] sum; // 64 bits each, the highest first

    private Digest(long[] sum) {
        this.sum = sum;
    }

    /** Reads what {@link #toString} wrote: 64 hexadecimal digits. */
    public static Digest of(String hex) {
        if (hex.length() != 2 * BYTES) {
            throw new IllegalArgumentException(
                    "a digest has 64 hexadecimal digits, not " + hex.length());
        }
        return new Digest(number(HexFormat.of().parseHex(hex)));
    }

    /** The hash of a kept reject: 32 zero bytes, a new array each time. */
    public static byte[] kept() {
        return new byte[BYTES];
    }

    /** The hash of a record: SHA-256 over its bytes as they travel. */
    public static byte[] hash(byte[] json) {
        return sha256().digest(json);
    }

    /** With one record more. */
    public Digest plus(String id, byte[] hash) {
        long[] next = term(id, hash);
        long carry = 0;
        for (int i = next.length - 1; i >= 0; i--) {
            long part = sum[i] + next[i];
            long carried = part + carry;
            boolean over =
                    Long.compareUnsigned(part, sum[i]) < 0
                            || Long.compareUnsigned(carried, part) < 0;
            carry = over ? 1 : 0;
            next[i] = carried;
        }
        return new Digest(next);
    }

    /** With one record less. */
    public Digest minus(String id, byte[] hash) {
        long[] next = term(id, hash);
        long borrow = 0;
        for (int i = next.length - 1; i >= 0; i--) {
            long part = sum[i] - next[i];
            long borrowed = part - borrow;
            boolean under =
                    Long.compareUnsigned(sum[i], next[i]) < 0
                            || Long.compareUnsigned(part, borrow) < 0;
            borrow = under ? 1 : 0;
            next[i] = borrowed;
        }
        return new Digest(next);
    }

    private static long[] term(String id, byte[] hash) {
        MessageDigest sha256 = sha256();
        sha256.update(id.getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0);
        return number(sha256.digest(hash));
    }

    private static long[] number(byte[] bytes) {
        long[] number = new long[BYTES / Long.BYTES];
        ByteBuffer.wrap(bytes).asLongBuffer().get(number);
        return number;
    }

    private static MessageDigest sha256() {
        try {
            return (MessageDigest) SHA_256.clone();
        } catch (CloneNotSupportedException e) {
            return lookUp();
        }
    }

    private static MessageDigest lookUp() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest d && Arrays.equals(d.sum, sum);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sum);
    }

    /** 64 hexadecimal digits, lower case. */
    @Override
    public String toString() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.asLongBuffer().put(sum);
        return HexFormat.of().formatHex(bytes.array());
    }
}
