package fairlead.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import fairlead.demo.standin.StandInDriver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The company as a process of its own, as the launcher starts it. */
final class CompanyProcessTest {
    @TempDir Path directory;
    private Process process;
    private PrintWriter in;
    private BufferedReader out;

    private void start(String... options) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "fairlead.demo.DemoCompany"));
        command.addAll(List.of(options));
        process =
                new ProcessBuilder(command)
                        .redirectError(directory.resolve("stderr").toFile())
                        .start();
        in = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    private String ask(String command) throws IOException {
        in.println(command);
        return out.readLine();
    }

    private static String field(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"?([^\",}]*)").matcher(json);
        assertThat(matcher.find()).as(name + " in " + json).isTrue();
        return matcher.group(1);
    }

    private static Connection connect(String ready) throws IOException, SQLException {
        Properties logon = new Properties();
        logon.put("user", field(ready, "user"));
        Path password = Path.of(field(ready, "passwordFile"));
        logon.put("password", Files.readString(password).strip());
        return new StandInDriver().connect(field(ready, "url"), logon);
    }

    @Test
    void servesObeysAndEndsWithItsInput() throws Exception {
        start("--data", directory.resolve("company").toString(), "--transactions", "300");
        String ready = out.readLine();
        assertThat(ready).doesNotContain("password\":");
        Path truth = Path.of(field(ready, "truth"));
        try (Connection connection = connect(ready);
                Statement statement = connection.createStatement()) {
            assertThat(count(statement)).isEqualTo(300);
            assertThat(field(ask("post 3"), "count")).isEqualTo("3");
            assertThat(ask("amend")).contains("\"ok\":true", "\"number\":");
            assertThat(ask("correct")).contains("\"ok\":true", "\"number\":");
            assertThat(ask("delete")).contains("\"ok\":true", "\"number\":");
            assertThat(count(statement)).isEqualTo(304);
            assertThat(Files.readString(truth)).contains("\"transactions\":304");

            // posts go on while a result is open
            try (ResultSet rows =
                    statement.executeQuery("SELECT SPLIT_NUMBER FROM AUDIT_JOURNAL")) {
                assertThat(rows.next()).isTrue();
                assertThat(ask("rate 100")).contains("\"ok\":true");
                await().atMost(Duration.ofSeconds(20)).until(() -> transactions(truth) > 310);
                while (rows.next()) {
                    assertThat(rows.getInt(1)).isLessThan(2_000);
                }
            }
            assertThat(ask("rate 0")).contains("\"ok\":true");
            assertThat(ask("truth")).contains("truth.json");
            assertThat(count(statement)).isBetween(transactions(truth), transactions(truth) + 1);

            assertThat(ask("nonsense")).contains("\"ok\":false", "nonsense is no command");
            assertThat(ask("post many")).contains("\"ok\":false", "post takes a whole number");
            assertThat(ask("vanish")).contains("\"ok\":true");
            assertThat(connection.isValid(1)).isFalse();
            assertThat(ask("return")).contains("\"ok\":true");
        }
        connect(ready).close();
        in.close();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private static int count(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM AUDIT_HEADER")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static int transactions(Path truth) throws IOException {
        return Integer.parseInt(field(Files.readString(truth), "transactions"));
    }

    @Test
    void listensOnLoopbackOnly() throws Exception {
        start("--data", directory.resolve("company").toString(), "--transactions", "100");
        int port = URI.create(field(out.readLine(), "url").substring(5)).getPort();
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress address : Collections.list(network.getInetAddresses())) {
                if (address instanceof Inet4Address && !address.isLoopbackAddress()) {
                    assertThatThrownBy(() -> new Socket(address, port).close())
                            .isInstanceOf(ConnectException.class);
                }
            }
        }
    }

    @Test
    void saysThatItsPlaceOrItsPortIsTaken() throws Exception {
        Path mine = directory.resolve("mine");
        try (DemoCompany company = DemoCompany.create(mine, 100, 1)) {
            start("--data", mine.toString());
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(3);
            assertThat(directory.resolve("stderr"))
                    .content()
                    .contains("Another process serves the company in this directory");
            String port = String.valueOf(URI.create(company.url().substring(5)).getPort());
            Path other = directory.resolve("other");
            start("--data", other.toString(), "--transactions", "100", "--port", port);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(5);
            assertThat(directory.resolve("stderr"))
                    .content()
                    .contains("Another program uses this port");
        }
    }

    @Test
    void saysWhatIsWrongWithItsOptions() throws Exception {
        start("--transactions", "12");
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(directory.resolve("stderr"))
                .content()
                .contains("--transactions takes a number from 100 to 10000000, not 12.");
    }
}
