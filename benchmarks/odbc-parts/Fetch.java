package fairlead.odbc;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** Reads the table through fairlead.odbc and looks at every value. CPU-seconds of child and parent while fetching. */
final class Fetch {
    private static final String SQL =
            "SELECT SPLIT_NUMBER, HEADER_NUMBER, DEPT_NUMBER, TYPE, ACCOUNT_REF, NOMINAL_CODE, INV_REF, DETAILS, TAX_CODE,"
                    + " NET_AMOUNT, TAX_AMOUNT, GROSS_AMOUNT, DATE, RECORD_MODIFY_DATE FROM AUDIT_SPLIT";

    public static void main(String[] arguments) throws Exception {
        List<Path> jars = List.of(Path.of(arguments[0]).toAbsolutePath(), Path.of(arguments[1]));
        try (Children children = new Children(() -> jars, Path.of(arguments[2]));
                Connection connection =
                        new OdbcDriver(children)
                                .connect(
                                        "jdbc:fairlead-odbc:Driver={SQLite3};" + arguments[4] + "Database=" + arguments[3],
                                        new Properties())) {
            long child =
                    ProcessHandle.current().children().findFirst().orElseThrow().pid();
            askForOneRow(connection); // as the agent does first
            for (int time = 0; time < Integer.parseInt(arguments[5]); time++) {
                read(connection, child);
            }
            System.out.println("most memory: child " + most(child) + ", parent " + most(ProcessHandle.current().pid()));
        }
    }

    private static void askForOneRow(Connection connection) throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet r = statement.executeQuery("SELECT MAX(SPLIT_NUMBER) FROM AUDIT_SPLIT")) {
            r.next();
        }
    }

    private static void read(Connection connection, long child) throws Exception {
        long rows = 0;
        long sum = 0;
        try (Statement statement = connection.createStatement();
                ResultSet r = statement.executeQuery(SQL)) {
            double childStart = cpu(child);
            double parentStart = own();
            while (r.next()) {
                rows++;
                for (int i = 1; i <= 3; i++) {
                    sum += r.getInt(i) + (long) (r.getDouble(i + 9) * 100 + 0.5);
                }
                for (int i = 4; i <= 9; i++) {
                    String text = r.getString(i);
                    for (int c = 0; c < text.length(); c++) {
                        sum += text.charAt(c);
                    }
                }
                LocalDate date = r.getObject(13, LocalDate.class);
                sum += date.getYear() + date.getMonthValue() + date.getDayOfMonth();
                LocalDateTime stamp = r.getObject(14, LocalDateTime.class);
                sum += stamp.getYear() + stamp.getMonthValue() + stamp.getDayOfMonth();
                sum += stamp.getHour() + stamp.getMinute() + stamp.getSecond();
            }
            double inChild = cpu(child) - childStart;
            double inParent = own() - parentStart;
            System.out.printf(
                    "%d rows, checksum %d: %.3f CPU-seconds (child %.3f, parent %.3f), %.0f rows a CPU-second%n",
                    rows, sum, inChild + inParent, inChild, inParent, rows / (inChild + inParent));
        }
    }

    private static double own() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    /** Of all its threads, the compiler's included. */
    private static double cpu(long pid) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            double sum = 0;
            for (Path task : tasks.toList()) {
                try {
                    sum += Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]) / 1e9;
                } catch (NoSuchFileException e) {
                    continue; // a compiler's thread that had nothing to do has ended
                }
            }
            return sum;
        }
    }

    private static String most(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(l -> l.startsWith("VmHWM")).findFirst().orElseThrow().substring(6).strip();
        }
    }
}
