package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.AccountingPackage;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanyCheck;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.Discovery;
import fairlead.accounting.api.PackageInfo;
import java.sql.Connection;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.jdbc.DataSourceFactory;

/** Reads Sage 50 Accounts (UK and Ireland) through whatever JDBC driver takes its address. */
@Component(property = AccountingPackage.KEY + "=" + Sage50Package.NAME)
public final class Sage50Package implements AccountingPackage {
    static final String NAME = "sage50";

    /** Up by one whenever the same rows give other records or other checksums. */
    static final int MAPPING_VERSION = 7;

    private final Clock clock;
    private final PackageInfo info;

    /** Replaced by tests only. */
    Surroundings here = new ThisPc();

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile List<DataSourceFactory> drivers = List.of();

    @Activate
    public Sage50Package(BundleContext context) {
        this(Clock.system(ZoneId.systemDefault()), context.getBundle().getVersion().toString());
    }

    Sage50Package(Clock clock, String version) {
        this.clock = clock;
        this.info =
                new PackageInfo(
                        NAME,
                        "Sage 50 (UK & Ireland)",
                        "hbql",
                        MAPPING_VERSION,
                        Sections.ALL,
                        version);
    }

    @Override
    public PackageInfo info() {
        return info;
    }

    @Override
    public CompanyCheck check(CompanyAddress address, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        checkpoint.check();
        try (Sage50Session session = connect(address)) {
            String where = new Drivers(drivers, here).where(address.location());
            return session.check(where, checkpoint);
        }
    }

    @Override
    public Discovery discover(Checkpoint checkpoint) throws InterruptedException {
        return new CompanyFiles(here).discover(checkpoint);
    }

    @Override
    public CompanySession open(CompanyAddress address) throws AccountingException {
        return connect(address);
    }

    private Sage50Session connect(CompanyAddress address) throws AccountingException {
        Connection connection = new Drivers(drivers, here).connect(address);
        return new Sage50Session(new Source(connection, new Repairs(clock)));
    }
}
