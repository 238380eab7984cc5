package swaptest.stuck;

import java.util.concurrent.locks.LockSupport;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import swaptest.api.Greeter;

/** Does not stop until the property is set. */
@Component(name = "greeter")
public final class StuckGreeter implements Greeter {
    @Deactivate
    void close() {
        while (!Boolean.getBoolean("swaptest.release")) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public String greet() {
        return "1.0.0";
    }
}
