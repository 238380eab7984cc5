package fairlead.platform.api;

/**
 * How much of the public API one vendor may use.
 *
 * @param perDay calls a day, and as many again for each linked company
 * @param perMinute calls a minute, on each node
 * @param atOnce calls that are answered at a time, for each linked company, on each node
 * @param companies that it may have
 */
public record Quota(long perDay, int perMinute, int atOnce, int companies) {
    /** Of calls alone. */
    public Quota(long perDay, int perMinute, int atOnce) {
        this(perDay, perMinute, atOnce, Integer.MAX_VALUE);
    }
}
