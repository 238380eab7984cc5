package fairlead.outbox;

import fairlead.sync.api.Connections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

    private final Disk disk = new Disk();
    private final Path directory;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    volatile Connections connections;

    @Activate
    public OutboxCheck(BundleContext context) {
        this(FileOutbox.dataDirectory(context).resolve("companies"));
    }

    OutboxCheck(Path directory) {
        this.directory = directory;
    }

    @Override
    public Result execute() {
        byte[] written = new byte[SIZE];
        Arrays.fill(written, (byte) 'x');
        byte[] read;
        Path file = directory.resolve("health-check");
        try {
            disk.makeDirectory(directory);
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
