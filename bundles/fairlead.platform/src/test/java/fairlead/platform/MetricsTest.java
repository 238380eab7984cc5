package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.platform.Http.Reply;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A node says how it stands, in Prometheus's format, to whoever has a key. */
class MetricsTest extends PlatformTest {
    private Map<String, Double> metrics() {
        Map<String, Double> values = new TreeMap<>();
        for (String line : expect(200, vendor.get("/metrics")).text().split("\n")) {
            if (line.startsWith("#")) {
                assertThat(line).matches("# (HELP|TYPE) [a-z_]+ .+");
            } else {
                assertThat(line).matches("[a-z_]+(\\{([a-z_]+=\"[^\"]*\",?)+})? \\S+");
                int space = line.lastIndexOf(' ');
                values.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
            }
        }
        return values;
    }

    @Test
    void callsAreCounted() {
        String good = "fairlead_http_requests_total{area=\"api\",status=\"2xx\"}";
        String bad = "fairlead_http_requests_total{area=\"api\",status=\"4xx\"}";
        vendor.get("/companies");
        double before = metrics().get(good);
        vendor.get("/companies");
        vendor.get("/companies/none");
        assertThat(metrics()).containsEntry(good, before + 2).containsEntry(bad, 1.0);
        assertThat(metrics().get(good.replace("requests", "request_seconds"))).isPositive();
    }

    @Test
    void linkedConnectionsAreCountedAndNobodyIsNamed() {
        String company = vendor.company();
        TestAgent.linked(server.url, company);
        assertThat(metrics()).containsEntry("fairlead_connections_linked", 1.0);
        assertThat(vendor.get("/metrics").text()).doesNotContain(company, vendor.key());
    }

    @Test
    void everyNumberThatIsDocumentedIsThere() {
        assertThat(metrics())
                .containsKeys(
                        "fairlead_polls_waiting",
                        "fairlead_connections_linked",
                        "fairlead_webhook_messages_waiting",
                        "fairlead_database_connections_active",
                        "jvm_memory_used_bytes{area=\"heap\"}",
                        "jvm_threads_current",
                        "process_start_time_seconds");
        Reply reply = vendor.get("/metrics");
        assertThat(reply.header("Content-Type")).startsWith("text/plain; version=0.0.4");
    }

    @Test
    void aNodeWithoutItsDatabaseIsNotHealthy() {
        server.node.store().database().close();
        Reply health = new Http(server.url).send("GET", "/health", Map.of(), new byte[0]);
        assertThat(expect(503, health).text()).contains("The platform's database failed");
    }

    @Test
    void whoHasNoKeyIsToldNothing() {
        expect(401, new Http(server.url).vendor("no key at all").get("/metrics"));
    }
}
