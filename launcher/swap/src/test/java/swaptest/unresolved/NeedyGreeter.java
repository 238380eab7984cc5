package swaptest.unresolved;

import org.osgi.service.component.annotations.Component;
import swaptest.absent.Absent;
import swaptest.api.Greeter;

/** Imports what nobody exports. */
@Component(name = "greeter")
public final class NeedyGreeter implements Greeter, Absent {
    @Override
    public String greet() {
        return "unresolved";
    }
}
