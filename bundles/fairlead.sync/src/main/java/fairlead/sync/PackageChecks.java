package fairlead.sync;

import fairlead.accounting.api.AccountingPackage;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/**
 * Registers one health check for each accounting package that is here, in the name of the package's
 * bundle: whoever judges a release leaves out what judges a bundle of another track (swap rule 19).
 * Any thread may call it.
 */
final class PackageChecks {
    /** Service property: the symbolic name of the bundle that a check judges, if not its own. */
    static final String JUDGES = "fairlead.judges";

    private final BundleContext context;
    private final Map<String, ?> properties;
    private final Function<String, Result> look;
    private final IdentityHashMap<AccountingPackage, ServiceRegistration<HealthCheck>> checks =
            new IdentityHashMap<>();

    /**
     * @param properties of each check; to its name that of the package is added
     * @param look what a check does, given the key of its package
     */
    PackageChecks(BundleContext context, Map<String, ?> properties, Function<String, Result> look) {
        this.context = context;
        this.properties = Map.copyOf(properties);
        this.look = look;
    }

    synchronized void add(AccountingPackage books, Map<String, Object> itsProperties) {
        String key = String.valueOf(itsProperties.get(AccountingPackage.KEY));
        Map<String, Object> all = new HashMap<>(properties);
        all.put(HealthCheck.NAME, properties.get(HealthCheck.NAME) + " of " + key);
        if (itsProperties.get(Constants.SERVICE_BUNDLEID) instanceof Long id) {
            all.put(JUDGES, context.getBundle(id).getSymbolicName());
        }
        HealthCheck check = () -> look.apply(key);
        checks.put(
                books,
                context.registerService(HealthCheck.class, check, FrameworkUtil.asDictionary(all)));
    }

    synchronized void remove(AccountingPackage books) {
        ServiceRegistration<HealthCheck> check = checks.remove(books);
        if (check != null) {
            check.unregister();
        }
    }
}
