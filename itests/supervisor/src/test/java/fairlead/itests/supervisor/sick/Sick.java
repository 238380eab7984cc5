package fairlead.itests.supervisor.sick;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/**
 * A bundle that says that it runs, in a file of the data directory named after it, and does what
 * the file {@code illness} there names.
 */
public final class Sick implements BundleActivator {
    private volatile boolean stopped;
    private volatile boolean stuck;

    @Override
    public void start(BundleContext context) throws IOException {
        Path data = Path.of(context.getProperty("fairlead.data"));
        Path hangs = data.resolve("hangs-in-start");
        stuck =
                Files.exists(hangs)
                        && Files.readString(hangs).equals(context.getBundle().getVersion() + "");
        hang();
        Files.writeString(
                data.resolve("runs-" + context.getBundle().getSymbolicName()),
                ProcessHandle.current().pid() + " " + context.getBundle().getVersion() + "\n");
        Thread thread = new Thread(() -> await(context, data.resolve("illness")), "sick");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void stop(BundleContext context) {
        stopped = true;
        hang();
    }

    private void hang() {
        while (stuck) {
            LockSupport.park();
        }
    }

    private void await(BundleContext context, Path illness) {
        while (!stopped) {
            LockSupport.parkNanos(20_000_000);
            if (Files.exists(illness)) {
                try {
                    String name = Files.readString(illness);
                    Files.delete(illness);
                    fallIll(context, name);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private void fallIll(BundleContext context, String name) throws IOException {
        switch (name) {
            case "stop" -> {
                stuck = true;
                Files.createFile(Path.of(context.getProperty("fairlead.data"), "stuck"));
            }
            case "exit" -> System.exit(0);
            case "halt" -> Runtime.getRuntime().halt(9);
            case "memory" -> {
                Object[] all = {};
                while (true) {
                    all = new Object[] {all, new byte[1 << 20]};
                }
            }
            case "framework" ->
                    context.addServiceListener(
                            event -> {
                                while (true) {
                                    LockSupport.park();
                                }
                            });
            case "heart" ->
                    context.registerService(
                            LongSupplier.class,
                            () -> 7,
                            FrameworkUtil.asDictionary(Map.of("fairlead.heart", "a bundle")));
            default -> throw new IllegalArgumentException(name);
        }
    }
}
