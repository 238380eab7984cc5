package fairlead.launcher;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far something is: a bar on a terminal, now and then a line elsewhere. */
abstract class Progress implements AutoCloseable {

    /** Says what is done, and how much of it in percent. */
    abstract void at(int percent, String message);

    @Override
    public abstract void close();

    static Progress on(String task, PrintStream out) {
        return Terminal.isInteractive() ? new Bar(task, out) : new Lines(out);
    }

    private static final class Bar extends Progress {
        private final ProgressBar bar;

        Bar(String task, PrintStream out) {
            this.bar =
                    new ProgressBarBuilder()
                            .setTaskName(task)
                            .setInitialMax(100)
                            .setStyle(ProgressBarStyle.ASCII)
                            .setUpdateIntervalMillis(200)
                            .setConsumer(new ConsoleProgressBarConsumer(out))
                            .hideEta()
                            .build();
        }

        @Override
        void at(int percent, String message) {
            bar.stepTo(percent);
            bar.setExtraMessage(" " + message);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    private static final class Lines extends Progress {
        private final PrintStream out;
        private int lastTenth = -1;
        private String lastMessage = "";

        Lines(PrintStream out) {
            this.out = out;
        }

        @Override
        void at(int percent, String message) {
            if (percent / 10 != lastTenth || !message.equals(lastMessage)) {
                lastTenth = percent / 10;
                lastMessage = message;
                out.printf("  %3d %%  %s%n", percent, message);
                out.flush();
            }
        }

        @Override
        public void close() {
            out.flush();
        }
    }
}
