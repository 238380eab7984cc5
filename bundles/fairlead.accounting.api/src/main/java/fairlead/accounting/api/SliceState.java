package fairlead.accounting.api;

import java.util.Map;

/**
 * How a slice looked when it was read or swept.
 *
 * @param slice which one
 * @param checksum over keys, amounts, flags and modify stamps of all its rows and of what its
 *     records quote
 * @param keys the keys of its live rows, ascending; rows that the package marks as deleted are not
 *     among them. Not copied: neither side changes it.
 * @param oddities what a read of the slice met that a person should know, under names of the
 *     package's own, each with a number. They are kept until the slice is read again, and handed
 *     back, added up over all slices, to {@link CompanySession#findings(Map)}. Empty for a sweep.
 */
@SuppressWarnings(
        "ArrayRecordComponent") // a million keys; the array is handed over, never compared
public record SliceState(Slice slice, Checksum checksum, long[] keys, Map<String, Long> oddities) {
    public SliceState {
        oddities = Map.copyOf(oddities);
    }

    /** Of a slice that was swept, or about which nothing is odd. */
    public SliceState(Slice slice, Checksum checksum, long[] keys) {
        this(slice, checksum, keys, Map.of());
    }
}
