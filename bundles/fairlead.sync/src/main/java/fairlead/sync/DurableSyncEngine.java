package fairlead.sync;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import fairlead.accounting.api.AccountingPackage;
import fairlead.accounting.api.DataType;
import fairlead.gate.Gate;
import fairlead.gate.KillPoint;
import fairlead.schedule.api.Job;
import fairlead.schedule.api.JobContext;
import fairlead.schedule.api.Scheduler;
import fairlead.sync.api.Connections;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.Outbox;
import fairlead.sync.api.Secrets;
import fairlead.sync.api.SyncEngine;
import fairlead.sync.api.SyncRequest;
import fairlead.sync.api.SyncStatus;
import fairlead.sync.api.Transport;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Stores what is asked for at once, and does the work in the job {@code sync}. */
@Component(
        service = {SyncEngine.class, Job.class},
        property = {Job.NAME + "=" + DurableSyncEngine.JOB, Job.AT_START + ":Boolean=true"})
@Designate(ocd = DurableSyncEngine.Config.class)
public final class DurableSyncEngine implements SyncEngine, Job {
    static final String JOB = "sync";

    @ObjectClassDefinition(
            name = "Fairlead sync",
            description = "How the books are read and delivered.")
    @interface Config {
        @AttributeDefinition(description = "Bytes of a chunk before compression.")
        int chunkBytes() default 1 << 20;

        @AttributeDefinition(description = "Reading waits while more megabytes are unsent.")
        int unsentMegabytes() default 64;

        @AttributeDefinition(description = "After so many unclean sweeps the read waits.")
        int sweepRounds() default 3;

        @AttributeDefinition(description = "It then waits at most so many seconds.")
        int sweepWaitSeconds() default 300;

        @AttributeDefinition(
                description = "Hours without a clean sweep after which a moving set goes out.")
        int movingAfterHours() default 24;

        @AttributeDefinition(
                description = "Deletions are unusual beyond so many records of a type ...")
        int unusualRecords() default 50;

        @AttributeDefinition(description = "... that are more than this percentage of it.")
        int unusualPercent() default 5;

        @AttributeDefinition(description = "Seconds until an unusual deletion is looked at again.")
        int secondLookSeconds() default 60;

        @AttributeDefinition(description = "Hours after which an undelivered set is read again.")
        int setLifeHours() default 24;

        @AttributeDefinition(
                description = "Days after a complete read until the next one; others are partial.")
        int completeDays() default 7;

        @AttributeDefinition(description = "Seconds until the next try, at most.")
        int retrySeconds() default 300;
    }

    private final Gate gate = new Gate();
    private final Object oneRun = new Object();
    private final Clock clock = Clock.systemUTC();
    private final Packages packages = new Packages();
    private final Companies companies =
            new Companies(clock, new SplittableRandom(), System::nanoTime, KillPoint::reach);
    private volatile Settings settings;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    volatile Outbox outbox;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    volatile Connections connections;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    volatile Secrets secrets;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile Transport transport;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile Scheduler scheduler;

    @Activate
    public DurableSyncEngine(Config config) {
        settings = settings(config);
    }

    @Modified
    void modified(Config config) {
        settings = settings(config);
    }

    @Deactivate
    void close() {
        gate.close(Duration.ofSeconds(5));
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC, policyOption = GREEDY)
    void addPackage(AccountingPackage books, Map<String, Object> properties) {
        packages.add(books, properties);
        trigger();
    }

    void removePackage(AccountingPackage books) {
        packages.remove(books);
    }

    private static Settings settings(Config config) {
        return new Settings(
                config.chunkBytes(),
                (long) config.unsentMegabytes() << 20,
                config.sweepRounds(),
                Duration.ofSeconds(config.sweepWaitSeconds()),
                Duration.ofHours(config.movingAfterHours()),
                config.unusualRecords(),
                config.unusualPercent(),
                Duration.ofSeconds(config.secondLookSeconds()),
                Duration.ofHours(config.setLifeHours()),
                Duration.ofDays(config.completeDays()),
                Duration.ofSeconds(config.retrySeconds()));
    }

    private void trigger() {
        Late.ifPresent(() -> scheduler, present -> present.trigger(JOB));
    }

    @Override
    public List<SyncRequest> request(Optional<String> connectionId, SyncRequest.Origin origin) {
        try (var inside = gate.enter()) {
            List<LinkedCompany> wanted =
                    new ArrayList<>(Late.call(() -> connections, c -> c.all()));
            wanted.removeIf(
                    c ->
                            c.state() != LinkedCompany.State.LINKED
                                    || !connectionId.map(c.connectionId()::equals).orElse(true));
            List<SyncRequest> requests = new ArrayList<>();
            for (LinkedCompany company : wanted) {
                requests.addAll(Late.call(() -> outbox, o -> request(o, company, origin)));
            }
            trigger();
            return requests;
        }
    }

    private List<SyncRequest> request(
            Outbox box, LinkedCompany company, SyncRequest.Origin origin) {
        AccountingPackage books = packages.byKey().get(company.packageKey());
        Map<DataType, SyncRequest> waiting = new java.util.EnumMap<>(DataType.class);
        box.requests(company.connectionId()).forEach(r -> waiting.putIfAbsent(r.type(), r));
        List<SyncRequest> requests = new ArrayList<>();
        List<SyncRequest> added = new ArrayList<>();
        for (DataType type : books == null ? List.of(DataType.COMPANY) : books.info().types()) {
            SyncRequest known = waiting.get(type);
            if (known == null) {
                known =
                        new SyncRequest(
                                Ids.random(),
                                company.connectionId(),
                                type,
                                origin,
                                clock.instant());
                added.add(known);
            }
            requests.add(known);
        }
        box.addRequests(company.connectionId(), added);
        companies.progress(company.connectionId()).waiting(true);
        return requests;
    }

    @Override
    public void cancel(String connectionId) {
        try (var inside = gate.enter()) {
            Late.run(() -> outbox, box -> box.cancel(connectionId));
            trigger();
        }
    }

    @Override
    public List<SyncStatus> status() {
        try (var inside = gate.enter()) {
            List<SyncStatus> all = new ArrayList<>();
            for (LinkedCompany company : Late.call(() -> connections, c -> c.all())) {
                all.add(Late.call(() -> outbox, box -> companies.status(company, box)));
            }
            return all;
        }
    }

    @Override
    public Optional<Duration> run(JobContext context) throws InterruptedException {
        try (var inside = gate.enter()) {
            Outbox box = outbox;
            Connections list = connections;
            Secrets safe = secrets;
            Transport line = transport;
            if (box == null || list == null || safe == null || line == null) {
                return Optional.of(Duration.ofSeconds(5)); // a bundle is being swapped
            }
            synchronized (oneRun) { // one that overstays is waited for (Job.run)
                context.checkpoint();
                return companies.run(
                        new Services(box, list, line, safe, packages.byKey()),
                        settings,
                        context::checkpoint);
            }
        }
    }

    /** What ended the last runs of this package's companies, for {@link SyncCheck}. */
    Map<String, Throwable> defects(String packageKey) {
        return companies.defects(packageKey);
    }
}
