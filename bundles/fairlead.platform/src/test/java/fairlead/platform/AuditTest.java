package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.platform.http.Actor;
import fairlead.platform.http.Answer;
import fairlead.platform.http.Json;
import fairlead.platform.store.Audit.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who changed what can be read by the vendor itself, and by nobody else. */
class AuditTest extends PlatformTest {
    private static final Pattern CHANGING =
            Pattern.compile("(POST|PUT|PATCH|DELETE) /(?!connector/).*");

    private static List<String> entries(Http.Vendor of) {
        List<String> entries = new ArrayList<>();
        for (JsonNode entry : all(of)) {
            entries.add(entry.path("who").asText() + ": " + entry.path("what").asText());
        }
        return entries;
    }

    private static JsonNode all(Http.Vendor of) {
        return expect(200, of.get("/vendor/audit?pageSize=5000")).json().path("results");
    }

    private String client() {
        return server.node.store().clients().ofKey(vendor.key()).orElseThrow();
    }

    @Test
    void everyChangeIsWrittenDownByWhoseKeyItWas() {
        String company = vendor.company();
        expect(200, vendor.get("/companies/" + company));
        expect(204, vendor.call("DELETE", "/companies/" + company, ""));
        List<String> entries = entries(vendor);
        assertThat(entries.get(0)).startsWith("Key “First key”: Deleted the company ");
        assertThat(entries).filteredOn(entry -> entry.contains("Added the company")).hasSize(1);
        assertThat(all(vendor).get(0).path("call").asText())
                .isEqualTo("DELETE /companies/" + company);
        assertThat(entries).noneMatch(entry -> entry.contains("GET"));
        assertThat(entries.toString()).doesNotContain(vendor.key());
    }

    @Test
    void anEntrySaysWhatWasDoneInWordsAndNames() {
        String company =
                expect(200, vendor.post("/companies", "{\"name\":\"Toft & Sons\"}"))
                        .json()
                        .path("id")
                        .asText();
        String made = "{\"platformKey\":\"hbql\"}";
        expect(200, vendor.post("/companies/" + company + "/connections", made));
        TestAgent.linked(server.url, company);
        String connection = server.node.store().connections().of(company).get(0).id();
        String key =
                expect(201, vendor.post("/apiKeys", "{\"name\":\"Nightly report\"}"))
                        .json()
                        .path("id")
                        .asText();
        expect(204, vendor.call("DELETE", "/apiKeys/" + key, ""));
        String orders = "/vendor/companies/" + company + "/connections/" + connection + "/orders";
        expect(200, vendor.post(orders, "{\"kind\":\"diagnostics\"}"));
        String settings = "{\"companyId\":\"" + company + "\",\"settings\":[]}";
        expect(204, vendor.post("/companies/" + company + "/syncSettings", settings));
        expect(200, vendor.call("PATCH", "/companies/" + company, "{\"name\":\"Toft Ltd\"}"));
        String at = "/companies/" + company + "/connections/" + connection;
        expect(200, vendor.call("DELETE", at, ""));
        expect(204, vendor.call("DELETE", "/companies/" + company, ""));
        assertThat(entries(vendor))
                .map(entry -> entry.replace("Key “First key”: ", ""))
                .containsExactly(
                        "Deleted the company Toft Ltd",
                        "Deleted the Sage 50 (UK & Ireland) connection of Toft Ltd",
                        "Changed the details of Toft & Sons",
                        "Changed the sync settings of Toft & Sons",
                        "Told the connector of Toft & Sons to send diagnostics",
                        "Deleted the API key “Nightly report”",
                        "Created the API key “Nightly report”",
                        "Added a connection for Toft & Sons",
                        "Added the company Toft & Sons");
    }

