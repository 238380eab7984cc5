package fairlead.sync;

import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Dictionary;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** A framework as far as health checks are registered in it. */
final class Registry {
    /** Of the bundle {@code acme.books}. */
    static final Map<String, Object> OF_ACME = Map.of(Constants.SERVICE_BUNDLEID, 7L);

    private final Map<HealthCheck, Map<String, Object>> checks = new LinkedHashMap<>();

    /** The checks that are registered now, and their properties. */
    Map<HealthCheck, Map<String, Object>> checks() {
        return Collections.unmodifiableMap(checks);
    }

    /** The one of this name. */
    HealthCheck check(String name) {
        return checks.entrySet().stream()
                .filter(c -> c.getValue().get(HealthCheck.NAME).equals(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    BundleContext context() {
        return proxy(
                BundleContext.class,
                (method, arguments) ->
                        switch (method) {
                            case "registerService" ->
                                    register(
                                            (HealthCheck) arguments[1],
                                            (Dictionary<?, ?>) arguments[2]);
                            case "getBundle" -> bundle((Long) arguments[0]);
                            default -> throw new UnsupportedOperationException(method);
                        });
    }

    private ServiceRegistration<?> register(HealthCheck check, Dictionary<?, ?> properties) {
        Map<String, Object> all = new LinkedHashMap<>();
        FrameworkUtil.asMap(properties).forEach((key, value) -> all.put((String) key, value));
        checks.put(check, all);
        return proxy(ServiceRegistration.class, (method, arguments) -> checks.remove(check));
    }

    private static Bundle bundle(long id) {
        return proxy(Bundle.class, (method, arguments) -> id == 7 ? "acme.books" : "other");
    }

    private interface Answer {
        Object to(String method, Object... arguments);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(
                Proxy.newProxyInstance(
                        Registry.class.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> {
                            Object said = answer.to(method.getName(), arguments);
                            return method.getReturnType() == void.class ? null : said;
                        }));
    }
}
