package swaptest.throwing;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import swaptest.api.Greeter;

/** Delayed, and satisfied until somebody fetches it. */
@Component(name = "greeter")
public final class ThrowingGreeter implements Greeter {
    @Activate
    public ThrowingGreeter() {
        throw new IllegalStateException("bad in activation");
    }

    @Override
    public String greet() {
        return "throwing";
    }
}
