package fairlead.launcher.plan;

import fairlead.launcher.release.Kind;
import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/** Compares what a release says of a jar with what the jar's own manifest says. */
final class JarCheck {
    private JarCheck() {}

    static void hold(Part part) {
        Attributes manifest = manifest(part);
        String name = clause(manifest.getValue(Constants.BUNDLE_SYMBOLICNAME));
        Version version = Version.parseVersion(manifest.getValue(Constants.BUNDLE_VERSION));
        if (!part.name().equals(name) || !part.version().equals(version)) {
            throw new PlanRefusedException(
                    "The release says "
                            + part
                            + ", the jar itself says "
                            + name
                            + " "
                            + version
                            + ".");
        }
        if (Kind.of(manifest) != part.kind()) {
            String exports = manifest.getValue(Constants.EXPORT_PACKAGE);
            throw new PlanRefusedException(
                    "The release says that "
                            + part
                            + " is changed by "
                            + part.kind().word()
                            + ", its own manifest makes it "
                            + Kind.of(manifest).word()
                            + (exports == null ? "." : ": it exports " + clause(exports) + "."));
        }
    }

    private static Attributes manifest(Part part) {
        try (JarFile jar = new JarFile(part.jar().toFile())) {
            Manifest manifest = jar.getManifest();
            if (manifest == null) {
                throw new PlanRefusedException(part + " has no manifest, so it is no bundle.");
            }
            return manifest.getMainAttributes();
        } catch (IOException e) {
            throw new PlanRefusedException(
                    "The jar of " + part + " cannot be read: " + e.getMessage() + ".");
        }
    }

    /** The first name in a header. */
    private static String clause(String header) {
        return header == null ? "" : header.split("[;,]", 2)[0].trim();
    }
}
