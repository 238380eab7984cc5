package fairlead.odbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLFeatureNotSupportedException;

/** A JDBC object that can do just what a handler class spells out, and refuses everything else. */
final class Strict {
    private Strict() {}

    /**
     * @param handler its public methods are the ones that work
     */
    static <T> T of(Class<T> type, Object handler) {
        return type.cast(
                Proxy.newProxyInstance(
                        Strict.class.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> call(type, handler, method, arguments)));
    }

    private static Object call(Class<?> type, Object handler, Method method, Object[] arguments)
            throws Throwable {
        Method known;
        try {
            known = handler.getClass().getMethod(method.getName(), method.getParameterTypes());
        } catch (NoSuchMethodException e) {
            throw refusal(type.getSimpleName() + "." + method.getName());
        }
        known.setAccessible(true); // public, in a class that is not
        try {
            return known.invoke(handler, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    static SQLFeatureNotSupportedException refusal(String what) {
        return new SQLFeatureNotSupportedException(
                what + " is not supported by this driver, which only reads.", "0A000");
    }
}
