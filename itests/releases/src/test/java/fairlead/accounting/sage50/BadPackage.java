package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.AccountingPackage;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanyCheck;
import fairlead.accounting.api.CompanyPin;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Mark;
import fairlead.accounting.api.PackageInfo;
import fairlead.accounting.api.Plan;
import fairlead.accounting.api.RecordSink;
import fairlead.accounting.api.Reject;
import fairlead.accounting.api.Slice;
import fairlead.accounting.api.SliceState;
import fairlead.accounting.api.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.jdbc.DataSourceFactory;

/**
 * The real package, made bad: {@link Slow} takes seconds for each session, {@link Corrupt} says of
 * everything active that it is archived, under the same mapping version, {@link Broken} cannot be
 * activated.
 */
public abstract class BadPackage implements AccountingPackage {
    /** As in the real one. */
    volatile List<DataSourceFactory> drivers = List.of();

    private final Sage50Package real;

    BadPackage(BundleContext context, Sage50Package.Config config) {
        real = new Sage50Package(context, config);
    }

    /** Ten times as slow as it is, on whatever machine, and slower than two seconds. */
    public static final class Slow extends BadPackage {
        public Slow(BundleContext context, Sage50Package.Config config) {
            super(context, config);
        }

        @Override
        void after(long nanos) {
            long pause = TimeUnit.MILLISECONDS.toNanos(3000) + 30 * nanos;
            try {
                TimeUnit.NANOSECONDS.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Other records of the same rows. */
    public static final class Corrupt extends BadPackage {
        public Corrupt(BundleContext context, Sage50Package.Config config) {
            super(context, config);
        }

        @Override
        SourceRecord changed(SourceRecord it) {
            String json = new String(it.json(), StandardCharsets.UTF_8);
            byte[] other =
                    json.replace("\"status\":\"Active\"", "\"status\":\"Archived\"")
                            .getBytes(StandardCharsets.UTF_8);
            return new SourceRecord(it.type(), it.key(), it.id(), other, it.debit(), it.credit());
        }
    }

    /** Cannot be activated. */
    public static final class Broken extends BadPackage {
        public Broken(BundleContext context, Sage50Package.Config config) {
            super(context, config);
            throw new IllegalStateException("this release cannot be activated");
        }
    }

    /** By which the real one's records are mapped. */
    public static int mappingVersion() {
        return Sage50Package.MAPPING_VERSION;
    }

    /** All that goes into the bundle. */
    public static Class<?>[] classes() {
        return Stream.concat(
                        Stream.of(BadPackage.class),
                        Stream.of(BadPackage.class.getDeclaredClasses()))
                .toArray(Class<?>[]::new);
    }

    /** The description under which it takes the real one's place. */
    public static byte[] component(byte[] real, Class<? extends BadPackage> type) {
        return new String(real, StandardCharsets.UTF_8)
                .replace(
                        "implementation class=\"" + Sage50Package.class.getName(),
                        "implementation class=\"" + type.getName())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** What is done after a session that took so long. */
    void after(long nanos) {}

    /** What becomes of a record. */
    SourceRecord changed(SourceRecord record) {
        return record;
    }

    private Sage50Package real() {
        real.drivers = drivers;
        return real;
    }

    @Override
    public PackageInfo info() {
        return real().info();
    }

    @Override
    public CompanyCheck check(CompanyAddress address, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        return real().check(address, checkpoint);
    }

    @Override
    public CompanySession open(CompanyAddress address) throws AccountingException {
        return new BadSession(real().open(address));
    }

    private final class Changing implements RecordSink {
        private final RecordSink sink;

        Changing(RecordSink sink) {
            this.sink = sink;
        }

        @Override
        public void record(SourceRecord record) {
            sink.record(changed(record));
        }

        @Override
        public void reject(Reject reject) {
            sink.reject(reject);
        }
    }

    private final class BadSession implements CompanySession {
        private final CompanySession session;
        private final long opened = System.nanoTime();

        BadSession(CompanySession session) {
            this.session = session;
        }

        @Override
        public CompanyPin pin() throws AccountingException {
            return session.pin();
        }

        @Override
        public Mark mark() throws AccountingException {
            return session.mark();
        }

        @Override
        public Plan plan(Mark mark, Set<DataType> types) throws AccountingException {
            return session.plan(mark, types);
        }

        @Override
        public SliceState read(Slice slice, Mark mark, RecordSink sink, Checkpoint checkpoint)
                throws AccountingException, InterruptedException {
            return session.read(slice, mark, new Changing(sink), checkpoint);
        }

        @Override
        public List<SliceState> sweep(Plan plan, Mark mark, Checkpoint checkpoint)
                throws AccountingException, InterruptedException {
            return session.sweep(plan, mark, checkpoint);
        }

        @Override
        public void close() {
            session.close();
            after(System.nanoTime() - opened);
        }
    }
}
