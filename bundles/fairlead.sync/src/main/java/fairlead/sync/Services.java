package fairlead.sync;

import fairlead.accounting.api.AccountingPackage;
import fairlead.sync.api.Connections;
import fairlead.sync.api.Outbox;
import fairlead.sync.api.Secrets;
import fairlead.sync.api.Transport;
import java.util.Map;

/**
 * The other bundles' services, read once for one run of the job: bundles are swapped between runs
 * only.
 *
 * @param packages by their key
 */
record Services(
        Outbox outbox,
        Connections connections,
        Transport transport,
        Secrets secrets,
        Map<String, AccountingPackage> packages) {
    Services {
        packages = Map.copyOf(packages);
    }
}
