package fairlead.itests.releases;

import fairlead.itests.releases.bad.BadActivator;
import fairlead.publish.release.JarChange;
import java.util.function.Consumer;

/** An update that is killed on its way. */
enum Scenario {
    BESIDE("fairlead.accounting.sage50", "0.1.", true),
    REFRESH("fairlead.schedule.api", "1.0.", true),
    /** One that throws in start and goes back; nothing brings it back but another version. */
    BACK("fairlead.accounting.sage50", "0.9.", false),
    RESTART("org.apache.felix.configadmin", "1.9.10", true),
    /** It brings another host, in a slot of its own, and one bundle. */
    SLOT("fairlead.accounting.sage50", "0.3.", true),
    /** It brings a host that dies twice, so that the supervisor takes the one before again. */
    SLOT_BACK("fairlead.accounting.sage50", "0.8.", false);

    private static final int IN_TURN = 3;

    /** No other scenario's slots. */
    private static final int DYING = 100;

    private final String bundle;
    private final String version;
    private final boolean good;

    Scenario(String bundle, String version, boolean good) {
        this.bundle = bundle;
        this.version = version;
        this.good = good;
    }

    String bundle() {
        return bundle;
    }

    boolean isGood() {
        return good;
    }

    /** Does it wait for the next start? */
    boolean isStaged() {
        return this == RESTART || this == SLOT || this == SLOT_BACK;
    }

    /** The slot of its host; a number stands for one content. 0: it brings none. */
    int slot(int nth) {
        return switch (this) {
            case SLOT -> nth % IN_TURN + 1;
            case SLOT_BACK -> DYING + nth;
            default -> 0;
        };
    }

    Hosts host() {
        return good ? Hosts.NEWER : Hosts.DYING;
    }

    /** Good ones come again after two others, when their bytes are no longer here. */
    String version(int nth) {
        return version + (good ? nth % IN_TURN + 1 : nth);
    }

    Consumer<JarChange> change() {
        return this != BACK
                ? jar -> {}
                : jar ->
                        jar.put(BadActivator.class)
                                .header("Bundle-Activator", BadActivator.class.getName())
                                .header(BadActivator.HEADER, "throws")
                                .header(
                                        "DynamicImport-Package",
                                        "org.osgi.framework,fairlead.schedule.api");
    }
}
