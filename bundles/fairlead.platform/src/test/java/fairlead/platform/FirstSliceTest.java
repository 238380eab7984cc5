package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstSliceTest {
    @TempDir Path data;

    @Test
    void carriesCustomersFromLinkToPublicApi() {
        try (Server server = Server.start(data, Clock.systemUTC())) {
            Http.Vendor vendor = new Http(server.url).vendor(server.apiKey());
            String company = vendor.company();
            TestAgent agent = TestAgent.linked(server.url, company);
            JsonNode order = expect(200, agent.poll(0)).json().path("orders").path(0);
            assertThat(order.path("kind").asText()).isEqualTo("sync");
            assertThat(order.path("requests")).hasSize(TestAgent.DATA_TYPES);

            Map<String, String> customers = TestSet.customers(0, 250);
            TestSet set = TestSet.whole(agent, null, customers);
            order.path("requests").forEach(r -> set.requests.add(r.path("id").asText()));
            JsonNode committed = expect(200, set.end()).json();
            assertThat(committed.path("state").asText()).isEqualTo("Committed");

            JsonNode page =
                    expect(200, vendor.get("/companies/" + company + "/data/customers?page=3"))
                            .json();
            assertThat(page.path("totalResults").asInt()).isEqualTo(250);
            assertThat(page.path("results")).hasSize(50);
            assertThat(page.path("results").path(0).path("customerName").asText())
                    .isEqualTo("Customer 200");
            assertThat(
                            vendor.get("/companies/" + company + "/dataStatus")
                                    .json()
                                    .path("customers")
                                    .path("currentStatus")
                                    .asText())
                    .isEqualTo("Complete");
        }
        try (Server again = Server.start(data, Clock.systemUTC())) {
            JsonNode companies =
                    new Http(again.url).vendor(again.apiKey()).get("/companies").json();
            assertThat(companies.path("totalResults").asInt()).isEqualTo(1);
        }
    }
}
