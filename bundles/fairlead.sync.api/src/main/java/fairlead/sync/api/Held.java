package fairlead.sync.api;

import java.util.Optional;

/**
 * What the platform holds of one type, as far as this side knows.
 *
 * @param base the last dataset that was committed; empty when there was none
 * @param replace must the next dataset be everything, because the index is not known to be right?
 * @param digest over what the index holds
 * @param records how many live records that is, without those that are kept
 * @param kept how many records are kept in an older version, because their row could not be mapped
 * @param mappingVersion by which version of the mapping they were made
 */
public record Held(
        Optional<String> base,
        boolean replace,
        Digest digest,
        long records,
        long kept,
        int mappingVersion) {
    /** Nothing was ever delivered. */
    public static final Held NOTHING = new Held(Optional.empty(), true, Digest.EMPTY, 0, 0, 0);
}
