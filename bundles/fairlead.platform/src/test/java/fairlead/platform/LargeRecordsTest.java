package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that are many times larger than the node's memory, all of them asked for at once. */
@Tag("slow")
class LargeRecordsTest {
    private static final int LARGE = 10;
    private static final int LARGE_SIZE = 8 << 20;

    /** As large as a column takes without packing them. */
    private static final int PLAIN = 200;

    private static final int PLAIN_SIZE = 900_000;

    @TempDir Path data;
    private NodeProcess node;
    private Http.Vendor vendor;
    private String company;
    private String connection;

    @BeforeEach
    void uploadThem() throws IOException {
        node =
                NodeProcess.start(
                        data,
                        TestDatabase.isPostgres() ? TestDatabase.postgres(data).url() : "",
                        "",
                        "-Xmx160m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:TieredStopAtLevel=1");
        vendor = new Http(node.url).vendor(Files.readString(data.resolve("api-key")).strip());
        company = vendor.company();
        TestAgent agent = TestAgent.linked(node.url, company);
        connection = agent.connection;
        TestSet set = new TestSet(agent);
        TestSet.Part invoices = set.part("invoices");
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < LARGE; i++) {
            all.put("large-" + i, record("large-" + i, LARGE_SIZE));
            invoices.record("large-" + i, all.get("large-" + i)).cut();
        }
        for (int i = 0; i < PLAIN; i++) {
            all.put("plain-" + i, record("plain-" + i, PLAIN_SIZE));
            invoices.record("plain-" + i, all.get("plain-" + i));
            if (i % 20 == 19) {
                invoices.cut();
            }
        }
        set.expecting("invoices", all).send();
        expect(200, set.end());
    }

    @AfterEach
    void stopNode() {
        node.close();
    }

    private static String record(String id, int length) {
        return "{\"id\":\"" + id + "\"," + " ".repeat(length) + "\"currency\":\"GBP\"}";
    }

    /** Reads an answer without keeping it; how many bytes it has. */
    private long length(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(node.url + path))
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        vendor.key()
                                                                .getBytes(StandardCharsets.UTF_8)))
                        .build();
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        long length = 0;
        byte[] piece = new byte[1 << 16];
        try (InputStream in = response.body()) {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                length += read;
            }
        }
        return length;
    }

    @Test
    void aNodeReadsThemOneByOne() throws IOException, InterruptedException {
        String invoices = "/companies/" + company + "/data/invoices";
        long all = (long) LARGE * LARGE_SIZE + (long) PLAIN * PLAIN_SIZE;
        assertThat(length(invoices + "?pageSize=5000")).isBetween(all, all + 200_000);
        assertThat(length(invoices + "?pageSize=5000&query=currency%3DGBP"))
                .isBetween(all, all + 200_000);
        assertThat(length(invoices + "?query=currency%3DUSD&orderBy=-currency")).isLessThan(1000);
    }

    @Test
    void thePortalListsThemAndShowsNoneThatAPageCannotHold() {
        String records =
                "/portal/companies/" + company + "/connections/" + connection + "/records/invoices";
        assertThat(portal(records)).contains("large-0", "plain-0");
        assertThat(portal(records + "/large-0")).contains("too large for this page");
    }

    private String portal(String path) {
        Http http = new Http(node.url);
        String cookie =
                http.send(
                                "POST",
                                "/portal/sign-in",
                                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                                ("key=" + vendor.key()).getBytes(StandardCharsets.UTF_8))
                        .header("Set-Cookie");
        return http.send("GET", path, Map.of("Cookie", cookie.replaceAll(";.*", "")), new byte[0])
                .text();
    }
}
