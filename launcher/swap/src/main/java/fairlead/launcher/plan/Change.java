package fairlead.launcher.plan;

import fairlead.launcher.release.Kind;
import java.util.Optional;

/**
 * What happens to one bundle.
 *
 * @param name its symbolic name
 * @param old the one that runs; empty when it is new here
 * @param next the one that comes; empty when it goes
 */
public record Change(String name, Optional<Part> old, Optional<Part> next) {
    /** How it is changed: as the one that comes says, or the one that goes. */
    public Kind kind() {
        return next.or(() -> old).orElseThrow().kind();
    }

    /** In plain words. */
    public String inWords() {
        if (old.isEmpty()) {
            return name + " " + next.orElseThrow().version() + " is added";
        }
        if (next.isEmpty()) {
            return name + " " + old.get().version() + " is removed";
        }
        return name + " " + old.get().version() + " becomes " + next.get().version();
    }
}
