package swaptest.scheduler;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Takes as long to stop as the property says; another one counts how often it was to stop. */
@Component(name = "scheduler", immediate = true, service = SlowScheduler.class)
public final class SlowScheduler {
    @Deactivate
    void close() {
        int stops = Integer.getInteger("swaptest.checkpoint.stops", 0) + 1;
        System.setProperty("swaptest.checkpoint.stops", Integer.toString(stops));
        long end =
                System.nanoTime()
                        + TimeUnit.MILLISECONDS.toNanos(
                                Long.getLong("swaptest.checkpoint.millis", 0));
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
