package fairlead.sync;

import fairlead.accounting.api.SliceState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The keys of the last sweep, by section. */
final class LiveKeys {
    private final Map<String, List<SliceState>> sections = new HashMap<>();

    LiveKeys(List<SliceState> states) {
        for (SliceState state : states) {
            sections.computeIfAbsent(state.slice().section(), s -> new ArrayList<>()).add(state);
        }
        sections.values().forEach(s -> s.sort(Comparator.comparingLong(x -> x.slice().from())));
    }

    /** The slices of a section, by their first key. */
    List<SliceState> slices(String section) {
        return sections.getOrDefault(section, List.of());
    }

    /** In which of {@link #slices} there was a live row with this key; -1: in none. */
    int find(String section, long key) {
        List<SliceState> slices = slices(section);
        int low = 0;
        int high = slices.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            SliceState state = slices.get(middle);
            if (key < state.slice().from()) {
                high = middle - 1;
            } else if (key > state.slice().to()) {
                low = middle + 1;
            } else {
                return Arrays.binarySearch(state.keys(), key) >= 0 ? middle : -1;
            }
        }
        return -1;
    }
}
