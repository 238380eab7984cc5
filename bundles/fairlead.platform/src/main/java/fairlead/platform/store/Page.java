package fairlead.platform.store;

import java.util.List;

/** A page of a list, and how many things there are in all. */
public record Page<T>(List<T> items, long total) {
    public Page {
        items = List.copyOf(items);
    }
}
