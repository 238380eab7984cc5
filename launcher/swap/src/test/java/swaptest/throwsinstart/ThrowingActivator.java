package swaptest.throwsinstart;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Throws in start. */
public final class ThrowingActivator implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        throw new IllegalStateException("bad in start");
    }

    @Override
    public void stop(BundleContext context) {}
}
