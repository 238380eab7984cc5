package fairlead.accounting.api;

import java.util.List;
import java.util.Map;

/**
 * The slices of a company under one mark.
 *
 * @param slices in reading order
 * @param unreadable types whose tables cannot be read at all, each with a reason in plain words;
 *     they are left out of the set, and nothing of them is deleted
 */
public record Plan(List<Slice> slices, Map<DataType, String> unreadable) {
    public Plan {
        slices = List.copyOf(slices);
        unreadable = Map.copyOf(unreadable);
    }
}
