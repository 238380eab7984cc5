package fairlead.demo;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Says now and then how much of a company has been made; nothing where that takes no time. */
final class Made implements IntConsumer {
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final int all;
    private final PrintStream out;
    private long next = System.nanoTime() + PAUSE;
    private int said;

    Made(int all, PrintStream out) {
        this.all = all;
        this.out = out;
    }

    @Override
    public void accept(int made) {
        boolean due = System.nanoTime() - next >= 0 || (said > 0 && made == all);
        if (due && made > said) {
            next = System.nanoTime() + PAUSE;
            said = made;
            out.println("made " + made + " of " + all + " transactions");
        }
    }
}
