package fairlead.launcher.swap;

import fairlead.launcher.plan.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

    /**
     * Installs those that are not here, then starts them: one may need another. One that fails is
     * left out, and the others start.
     */
    void start() {
        Set<String> here =
                Arrays.stream(system.getBundles())
                        .map(Bundle::getSymbolicName)
                        .collect(Collectors.toSet());
        List<Bundle> installed = new ArrayList<>();
        try (Lifecycle lifecycle = new Lifecycle(timing.lifecycle())) {
            log.partners().stream()
                    .flatMap(partner -> partner.parts().stream())
                    .filter(part -> !here.contains(part.name()))
                    .forEach(part -> install(lifecycle, part, installed));
            installed.forEach(bundle -> RefreshSwap.startPartner(lifecycle, bundle));
        }
    }

    private void install(Lifecycle lifecycle, Part part, List<Bundle> installed) {
        try {
            lifecycle.run(
                    part + " while it is installed",
                    () -> installed.add(system.installBundle(part.location())));
        } catch (SwapFailure | Lifecycle.HungException e) {
            LOG.error("{} is left out: {}", part, e.getMessage(), e);
        }
    }
}
