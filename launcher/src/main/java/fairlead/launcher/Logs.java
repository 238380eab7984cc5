package fairlead.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Where the log goes, by code: no XML is parsed at a start. Logback finds this class as a service
 * and is silent until {@link #start} is called.
 */
public final class Logs extends ContextAwareBase implements Configurator {
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level [%thread] %logger{40} - %msg%n";

    /**
     * What is said to this logger is for the people who use the agent, one plain sentence a line:
     * it goes into {@code activity.log}, too, and {@code status} shows it.
     */
    static final String ACTIVITY = "fairlead.activity";

    private static final String ACTIVITY_PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss'Z', UTC} %msg%n";

    /** These say at INFO what nobody asked. */
    private static final String[] TALKATIVE = {
        "org.apache.felix", "org.eclipse.jetty", "com.zaxxer", "org.flywaydb", "org.jline"
    };

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /**
     * Logs into files of this directory, at most 25 MB, and to standard error if that is wanted.
     */
    static void start(Path directory, boolean verbose) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(file(context, directory, "fairlead", PATTERN, 4, "5MB"));
        context.getLogger(ACTIVITY)
                .addAppender(file(context, directory, "activity", ACTIVITY_PATTERN, 1, "64KB"));
        if (verbose) {
            root.addAppender(console(context));
        }
        for (String name : TALKATIVE) {
            context.getLogger(name).setLevel(Level.WARN);
        }
    }

    private static Appender<ILoggingEvent> file(
            LoggerContext context,
            Path directory,
            String name,
            String pattern,
            int formerFiles,
            String size) {
        RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
        file.setContext(context);
        file.setName(name);
        file.setFile(directory.resolve(name + ".log").toString());
        file.setEncoder(encoder(context, pattern));

        FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
        window.setContext(context);
        window.setParent(file);
        window.setFileNamePattern(directory.resolve(name + ".%i.log").toString());
        window.setMinIndex(1);
        window.setMaxIndex(formerFiles);
        window.start();
        file.setRollingPolicy(window);

        SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
        trigger.setContext(context);
        trigger.setMaxFileSize(FileSize.valueOf(size));
        trigger.start();
        file.setTriggeringPolicy(trigger);

        file.start();
        return file;
    }

    private static Appender<ILoggingEvent> console(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName("console");
        console.setTarget("System.err");
        console.setEncoder(encoder(context, PATTERN));
        console.start();
        return console;
    }

    private static PatternLayoutEncoder encoder(LoggerContext context, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        encoder.start();
        return encoder;
    }
}
