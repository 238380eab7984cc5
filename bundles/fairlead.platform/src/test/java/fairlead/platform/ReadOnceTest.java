package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Books that are read once. */
class ReadOnceTest extends PlatformTest {
    private String once = "";

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

    private static void sync(TestAgent agent, boolean everything) {
        expect(200, set(agent, everything).end());
    }

    /** What was asked for. */
    private static TestSet set(TestAgent agent, boolean everything) {
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
        return set;
    }

    private TestAgent toBeReadOnce() {
        server.node.store().readingModes().once(client(), "hbql", true);
        once = vendor.company();
        return TestAgent.linked(server.url, once);
    }

    /** Of the company that is to be read once. */
    private String status() {
        return connection(once).path("status").asText();
    }

    /** Everything is read again, onto what is there. */
    private static TestSet again(TestAgent agent, TestSet first) {
        TestSet set = new TestSet(agent);
        first.parts.forEach((type, part) -> set.part(type).onto(part.dataset, "Replace"));
        Map<String, String> customers = TestSet.customers(0, 3);
        customers.forEach(set.part("customers")::record);
        return set.expecting("customers", customers).send();
    }

    @Test
    void itGoesOnUntilEveryTypeCouldBeRead() {
        TestAgent agent = toBeReadOnce();
        TestSet first = set(agent, true);
        first.parts.remove("items");
        first.omitted.put("items", "The table STOCK is locked.");
        expect(200, first.end());
        assertThat(status()).isEqualTo("Linked");
        TestSet second = again(agent, first);
        second.part("items");
        expect(200, second.end());
        assertThat(status()).isEqualTo("Deauthorized");
    }

    @Test
    void itGoesOnUntilTheFiguresAreOfOneMoment() {
        TestAgent agent = toBeReadOnce();
        TestSet first = set(agent, true);
        first.moving = true;
        expect(200, first.end());
        assertThat(status()).isEqualTo("Linked");
        expect(200, again(agent, first).end());
        assertThat(status()).isEqualTo("Deauthorized");
    }

    @Test
    void itGoesOnWhenAReadFailedBefore() {
        TestAgent agent = toBeReadOnce();
        for (JsonNode request : agent.poll(0).json().at("/orders/0/requests")) {
            if (request.path("dataType").asText().equals("items")) {
                expect(204, agent.report(request, "FetchError", "The table STOCK is locked."));
            }
        }
        TestSet first = set(agent, true);
        first.parts.remove("items");
        expect(200, first.end());
        assertThat(status()).isEqualTo("Linked");
        TestSet second = again(agent, first);
        second.part("items");
        expect(200, second.end());
        assertThat(status()).isEqualTo("Deauthorized");
    }

    @Test
    void whatCannotBeReadForAWeekIsNotWaitedFor() {
        TestAgent agent = toBeReadOnce();
        TestSet first = set(agent, true);
        first.parts.remove("items");
        first.omitted.put("items", "There is no table STOCK.");
        expect(200, first.end());
        clock.ahead = Duration.ofDays(8);
        expect(200, agent.fetchToken(agent.jwtIn(clock.ahead, "/token")));
        TestSet second = again(agent, first);
        second.omitted.putAll(first.omitted);
        expect(200, second.end());
        assertThat(status()).isEqualTo("Deauthorized");
    }

    @Test
    void linkedAgainItIsReadOnceAgain() {
        TestAgent agent = toBeReadOnce();
        TestSet first = set(agent, true);
        expect(200, first.end());
        assertThat(status()).isEqualTo("Deauthorized");
        clock.ahead = Duration.ofDays(30);
        assertThat(server.node.store().connections().open(agent.connection)).isPresent();
        assertThat(page(once)).contains("<strong>once</strong>");
        TestAgent other = new TestAgent(server.url);
        long now = (System.currentTimeMillis() + clock.ahead.toMillis()) / 1000;
        Map<String, Object> later = Map.of("iat", now, "exp", now + 300, "licenseKey", once);
        expect(201, other.register(once, other.jwt("/registrations", later)));
        expect(200, other.fetchToken(other.jwtIn(clock.ahead, "/token")));
        expect(200, other.link());
        assertThat(other.connection).isEqualTo(agent.connection);
        TestSet second = again(other, first);
        second.parts.remove("items");
        second.omitted.put("items", "The table STOCK is locked.");
        other.poll(0)
                .json()
                .at("/orders/0/requests")
                .forEach(r -> second.requests.add(r.path("id").asText()));
        expect(200, second.end());
        assertThat(status()).as("the week counts from this linking").isEqualTo("Linked");
        TestSet third = again(other, second);
        third.part("items").onto(first.dataset("items"), "Replace");
        expect(200, third.end());
        assertThat(status()).isEqualTo("Deauthorized");
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

    @Test
    void thatItEndedAsAgreedIsNoErrorAndWhatWentWrongBeforeIsResolved() {
        TestAgent agent = toBeReadOnce();
        JsonNode request = agent.poll(0).json().at("/orders/0/requests/0");
        expect(204, agent.report(request, "AuthError", "The password is wrong."));
        TestSet first = set(agent, true);
        first.part(request.path("dataType").asText());
        expect(200, first.end());
        String path = "/connections/" + agent.connection + "/unlink";
        expect(200, agent.call("POST", path, "{\"reason\":\"Uninstalled.\"}"));
        JsonNode connection = connection(once);
        assertThat(connection.path("status").asText()).isEqualTo("Deauthorized");
        assertThat(connection.path("dataConnectionErrors").findValuesAsText("errorMessage"))
                .containsExactly("The password is wrong.");
        assertThat(connection.at("/dataConnectionErrors/0/status").asText()).isEqualTo("Resolved");
        assertThat(connection.at("/connectionInfo/statusReason").asText())
                .isEqualTo("The books were read once, as agreed.");
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
