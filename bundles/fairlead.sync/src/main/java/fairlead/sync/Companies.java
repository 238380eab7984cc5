package fairlead.sync;

import fairlead.accounting.api.Checkpoint;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.Outbox;
import fairlead.sync.api.SyncRequest;
import fairlead.sync.api.SyncStatus;
import fairlead.sync.api.Transport.RequestProgress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.osgi.framework.ServiceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every linked company's sync, one after the other. One thread runs it, any thread may look. */
final class Companies {
    private static final Logger LOG = LoggerFactory.getLogger(Companies.class);
    private static final long LOOK = Duration.ofSeconds(1).toNanos();

    private final Clock clock;
    private final RandomGenerator random;
    private final LongSupplier nanos;
    private final Consumer<String> killPoint;
    private final Map<String, Progress> progress = new ConcurrentHashMap<>();
    private final Map<String, CompanySync> syncs = new ConcurrentHashMap<>();
    private final Map<String, Defects> defects = new ConcurrentHashMap<>(); // by package key

    Companies(Clock clock, RandomGenerator random, LongSupplier nanos, Consumer<String> killPoint) {
        this.clock = clock;
        this.random = random;
        this.nanos = nanos;
        this.killPoint = killPoint;
    }

    private static String name(String connectionId) {
        return "the sync of " + connectionId;
    }

    /** What ended the last runs of this package's companies. */
    Map<String, Throwable> defects(String packageKey) {
        return defectsOf(packageKey).now();
    }

    private Defects defectsOf(String packageKey) {
        return defects.computeIfAbsent(packageKey, key -> new Defects());
    }

    Progress progress(String connectionId) {
        return progress.computeIfAbsent(connectionId, id -> new Progress(nanos));
    }

    /** Takes every company as far as it goes. */
    Optional<Duration> run(Services services, Settings settings, Checkpoint checkpoint)
            throws InterruptedException {
        List<Duration> waits = new ArrayList<>();
        for (LinkedCompany company : services.connections().all()) {
            if (company.state() != LinkedCompany.State.LINKED) {
                continue;
            }
            run(company, services, settings, checkpoint).ifPresent(waits::add);
        }
        return waits.stream().min(Duration::compareTo);
    }

    private Optional<Duration> run(
            LinkedCompany company, Services services, Settings settings, Checkpoint checkpoint)
            throws InterruptedException {
        String id = company.connectionId();
        Defects ofItsPackage = defectsOf(company.packageKey());
        CompanySync sync =
                syncs.computeIfAbsent(
                        id, k -> new CompanySync(k, progress(k), clock, random, killPoint));
        try {
            tellCancelled(id, services, checkpoint);
            Optional<Duration> next =
                    sync.run(
                            services, settings, new Cancellable(checkpoint, services.outbox(), id));
            progress(id).waiting(next.isPresent());
            ofItsPackage.wentWell(name(id));
            return next;
        } catch (Cancelled e) {
            return Optional.of(Duration.ofMillis(1)); // the next run gives the set up
        } catch (ServiceException e) {
            if (e.getType() != ServiceException.UNREGISTERED) {
                throw e;
            }
            return Optional.of(Duration.ofSeconds(1)); // the next run reads its references anew
        } catch (RuntimeException | LinkageError e) { // a package's class that is not there, too
            if (services.connections().find(id).isEmpty()) {
                LOG.info("{}: unlinked while it was read", id);
                ofItsPackage.wentWell(name(id));
                return Optional.empty();
            }
            LOG.error("{}: the sync failed and is tried again", id, e);
            ofItsPackage.failed(name(id), e);
            progress(id).show(SyncStatus.Phase.WAITING, sentence(e), 0);
            return Optional.of(Duration.ofMillis(1 + random.nextLong(settings.retry().toMillis())));
        } finally {
            rest(services.outbox(), id);
        }
    }

    private static String sentence(Throwable failure) {
        return Defects.isFullDisk(failure)
                ? "The disk of this PC is full. Nothing is lost; the sync goes on when there is"
                        + " room again."
                : "The sync failed and is tried again: " + failure.getMessage();
    }

    private static void rest(Outbox outbox, String id) {
        try {
            outbox.rest(id);
        } catch (RuntimeException e) {
            LOG.warn("{}: the outbox could not be closed: {}", id, e.getMessage());
        }
    }

    private void tellCancelled(String id, Services services, Checkpoint checkpoint)
            throws InterruptedException {
        List<SyncRequest> requests = services.outbox().cancelled(id);
        if (!requests.isEmpty()
                && services.transport()
                        .report(
                                id,
                                requests.stream()
                                        .map(r -> new RequestProgress(r, "Cancelled", "", 100))
                                        .toList(),
                                checkpoint)) {
            services.outbox().toldCancelled(id, requests.stream().map(SyncRequest::id).toList());
        }
    }

    SyncStatus status(LinkedCompany company, Outbox outbox) {
        Progress mine = progress(company.connectionId());
        if (!mine.knowsOutcome()) {
            mine.outcome(outbox.outcome(company.connectionId()));
        }
        Progress.Now now = mine.now();
        SyncStatus.Phase phase = now.phase();
        String message = now.message();
        if (company.state() != LinkedCompany.State.LINKED) {
            phase = SyncStatus.Phase.STOPPED;
            message = company.stateReason();
        } else if (phase == SyncStatus.Phase.IDLE) {
            phase = mine.isWaiting() ? SyncStatus.Phase.QUEUED : phase;
            message = mine.outcome().map(o -> o.message()).orElse(message);
        }
        return new SyncStatus(
                company,
                phase,
                message,
                now.percent(),
                mine.outcome().flatMap(o -> o.lastSuccess()),
                mine.outcome().map(o -> o.types()).orElse(Map.of()),
                mine.outcome().map(o -> o.findings()).orElse(List.of()));
    }

    /** The company's requests were taken back while it was read. */
    private static final class Cancelled extends InterruptedException {
        private static final long serialVersionUID = 1;
    }

    /** A checkpoint that also looks, once a second, whether the sync was cancelled. */
    private final class Cancellable implements Checkpoint {
        private final Checkpoint job;
        private final Outbox outbox;
        private final String id;
        private volatile long next = nanos.getAsLong() + LOOK;
        private final boolean wasCancelled;

        Cancellable(Checkpoint job, Outbox outbox, String id) {
            this.job = job;
            this.outbox = outbox;
            this.id = id;
            this.wasCancelled = outbox.isCancelled(id); // the run itself deals with that
        }

        @Override
        public void check() throws InterruptedException {
            job.check();
            if (nanos.getAsLong() - next >= 0) {
                next = nanos.getAsLong() + LOOK;
                if (!wasCancelled && outbox.isCancelled(id)) {
                    throw new Cancelled();
                }
            }
        }
    }
}
