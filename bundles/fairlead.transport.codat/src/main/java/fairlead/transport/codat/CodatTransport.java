package fairlead.transport.codat;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.CompanyCheck;
import fairlead.gate.Gate;
import fairlead.gate.KillPoint;
import fairlead.schedule.api.Job;
import fairlead.schedule.api.JobContext;
import fairlead.schedule.api.Scheduler;
import fairlead.sync.api.ChunkUpload;
import fairlead.sync.api.Connections;
import fairlead.sync.api.LinkException;
import fairlead.sync.api.OrderHandler;
import fairlead.sync.api.Secrets;
import fairlead.sync.api.SetAnswer;
import fairlead.sync.api.SetEnd;
import fairlead.sync.api.Transport;
import fairlead.sync.api.TransportStatus;
import fairlead.update.api.Updater;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The line to a platform that speaks the connector protocol; also the job that polls it. */
@Component(
        service = {Transport.class, Job.class},
        property = {
            Job.NAME + "=" + CodatTransport.POLL,
            Job.EVERY + "=PT5S",
            Job.AT_START + ":Boolean=true",
            Job.DURING_PAUSE + ":Boolean=true"
        })
@Designate(ocd = CodatTransport.Config.class)
public final class CodatTransport implements Transport, Job {
    static final String POLL = "poll";
    private static final String SYNC = "sync"; // the engine's job
    private static final String LIFE = "fairlead.life";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @ObjectClassDefinition(
            name = "Connection to the platform",
            description = "Where the platform is and how it is reached.")
    @interface Config {
        @AttributeDefinition(
                name = "Platform",
                description = "The platform's address, https://...; empty: not connected.")
        String platform() default "";

        @AttributeDefinition(
                name = "Proxy",
                description = "host:port of an HTTP proxy; empty: what the system says.")
        String proxy() default "";

        @AttributeDefinition(
                name = "Trusted certificates",
                description = "Path of a PEM file with certificates that are trusted as well.")
        String trustedCertificates() default "";

        @AttributeDefinition(
                name = "Poll",
                description = "Seconds that the platform may hold a poll, 0 to 55.")
        int pollSeconds() default 55;

        @AttributeDefinition(
                name = "Time-out",
                description = "Seconds that an answer may take, 1 to 600.")
        int requestTimeoutSeconds() default 30;
    }

    private final Gate gate = new Gate();
    private final Object onePoll = new Object();
    private final Clock clock;
    private final LongSupplier nanos;
    private final String life;
    private final LineStatus status;
    private final Keys keys = new Keys(this::secrets);
    private final Registrations registrations;
    private final Deliveries deliveries;
    private final Poll poll;
    private volatile Session session;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile Secrets secrets;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile Connections connections;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile OrderHandler orders;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile Scheduler scheduler;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile Updater updater;

    @Activate
    public CodatTransport(BundleContext context, Config config) {
        this(
                settings(config),
                context.getBundle().getVersion().toString(),
                life(),
                Clock.systemUTC(),
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextDouble(),
                KillPoint::reach);
    }

    CodatTransport(
            Settings settings,
            String version,
            String life,
            Clock clock,
            LongSupplier nanos,
            DoubleSupplier random,
            Consumer<String> killPoint) {
        this.clock = clock;
        this.nanos = nanos;
        this.life = life;
        Backoff polling = new Backoff(random);
        Backoff delivering = new Backoff(random);
        status =
                new LineStatus(
                        clock,
                        nanos,
                        () -> {
                            polling.reset();
                            delivering.reset();
                            trigger(POLL);
                            trigger(SYNC);
                        });
        session = session(settings);
        registrations = new Registrations(() -> session, keys, new Backoff(random));
        deliveries = new Deliveries(() -> session, keys, delivering, killPoint);
        poll =
                new Poll(
                        () -> session,
                        keys,
                        () -> connections,
                        () -> orders,
                        new Told(() -> updater),
                        version,
                        polling,
                        new Backoff(random));
    }

    /** One a process: a bundle that is swapped is no second life. */
    private static String life() {
        return (String)
                System.getProperties().computeIfAbsent(LIFE, name -> UUID.randomUUID().toString());
    }

