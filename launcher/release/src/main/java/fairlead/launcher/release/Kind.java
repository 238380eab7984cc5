package fairlead.launcher.release;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;

/** How a bundle is swapped. Declared in a release's manifest and checked against the jar's own. */
public enum Kind {
    /** Exports nothing: old and new run together for a moment. */
    BESIDE,
    /** Exports packages, or is a fragment: its users are stopped, rewired and started. */
    REFRESH,
    /** Belongs to the host: framework, Declarative Services, Configuration Admin, logging. */
    RESTART;

    private static final Set<String> OF_THE_HOST =
            Set.of(
                    "launcher",
                    "org.apache.felix.framework",
                    "org.apache.felix.scr",
                    "org.apache.felix.configadmin",
                    "org.osgi.service.component",
                    "org.osgi.util.promise",
                    "org.osgi.util.function",
                    "slf4j.api",
                    "ch.qos.logback.core",
                    "ch.qos.logback.classic");

    /** The kind that the headers of a jar say. */
    public static Kind of(Attributes headers) {
        if (OF_THE_HOST.contains(symbolicName(headers).orElse(""))) {
            return RESTART;
        }
        return headers.getValue("Export-Package") == null
                        && headers.getValue("Fragment-Host") == null
                ? BESIDE
                : REFRESH;
    }

    /** The kind of this word in a manifest; empty when there is no such kind. */
    public static Optional<Kind> named(String word) {
        return Arrays.stream(values()).filter(k -> k.word().equals(word)).findFirst();
    }

    /** As it stands in a manifest. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<String> symbolicName(Attributes headers) {
        return Optional.ofNullable(headers.getValue("Bundle-SymbolicName"))
                .map(name -> name.split(";", 2)[0].trim());
    }
}
