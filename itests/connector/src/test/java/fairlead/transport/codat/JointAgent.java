package fairlead.transport.codat;

import fairlead.schedule.api.JobContext;
import fairlead.sync.api.Order;
import fairlead.sync.api.Secrets;
import fairlead.sync.api.Transport;
import fairlead.update.api.UpdateOutcome;
import fairlead.update.api.UpdateStatus;
import fairlead.update.api.Updater;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The real transport, without a framework: in its package, to reach its parts. */
public final class JointAgent implements AutoCloseable {
    private final CodatTransport transport;

    /** What lies on the PC's disk; a cloned disk has the same. */
    public final Map<String, byte[]> disk;

    /** What the platform ordered. */
    public final List<Order> orders = new CopyOnWriteArrayList<>();

    /** What came of releases on this PC, and was not told yet. */
    public final List<UpdateOutcome> untold = new CopyOnWriteArrayList<>();

    /** A process with a life of its own over this disk. */
    public JointAgent(String platform, Map<String, byte[]> disk) {
        this.disk = disk;
        transport =
                new CodatTransport(
                        Settings.of(platform, "", "", 20, 20),
                        "0.1.0",
                        UUID.randomUUID().toString(),
                        Clock.systemUTC(),
                        System::nanoTime,
                        () -> 0.5,
                        point -> {});
        transport.secrets = new Disk();
        transport.orders = orders::add;
        transport.updater = new Updates();
    }

    /** A new PC. */
    public JointAgent(String platform) {
        this(platform, new ConcurrentHashMap<>());
    }

    /** The service under test. */
    public Transport transport() {
        return transport;
    }

    /** One run of the poll job. */
    public Optional<Duration> poll() throws InterruptedException {
        return transport.run(new Going());
    }

    @Override
    public void close() {
        transport.close();
    }

    /** A job that nobody stops. */
    private static final class Going implements JobContext {
        @Override
        public void checkpoint() {}

        @Override
        public void sleep(Duration duration) {
            throw new UnsupportedOperationException("the poll does not sleep");
        }

        @Override
        public Registration onStop(Runnable action) {
            return () -> {};
        }
    }

    private final class Updates implements Updater {
        @Override
        public List<UpdateOutcome> untold() {
            return List.copyOf(untold);
        }

        @Override
        public void told(List<UpdateOutcome> outcomes) {
            untold.removeAll(outcomes);
        }

        @Override
        public UpdateStatus status() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void check() {}

        @Override
        public List<String> plan(Path releaseDirectory) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String offer(Path releaseDirectory, boolean byPerson) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Rollback rollback() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<UpdateOutcome> history() {
            return List.of();
        }
    }

    private final class Disk implements Secrets {
        @Override
        public void put(String name, byte[] value) {
            disk.put(name, value.clone());
        }

        @Override
        public Optional<byte[]> get(String name) {
            return Optional.ofNullable(disk.get(name)).map(byte[]::clone);
        }

        @Override
        public void remove(String name) {
            disk.remove(name);
        }
    }
}
