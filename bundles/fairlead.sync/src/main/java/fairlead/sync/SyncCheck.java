package fairlead.sync;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import fairlead.accounting.api.AccountingPackage;
import fairlead.sync.api.OrderHandler;
import fairlead.sync.api.SyncEngine;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Fails while the last order of a kind ended in a defect, and by a check for each accounting
 * package while the last sync of one of its companies did (swap rule 21). A full disk blames no
 * release (rule 22).
 */
@Component(immediate = true, property = HealthCheck.NAME + "=orders")
public final class SyncCheck implements HealthCheck {
    private static final Result NOTHING =
            new Result(Result.Status.OK, "Nothing failed when it was last tried.");

    private final PackageChecks checks;

    /** While bundles are swapped it is another release's, which its own check looks at. */
    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile SyncEngine engine;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile OrderHandler orders;

    @Activate
    public SyncCheck(BundleContext context) {
        checks = new PackageChecks(context, Map.of(HealthCheck.NAME, "sync"), this::ofItsCompanies);
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC, policyOption = GREEDY)
    void addPackage(AccountingPackage books, Map<String, Object> properties) {
        checks.add(books, properties);
    }

    void removePackage(AccountingPackage books) {
        checks.remove(books);
    }

    @Override
    public Result execute() {
        return orders instanceof StoringOrderHandler ours ? result(ours.defects()) : NOTHING;
    }

    private Result ofItsCompanies(String packageKey) {
        return engine instanceof DurableSyncEngine ours
                ? result(ours.defects(packageKey))
                : NOTHING;
    }

    private static Result result(Map<String, Throwable> all) {
        Map<String, Throwable> defects = new TreeMap<>(all);
        if (defects.isEmpty()) {
            return NOTHING;
        }
        defects.values().removeIf(Defects::isFullDisk);
        return defects.isEmpty()
                ? new Result(Result.Status.TEMPORARILY_UNAVAILABLE, "The disk is full.")
                : new Result(Result.Status.CRITICAL, sentence(defects));
    }

    private static String sentence(Map<String, Throwable> defects) {
        return defects.entrySet().stream()
                .map(it -> it.getKey() + " failed by a defect: " + it.getValue())
                .collect(Collectors.joining("; "));
    }
}
