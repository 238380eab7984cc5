package swaptest.hanging;

import java.util.concurrent.locks.LockSupport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import swaptest.api.Greeter;

/** Hangs in activation, deaf to interrupts, until the property is set. */
@Component(name = "greeter")
public final class HangingGreeter implements Greeter {
    @Activate
    public HangingGreeter() {
        while (!Boolean.getBoolean("swaptest.release")) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public String greet() {
        return "hanging";
    }
}
