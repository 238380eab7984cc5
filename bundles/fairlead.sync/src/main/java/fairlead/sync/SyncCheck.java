package fairlead.sync;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import fairlead.sync.api.OrderHandler;
import fairlead.sync.api.SyncEngine;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Fails while the last run of a company's sync, or the last order of a kind, ended in a defect
 * (swap rule 21). A full disk blames no release (rule 22).
 */
@Component(property = HealthCheck.NAME + "=sync")
public final class SyncCheck implements HealthCheck {
    /** While bundles are swapped it is another release's, which its own check looks at. */
    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile SyncEngine engine;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile OrderHandler orders;

    @Override
    public Result execute() {
        Map<String, RuntimeException> defects = new TreeMap<>();
        if (engine instanceof DurableSyncEngine ours) {
            defects.putAll(ours.defects());
        }
        if (orders instanceof StoringOrderHandler ours) {
            defects.putAll(ours.defects());
        }
        if (defects.isEmpty()) {
            return new Result(Result.Status.OK, "Nothing failed when it was last tried.");
        }
        defects.values().removeIf(Defects::isFullDisk);
        return defects.isEmpty()
                ? new Result(Result.Status.TEMPORARILY_UNAVAILABLE, "The disk is full.")
                : new Result(Result.Status.CRITICAL, sentence(defects));
    }

    private static String sentence(Map<String, RuntimeException> defects) {
        return defects.entrySet().stream()
                .map(it -> it.getKey() + " failed by a defect: " + it.getValue())
                .collect(Collectors.joining("; "));
    }
}
