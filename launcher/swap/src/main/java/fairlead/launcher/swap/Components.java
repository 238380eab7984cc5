package fairlead.launcher.swap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * Which components are active, by Declarative Services' own account: no package of ours is needed
 * to judge them (rule 20).
 */
final class Components {
    private final BundleContext system;

    Components(BundleContext system) {
        this.system = system;
    }

    /** How many configurations of each component are active, by {@code bundle/component}. */
    Map<String, Integer> active() {
        return active(b -> true);
    }

    /** The same of one bundle. */
    Map<String, Integer> active(Bundle bundle) {
        return active(b -> b.equals(bundle));
    }

    private Map<String, Integer> active(Predicate<Bundle> which) {
        Map<String, Integer> active = new TreeMap<>();
        for (ComponentConfigurationDTO it : all(which)) {
            if (it.state == ComponentConfigurationDTO.ACTIVE) {
                active.merge(key(it.description), 1, Integer::sum);
            }
        }
        return active;
    }

    /**
     * Fetches what is satisfied but not active, since a delayed component shows only then whether
     * it can be activated.
     *
     * @param names the components, as in {@link #active()}
     * @param held receives what was fetched
     */
    void fetch(Set<String> names, Held held) {
        for (ComponentConfigurationDTO it : all(b -> true)) {
            if (it.state == ComponentConfigurationDTO.SATISFIED
                    && names.contains(key(it.description))) {
                held.hold(services(it));
            }
        }
    }

    private Collection<ServiceReference<?>> services(ComponentConfigurationDTO it) {
        try {
            ServiceReference<?>[] found =
                    system.getAllServiceReferences(null, "(component.id=" + it.id + ")");
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What was active and is not now: by name, with the reason. */
    static Set<String> missing(Map<String, Integer> before, Map<String, Integer> now) {
        return before.entrySet().stream()
                .filter(e -> now.getOrDefault(e.getKey(), 0) < e.getValue())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /**
     * Of what was active, what has to be active again. A release may leave a bundle out, and a
     * bundle may no longer declare a component; one that declares none at all has lost them.
     *
     * @param remains does a bundle of this name stay or come?
     * @param now the bundles to look at
     */
    Map<String, Integer> expected(
            Map<String, Integer> before, Predicate<String> remains, Predicate<Bundle> now) {
        Set<String> declared =
                descriptions(now).stream().map(Components::key).collect(Collectors.toSet());
        Set<String> declaring =
                declared.stream().map(Components::bundle).collect(Collectors.toSet());
        return before.entrySet().stream()
                .filter(e -> remains.test(bundle(e.getKey())))
                .filter(
                        e ->
                                declared.contains(e.getKey())
                                        || !declaring.contains(bundle(e.getKey())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static String bundle(String key) {
        return key.substring(0, key.indexOf('/'));
    }

    /** One sentence about components that are not active, with the reasons that are known. */
    String complaint(Set<String> names) {
        List<String> lines = new ArrayList<>();
        for (String name : names.stream().sorted().toList()) {
            String reason =
                    all(b -> true).stream()
                            .filter(it -> key(it.description).equals(name))
                            .filter(it -> it.state != ComponentConfigurationDTO.ACTIVE)
                            .map(Components::why)
                            .findFirst()
                            .orElse("it is not there");
            lines.add(name + " was active and is not now: " + reason);
        }
        return String.join("; ", lines);
    }

    private static String why(ComponentConfigurationDTO it) {
        return switch (it.state) {
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> "it has no configuration";
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
                    "it misses "
                            + Arrays.stream(it.unsatisfiedReferences)
                                    .map(r -> r.name)
                                    .collect(Collectors.joining(", "));
            case ComponentConfigurationDTO.FAILED_ACTIVATION -> "it failed: " + cause(it.failure);
            default -> "its activation fails; the log says why";
        };
    }

    /** The last cause of a stack trace, in one line. */
    private static String cause(String stackTrace) {
        List<String> lines = stackTrace == null ? List.of() : stackTrace.lines().toList();
        return lines.stream()
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((first, second) -> second)
                .map(line -> line.substring("Caused by: ".length()))
                .orElse(lines.isEmpty() ? "no reason is known" : lines.get(0));
    }

    private List<ComponentConfigurationDTO> all(Predicate<Bundle> which) {
        return runtime(
                runtime -> {
                    List<ComponentConfigurationDTO> all = new ArrayList<>();
                    for (ComponentDescriptionDTO it : descriptions(runtime, which)) {
                        all.addAll(runtime.getComponentConfigurationDTOs(it));
                    }
                    return all;
                });
    }

    private Collection<ComponentDescriptionDTO> descriptions(Predicate<Bundle> which) {
        return runtime(runtime -> List.copyOf(descriptions(runtime, which)));
    }

    private Collection<ComponentDescriptionDTO> descriptions(
            ServiceComponentRuntime runtime, Predicate<Bundle> which) {
        Bundle[] bundles = Arrays.stream(system.getBundles()).filter(which).toArray(Bundle[]::new);
        return bundles.length == 0 // none would mean all
                ? List.of()
                : runtime.getComponentDescriptionDTOs(bundles);
    }

    private <T> List<T> runtime(Function<ServiceComponentRuntime, List<T>> ask) {
        ServiceReference<ServiceComponentRuntime> reference =
                system.getServiceReference(ServiceComponentRuntime.class);
        if (reference == null) {
            return List.of();
        }
        try {
            return ask.apply(system.getService(reference));
        } finally {
            system.ungetService(Objects.requireNonNull(reference));
        }
    }

    private static String key(ComponentDescriptionDTO it) {
        return it.bundle.symbolicName + "/" + it.name;
    }
}
