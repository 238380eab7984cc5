package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.platform.Http.Reply;
import fairlead.platform.store.Brands.Image;
import fairlead.platform.store.Brands.Picture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a company's browser gets at the addresses that a vendor hands out. */
class LinkSiteTest extends PlatformTest {
    private Reply open(String url) {
        return new Http(server.url).send("GET", url.replace(server.url, ""), Map.of(), new byte[0]);
    }

    private String redirect(String company) {
        return vendor.get("/companies/" + company).json().path("redirect").asText();
    }

    private String linkUrl(String company) {
        return vendor.get("/companies/" + company + "/connections")
                .json()
                .at("/results/0/linkUrl")
                .asText();
    }

    private String client() {
        return server.node.store().clients().ofKey(vendor.key()).orElseThrow();
    }

    private void installer() throws IOException {
        Files.createDirectories(data.resolve("installers"));
        Files.writeString(data.resolve("installers/sage50.exe"), "MZ, for the test");
    }

    @Test
    void thePageSaysWhoAsksForWhatAndGivesTheKey() {
        server.node.store().brands().set(client(), "Brightwell <Loans>", Optional.of("#c2410c"));
        String company = vendor.company();
        Reply page = expect(200, open(redirect(company)));
        assertThat(page.text())
                .contains("Brightwell &lt;Loans&gt;", "Sandcastles Ltd", "Sales invoices", company)
                .contains("fairlead link --data DIR --license-key " + company)
                .doesNotContain("Brightwell <", "<style", "onclick", "Optional");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(open("/link/company/" + company + "/colours.css").text()).contains("#c2410c");
    }

    @Test
    void theConnectionsAddressIsTheDownloadUnderTheVendorsName() throws IOException {
        server.node.store().brands().set(client(), "Müller & Söhne (UK)", Optional.empty());
        String company = vendor.company();
        assertThat(open(linkUrl(company)).status()).isEqualTo(303); // no installer yet
        installer();
        for (int i = 0; i < 2; i++) { // opening uses nothing up
            Reply file = expect(200, open(linkUrl(company)));
            assertThat(file.text()).isEqualTo("MZ, for the test");
            assertThat(file.header("Content-Disposition"))
                    .isEqualTo(
                            "attachment; filename=\"M-ller-S-hne-UK-sage50-connector.exe\";"
                                    + " filename*=UTF-8''M%C3%BCller-S%C3%B6hne-UK-sage50-connector.exe");
        }
        assertThat(open(redirect(company)).text())
                .contains("Download Müller-Söhne-UK-sage50-connector.exe")
                .doesNotContain("fairlead link");
    }

    @Test
    void aLinkIsUsedUpByRegistering() throws IOException {
        installer();
        String company = vendor.company();
        TestAgent agent = new TestAgent(server.url);
        expect(201, agent.register(company));
        Reply again = open(linkUrl(company));
        assertThat(again.status()).isEqualTo(303);
        assertThat(again.header("Location")).isEqualTo("/link/company/" + company);
        assertThat(open(redirect(company)).text()).contains("The connector is there");
        expect(200, agent.fetchToken());
        expect(200, agent.link());
        assertThat(open("/link/company/" + company + "/now").text())
                .contains("Your accounts are linked")
                .doesNotContain("<html");
    }

    @Test
    void anExpiredLinkSaysSoAndCannotBeRenewedByTheCompany() throws IOException {
        installer();
        String company = vendor.company();
        String linkUrl = linkUrl(company);
        clock.ahead = Duration.ofHours(25);
        assertThat(open(linkUrl).status()).isEqualTo(303);
        assertThat(open(redirect(company)).text()).contains("This link has expired");
        choose(company);
        assertThat(open(redirect(company)).text()).contains("This link has expired");
    }

    @Test
    void whoeverChoosesTwiceAtTheSameMomentGetsOneConnection() throws Exception {
        ExecutorService eight = Executors.newFixedThreadPool(8);
        try {
            for (int i = 0; i < 10; i++) {
                String company =
                        vendor.post("/companies", "{\"name\":\"Twice\"}")
                                .json()
                                .path("id")
                                .asText();
                Callable<Reply> choice = () -> choose(company);
                for (Future<Reply> reply : eight.invokeAll(Collections.nCopies(8, choice))) {
                    assertThat(reply.get().status()).isEqualTo(303);
                }
                assertThat(
                                vendor.get("/companies/" + company + "/connections")
                                        .json()
                                        .path("totalResults")
                                        .asInt())
                        .isEqualTo(1);
            }
        } finally {
            eight.shutdownNow();
        }
    }

    private Reply choose(String company) {
        return new Http(server.url)
                .send(
                        "POST",
                        "/link/company/" + company + "/connections",
                        Map.of("Content-Type", "application/x-www-form-urlencoded"),
                        "platformKey=hbql".getBytes(StandardCharsets.UTF_8));
    }

    private String profile(String redirectUrl) {
        return "{\"name\":\"Toft\",\"redirectUrl\":\"" + redirectUrl + "\"}";
    }

