package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who changed what can be read by the vendor itself, and by nobody else. */
class AuditTest extends PlatformTest {
    private static List<String> entries(Http.Vendor of) {
        List<String> entries = new ArrayList<>();
        for (JsonNode entry :
                expect(200, of.get("/vendor/audit?pageSize=5000")).json().path("results")) {
            entries.add(entry.path("who").asText() + ": " + entry.path("what").asText());
        }
        return entries;
    }

    @Test
    void everyChangeIsWrittenDownByWhoseKeyItWas() {
        String company = vendor.company();
        expect(200, vendor.get("/companies/" + company));
        expect(400, vendor.post("/companies", "{\"name\":\"\"}"));
        expect(204, vendor.call("DELETE", "/companies/" + company, ""));
        List<String> entries = entries(vendor);
        assertThat(entries.get(0)).isEqualTo("Key 'First key': DELETE /companies/" + company);
        assertThat(entries).filteredOn(entry -> entry.endsWith("POST /companies")).hasSize(1);
        assertThat(entries).noneMatch(entry -> entry.contains("GET"));
        assertThat(entries.toString()).doesNotContain(vendor.key());
    }

    @Test
    void nobodyElseReadsIt() {
        server.node.store().clients().add("another vendor's key");
        Http.Vendor other = new Http(server.url).vendor("another vendor's key");
        vendor.company();
        assertThat(entries(other)).isEmpty();
        expect(401, new Http(server.url).vendor("no key at all").get("/vendor/audit"));
    }

    @Test
    void anEntryIsKeptForTwoYears() {
        vendor.company();
        server.node.store().audit().forget();
        assertThat(entries(vendor)).isNotEmpty();
        clock.ahead = Duration.ofDays(2 * 365 + 1);
        server.node.store().audit().forget();
        assertThat(entries(vendor)).isEmpty();
    }
}
