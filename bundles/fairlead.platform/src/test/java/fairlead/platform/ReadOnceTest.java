package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Books that are read once. */
class ReadOnceTest extends PlatformTest {
    private String client() {
        return server.node.store().clients().ofKey(vendor.key()).orElseThrow();
    }

    private JsonNode connection(String company) {
        return vendor.get("/companies/" + company + "/connections").json().at("/results/0");
    }

    private String page(String company) {
        return new Http(server.url)
                .send("GET", "/link/company/" + company, Map.of(), new byte[0])
                .text();
    }

    /** Sends what was asked for. */
    private static void sync(TestAgent agent, boolean everything) {
        TestSet set = TestSet.whole(agent, null, TestSet.customers(0, 3));
        for (JsonNode request : agent.poll(0).json().at("/orders/0/requests")) {
            String type = request.path("dataType").asText();
            if (everything || type.equals("customers")) {
                set.requests.add(request.path("id").asText());
                if (!type.equals("customers")) {
                    set.part(type).onto(null, "Replace");
                }
            }
        }
        expect(200, set.end());
    }

    @Test
    void theConnectionEndsWithTheFirstCompleteSetAndItsConnectorIsToldToGo() {
        server.node.store().readingModes().once(client(), "hbql", true);
        String company = vendor.company();
        assertThat(page(company)).contains("<strong>once</strong>");
        TestAgent agent = TestAgent.linked(server.url, company);
        sync(agent, true);
        assertThat(connection(company).path("status").asText()).isEqualTo("Deauthorized");
        JsonNode orders = agent.poll(0).json().path("orders");
        assertThat(orders.findValuesAsText("kind")).contains("unlink");
        assertThat(
                        vendor.get("/companies/" + company + "/data/customers")
                                .json()
                                .path("totalResults")
                                .asInt())
                .isEqualTo(3);
        assertThat(page(company)).contains("were shared with", "read once, as agreed");
        assertThat(portal("/portal/companies/" + company))
                .contains("Read once, as agreed")
                .doesNotContain("Ended by the company");
    }

    private String portal(String path) {
        Http http = new Http(server.url);
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

    @Test
    void itGoesOnWhileSomethingThatWasAskedForHasNotCome() {
        server.node.store().readingModes().once(client(), "hbql", true);
        String company = vendor.company();
        sync(TestAgent.linked(server.url, company), false);
        assertThat(connection(company).path("status").asText()).isEqualTo("Linked");
    }

    @Test
    void aCompanyMayDifferFromWhatItsVendorChose() {
        var modes = server.node.store().readingModes();
        modes.once(client(), "hbql", true);
        String differs = vendor.company();
        modes.ofCompany(differs, Optional.of(false));
        sync(TestAgent.linked(server.url, differs), true);
        assertThat(connection(differs).path("status").asText()).isEqualTo("Linked");
        assertThat(page(differs)).doesNotContain("<strong>once</strong>");
        modes.ofCompany(differs, Optional.empty());
        assertThat(modes.counts(client(), differs, "hbql")).isTrue();
    }
}
