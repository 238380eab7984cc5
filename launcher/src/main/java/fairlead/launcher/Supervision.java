package fairlead.launcher;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** What the supervisor says to the host that it starts, and what the host says back. */
final class Supervision {
    private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);
    private static final String TELL = "FAIRLEAD_TELL";
    private static final String INPUT = "FAIRLEAD_INPUT";

    @Option(names = "--slot", hidden = true, description = "The slot in which this host runs.")
    Integer slot;

    @Option(names = "--failed", hidden = true, description = "A slot whose hosts died early.")
    Integer failed;

    @Option(
            names = "--after",
            hidden = true,
            description = "How the last host ended, when nobody asked it to.")
    Integer after;

    /** Is this host a supervisor's? */
    boolean isThere() {
        return slot != null;
    }

    int slot() {
        return slot == null ? 0 : slot;
    }

    OptionalInt failedSlot() {
        return failed == null ? OptionalInt.empty() : OptionalInt.of(failed);
    }

    /** How the last host ended, in plain words; empty when it was asked to or chose it. */
    Optional<String> lastEnd() {
        if (after == null) {
            return Optional.empty();
        }
        return Optional.of("Fairlead was started again: " + how(after) + ".");
    }

    private static String how(int status) {
        if (status == ExitCode.HUNG.number) {
            return "it hung";
        }
        if (status == ExitCode.NOT_STARTED.number) {
            return "a part of it did not start";
        }
        return switch (status) {
            case 0 -> "it ended by itself";
            case 3 -> "it ran out of memory"; // -XX:+ExitOnOutOfMemoryError
            case 134 -> "its Java crashed"; // SIGABRT
            case 137 -> "it was killed"; // SIGKILL
            default -> "it ended with exit code " + status;
        };
    }

    /** This start is counted: from here on a death is the release's, not the slot's. */
    void counted() {
        tell("counted");
    }

    /** The host in this slot is to be started next. */
    void wantsSlot(int number) {
        tell("slot " + number);
    }

    /** Another host has the data directory: this one and its supervisor end. */
    void second() {
        tell("second");
    }

    /** Somebody else than the supervisor asked this host to stop: both end. */
    void asked() {
        tell("asked");
    }

    /** What may ask this host to stop, beside the supervisor: its standard input. */
    Optional<InputStream> input() {
        String name = System.getenv(INPUT);
        if (name == null || name.isEmpty() || !isThere()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new FileInputStream(name));
        } catch (IOException e) {
            LOG.warn("the supervisor's standard input cannot be read", e);
            return Optional.empty();
        }
    }

    private void tell(String words) {
        String pipe = System.getenv(TELL);
        if (pipe == null || !isThere()) {
            return;
        }
        try {
            Files.writeString(
                    Path.of(pipe), words + "\n", StandardCharsets.UTF_8, StandardOpenOption.WRITE);
        } catch (IOException e) {
            // It is missed when this host dies: then the supervisor takes it for an early death.
            LOG.warn("the supervisor cannot be told \"{}\"", words, e);
        }
    }
}
