package fairlead.itests.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fairlead.itests.rig.PlatformApi;
import fairlead.itests.rig.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fairlead platform --database}, with the bundles that it is shipped with. */
class PostgresPlatformIT {
    @TempDir Path directory;

    @Test
    void aPlatformKeepsEverythingInThePostgresThatItWasToldOfOnce() throws Exception {
        String server = System.getProperty("fairlead.test.database", "");
        assumeFalse(
                server.isEmpty(), "no PostgreSQL was named by -Dfairlead.test.database=jdbc:...");
        String schema = "t_" + UUID.randomUUID().toString().replace("-", "");
        create(server, schema);
        String database = server + (server.contains("?") ? "&" : "?") + "currentSchema=" + schema;
        String company;
        try (Program platform = start("--database", database)) {
            PlatformApi api = api(platform);
            company = api.post("/companies", "{\"name\":\"Toft\"}").path("id").asText();
            assertThat(name(api, company)).isEqualTo("Toft");
            platform.stop();
        }
        try (Program platform = start()) {
            assertThat(name(api(platform), company)).isEqualTo("Toft");
        }
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.map(Path::toString)).noneMatch(file -> file.endsWith(".mv.db"));
        }
    }

    private static void create(String server, String schema)
            throws IOException, InterruptedException {
        ProcessBuilder psql =
                new ProcessBuilder(
                                "psql",
                                "--quiet",
                                "--command=CREATE SCHEMA " + schema,
                                server.replaceFirst("^jdbc:", ""))
                        .inheritIO();
        Map<String, String> environment = psql.environment();
        environment.put("PGUSER", environment.getOrDefault("FAIRLEAD_DATABASE_USER", ""));
        environment.put("PGPASSWORD", environment.getOrDefault("FAIRLEAD_DATABASE_PASSWORD", ""));
        assertThat(psql.start().waitFor()).isZero();
    }

    private Program start(String... more) {
        String[] words =
                Stream.concat(
                                Stream.of(
                                        "platform",
                                        "--data",
                                        directory.resolve("platform").toString(),
                                        "--port",
                                        "0",
                                        "--ready-json"),
                                Stream.of(more))
                        .toArray(String[]::new);
        return Program.start(directory, "platform", "", words);
    }

    private static PlatformApi api(Program platform) throws IOException {
        JsonNode ready = new ObjectMapper().readTree(platform.line());
        String key = Files.readString(Path.of(ready.path("apiKeyFile").asText())).strip();
        return new PlatformApi(ready.path("url").asText(), key);
    }

    private static String name(PlatformApi api, String company) {
        return api.get("/companies/" + company).path("name").asText();
    }
}
