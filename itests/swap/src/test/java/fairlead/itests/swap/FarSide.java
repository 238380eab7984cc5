package fairlead.itests.swap;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fairlead.itests.rig.Books;
import fairlead.itests.rig.PlatformApi;
import fairlead.itests.rig.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A demo company and a platform, each a process: what the agent under test reads and feeds. */
final class FarSide implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SYNC = Duration.ofMinutes(10);

    private final Program company;
    private final Program platform;
    private final JsonNode served;
    private final String url;
    private final PlatformApi api;
    private final String companyId;
    private final Books books;

    FarSide(Path directory, int transactions) throws IOException {
        company =
                Program.start(
                        directory,
                        "demo-company",
                        Optional.empty(),
                        "demo-company",
                        "--data",
                        directory.resolve("company").toString(),
                        "--transactions",
                        Integer.toString(transactions),
                        "--ready-json",
                        "--stop-with-stdin");
        platform =
                Program.start(
                        directory,
                        "platform",
                        Optional.empty(),
                        "platform",
                        "--data",
                        directory.resolve("platform").toString(),
                        "--port",
                        "0",
                        "--ready-json",
                        "--stop-with-stdin");
        url = JSON.readTree(platform.line()).get("url").asText();
        served = JSON.readTree(company.line());
        api = new PlatformApi(url, Files.readString(directory.resolve("platform/api-key")).strip());
        companyId = api.post("/companies", "{\"name\":\"Swaps\"}").get("id").asText();
        api.post("/companies/" + companyId + "/connections", "{\"platformKey\":\"hbql\"}");
        books = new Books(api, companyId, Path.of(served.get("truth").asText()));
        books.remember();
    }

    String platform() {
        return url;
    }

    /** The arguments of the control command {@code link}. */
    Map<String, String> linking() throws IOException {
        return Map.of(
                "licenseKey", companyId,
                "package", "sage50",
                "location", served.get("url").asText(),
                "user", served.get("user").asText(),
                "password", Files.readString(Path.of(served.get("passwordFile").asText())).strip());
    }

    /** Posts to the books; the truth follows. */
    void post(int transactions) {
        company.ask("post " + transactions);
        company.ask("truth");
        books.remember();
    }

    void requestSync() {
        api.post("/companies/" + companyId + "/data/all", "");
    }

    boolean isSynced() {
        JsonNode status = api.get("/companies/" + companyId + "/dataStatus");
        for (JsonNode type : status) {
            if (!type.get("currentStatus").asText().equals("Complete")) {
                return false;
            }
        }
        return !status.isEmpty();
    }

    /** Syncs once more from now on, and compares everything with the company's own figures. */
    void assertBooksEqual() {
        awaitSynced();
        requestSync();
        awaitSynced();
        books.assertEqual("after the swaps");
    }

    private void awaitSynced() {
        await().atMost(SYNC).pollInterval(200, MILLISECONDS).until(this::isSynced);
    }

    @Override
    public void close() {
        platform.close();
        company.close();
    }
}