    @Test
    void whoeverIsDoneIsLedBackToTheVendor() {
        expect(200, vendor.call("PUT", "/profile", profile("https://toft.example/done?a=<1>#end")));
        String company = vendor.company();
        assertThat(open(redirect(company)).text()).doesNotContain("toft.example");
        TestAgent agent = TestAgent.linked(server.url, company);
        String page = open(redirect(company)).text();
        assertThat(page)
                .contains("href=\"https://toft.example/done?a")
                .contains("companyId")
                .doesNotContain("<1>")
                .contains("Back to ");
        String href = page.replaceAll("(?s).*href=\"(https://toft[^\"]*)\".*", "$1");
        assertThat(href.replace("&amp;", "&").replace("&#x3D;", "=").replace("&#61;", "="))
                .contains("&companyId=" + company)
                .contains("&connectionId=" + agent.connection)
                .contains(
                        "&platform=hbql",
                        "&statusCode=200",
                        "platformName=Sage+50+%28UK+%26+Ireland%29")
                .endsWith("#end");
    }

    @Test
    void placeholdersAreFilledInAndWhatIsNoAddressOfTheWebIsKeptAndNotLedTo() {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        expect(
                200,
                vendor.call("PUT", "/profile", profile("https://toft.example/{companyId}/done")));
        assertThat(open(redirect(company)).text())
                .contains("\"https://toft.example/" + company + "/done?clientId")
                .contains(agent.connection)
                .doesNotContain("companyId");
        for (String other : new String[] {"javascript:alert(1)", "myapp://done", "done"}) {
            expect(200, vendor.call("PUT", "/profile", profile(other)));
            assertThat(open(redirect(company)).text())
                    .contains("is connected")
                    .doesNotContain("Back to ", other);
        }
    }

    @Test
    void aCompanyWithoutAConnectionChoosesItsPackage() {
        String company =
                vendor.post("/companies", "{\"name\":\"Toft\"}").json().path("id").asText();
        assertThat(open(redirect(company)).text()).contains("Sage 50 (UK &amp; Ireland)</button>");
        expect(303, choose(company));
        expect(303, choose(company)); // twice is once
        assertThat(
                        vendor.get("/companies/" + company + "/connections")
                                .json()
                                .path("totalResults")
                                .asInt())
                .isEqualTo(1);
        assertThat(open(redirect(company)).text()).contains("Licence key");
    }

    @Test
    void whatTheVendorEndedTheCompanyCannotBeginAgain() {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        expect(
                200,
                vendor.call(
                        "PATCH",
                        "/companies/" + company + "/connections/" + agent.connection,
                        "{\"status\":\"Unlinked\"}"));
        assertThat(open(redirect(company)).text()).contains("has ended the connection");
        choose(company);
        assertThat(
                        vendor.get("/companies/" + company + "/connections")
                                .json()
                                .path("totalResults")
                                .asInt())
                .isEqualTo(1);
    }

    @Test
    void unknownLinksTellNothing() {
        for (String path :
                new String[] {
                    "/link/company/" + UUID.randomUUID(),
                    "/link/company/x",
                    "/link/companies/x/connections/y/start"
                }) {
            assertThat(expect(404, open(path)).text()).contains("No such link");
        }
        expect(404, open("/link/company/x/logo"));
    }

    @Test
    void peopleGetAPageWhateverIsWrongAndProgramsTheErrorBody() {
        String company = vendor.company();
        isPage(expect(404, open("/link/company/x/logo")), "There is no such link.");
        isPage(expect(404, open("/portal/nothing")), "There is nothing at this path.");
        isPage(expect(400, open("/link/%0a")), "The path has a part that no path of ours has.");
        assertThat(expect(404, open("/linked")).json().path("statusCode").asInt()).isEqualTo(404);
        clock.broken = true;
        Reply failed = expect(500, open("/link/company/" + company));
        isPage(failed, "The platform failed.");
        assertThat(failed.text()).doesNotContain("a defect, for the test");
        assertThat(expect(500, open("/companies")).json().path("correlationId").asText())
                .isNotEmpty();
        clock.broken = false;
    }

    private static void isPage(Reply reply, String sentence) {
        assertThat(reply.header("Content-Type")).startsWith("text/html");
        assertThat(reply.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(reply.text()).contains("<h1>That did not work</h1>", sentence);
    }

    @Test
    void aLogoRunsNoScript() {
        server.node
                .store()
                .brands()
                .set(
                        client(),
                        Picture.LOGO,
                        Optional.of(
                                new Image(
                                        "image/svg+xml",
                                        "<svg/>".getBytes(StandardCharsets.UTF_8))));
        String company = vendor.company();
        assertThat(open(redirect(company)).text()).contains("/link/company/" + company + "/logo?v");
        Reply logo = expect(200, open("/link/company/" + company + "/logo"));
        assertThat(logo.header("Content-Security-Policy"))
                .contains("sandbox", "default-src 'none'");
        assertThat(logo.header("Content-Type")).isEqualTo("image/svg+xml");
    }
}
