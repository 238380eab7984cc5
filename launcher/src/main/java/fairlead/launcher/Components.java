package fairlead.launcher;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * Judges our components: every one that is enabled must be active. Satisfied is not enough, since a
 * delayed component whose activation fails stays satisfied until somebody fetches it; so each is
 * fetched.
 */
final class Components {
    private final BundleContext context;

    Components(BundleContext context) {
        this.context = context;
    }

    /** One line a component that should be active and is not, with the reason. */
    List<String> notActive() {
        ServiceReference<ServiceComponentRuntime> reference =
                context.getServiceReference(ServiceComponentRuntime.class);
        if (reference == null) {
            return List.of("Service Component Runtime itself is not there");
        }
        ServiceComponentRuntime runtime = context.getService(reference);
        try {
            Bundle[] ours =
                    Arrays.stream(context.getBundles())
                            .filter(b -> b.getSymbolicName().startsWith("fairlead."))
                            .toArray(Bundle[]::new);
            List<String> complaints = new ArrayList<>();
            for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs(ours)) {
                if (component.defaultEnabled && component.factory == null) {
                    judge(runtime, component, complaints);
                }
            }
            return complaints;
        } finally {
            context.ungetService(reference);
        }
    }

    private void judge(
            ServiceComponentRuntime runtime,
            ComponentDescriptionDTO component,
            List<String> complaints) {
        boolean needsConfiguration = component.configurationPolicy.equals("require");
        for (ComponentConfigurationDTO it : runtime.getComponentConfigurationDTOs(component)) {
            boolean prototype = Objects.equals(component.scope, "prototype");
            if (it.state == ComponentConfigurationDTO.SATISFIED && !prototype) {
                fetch(it);
            }
        }
        Collection<ComponentConfigurationDTO> all =
                runtime.getComponentConfigurationDTOs(component);
        for (ComponentConfigurationDTO it : all) {
            complaint(it, needsConfiguration)
                    .ifPresent(reason -> complaints.add(component.name + ": " + reason));
        }
        if (all.isEmpty() && !needsConfiguration) {
            complaints.add(component.name + ": it is not there");
        }
    }

    private void fetch(ComponentConfigurationDTO configuration) {
        try {
            ServiceReference<?>[] services =
                    context.getAllServiceReferences(
                            null, "(component.id=" + configuration.id + ")");
            if (services != null) {
                context.getService(services[0]);
                context.ungetService(services[0]);
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<String> complaint(
            ComponentConfigurationDTO it, boolean needsConfiguration) {
        return switch (it.state) {
            case ComponentConfigurationDTO.ACTIVE -> Optional.empty();
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
                    Optional.of("it misses " + missing(it));
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION ->
                    needsConfiguration
                            ? Optional.empty() // nobody asked for it
                            : Optional.of("it misses its configuration");
            case ComponentConfigurationDTO.FAILED_ACTIVATION ->
                    Optional.of("it failed: " + cause(it.failure));
            default -> Optional.of("it does not become active; the log says why");
        };
    }

    private static String missing(ComponentConfigurationDTO it) {
        return Arrays.stream(it.unsatisfiedReferences)
                .map(
                        unsatisfied ->
                                Arrays.stream(it.description.references)
                                        .filter(r -> r.name.equals(unsatisfied.name))
                                        .map(r -> r.interfaceName)
                                        .findFirst()
                                        .orElse(unsatisfied.name))
                .collect(Collectors.joining(", "));
    }

    /** The last cause of a stack trace in one line. */
    private static String cause(String stackTrace) {
        List<String> lines = stackTrace == null ? List.of() : stackTrace.lines().toList();
        return lines.stream()
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((first, second) -> second)
                .map(line -> line.substring("Caused by: ".length()))
                .orElse(lines.isEmpty() ? "no reason is known" : lines.get(0));
    }
}
