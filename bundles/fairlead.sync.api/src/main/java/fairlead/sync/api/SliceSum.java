package fairlead.sync.api;

import fairlead.accounting.api.Checksum;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Slice;
import java.util.Map;

/**
 * How a slice was when it was read.
 *
 * @param slice which one
 * @param checksum over the very rows that were read
 * @param named how many ids of each type came out of it; a type without any may be absent
 * @param oddities what the read met that a person should know, as the package counts it
 */
public record SliceSum(
        Slice slice, Checksum checksum, Map<DataType, Integer> named, Map<String, Long> oddities) {
    public SliceSum {
        named = Map.copyOf(named);
        oddities = Map.copyOf(oddities);
    }

    /** Of a slice about which nothing is odd. */
    public SliceSum(Slice slice, Checksum checksum, Map<DataType, Integer> named) {
        this(slice, checksum, named, Map.of());
    }
}
