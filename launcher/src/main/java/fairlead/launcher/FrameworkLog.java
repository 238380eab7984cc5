package fairlead.launcher;

import org.apache.felix.framework.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.slf4j.LoggerFactory;

/** What the framework itself has to say goes where everything goes. */
final class FrameworkLog extends Logger {
    private static final org.slf4j.Logger LOG =
            LoggerFactory.getLogger("org.apache.felix.framework");

    @Override
    @SuppressWarnings("rawtypes") // as Felix declares it
    protected void doLog(
            Bundle bundle,
            ServiceReference service,
            int level,
            String message,
            Throwable throwable) {
        doLog(
                level,
                bundle == null ? message : bundle.getSymbolicName() + ": " + message,
                throwable);
    }

    @Override
    protected void doLog(int level, String message, Throwable throwable) {
        switch (level) {
            case LOG_ERROR -> LOG.error(message, throwable);
            case LOG_WARNING -> LOG.warn(message, throwable);
            case LOG_INFO -> LOG.info(message, throwable);
            default -> LOG.debug(message, throwable);
        }
    }
}
