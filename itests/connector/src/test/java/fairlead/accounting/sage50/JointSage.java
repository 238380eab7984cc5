package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingPackage;
import fairlead.demo.standin.StandInDataSourceFactory;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;

/** The real package without a framework, before the stand-in: in its package, to make it. */
public final class JointSage {
    private JointSage() {}

    public static AccountingPackage ofStandIn() {
        Sage50Package sage = new Sage50Package(Clock.system(ZoneId.systemDefault()), "test");
        sage.drivers = List.of(new StandInDataSourceFactory());
        return sage;
    }
}
