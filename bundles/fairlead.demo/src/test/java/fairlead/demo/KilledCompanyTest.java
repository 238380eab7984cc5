package fairlead.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.h2.Driver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A company's process dies between two of the commits that one change takes. */
@Tag("slow")
final class KilledCompanyTest {
    @TempDir Path directory;
    private Path data;

    @BeforeEach
    void make() throws Exception {
        data = directory.resolve("company");
        try (DemoCompany company = DemoCompany.create(data, 300, 7);
                Statement statement = company.database().createStatement()) {
            // so that most of what is committed when the process dies is in the file
            statement.execute("SET WRITE_DELAY 1");
        }
    }

    @ParameterizedTest
    @CsvSource({"post, 4", "amend, 1", "correct, 3", "correct, 6", "delete, 1"})
    void completesTheChangeInWhichItWasKilled(String command, int step) throws Exception {
        kill(command, step);
        assertThat(leftSteps()).as("steps that were not made").isPositive();
        String repaired;
        try (DemoCompany company = DemoCompany.create(data, 300, 7)) {
            Books books = new Books(company);
            books.holdTheLaws();
            assertThat(books.number("SELECT COUNT(*) FROM STANDIN.STEPS")).isZero();
            repaired = Files.readString(company.truthFile());
            for (int round = 0; round < 3; round++) {
                company.post(2);
                company.correct();
                company.delete();
            }
            books.holdTheLaws();
        }
        assertThat(repaired)
                .contains("\"transactions\":" + (command.matches("post|correct") ? 301 : 300));
    }

    private void kill(String command, int step) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Dfairlead.kill=books-step@" + step,
                                "-cp",
                                System.getProperty("java.class.path"),
                                "fairlead.demo.DemoCompany",
                                "--data",
                                data.toString())
                        .redirectError(directory.resolve("stderr").toFile())
                        .redirectOutput(directory.resolve("stdout").toFile())
                        .start();
        process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(137);
    }

    private int leftSteps() throws IOException, SQLException {
        Access access = Access.read(data);
        Properties logon = new Properties();
        logon.put("user", access.adminUser());
        logon.put("password", access.adminPassword());
        try (Connection connection =
                        new Driver().connect("jdbc:h2:file:" + data.resolve("company"), logon);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM STANDIN.STEPS")) {
            row.next();
            return row.getInt(1);
        }
    }
}
