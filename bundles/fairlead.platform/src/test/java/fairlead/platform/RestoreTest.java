package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A platform that is restored from yesterday gets one Replace, and ends right (sync rule 23). */
class RestoreTest extends PlatformTest {
    @TempDir Path backup;

    @Test
    void aPlatformOfYesterdayGetsOneReplaceAndEndsRight() throws Exception {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        Map<String, String> yesterday = TestSet.customers(0, 20);
        TestSet first = TestSet.whole(agent, null, yesterday);
        expect(200, first.end());

        server.close();
        save();
        startPlatform();
        agent = agent.at(server.url);

        Map<String, String> today = new TreeMap<>(yesterday);
        today.remove("C00003");
        today.putAll(TestSet.customers(20, 25));
        TestSet second = delta(agent, first.dataset("customers"), today);
        expect(200, second.end());

        server.close();
        restore();
        startPlatform();
        agent = agent.at(server.url);
        expect(200, agent.fetchToken());
        assertThat(shown(company, "customers").keySet()).isEqualTo(yesterday.keySet());

        // the set of before is not known any more, the next one builds on what is not there
        assertThat(state(agent.ask(second.id))).isEqualTo("Unknown");
        Map<String, String> tomorrow = new TreeMap<>(today);
        tomorrow.putAll(TestSet.customers(25, 26));
        TestSet third = new TestSet(agent);
        third.part("customers")
                .onto(second.dataset("customers"), "Delta")
                .record("C00025", tomorrow.get("C00025"));
        third.expecting("customers", tomorrow).send();
        var refused = expect(409, third.end()).json();
        assertThat(refused.path("state").asText()).isEqualTo("BaseMismatch");
        String base = refused.path("bases").path("customers").asText();
        assertThat(base).isEqualTo(first.dataset("customers"));

        expect(200, TestSet.whole(agent, base, tomorrow).end());
        assertThat(shown(company, "customers").keySet()).isEqualTo(tomorrow.keySet());
    }

    /** Without C00003, with five more. */
    private static TestSet delta(TestAgent agent, String base, Map<String, String> whole) {
        TestSet set = new TestSet(agent);
        TestSet.Part part = set.part("customers").onto(base, "Delta").delete("C00003");
        TestSet.customers(20, 25).forEach(part::record);
        return set.expecting("customers", whole).send();
    }

    private Path file() {
        return data.resolve("platform").resolve("platform.mv.db");
    }

    private void save() throws IOException, InterruptedException {
        if (TestDatabase.isPostgres()) {
            postgres("pg_dump", "--format=custom", "--file=" + backup.resolve("dump"));
        } else {
            Files.copy(file(), backup.resolve("file"));
        }
    }

    private void restore() throws IOException, InterruptedException {
        if (TestDatabase.isPostgres()) {
            postgres("pg_restore", "--clean", "--if-exists", backup.resolve("dump").toString());
        } else {
            Files.delete(file());
            Files.copy(backup.resolve("file"), file());
        }
    }

    /** Runs one of the database's own tools on this test's schema. */
    private void postgres(String... command) throws IOException, InterruptedException {
        URI server = URI.create(TestDatabase.server().substring("jdbc:".length()));
        List<String> whole = new ArrayList<>(List.of(command));
        whole.addAll(
                1,
                List.of(
                        "--host=" + server.getHost(),
                        "--port=" + server.getPort(),
                        "--username=" + System.getenv("FAIRLEAD_DATABASE_USER"),
                        "--dbname=" + server.getPath().substring(1),
                        "--schema=" + TestDatabase.schema(data)));
        Process process = new ProcessBuilder(whole).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
