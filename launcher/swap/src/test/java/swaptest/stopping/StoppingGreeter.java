package swaptest.stopping;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import swaptest.api.Greeter;

/** Is activated in the moment in which somebody stops the process. */
@Component(name = "greeter")
public final class StoppingGreeter implements Greeter {
    @Activate
    public StoppingGreeter(BundleContext context) throws BundleException {
        Bundle system = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
        system.stop(); // which returns at once
        while (system.getState() == Bundle.ACTIVE) {
            Thread.onSpinWait();
        }
    }

    @Override
    public String greet() {
        return "stopping";
    }
}
