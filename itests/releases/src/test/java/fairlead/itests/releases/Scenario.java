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
    RESTART("org.apache.felix.configadmin", "1.9.10", true);

    private static final int IN_TURN = 3;

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

    /** Good ones come again after two others, when their bytes are no longer here. */
    String version(int nth) {
        return version + (good ? nth % IN_TURN + 1 : nth);
    }

    Consumer<JarChange> change() {
        return good
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
