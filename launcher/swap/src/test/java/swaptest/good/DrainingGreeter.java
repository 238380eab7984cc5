package swaptest.good;

import fairlead.gate.Gate;
import java.time.Duration;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import swaptest.api.Greeter;

/** A provider by the rules. */
@Component(name = "greeter")
public final class DrainingGreeter implements Greeter {
    private final Gate gate = new Gate();
    private final String version;

    @Activate
    public DrainingGreeter(BundleContext context) {
        version = context.getBundle().getVersion().toString();
    }

    @Deactivate
    void close() {
        gate.close(Duration.ofSeconds(5));
    }

    @Override
    public String greet() {
        try (var inside = gate.enter()) {
            return version;
        }
    }
}
