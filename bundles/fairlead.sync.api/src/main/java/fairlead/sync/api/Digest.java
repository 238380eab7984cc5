package fairlead.sync.api;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a type holds, as one number: the sum modulo 2^256, over its records, of SHA-256(id in UTF-8,
 * a zero byte, hash of the record). It does not depend on the order and is kept up to date record
 * by record, on both sides.
 */
public final class Digest {
    /** The digest of no records. */
    public static final Digest EMPTY = new Digest(BigInteger.ZERO);

    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    private final BigInteger sum;

    private Digest(BigInteger sum) {
        this.sum = sum;
    }

    /** Reads what {@link #toString} wrote: 64 hexadecimal digits. */
    public static Digest of(String hex) {
        if (hex.length() != 64) {
            throw new IllegalArgumentException(
                    "a digest has 64 hexadecimal digits, not " + hex.length());
        }
        return new Digest(new BigInteger(1, HexFormat.of().parseHex(hex)));
    }

    /** The hash of a kept reject: 32 zero bytes, a new array each time. */
    public static byte[] kept() {
        return new byte[32];
    }

    /** The hash of a record: SHA-256 over its bytes as they travel. */
    public static byte[] hash(byte[] json) {
        return sha256().digest(json);
    }

    /** With one record more. */
    public Digest plus(String id, byte[] hash) {
        return new Digest(sum.add(term(id, hash)).mod(MODULUS));
    }

    /** With one record less. */
    public Digest minus(String id, byte[] hash) {
        return new Digest(sum.subtract(term(id, hash)).mod(MODULUS));
    }

    private static BigInteger term(String id, byte[] hash) {
        MessageDigest sha256 = sha256();
        sha256.update(id.getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0);
        return new BigInteger(1, sha256.digest(hash));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest d && d.sum.equals(sum);
    }

    @Override
    public int hashCode() {
        return sum.hashCode();
    }

    /** 64 hexadecimal digits, lower case. */
    @Override
    public String toString() {
        byte[] bytes = sum.toByteArray(); // may have a leading zero, or fewer than 32 bytes
        byte[] fixed = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
        return HexFormat.of().formatHex(fixed);
    }
}
