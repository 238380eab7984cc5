package fairlead.launcher.swap;

import fairlead.launcher.plan.Part;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A start with a trial of ours leaves the partners out until it is decided (rule 19). */
final class Partners {
    private static final Logger LOG = LoggerFactory.getLogger(Partners.class);

    private final BundleContext system;
    private final SwapLog log;
    private final Timing timing;

    Partners(BundleContext system, SwapLog log, Timing timing) {
        this.system = system;
        this.log = log;
        this.timing = timing;
    }

    /** Starts those that are not here; one that fails is left out, and the others start. */
    void start() {
        Set<String> here =
                Arrays.stream(system.getBundles())
                        .map(Bundle::getSymbolicName)
                        .collect(Collectors.toSet());
        for (Release partner : log.partners()) {
            try (Lifecycle lifecycle = new Lifecycle(timing.lifecycle())) {
                for (Part part : partner.parts()) {
                    if (!here.contains(part.name())) {
                        lifecycle.run(
                                part + " in start",
                                () ->
                                        system.installBundle(part.location())
                                                .start(Bundle.START_TRANSIENT));
                    }
                }
            } catch (SwapFailure | Lifecycle.HungException e) {
                LOG.error("{} does not start: {}", partner.id(), e.getMessage(), e);
            }
        }
    }
}
