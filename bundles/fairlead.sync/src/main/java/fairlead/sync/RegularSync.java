package fairlead.sync;

import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import fairlead.schedule.api.Job;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.SyncEngine;
import fairlead.sync.api.SyncRequest;
import fairlead.sync.api.SyncStatus;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Dictionary;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Asks for the regular syncs: a job by cron, and one at the start that catches up with a time at
 * which the PC was off.
 */
@Component(
        service = {},
        immediate = true)
@Designate(ocd = RegularSync.Config.class)
public final class RegularSync {
    private static final Duration CATCH_UP = Duration.ofHours(24);

    @ObjectClassDefinition(
            name = "Fairlead regular sync",
            description = "When companies are synced without anybody asking.")
    @interface Config {
        @AttributeDefinition(
                description =
                        "Unix cron expression of five fields; empty: daily, at a time of this PC's"
                                + " own; never: no regular sync.")
        String cron() default "";
    }

    private static final Duration SOON = Duration.ofSeconds(5);

    private final BundleContext context;
    private final Clock clock = Clock.systemUTC();
    private ServiceRegistration<Job> regular; // null while there is none
    private ServiceRegistration<Job> catchUp;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    volatile SyncEngine engine;

    @Activate
    public RegularSync(BundleContext context, Config config) {
        this.context = context;
        register(config);
    }

    @Modified
    void modified(Config config) {
        close();
        register(config);
    }

    @Deactivate
    void close() {
        if (regular != null) {
            regular.unregister();
            catchUp.unregister();
            regular = null;
        }
    }

    private void register(Config config) {
        if (config.cron().equals("never")) {
            return;
        }
        String cron = config.cron().isBlank() ? daily(host()) : config.cron();
        regular =
                context.registerService(
                        Job.class,
                        job -> withEngine(RegularSync::requestAll),
                        properties("sync-regular", Job.CRON, cron));
        catchUp =
                context.registerService(
                        Job.class,
                        job -> withEngine(this::catchUp),
                        properties("sync-catch-up", Job.AT_START, true));
    }

    private static Dictionary<String, Object> properties(String name, String key, Object value) {
        return FrameworkUtil.asDictionary(Map.of(Job.NAME, name, key, value));
    }

    /** A job may run before the reference is set: it is registered while this is constructed. */
    private Optional<Duration> withEngine(Consumer<SyncEngine> work) {
        SyncEngine present = engine;
        if (present == null) {
            return Optional.of(SOON);
        }
        work.accept(present);
        return Optional.empty();
    }

    private static void requestAll(SyncEngine engine) {
        engine.request(Optional.empty(), SyncRequest.Origin.SCHEDULE);
    }

    private void catchUp(SyncEngine present) {
        Instant due = clock.instant().minus(CATCH_UP);
        for (SyncStatus status : present.status()) {
            LinkedCompany company = status.company();
            if (company.state() == LinkedCompany.State.LINKED
                    && status.lastSuccess().filter(due::isAfter).isPresent()) {
                present.request(Optional.of(company.connectionId()), SyncRequest.Origin.SCHEDULE);
            }
        }
    }

    /** Another minute of the day on each PC, and always the same one on this. */
    static String daily(String host) {
        SplittableRandom random = new SplittableRandom(host.hashCode());
        return random.nextInt(60) + " " + random.nextInt(24) + " * * *";
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return System.getProperty("user.name", "");
        }
    }
}
