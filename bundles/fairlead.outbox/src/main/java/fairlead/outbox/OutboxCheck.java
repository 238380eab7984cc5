package fairlead.outbox;

import fairlead.sync.api.Connections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Writes, syncs and reads where the outbox keeps its files, and reads the list of companies. What
 * the disk does not take is the surroundings' fault, what cannot be read back or listed is ours.
 */
@Component(property = HealthCheck.NAME + "=outbox")
public final class OutboxCheck implements HealthCheck {
    private static final int SIZE = 4096;
    private static final String PREFIX = "health-check";

    /** What is as old as that, a run has left that was killed. */
    private static final Duration LEFT_BEHIND = Duration.ofHours(1);

    private final Path directory;
    private final Disk disk;
    private final Clock clock;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    volatile Connections connections;

    @Activate
    public OutboxCheck(BundleContext context) {
        this(FileOutbox.dataDirectory(context).resolve("companies"), new Disk(), Clock.systemUTC());
    }

    OutboxCheck(Path directory, Disk disk, Clock clock) {
        this.directory = directory;
        this.disk = disk;
        this.clock = clock;
    }

    @Override
    public Result execute() {
        byte[] written = new byte[SIZE];
        Arrays.fill(written, (byte) 'x');
        byte[] read;
        Path file = directory.resolve(PREFIX + "-" + UUID.randomUUID()); // others may run as well
        try {
            disk.makeDirectory(directory);
            removeLeftBehind();
            disk.write(file, written);
            read = Files.readAllBytes(file);
            disk.delete(file);
        } catch (IOException | UncheckedIOException e) {
            return new Result(
                    Result.Status.TEMPORARILY_UNAVAILABLE,
                    "The disk does not take a file in " + directory + ": " + e + ".");
        }
        if (!Arrays.equals(written, read)) {
            return new Result(
                    Result.Status.CRITICAL,
                    "A file in " + directory + " was read back with other bytes than written.");
        }
        return companies();
    }

    private void removeLeftBehind() throws IOException {
        Instant then = clock.instant().minus(LEFT_BEHIND);
        for (Path file : disk.list(directory)) {
            if (file.getFileName().toString().startsWith(PREFIX) && isOlder(file, then)) {
                disk.delete(file);
            }
        }
    }

    private static boolean isOlder(Path file, Instant then) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(then);
        } catch (NoSuchFileException e) {
            return false; // another run has just ended
        }
    }

    private Result companies() {
        Connections now = connections;
        try {
            return now == null
                    ? new Result(Result.Status.CRITICAL, "There is no list of companies.")
                    : new Result(
                            Result.Status.OK, now.all().size() + " companies, and the disk works.");
        } catch (ServiceException e) {
            return new Result(Result.Status.TEMPORARILY_UNAVAILABLE, "It is being changed.");
        } catch (RuntimeException e) {
            return new Result(Result.Status.CRITICAL, "The list of companies: " + e + ".", e);
        }
    }
}
