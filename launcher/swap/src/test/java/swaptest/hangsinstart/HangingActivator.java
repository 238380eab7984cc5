package swaptest.hangsinstart;

import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Hangs in start, deaf to interrupts, until the property is set. */
public final class HangingActivator implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        while (!Boolean.getBoolean("swaptest.release")) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void stop(BundleContext context) {}
}
