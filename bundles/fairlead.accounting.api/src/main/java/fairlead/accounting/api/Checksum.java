package fairlead.accounting.api;

/**
 * A 128-bit sum over rows that does not depend on their order. Equal rows give equal checksums in
 * every version of a package with the same mapping version.
 */
public record Checksum(long high, long low) {
    public static final Checksum ZERO = new Checksum(0, 0);

    /** The sum of both, modulo 2^64 in each half. */
    public Checksum plus(Checksum other) {
        return new Checksum(high + other.high, low + other.low);
    }
}
