package fairlead.launcher;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** What {@code demo --update} puts into a bundle to break it: a mistake as people make it. */
public final class BrokenStart implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        throw new IllegalStateException("this release was broken on purpose");
    }

    @Override
    public void stop(BundleContext context) {}
}
