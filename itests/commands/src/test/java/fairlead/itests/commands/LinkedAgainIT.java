package fairlead.itests.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.itests.rig.Command;
import fairlead.itests.rig.Rig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A connection that has ended, by either side, is linked again: by the same agent, to the same
 * books.
 */
@Tag("slow")
class LinkedAgainIT {
    private static final String FORM = "application/x-www-form-urlencoded";
    private final HttpClient http = HttpClient.newHttpClient();
    @TempDir Path directory;
    private Rig rig;
    private String id = "";

    private JsonNode connection() {
        JsonNode all = rig.asks("/companies/" + rig.companyId() + "/connections").get("results");
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private void is(String status) {
        assertThat(connection().get("id").asText()).isEqualTo(id);
        assertThat(connection().get("status").asText()).isEqualTo(status);
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(rig.platformUrl() + path))
                        .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private void chooseOnTheLinkPage() throws Exception {
        String page = "/link/company/" + rig.companyId() + "/connections";
        assertThat(send("POST", page, "platformKey=hbql", "Content-Type", FORM).statusCode())
                .isEqualTo(303);
    }

    private void endAsTheVendor() throws Exception {
        String key =
                Base64.getEncoder().encodeToString(rig.apiKey().getBytes(StandardCharsets.UTF_8));
        String path = "/companies/" + rig.companyId() + "/connections/" + id;
        assertThat(
                        send(
                                        "PATCH",
                                        path,
                                        "{\"status\":\"Unlinked\"}",
                                        "Authorization",
                                        "Basic " + key,
                                        "Content-Type",
                                        "application/json")
                                .statusCode())
                .isEqualTo(200);
    }

    private void openInThePortal() throws Exception {
        String cookie =
                send("POST", "/portal/sign-in", "key=" + rig.apiKey(), "Content-Type", FORM)
                        .headers()
                        .firstValue("Set-Cookie")
                        .orElseThrow()
                        .replaceAll(";.*", "");
        String company = "/portal/companies/" + rig.companyId();
        String page = send("GET", company, "", "Cookie", cookie).body();
        assertThat(page).contains("Link again");
        String csrf = page.replaceAll("(?s).*?name=\"csrf\" value=\"([0-9a-f]+)\".*", "$1");
        assertThat(
                        send(
                                        "POST",
                                        company + "/connections/" + id + "/open",
                                        "csrf=" + csrf,
                                        "Cookie",
                                        cookie,
                                        "Content-Type",
                                        FORM)
                                .statusCode())
                .isEqualTo(303);
    }

    private void linkAgain() throws Exception {
        is("PendingAuth");
        rig.workInTheBooks();
        Command linked = rig.link(rig.agentData(), rig.companyId());
        assertThat(linked.code()).as("%s", linked).isZero();
        is("Linked");
        rig.awaitSynced();
        rig.assertBooksEqual("linked again");
        rig.workInTheBooks();
        rig.syncToNow();
        rig.assertBooksEqual("and goes on");
    }

    private String state() throws Exception {
        JsonNode companies = rig.control().ask("status", Map.of()).get("companies");
        assertThat(companies).hasSize(1);
        return companies.get(0).get("state").asText();
    }

    @Test
    void itIsTheSameConnectionAndHoldsWhatTheBooksHold() throws Exception {
        try (Rig started = new Rig(directory, 400, 5)) {
            rig = started;
            id = connection().get("id").asText();
            Command unlinked =
                    Command.run(
                            "",
                            "unlink",
                            "--data",
                            rig.agentData().toString(),
                            "--company",
                            rig.companyId(),
                            "--yes");
            assertThat(unlinked.code()).as("%s", unlinked).isZero();
            is("Deauthorized");
            rig.assertBooksEqual("what was read stays");
            chooseOnTheLinkPage();
            linkAgain();

            endAsTheVendor();
            await().atMost(Duration.ofMinutes(1)).until(() -> state().equals("ENDED"));
            is("Unlinked");
            openInThePortal();
            linkAgain();
            assertThat(state()).isEqualTo("LINKED");
        }
    }
}
