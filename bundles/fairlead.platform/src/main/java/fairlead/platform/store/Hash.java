package fairlead.platform.store;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, and the sums of it that digests are (sync.md, "Words and identities"). */
public final class Hash {
    /** The digest of no records. */
    public static final BigInteger NO_RECORDS = BigInteger.ZERO;

    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);
    private static final byte[] KEPT = new byte[32];

    private Hash() {}

    /** Of these bytes. */
    public static byte[] sha256(byte[] bytes) {
        return sha256().digest(bytes);
    }

    /** Of this text, in hexadecimal. */
    public static String hex(String text) {
        return HexFormat.of().formatHex(sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** What a record adds to the digest: SHA-256 over its id, a zero byte and its hash. */
    public static byte[] term(String id, byte[] hash) {
        MessageDigest sha256 = sha256();
        sha256.update(id.getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0);
        return sha256.digest(hash);
    }

    /** What a kept reject adds to the digest. */
    public static byte[] keptTerm(String id) {
        return term(id, KEPT);
    }

    /** The sum with one term more. */
    public static BigInteger plus(BigInteger sum, byte[] term) {
        return sum.add(new BigInteger(1, term)).mod(MODULUS);
    }

    /** The sum with one term less. */
    public static BigInteger minus(BigInteger sum, byte[] term) {
        return sum.subtract(new BigInteger(1, term)).mod(MODULUS);
    }

    /** Two sums together. */
    public static BigInteger plus(BigInteger sum, BigInteger other) {
        return sum.add(other).mod(MODULUS);
    }

    /** 64 hexadecimal digits. */
    public static String text(BigInteger sum) {
        String digits = sum.toString(16);
        return "0".repeat(64 - digits.length()) + digits;
    }

    /** Reads what {@link #text} wrote. */
    public static BigInteger sum(String text) {
        return new BigInteger(text, 16);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