    @Modified
    void modified(Config config) {
        use(settings(config));
    }

    void use(Settings settings) {
        Session before = session;
        session = session(settings);
        before.line().close(); // calls under way end with RetryAfter
    }

    @Deactivate
    void close() {
        Line line = session.line();
        line.letGo();
        gate.close(PATIENCE);
        line.close();
    }

    private Secrets secrets() {
        return secrets;
    }

    private Session session(Settings settings) {
        return new Session(new Line(settings), life, clock, nanos, status);
    }

    private static Settings settings(Config config) {
        return Settings.of(
                config.platform(),
                config.proxy(),
                config.trustedCertificates(),
                config.pollSeconds(),
                config.requestTimeoutSeconds());
    }

    @Override
    public Optional<Duration> run(JobContext context) throws InterruptedException {
        try (var inside = gate.enter()) {
            synchronized (onePoll) { // one that overstays is waited for (Job.run)
                context.checkpoint();
                return poll.run(context);
            }
        }
    }

    @Override
    public Registration register(String licenseKey, Checkpoint checkpoint)
            throws LinkException, InterruptedException {
        try (var inside = gate.enter()) {
            keys.beginRegistration();
            Registration registration = registrations.register(licenseKey, checkpoint);
            poll.registered();
            trigger(POLL);
            return registration;
        } finally {
            keys.endRegistration();
        }
    }

    /** Without a scheduler the job runs when there is one again. */
    private void trigger(String job) {
        Scheduler now = scheduler;
        if (now != null) {
            try {
                now.trigger(job);
            } catch (ServiceException e) {
                // it is being swapped, and runs the job at its start
            }
        }
    }

    @Override
    public void linked(
            String connectionId,
            String packageKey,
            String platformKey,
            CompanyCheck check,
            Checkpoint checkpoint)
            throws LinkException, InterruptedException {
        try (var inside = gate.enter()) {
            registrations.linked(connectionId, packageKey, platformKey, check, checkpoint);
        }
    }

    @Override
    public void unlink(String connectionId, Checkpoint checkpoint)
            throws LinkException, InterruptedException {
        try (var inside = gate.enter()) {
            registrations.unlink(connectionId, checkpoint);
        }
    }

    @Override
    public boolean report(
            String connectionId, List<RequestProgress> progress, Checkpoint checkpoint)
            throws InterruptedException {
        try (var inside = gate.enter()) {
            return deliveries.report(connectionId, progress, checkpoint);
        }
    }

    @Override
    public SetAnswer send(ChunkUpload chunk, Checkpoint checkpoint) throws InterruptedException {
        try (var inside = gate.enter()) {
            return deliveries.send(chunk, checkpoint);
        }
    }

    @Override
    public SetAnswer end(SetEnd end, Checkpoint checkpoint) throws InterruptedException {
        try (var inside = gate.enter()) {
            return deliveries.end(end, checkpoint);
        }
    }

    @Override
    public SetAnswer ask(String connectionId, String setId, Checkpoint checkpoint)
            throws InterruptedException {
        try (var inside = gate.enter()) {
            return deliveries.ask(connectionId, setId, checkpoint);
        }
    }

    @Override
    public boolean diagnostics(
            String connectionId, String orderId, String report, Checkpoint checkpoint)
            throws InterruptedException {
        try (var inside = gate.enter()) {
            return deliveries.diagnostics(connectionId, orderId, report, checkpoint);
        }
    }

    @Override
    public TransportStatus status() {
        try (var inside = gate.enter()) {
            Settings settings = session.line().settings();
            LineStatus.Seen seen = status.seen();
            return new TransportStatus(
                    settings.platform().map(Object::toString).orElse(""),
                    agentId(),
                    seen.online() && settings.platform().isPresent(),
                    seen.lastContact(),
                    settings.problem().isEmpty() ? seen.message() : settings.problem());
        }
    }

    private Optional<String> agentId() {
        try {
            return keys.find().map(AgentKey::agentId);
        } catch (LineException e) {
            return Optional.empty();
        }
    }
}
