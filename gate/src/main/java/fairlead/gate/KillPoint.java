package fairlead.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A named place at which a test kills the process. Does nothing unless the system property {@code
 * fairlead.kill} names it: {@code chunk-sent} or {@code chunk-sent@3} (the third time). The file of
 * {@code fairlead.kill.witness} gets the name first, so that a test sees that its point was
 * reached. {@code fairlead.kill.orders} names a directory in which a test orders kills while the
 * process runs.
 */
public final class KillPoint {
    private static final String WANTED = System.getProperty("fairlead.kill", "");
    private static final int AT = WANTED.indexOf('@');
    private static final String NAME = AT < 0 ? WANTED : WANTED.substring(0, AT);
    private static final AtomicInteger LEFT =
            new AtomicInteger(AT < 0 ? 1 : Integer.parseInt(WANTED.substring(AT + 1)));

    private static final KillOrders ORDERS =
            System.getProperty("fairlead.kill.orders") == null
                    ? null
                    : new KillOrders(Path.of(System.getProperty("fairlead.kill.orders")));

    private KillPoint() {}

    /** May a test order a kill at any step, so that each is worth a name? */
    public static boolean isEveryStepNamed() {
        return ORDERS != null;
    }

    /** Ends the process here, without any clean-up, when a test asked for it. */
    public static void reach(String name) {
        if (!NAME.isEmpty() && NAME.equals(name) && LEFT.decrementAndGet() == 0) {
            String witness = System.getProperty("fairlead.kill.witness");
            if (witness != null) {
                try {
                    Files.writeString(
                            Path.of(witness),
                            name + "\n",
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                } catch (IOException e) {
                    throw new IllegalStateException("no witness of " + name, e);
                }
            }
            Runtime.getRuntime().halt(137);
        }
        if (ORDERS != null && ORDERS.obeyed(name)) {
            Runtime.getRuntime().halt(137);
        }
    }
}
