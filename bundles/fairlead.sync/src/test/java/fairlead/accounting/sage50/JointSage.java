package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingPackage;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import org.osgi.service.jdbc.DataSourceFactory;

/** The real package without a framework, for tests of the engine. */
public final class JointSage {
    private JointSage() {}

    public static AccountingPackage with(DataSourceFactory driver) {
        Sage50Package sage = new Sage50Package(Clock.system(ZoneId.systemDefault()), "test");
        sage.drivers = List.of(driver);
        return sage;
    }

    /** As somebody sets it who does not want these types to leave the PC. */
    public static void leaveOut(AccountingPackage sage, String... keys) {
        ((Sage50Package) sage).leaveOut(keys);
    }
}
