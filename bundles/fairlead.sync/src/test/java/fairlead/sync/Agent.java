package fairlead.sync;

import fairlead.accounting.api.AccountingPackage;
import fairlead.accounting.api.DataType;
import fairlead.outbox.FileOutbox;
import fairlead.outbox.ForgetfulDisk;
import fairlead.outbox.TestOutbox;
import fairlead.sync.api.Connections;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.Secrets;
import fairlead.sync.api.SyncRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** An agent without a framework: the real outbox and engine on a disk that can lose power. */
final class Agent {
    static final String CONNECTION = "c-1";

    /** A kill or a power cut at a kill point. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        Killed(String point) {
            super(point, null, false, false);
        }
    }

    final Path data;
    final ForgetfulDisk disk = new ForgetfulDisk();
    final FakeLedger ledger;
    final FakePlatform platform;
    final Clock clock;
    final Collection<DataType> types;
    Secrets secrets = new NoSecrets();
    Settings settings = Settings.DEFAULT;
    Map<String, AccountingPackage> packages;
    Consumer<String> killPoint = point -> {};
    String life = "";
    FileOutbox outbox;
    Companies companies;

    Agent(Path data, FakeLedger ledger, FakePlatform platform, Clock clock) {
        this(data, ledger, Map.of("fake", ledger), FakeLedger.TYPES, platform, clock);
    }

    /** One that reads another package's books. */
    Agent(
            Path data,
            Map<String, AccountingPackage> packages,
            Collection<DataType> types,
            FakePlatform platform,
            Clock clock) {
        this(data, new FakeLedger(), packages, types, platform, clock);
    }

    private Agent(
            Path data,
            FakeLedger ledger,
            Map<String, AccountingPackage> packages,
            Collection<DataType> types,
            FakePlatform platform,
            Clock clock) {
        this.data = data;
        this.ledger = ledger;
        this.packages = packages;
        this.types = types;
        this.platform = platform;
        this.clock = clock;
        start();
    }

    void start() {
        life = Ids.random();
        outbox = TestOutbox.on(data, disk, clock, this::reach);
        companies = new Companies(clock, new SplittableRandom(1), System::nanoTime, this::reach);
    }

    private void reach(String point) {
        killPoint.accept(point);
    }

    /** Dies here: call it from a kill point. */
    Killed die(String point, boolean power) {
        TestOutbox.abandon(outbox);
        if (power) {
            disk.cut();
        }
        return new Killed(point);
    }

    void link() {
        outbox.put(
                new LinkedCompany(
                        CONNECTION,
                        "1",
                        "Fake",
                        "fake",
                        "ledger",
                        "",
                        ledger.pin,
                        Instant.EPOCH,
                        LinkedCompany.State.LINKED,
                        ""));
    }

    LinkedCompany company() {
        return outbox.find(CONNECTION).orElseThrow();
    }

    List<SyncRequest> request() {
        List<SyncRequest> requests = types.stream().map(this::request).toList();
        outbox.addRequests(CONNECTION, requests);
        return requests;
    }

    SyncRequest request(DataType type) {
        return new SyncRequest(
                Ids.random(), CONNECTION, type, SyncRequest.Origin.PERSON, clock.instant());
    }

    /** One run of the job. */
    Optional<Duration> run() {
        return run(() -> {});
    }

    Optional<Duration> run(fairlead.accounting.api.Checkpoint checkpoint) {
        Connections connections = outbox;
        try {
            return companies.run(
                    new Services(outbox, connections, platform, secrets, packages),
                    settings,
                    checkpoint);
        } catch (InterruptedException e) {
            return Optional.of(Duration.ZERO); // told to stop
        }
    }

    /** A whole sync, without faults. */
    void sync() {
        request();
        for (int k = 0; k < 40; k++) {
            if (run().isEmpty() && outbox.requests(CONNECTION).isEmpty()) {
                return;
            }
        }
        throw new AssertionError(
                "the sync does not end: "
                        + companies.progress(CONNECTION).now()
                        + outbox.openSet(CONNECTION));
    }

    /** Secrets that nobody set. */
    static final class NoSecrets implements Secrets {
        private final Map<String, byte[]> values = new ConcurrentHashMap<>();

        @Override
        public void put(String name, byte[] value) {
            values.put(name, value.clone());
        }

        @Override
        public Optional<byte[]> get(String name) {
            return Optional.ofNullable(values.get(name)).map(byte[]::clone);
        }

        @Override
        public void remove(String name) {
            values.remove(name);
        }
    }
}
