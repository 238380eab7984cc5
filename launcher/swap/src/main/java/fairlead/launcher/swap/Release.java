package fairlead.launcher.swap;

import fairlead.launcher.plan.Part;
import java.util.List;

/**
 * A release as the swap needs it.
 *
 * @param id its id
 * @param track whose key signed it: {@code main} is ours
 * @param otherSlot does it need a launcher that does not run now?
 * @param parts its bundles
 */
public record Release(String id, String track, boolean otherSlot, List<Part> parts) {
    /** Our own track. */
    public static final String MAIN = "main";

    public Release {
        parts = List.copyOf(parts);
    }
}
