package fairlead.launcher.swap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * Services that the host fetched and holds: a delayed component is activated by that, and stays so
 * until the trial is decided.
 */
final class Held {
    private final BundleContext system;
    private final List<ServiceReference<?>> references = new ArrayList<>();

    Held(BundleContext system) {
        this.system = system;
    }

    /**
     * Fetches every service of the bundle.
     *
     * @throws SwapFailure.Bad when one cannot be had
     */
    void holdAll(Bundle bundle) throws SwapFailure.Bad {
        ServiceReference<?>[] all = bundle.getRegisteredServices();
        for (ServiceReference<?> reference : all == null ? new ServiceReference<?>[0] : all) {
            if (!hold(reference) && reference.getBundle() != null) {
                throw new SwapFailure.Bad(
                        "a service of "
                                + bundle.getSymbolicName()
                                + " cannot be fetched: "
                                + name(reference)
                                + "; the log says why");
            }
        }
    }

    private static String name(ServiceReference<?> reference) {
        Object component = reference.getProperty("component.name");
        return component == null ? reference.toString() : component.toString();
    }

    void hold(Collection<ServiceReference<?>> some) {
        some.forEach(this::hold);
    }

    private boolean hold(ServiceReference<?> reference) {
        boolean fetched = system.getService(reference) != null;
        if (fetched) {
            synchronized (references) {
                references.add(reference);
            }
        }
        return fetched;
    }

    void release() {
        synchronized (references) {
            references.forEach(system::ungetService);
            references.clear();
        }
    }
}
