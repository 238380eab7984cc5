package fairlead.transport.codat;

import static java.time.ZoneOffset.UTC;

import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.CompanyCheck;
import fairlead.accounting.api.CompanyPin;
import fairlead.accounting.api.DataType;
import fairlead.schedule.api.JobContext;
import fairlead.sync.api.ChunkUpload;
import fairlead.sync.api.Connections;
import fairlead.sync.api.Digest;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.Mode;
import fairlead.sync.api.Order;
import fairlead.sync.api.OrderHandler;
import fairlead.sync.api.Secrets;
import fairlead.sync.api.SetEnd;
import fairlead.sync.api.SyncRequest;
import fairlead.sync.api.Transport.RequestProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A transport with everything around it faked: secrets, connections, handler, clocks, dice. */
final class FakeAgent implements AutoCloseable {
    static final String LIFE = "99999999-9999-4999-8999-999999999999";
    static final Checkpoint GO = () -> {};

    final Map<String, byte[]> kept = new ConcurrentHashMap<>();
    final List<LinkedCompany> companies = new CopyOnWriteArrayList<>();
    final List<Order> handled = new CopyOnWriteArrayList<>();
    final AtomicReference<Instant> time = new AtomicReference<>(Instant.now());
    final AtomicLong nanos = new AtomicLong(1);
    final AtomicReference<Double> dice = new AtomicReference<>(0.5);
    volatile Consumer<String> killPoint = point -> {};
    final CodatTransport transport;

    FakeAgent(String platform) {
        this(Settings.of(platform, "", "", 55, 20));
    }

    FakeAgent(Settings settings) {
        transport =
                new CodatTransport(
                        settings,
                        "0.1.0",
                        LIFE,
                        new Wall(),
                        nanos::get,
                        dice::get,
                        point -> killPoint.accept(point));
        transport.secrets = new MapSecrets();
        transport.connections = new ListConnections();
        transport.orders = handled::add;
    }

    void pass(Duration duration) {
        nanos.addAndGet(duration.toNanos());
        time.updateAndGet(t -> t.plus(duration));
    }

    FakeAgent registered() {
        try {
            transport.register("licence-key", GO);
            return this;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    void handler(OrderHandler handler) {
        transport.orders = handler;
    }

    static CompanyCheck check() {
        return new CompanyCheck(
                new CompanyPin(Optional.of("C1"), "Müller & Co", "GBP"),
                "v33",
                "C:\\Sage",
                12,
                Optional.of(LocalDate.of(2026, 11, 24)),
                List.of());
    }

    static ChunkUpload chunk(Path file, String content) {
        try {
            Files.writeString(file, content);
            return new ChunkUpload(
                    FakePlatform.CONNECTION,
                    FakePlatform.SET,
                    FakePlatform.DATASET,
                    DataType.CUSTOMERS,
                    0,
                    file,
                    Files.size(file),
                    FakePlatform.HASH);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SetEnd end() {
        Instant read = Instant.parse("2026-11-24T20:00:00.123Z");
        return new SetEnd(
                FakePlatform.CONNECTION,
                FakePlatform.SET,
                1,
                read,
                read.plusSeconds(9),
                false,
                List.of(FakePlatform.COMPANY),
                List.of(
                        dataset(DataType.CUSTOMERS, Optional.of(FakePlatform.SET), Mode.DELTA),
                        dataset(DataType.INVOICES, Optional.empty(), Mode.REPLACE),
                        new SetEnd.DatasetEnd(
                                FakePlatform.DATASET,
                                DataType.SUPPLIERS,
                                Optional.empty(),
                                Mode.MERGE,
                                0,
                                FakePlatform.HASH,
                                0,
                                0,
                                0,
                                BigDecimal.ZERO,
                                BigDecimal.ZERO,
                                Optional.empty())),
                Map.of(DataType.TAX_RATES, "TAX_CODE is missing"),
                List.of("The trial balance does not agree."));
    }

    private static SetEnd.DatasetEnd dataset(DataType type, Optional<String> base, Mode mode) {
        return new SetEnd.DatasetEnd(
                FakePlatform.DATASET,
                type,
                base,
                mode,
                2,
                FakePlatform.HASH,
                7,
                1,
                0,
                new BigDecimal("1E+3"),
                new BigDecimal("-12.50"),
                Optional.of(Digest.EMPTY));
    }

    static List<RequestProgress> progress() {
        List<RequestProgress> all = new ArrayList<>();
        for (SyncRequest.Origin origin : SyncRequest.Origin.values()) {
            all.add(
                    new RequestProgress(
                            new SyncRequest(
                                    FakePlatform.SET,
                                    FakePlatform.CONNECTION,
                                    DataType.INVOICES,
                                    origin,
                                    Instant.parse("2026-11-24T20:00:00Z")),
                            "Fetching",
                            "Reading the ledger.",
                            40));
        }
        return all;
    }

    static LinkedCompany company(String connectionId) {
        return new LinkedCompany(
                connectionId,
                FakePlatform.COMPANY,
                "Müller & Co",
                "sage50",
                "C:\\Sage",
                "manager",
                new CompanyPin(Optional.empty(), "Müller & Co", "GBP"),
                Instant.EPOCH,
                LinkedCompany.State.LINKED,
                "");
    }

    /** A job's context that never stops. */
    static JobContext job() {
        return new Job();
    }

    /** A job's context that a test stops. */
    static final class Job implements JobContext {
        private boolean stopped;
        private Runnable action = () -> {};

        synchronized void stop() {
            stopped = true;
            action.run();
        }

        @Override
        public synchronized void checkpoint() throws InterruptedException {
            if (stopped) {
                throw new InterruptedException("stopped");
            }
        }

        @Override
        public void sleep(Duration duration) {
            throw new UnsupportedOperationException("the poll does not sleep");
        }

        @Override
        public synchronized Registration onStop(Runnable onStop) {
            action = onStop;
            if (stopped) {
                action.run();
            }
            return () -> {
                synchronized (this) {
                    action = () -> {};
                }
            };
        }
    }

    private final class Wall extends Clock {
        @Override
        public ZoneId getZone() {
            return UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return time.get();
        }
    }

    private final class MapSecrets implements Secrets {
        @Override
        public void put(String name, byte[] value) {
            kept.put(name, value.clone());
        }

        @Override
        public Optional<byte[]> get(String name) {
            return Optional.ofNullable(kept.get(name)).map(byte[]::clone);
        }

        @Override
        public void remove(String name) {
            kept.remove(name);
        }
    }

    private final class ListConnections implements Connections {
        @Override
        public List<LinkedCompany> all() {
            return List.copyOf(companies);
        }

        @Override
        public Optional<LinkedCompany> find(String connectionId) {
            return companies.stream()
                    .filter(c -> c.connectionId().equals(connectionId))
                    .findFirst();
        }

        @Override
        public void put(LinkedCompany company) {
            companies.add(company);
        }

        @Override
        public void remove(String connectionId) {
            companies.removeIf(c -> c.connectionId().equals(connectionId));
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
