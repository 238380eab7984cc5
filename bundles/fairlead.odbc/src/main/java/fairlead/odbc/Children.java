package fairlead.odbc;

import fairlead.odbc.wire.Frame;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Starts the processes that run ODBC drivers, and ends those that are left. */
final class Children implements AutoCloseable {
    /** Names a Java that would otherwise print a line of its own, or load agents. */
    private static final List<String> FOREIGN_OPTIONS =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private static final Duration START = Duration.ofSeconds(60);
    private static final long IDLE_SECONDS = 10;

    private final ClassPath classPath;
    private final Path directory;
    private final Set<Child> living = ConcurrentHashMap.newKeySet();
    private final Map<String, Set<String>> longer = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor watch;

    /** The two jars of the child. */
    @FunctionalInterface
    interface ClassPath {
        List<Path> jars() throws IOException;
    }

    /**
     * @param directory where a child works, and where JNA unpacks its native part
     */
    Children(ClassPath classPath, Path directory) {
        this.classPath = classPath;
        this.directory = directory;
        watch = new ScheduledThreadPoolExecutor(1, r -> new Thread(r, "fairlead-odbc-deadlines"));
        watch.setRemoveOnCancelPolicy(true);
        watch.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        watch.allowCoreThreadTimeOut(true);
    }

    /**
     * A process that is ready for its first request.
     *
     * @param stop is nobody to wait for it any more? Asked now and then, on another thread
     */
    Child start(BooleanSupplier stop) throws SQLException {
        Process process;
        try {
            Files.createDirectories(directory);
            ProcessBuilder builder = new ProcessBuilder(command());
            builder.directory(directory.toFile());
            builder.environment().keySet().removeAll(FOREIGN_OPTIONS);
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
            process = builder.start();
        } catch (IOException e) {
            throw notStarted(e);
        }
        Child child = new Child(process, watch, stop, living::remove);
        living.add(child);
        try {
            int version = child.await(START, Frame.HELLO).getInt();
            if (version != Frame.VERSION) {
                throw new IOException("it speaks version " + version);
            }
            return child;
        } catch (IOException e) {
            child.close();
            throw notStarted(e);
        } catch (SQLException e) {
            child.close();
            throw Child.STOPPED.equals(e.getSQLState()) ? e : notStarted(e);
        }
    }

    private static SQLException notStarted(Exception e) {
        return new SQLNonTransientConnectionException(
                "The process for the ODBC driver cannot be started: " + e.getMessage(), "08001", e);
    }

    private List<String> command() throws IOException {
        List<String> command = new ArrayList<>();
        boolean windows = File.separatorChar == '\\';
        Path bin = Path.of(System.getProperty("java.home"), "bin");
        command.add(bin.resolve(windows ? "java.exe" : "java").toString());
        command.addAll(
                List.of(
                        "-Xmx48m",
                        "-Xss512k",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-XX:+ExitOnOutOfMemoryError",
                        // a crash leaves no dump: there may be a password in it
                        "-XX:+SuppressFatalErrorMessage",
                        "-XX:-CreateCoredumpOnCrash",
                        "-Djna.nosys=true",
                        "-Djna.tmpdir=" + directory));
        command.add("-cp");
        command.add(
                classPath.jars().stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator)));
        command.add("fairlead.odbc.child.ChildMain");
        return command;
    }

    /** Columns whose text was longer than the driver said, at this address, in any process. */
    Set<String> longer(String url) {
        return longer.computeIfAbsent(url, u -> ConcurrentHashMap.newKeySet());
    }

    /** How many processes there are. */
    int living() {
        return living.size();
    }

    /** Ends all processes, whatever they do; from then on none is waited for (HY008). */
    @Override
    public void close() {
        watch.shutdownNow(); // before: one that is started meanwhile is among the living, or fails
        living.forEach(Child::stop);
    }
}
