package fairlead.launcher;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.osgi.framework.Bundle;
import org.osgi.service.log.FormatterLogger;
import org.osgi.service.log.LogService;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * OSGi's log service over ours, for Service Component Runtime and Configuration Admin, which would
 * otherwise print what they have to say.
 */
final class BundleLog {
    private BundleLog() {}

    static LogService service() {
        return (LogService)
                Proxy.newProxyInstance(
                        BundleLog.class.getClassLoader(),
                        new Class<?>[] {LogService.class},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "getLogger" -> logger(nameOf(arguments));
                                    case "log" -> oldLog(arguments);
                                    default -> ofObject(proxy, method.getName(), arguments);
                                });
    }

    private static String nameOf(Object[] arguments) {
        Object first = arguments[0];
        if (first instanceof Bundle bundle) {
            return bundle.getSymbolicName();
        }
        return first instanceof Class<?> type ? type.getName() : String.valueOf(first);
    }

    /** The logger is a {@link FormatterLogger}, which also is a plain one. */
    private static Object logger(String name) {
        org.slf4j.Logger log = LoggerFactory.getLogger(name);
        InvocationHandler handler =
                (proxy, method, arguments) ->
                        switch (method.getName()) {
                            case "getName" -> name;
                            case "isErrorEnabled" -> log.isErrorEnabled();
                            case "isWarnEnabled" -> log.isWarnEnabled();
                            case "isInfoEnabled" -> log.isInfoEnabled();
                            case "isDebugEnabled", "isTraceEnabled" -> false;
                            case "error", "audit" -> log(log, Level.ERROR, arguments);
                            case "warn" -> log(log, Level.WARN, arguments);
                            case "info" -> log(log, Level.INFO, arguments);
                            case "debug", "trace" -> null;
                            default -> ofObject(proxy, method.getName(), arguments);
                        };
        return Proxy.newProxyInstance(
                BundleLog.class.getClassLoader(), new Class<?>[] {FormatterLogger.class}, handler);
    }

    private static Object log(org.slf4j.Logger log, Level level, Object[] arguments) {
        if (!(arguments[0] instanceof String message)) {
            return null; // a consumer of loggers: nobody that runs here uses it
        }
        Object[] rest = new Object[arguments.length - 1];
        System.arraycopy(arguments, 1, rest, 0, rest.length);
        if (rest.length == 1 && rest[0] instanceof Object[] many) {
            rest = many;
        }
        log.atLevel(level).log(message, rest);
        return null;
    }

    /** The method of before R7: an optional service, a level, a message, an optional cause. */
    @SuppressWarnings("deprecation") // it is called all the same
    private static Object oldLog(Object[] arguments) {
        int first = arguments[0] instanceof Integer ? 0 : 1;
        int level = (Integer) arguments[first];
        String message = String.valueOf(arguments[first + 1]);
        Throwable cause =
                arguments.length > first + 2 && arguments[first + 2] instanceof Throwable t
                        ? t
                        : null;
        org.slf4j.Logger log = LoggerFactory.getLogger("org.apache.felix");
        if (level == LogService.LOG_ERROR) {
            log.error(message, cause);
        } else if (level == LogService.LOG_WARNING) {
            log.warn(message, cause);
        }
        return null;
    }

    private static Object ofObject(Object proxy, String method, Object[] arguments) {
        return switch (method) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "BundleLog";
            default -> throw new UnsupportedOperationException(method);
        };
    }
}
