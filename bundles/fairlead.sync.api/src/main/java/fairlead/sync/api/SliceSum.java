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
 */
public record SliceSum(Slice slice, Checksum checksum, Map<DataType, Integer> named) {
    public SliceSum {
        named = Map.copyOf(named);
    }
}