    @Test
    void whatACompanyDoesAndWhatTokensAreMadeIsWrittenDown() {
        String company =
                vendor.post("/companies", "{\"name\":\"Toft\"}").json().path("id").asText();
        byte[] choice = "platformKey=hbql".getBytes(UTF_8);
        for (int i = 0; i < 2; i++) { // the second time there is nothing to choose
            expect(
                    303,
                    vendor.http()
                            .send(
                                    "POST",
                                    "/link/company/" + company + "/connections",
                                    Map.of("Content-Type", "application/x-www-form-urlencoded"),
                                    choice));
        }
        String token =
                expect(200, vendor.get("/companies/" + company + "/accessToken"))
                        .json()
                        .path("accessToken")
                        .asText();
        TestAgent agent = TestAgent.linked(server.url, company);
        String unlink = "/connections/" + agent.connection + "/unlink";
        expect(200, agent.call("POST", unlink, "{\"reason\":\"No more.\"}"));
        expect(200, agent.call("POST", unlink, "{\"reason\":\"No more.\"}"));
        assertThat(entries(vendor))
                .containsExactly(
                        "The company, by its connector: Ended the connection of Toft",
                        "Key “First key”: Made an access token for Toft",
                        "The company, on its link page: Chose what to link for Toft",
                        "Key “First key”: Added the company Toft");
        assertThat(all(vendor).toString()).doesNotContain(token);
    }

    @Test
    void everyCallThatCanChangeSomethingHasASentence() {
        Sentences sentences = new Sentences(server.node.store());
        assertThat(server.node.router().names())
                .filteredOn(route -> CHANGING.matcher(route).matches())
                .hasSizeGreaterThan(40)
                .allMatch(sentences::has);
    }

    @Test
    void whatWasRefusedHasNoEntry() {
        expect(400, vendor.post("/companies", "{\"name\":\"\"}"));
        expect(400, vendor.post("/companies", "no JSON"));
        expect(404, vendor.call("DELETE", "/companies/none", ""));
        assertThat(entries(vendor)).isEmpty();
    }

    @Test
    void aRepeatedCallHasOneEntry() {
        Map<String, String> headers =
                Map.of(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(vendor.key().getBytes(UTF_8)),
                        "Idempotency-Key",
                        "same");
        byte[] body = "{\"name\":\"Toft\"}".getBytes(UTF_8);
        expect(200, vendor.http().send("POST", "/companies", headers, body));
        expect(200, vendor.http().send("POST", "/companies", headers, body));
        assertThat(entries(vendor)).hasSize(1);
    }

    @Test
    void nothingIsChangedWhoseEntryCannotBeWritten() {
        vendor.company();
        server.node
                .store()
                .database()
                .run(tx -> tx.update("ALTER TABLE audit_entry RENAME TO audit_elsewhere"));
        expect(503, vendor.post("/companies", "{\"name\":\"Toft & Sons\"}"));
        expect(503, vendor.post("/apiKeys", "{\"name\":\"Nightly report\"}"));
        assertThat(expect(200, vendor.get("/companies")).json().path("totalResults").asInt())
                .isEqualTo(1);
        assertThat(server.node.store().apiKeys().of(client())).hasSize(1);
    }

    @Test
    void theEntryIsThereWhileTheChangeIsBeingDone() {
        server.node
                .router()
                .on(
                        "POST",
                        "/test",
                        call -> {
                            call.by(new Actor(client(), "Somebody"));
                            call.begin();
                            return Answer.ok(Json.object().put("then", entries(vendor).toString()));
                        });
        assertThat(expect(200, vendor.post("/test", "")).json().path("then").asText())
                .isEqualTo("[Somebody: POST /test]");
        assertThat(all(vendor).get(0).path("outcome").asText()).isEqualTo("Done");
    }

    @Test
    void aChangeThatFailedOrWasCutOffIsShownAsThat() {
        server.node
                .router()
                .on(
                        "POST",
                        "/test",
                        call -> {
                            call.by(new Actor(client(), "Somebody"));
                            call.begin();
                            throw new IllegalStateException("a defect, for the test");
                        });
        expect(500, vendor.post("/test", ""));
        server.node.store().audit().begin(client(), "Somebody", "Cut off", "POST /cut");
        assertThat(all(vendor))
                .extracting(entry -> entry.path("outcome").asText())
                .containsExactly(Outcome.Begun.name(), Outcome.Failed.name());
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
