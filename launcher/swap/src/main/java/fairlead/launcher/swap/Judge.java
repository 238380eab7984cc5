package fairlead.launcher.swap;

import fairlead.launcher.plan.SwapPlan;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;

/**
 * A swap succeeded when every component that was active before is active now, but for those that
 * the release leaves out.
 */
final class Judge {
    private static final long LOOK_MILLIS = 2;

    private final Components components;
    private final Duration settling;

    Judge(Components components, Duration settling) {
        this.components = components;
        this.settling = settling;
    }

    /**
     * Every component of this process that the plan does not remove, once the old ones are gone.
     */
    void all(SwapPlan plan, Map<String, Integer> before, Held held, Lifecycle lifecycle)
            throws SwapFailure, Lifecycle.HungException {
        Predicate<String> remains =
                name ->
                        plan.changes().stream()
                                .noneMatch(c -> c.name().equals(name) && c.next().isEmpty());
        all(components.expected(before, remains, bundle -> true), held, lifecycle);
    }

    /** Every component of this process. */
    void all(Map<String, Integer> before, Held held, Lifecycle lifecycle)
            throws SwapFailure, Lifecycle.HungException {
        await(before, components::active, held, lifecycle);
    }

    /** Every component of the new bundle that was active in the old one. */
    void like(Map<String, Integer> old, Bundle bundle, Held held, Lifecycle lifecycle)
            throws SwapFailure, Lifecycle.HungException {
        Map<String, Integer> expected = components.expected(old, name -> true, bundle::equals);
        await(expected, () -> components.active(bundle), held, lifecycle);
    }

    private void await(
            Map<String, Integer> before,
            Supplier<Map<String, Integer>> now,
            Held held,
            Lifecycle lifecycle)
            throws SwapFailure, Lifecycle.HungException {
        lifecycle.run("activation", () -> look(before, now, held));
    }

    private void look(Map<String, Integer> before, Supplier<Map<String, Integer>> now, Held held)
            throws SwapFailure, InterruptedException {
        long end = System.nanoTime() + settling.toNanos();
        Set<String> missing = Components.missing(before, now.get());
        while (!missing.isEmpty()) {
            components.fetch(missing, held);
            missing = Components.missing(before, now.get());
            if (!missing.isEmpty()) {
                if (System.nanoTime() > end) {
                    throw new SwapFailure.Bad(components.complaint(missing));
                }
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    static Map<String, Integer> without(Map<String, Integer> all, Set<String> bundles) {
        return all.entrySet().stream()
                .filter(e -> !bundles.contains(e.getKey().substring(0, e.getKey().indexOf('/'))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
