package fairlead.itests.releases.bad;

import fairlead.schedule.api.Job;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/**
 * What a bad release does when its bundle starts, or soon after; the header {@code Bad} says it.
 */
public final class BadActivator implements BundleActivator {
    /** The header that says what to do. */
    public static final String HEADER = "Bad";

    private static final int MEGABYTE = 1 << 20;

    private final List<byte[]> kept = new ArrayList<>();
    private volatile boolean stopped;

    @Override
    public void start(BundleContext context) {
        String what = context.getBundle().getHeaders("").get(HEADER);
        switch (what) {
            case "throws" -> throw new IllegalStateException("this release throws in start");
            case "hangs" -> hang();
            case "job" -> context.registerService(Job.class, BadActivator::fail, atStart());
            case "leaks" -> later(this::leak);
            case "exits" -> later(() -> System.exit(0));
            case "memory" -> later(this::takeAll);
            default -> throw new IllegalStateException("nobody knows how to be " + what);
        }
    }

    private static Dictionary<String, Object> atStart() {
        return FrameworkUtil.asDictionary(Map.of(Job.NAME, "bad-job", Job.AT_START, true));
    }

    private static Optional<java.time.Duration> fail(fairlead.schedule.api.JobContext context) {
        throw new IllegalStateException("this release's job fails");
    }

    /** Deaf to interrupts. */
    private static void hang() {
        while (true) {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                Thread.onSpinWait(); // it goes on hanging: that is what is bad about it
            }
        }
    }

    private static void later(Runnable work) {
        Thread thread = new Thread(work, "bad-release");
        thread.setDaemon(true);
        thread.start();
    }

    /** Keeps all but a little of the heap, and has it collected now and then. */
    private void leak() {
        Runtime java = Runtime.getRuntime();
        while (!stopped) {
            if (java.totalMemory() - java.freeMemory() < java.maxMemory() * 85 / 100) {
                kept.add(new byte[MEGABYTE / 2]);
            } else {
                System.gc();
                pause(300);
            }
        }
        kept.clear();
    }

    private void takeAll() {
        pause(500);
        while (!stopped) {
            kept.add(new byte[MEGABYTE]);
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop(BundleContext context) {
        stopped = true;
    }
}
