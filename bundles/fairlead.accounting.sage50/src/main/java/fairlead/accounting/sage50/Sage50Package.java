package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.AccountingPackage;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanyCheck;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Discovery;
import fairlead.accounting.api.PackageInfo;
import java.sql.Connection;
import java.time.Clock;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.jdbc.DataSourceFactory;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads Sage 50 Accounts (UK and Ireland) through whatever JDBC driver takes its address. */
@Component(property = AccountingPackage.KEY + "=" + Sage50Package.NAME)
@Designate(ocd = Sage50Package.Config.class)
public final class Sage50Package implements AccountingPackage {
    static final String NAME = "sage50";

    private static final Logger LOG = LoggerFactory.getLogger(Sage50Package.class);

    /** Up by one whenever the same rows give other records or other checksums. */
    static final int MAPPING_VERSION = 10;

    @ObjectClassDefinition(
            name = "Fairlead Sage 50",
            description = "What is read of Sage 50 Accounts (UK and Ireland).")
    @interface Config {
        @AttributeDefinition(
                description =
                        "Data types that are not read, by Codat's keys, for example balanceSheet:"
                                + " what nobody needs stays on this PC. The company itself is"
                                + " always read. What was delivered before stays on the platform.")
        String[] leaveOut() default {};
    }

    private final Clock clock;
    private final String version;
    private volatile PackageInfo info;

    /** Replaced by tests only. */
    Surroundings here = new ThisPc();

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile List<DataSourceFactory> drivers = List.of();

    @Activate
    public Sage50Package(BundleContext context, Config config) {
        this(Clock.system(ZoneId.systemDefault()), context.getBundle().getVersion().toString());
        modified(config);
    }

    Sage50Package(Clock clock, String version) {
        this.clock = clock;
        this.version = version;
        leaveOut();
    }

    @Modified
    void modified(Config config) {
        leaveOut(config.leaveOut());
    }

    /** Reads all but these types from now on; a set that is open with one of them is dropped. */
    void leaveOut(String... keys) {
        info =
                new PackageInfo(
                        NAME,
                        "Sage 50 (UK & Ireland)",
                        "hbql",
                        MAPPING_VERSION,
                        Sections.without(leftOut(keys)),
                        version);
    }

    private static Set<DataType> leftOut(String... keys) {
        Set<DataType> leftOut = EnumSet.noneOf(DataType.class);
        for (String key : keys) {
            Optional<DataType> type =
                    DataType.ofKey(key.strip()).filter(t -> t != DataType.COMPANY);
            type.ifPresentOrElse(
                    leftOut::add,
                    () -> LOG.warn("{} is no data type that can be left out; it is ignored", key));
        }
        return leftOut;
    }

    @Override
    public PackageInfo info() {
        return info;
    }

    @Override
    public CompanyCheck check(CompanyAddress address, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        checkpoint.check();
        try (Sage50Session session = connect(address, checkpoint)) {
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
        return connect(address, () -> {});
    }

    @Override
    public CompanySession open(CompanyAddress address, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        checkpoint.check();
        return connect(address, checkpoint);
    }

    private Sage50Session connect(CompanyAddress address, Checkpoint checkpoint)
            throws AccountingException {
        Connection connection = new Drivers(drivers, here).connect(address, checkpoint);
        return new Sage50Session(new Source(connection, new Repairs(clock)));
    }
}
