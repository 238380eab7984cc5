package fairlead.accounting.api;

/**
 * How a slice looked when it was read or swept.
 *
 * @param slice which one
 * @param checksum over keys, amounts, flags and modify stamps of all its rows and of what its
 *     records quote
 * @param keys the keys of its live rows, ascending; rows that the package marks as deleted are not
 *     among them. Not copied: neither side changes it.
 */
@SuppressWarnings(
        "ArrayRecordComponent") // a million keys; the array is handed over, never compared
public record SliceState(Slice slice, Checksum checksum, long[] keys) {}
