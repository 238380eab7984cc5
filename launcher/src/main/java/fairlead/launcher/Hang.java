package fairlead.launcher;

import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a process that hangs. Nothing that is done for it may hang with it. */
final class Hang {
    private static final Logger LOG = LoggerFactory.getLogger(Hang.class);
    private static final Duration LONGEST_WORDS = Duration.ofSeconds(2);

    private Hang() {}

    /** Logs what every thread does, if the log still works, and halts. */
    static void end(String silent) {
        Thread words = new Thread(() -> log(silent), "fairlead-watchdog-words");
        words.setDaemon(true);
        words.start();
        try {
            words.join(LONGEST_WORDS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ExitCode.HUNG.number);
    }

    private static void log(String silent) {
        StringBuilder threads = new StringBuilder();
        for (Map.Entry<Thread, StackTraceElement[]> thread :
                Thread.getAllStackTraces().entrySet()) {
            threads.append("\n").append(thread.getKey());
            for (StackTraceElement frame : thread.getValue()) {
                threads.append("\n    at ").append(frame);
            }
        }
        LOG.error("the heart of {} stands still, so the process is halted:{}", silent, threads);
    }
}
