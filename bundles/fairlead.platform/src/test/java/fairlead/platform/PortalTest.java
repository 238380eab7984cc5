package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.platform.Http.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The portal as a browser without scripts uses it. */
class PortalTest extends PlatformTest {
    private Browser browser;

    /** Keeps its cookie and sends the forms of the page that it is on. */
    private final class Browser {
        private final Http http = new Http(server.url);
        private String cookie = "";
        private Reply page;

        Reply send(String method, String path, Map<String, String> headers, byte[] body) {
            Map<String, String> all = new HashMap<>(headers);
            if (!cookie.isEmpty()) {
                all.put("Cookie", cookie);
            }
            Reply reply = http.send(method, path, all, body);
            String set = reply.header("Set-Cookie");
            if (!set.isEmpty()) {
                cookie = set.substring(0, set.indexOf(';'));
            }
            return reply;
        }

        Reply open(String path) {
            page = send("GET", path, Map.of(), new byte[0]);
            return page;
        }

        String csrf() {
            Matcher field =
                    Pattern.compile("name=\"csrf\" value=\"([0-9a-f]{64})\"").matcher(page.text());
            return field.find() ? field.group(1) : "";
        }

        Reply post(String path, String... fields) {
            return form(path, Map.of(), "csrf", csrf(), fields);
        }

        Reply form(
                String path,
                Map<String, String> headers,
                String first,
                String value,
                String... more) {
            StringBuilder body = new StringBuilder(first + "=" + encoded(value));
            for (int i = 0; i < more.length; i += 2) {
                body.append('&').append(encoded(more[i])).append('=').append(encoded(more[i + 1]));
            }
            Map<String, String> all = new HashMap<>(headers);
            all.put("Content-Type", "application/x-www-form-urlencoded");
            return send("POST", path, all, body.toString().getBytes(StandardCharsets.UTF_8));
        }

        /** Sends a form and opens the page that it leads to. */
        Reply follow(String path, String... fields) {
            return expect(200, open(expect(303, post(path, fields)).header("Location")));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @BeforeEach
    void signIn() {
        browser = new Browser();
        expect(303, browser.form("/portal/sign-in", Map.of(), "key", vendor.key()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/portal/companies",
                "/portal/companies/x",
                "/portal/connectors",
                "/portal/webhooks",
                "/portal/branding",
                "/portal/settings",
                "/portal/keys",
                "/portal/changes"
            })
    void nothingIsShownWithoutSigningIn(String path) {
        Reply reply = new Browser().open(path);
        assertThat(reply.status()).isEqualTo(303);
        assertThat(reply.header("Location")).isEqualTo("/portal/sign-in?next=" + path);
    }

    @Test
    void theCookieIsTheBrowsersAloneAndAWrongKeyGetsNone() {
        Browser other = new Browser();
        Reply in = other.form("/portal/sign-in", Map.of(), "key", vendor.key());
        assertThat(in.header("Set-Cookie"))
                .contains("HttpOnly", "SameSite=Strict", "Path=/portal")
                .doesNotContain(vendor.key());
        Reply wrong = other.form("/portal/sign-in", Map.of(), "key", "wrong");
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(wrong.header("Set-Cookie")).isEmpty();
        Reply foreign =
                other.form(
                        "/portal/sign-in",
                        Map.of("Origin", "https://elsewhere.example"),
                        "key",
                        vendor.key());
        assertThat(foreign.status()).isEqualTo(403);
        Reply elsewhere =
                other.form(
                        "/portal/sign-in",
                        Map.of(),
                        "key",
                        vendor.key(),
                        "next",
                        "//elsewhere.example/");
        assertThat(elsewhere.header("Location")).isEqualTo("/portal/companies");
    }

    @Test
    void aVisitEndsInTimeAndBySigningOut() {
        expect(200, browser.open("/portal/companies"));
        String cookie = browser.cookie;
        expect(303, browser.post("/portal/sign-out"));
        browser.cookie = cookie;
        assertThat(browser.open("/portal/companies").status()).isEqualTo(303);
        Browser other = new Browser();
        expect(303, other.form("/portal/sign-in", Map.of(), "key", vendor.key()));
        clock.ahead = Duration.ofHours(13);
        assertThat(other.open("/portal/companies").status()).isEqualTo(303);
    }

    @Test
    void noFormIsTakenThatIsNotOfThisVisit() {
        expect(200, browser.open("/portal/companies"));
        Browser other = new Browser();
        expect(303, other.form("/portal/sign-in", Map.of(), "key", vendor.key()));
        other.open("/portal/companies");
        for (String csrf : List.of("", "x", other.csrf())) {
            Reply refused =
                    browser.form("/portal/companies", Map.of(), "csrf", csrf, "name", "Forged");
            assertThat(refused.status()).isEqualTo(403);
        }
        assertThat(vendor.get("/companies").json().path("totalResults").asInt()).isZero();
    }

    @Test
    void aCompanyIsMadeConnectedLinkedReadAndItsRecordsShown() {
        browser.open("/portal/companies");
        Reply made = browser.follow("/portal/companies", "name", "Toft & Daughters");
        assertThat(made.text()).contains("The company was added", "Toft &amp; Daughters");
        String company = vendor.get("/companies").json().at("/results/0/id").asText();
        String path = "/portal/companies/" + company;
        assertThat(made.text()).contains(server.url + "/link/company/" + company);
        browser.follow(path + "/connections", "platformKey", "hbql");
        TestAgent agent = TestAgent.linked(server.url, company);
        assertThat(browser.open(path).text()).contains("Linked", "Waits for the connector");
        agent.poll(0); // it is seen
        expect(200, TestSet.whole(agent, null, TestSet.customers(0, 60)).end());
        assertThat(browser.open(path + "/now").text())
                .contains("Up to date", ">60<", "last seen just now")
                .doesNotContain("<html", "Optional");
        String records = path + "/connections/" + agent.connection + "/records/customers";
        assertThat(browser.open(records).text()).contains("60 in all", "Customer 0", "Next");
        assertThat(browser.open(records + "?page=2").text()).contains("Customer 59");
        assertThat(browser.open(records + "/C00003").text()).contains("&quot;Customer 3&quot;");
        assertThat(browser.open(path + "/history").text()).contains("Customers", ">Read</span>");
        assertThat(browser.open("/portal/connectors").text()).contains("Toft", agent.id);
        browser.open(path);
        assertThat(browser.follow(path + "/connections/" + agent.connection + "/unlink").text())
                .contains("Ended by you");
        browser.open(path);
        browser.follow(path + "/delete");
        expect(404, vendor.get("/companies/" + company));
    }

    @Test
    void aRunningReadShowsHowFarItIs() {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        JsonNode invoices = null;
        for (JsonNode each : agent.poll(0).json().at("/orders/0/requests")) {
            if (each.path("dataType").asText().equals("invoices")) {
                invoices = each;
            }
        }
        expect(204, agent.report(invoices, "Fetching", "Reading 4,000 of 10,000", 40));
        String path = "/portal/companies/" + company;
        for (String page : List.of(path, path + "/now")) {
            assertThat(browser.open(page).text())
                    .containsOnlyOnce("<progress")
                    .containsPattern(
                            "Sales invoices</th>\\s.*Being read</span> <progress value=\"40\"");
        }
        expect(200, TestSet.whole(agent, null, TestSet.customers(0, 1)).end());
        expect(204, agent.report(invoices, "FetchError", "The books are locked", 40));
        assertThat(browser.open(path + "/now").text()).doesNotContain("<progress");
    }

    @Test
    void aConnectionThatHasEndedIsLinkedAgain() {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        expect(200, TestSet.whole(agent, null, TestSet.customers(0, 60)).end());
        String path = "/portal/companies/" + company;
        String connection = path + "/connections/" + agent.connection;
        assertThat(browser.open(path).text()).doesNotContain("Link again");
        assertThat(expect(409, browser.post(connection + "/open")).text())
                .contains("has not ended");
        browser.open(path);
        assertThat(browser.follow(connection + "/unlink").text()).contains("Link again");
        expect(403, browser.form(connection + "/open", Map.of(), "csrf", "another"));
        assertThat(browser.follow(connection + "/open").text())
                .contains("can be linked again", "Waits to be linked", ">60<", "Connect Sage 50")
                .doesNotContain("Link again");
        assertThat(TestAgent.linked(server.url, company).connection).isEqualTo(agent.connection);
        assertThat(browser.open(path).text()).contains("Linked", "Waits for the connector");
        browser.follow(connection + "/unlink");
        browser.follow(path + "/connections", "platformKey", "hbql"); // for other books
        assertThat(browser.open(path).text()).doesNotContain("Link again");
        expect(409, browser.post(connection + "/open"));
        browser.open("/portal/settings");
        browser.follow("/portal/settings/integrations/hbql", "mode", "ongoing");
        browser.open(path);
        assertThat(expect(409, browser.post(connection + "/open")).text())
                .contains("is switched off");
    }

    @Test
    void whatCouldNotBeReadIsSaidInPlainWords() {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        Map<String, String> customers = TestSet.customers(0, 3);
        TestSet first = TestSet.whole(agent, null, customers);
        expect(200, first.end());
        customers.put("C00001", null);
        TestSet second = new TestSet(agent);
        second.part("customers").onto(first.dataset("customers"), "Delta").keep("C00001");
        expect(200, second.expecting("customers", customers).send().end());
        assertThat(browser.open("/portal/companies/" + company).text())
                .contains("C00001", "It is odd.", "The last good version is shown")
                .doesNotContain("It never could");
    }

    @Test
    void aRecordThatNeverCouldBeReadIsSaidToBeMissingAndTheRestIsCounted() {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        TestSet set = new TestSet(agent);
        Map<String, String> held = new HashMap<>();
        for (int i = 0; i < 101; i++) {
            set.part("customers").keep("K" + i);
            held.put("K" + i, null);
        }
        expect(200, set.expecting("customers", held).send().end());
        String page = browser.open("/portal/companies/" + company).text();
        assertThat(page)
                .contains("It never could, so it is not shown.")
                .contains("the first 100 are listed")
                .doesNotContain("The last good version is shown");
        assertThat(Pattern.compile("It never could").matcher(page).results().count())
                .isEqualTo(100);
    }

    @Test
    void connectorsComeFiftyAtATimeAndAreFoundByTheirCompany() {
        for (int i = 0; i < 51; i++) {
            String company =
                    vendor.post("/companies", "{\"name\":\"Shop No" + i + "\"}")
                            .json()
                            .path("id")
                            .asText();
            vendor.post("/companies/" + company + "/connections", "{\"platformKey\":\"hbql\"}");
            expect(201, new TestAgent(server.url).register(company));
        }
        assertThat(browser.open("/portal/connectors").text())
                .contains("Shop No0<", "Shop No49<", "?page=2&amp;name=")
                .doesNotContain("Shop No50<");
        assertThat(browser.open("/portal/connectors?page=2").text())
                .contains("Shop No50<", "?page=1&amp;name=")
                .doesNotContain("Shop No49<", "?page=3");
        assertThat(browser.open("/portal/connectors?name=no50").text())
                .contains("Shop No50<")
                .doesNotContain("Shop No5<", "?page=");
        assertThat(browser.open("/portal/connectors?name=none").text())
                .contains("No connector delivers for a company of this name.");
    }

    @Test
    void whatCameOfReleasesIsShownWithHowLongItTook() {
        TestAgent agent = TestAgent.linked(server.url, vendor.company());
        String told =
                """
                {"agent":{"version":"0.1.0","java":"17","os":"Linux"},"acknowledged":[],
                 "companies":["%s"],"waitSeconds":0,"updates":[
                 {"release":"main-2","at":"2026-11-24T12:00:00Z","phase":"committed","reason":"",
                  "swapMillis":12,"trialSeconds":60},
                 {"release":"main-3","at":"2026-11-24T13:00:00Z","phase":"blocked",
                  "reason":"it leaks","backMillis":5,"trialSeconds":7}]}
                """
                        .formatted(agent.connection);
        expect(200, agent.call("POST", "/poll", told));
        assertThat(browser.open("/portal/connectors").text())
                .contains("main-2 committed, swapped in 12 ms<")
                .contains("main-3 blocked, back in 5 ms – it leaks<");
    }

    @Test
    void aConnectorIsAskedForDiagnosticsWhichAreShownAndDownloaded() {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        String orders =
                "/portal/companies/" + company + "/connections/" + agent.connection + "/orders";
        browser.open("/portal/connectors");
        browser.follow(orders, "kind", "diagnostics");
        assertThat(browser.page.text())
                .contains("The connector will do so", "Diagnostics for Sandcastles Ltd: asked");
        String id = vendor.get("/vendor/agents").json().at("/results/0/orders/0/id").asText();
        expect(
                204,
                agent.call(
                        "POST",
                        "/connections/" + agent.connection + "/diagnostics",
                        "{\"orderId\":\"" + id + "\",\"report\":\"Agent <b>1</b>\\n\"}"));
        agent.poll(0, id);
        assertThat(browser.open("/portal/connectors").text())
                .contains("/portal/diagnostics/" + id, ", done ");
        assertThat(browser.open("/portal/diagnostics/" + id).text())
                .contains("<pre tabindex=\"0\">Agent &lt;b&gt;1&lt;/b&gt;\n</pre>");
        Reply file = browser.open("/portal/diagnostics/" + id + "/download");
        assertThat(file.text()).isEqualTo("Agent <b>1</b>\n");
        assertThat(file.header("Content-Type")).startsWith("text/plain");
        assertThat(file.header("Content-Disposition")).startsWith("attachment;");
        expect(404, browser.open("/portal/diagnostics/none"));
    }

    @Test
    void oneVendorNeverReachesAnothersConnectionThroughItsOwnCompany() {
        TestAgent agent = TestAgent.linked(server.url, vendor.company());
        server.node.store().clients().add("another-key");
        String own = new Http(server.url).vendor("another-key").company();
        Browser other = new Browser();
        expect(303, other.form("/portal/sign-in", Map.of(), "key", "another-key"));
        other.open("/portal/companies/" + own);
        String connection = "/portal/companies/" + own + "/connections/" + agent.connection;
        for (String what : List.of("sync", "cancel", "unlink", "open", "delete")) {
            assertThat(other.post(connection + "/" + what).status()).as(what).isEqualTo(404);
        }
        expect(404, other.post(connection + "/orders", "kind", "restart"));
    }

    @Test
    void aConnectorIsUninstalledOnlyByWhoeverIsSure() {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        String orders =
                "/portal/companies/" + company + "/connections/" + agent.connection + "/orders";
        browser.open("/portal/connectors");
        expect(400, browser.post(orders, "kind", "uninstall"));
        expect(400, browser.post(orders, "kind", "unlink"));
        expect(403, browser.form(orders, Map.of(), "csrf", "0".repeat(64), "kind", "restart"));
        assertThat(vendor.get("/vendor/agents").json().at("/results/0/orders")).isEmpty();
        browser.follow(orders, "kind", "uninstall", "sure", "on");
        assertThat(vendor.get("/vendor/agents").json().at("/results/0/orders/0/kind").asText())
                .isEqualTo("uninstall");
        server.node.store().clients().add("another-key");
        Browser other = new Browser();
        expect(303, other.form("/portal/sign-in", Map.of(), "key", "another-key"));
        other.open("/portal/companies");
        expect(404, other.post(orders, "kind", "restart"));
    }

    @Test
    void aWebhookWithoutEventsHasNoExample() {
        expect(201, vendor.post("/webhooks", "{\"url\":\"https://example.com/events\"}"));
        String id = server.node.store().webhooks().of(client()).get(0).id();
        browser.open("/portal/webhooks");
        Reply answer = browser.post("/portal/webhooks/" + id + "/example");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text()).contains("there is no example");
    }

    @Test
    void aSecondConnectorWaitsForAYes() {
        String company = vendor.company();
        TestAgent.linked(server.url, company);
        TestAgent second = new TestAgent(server.url);
        expect(202, second.register(company));
        assertThat(browser.open("/portal/connectors").text()).contains("A second connector");
        String id = vendor.get("/vendor/registrations").json().at("/results/0/id").asText();
        assertThat(browser.follow("/portal/registrations/" + id + "/approve").text())
                .contains("has taken over")
                .doesNotContain("A second connector");
        expect(200, second.register(company));
    }

    @Test
    void aWebhookIsAddedTriedAndDeleted() {
        browser.open("/portal/webhooks");
        String refused =
                browser.post("/portal/webhooks", "url", "ftp://x", "read.completed", "on").text();
        assertThat(refused).contains("must be an address like https://");
        Reply page =
                browser.follow(
                        "/portal/webhooks",
                        "url",
                        server.url + "/nowhere",
                        "read.completed",
                        "on",
                        "tags",
                        "region:uk");
        assertThat(page.text()).contains("whsec_", "region:uk", "read.completed");
        Matcher path = Pattern.compile("/portal/webhooks/[0-9a-f-]{36}").matcher(page.text());
        assertThat(path.find()).isTrue();
        String webhook = path.group();
        browser.follow(webhook + "/example");
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> browser.open(webhook).text().contains("Failing since"));
        assertThat(browser.open(webhook + "/messages/1").text())
                .contains("The consumer answered 404.", "read.completed");
        assertThat(browser.follow(webhook + "/disable").text()).contains("Disabled");
        browser.follow(webhook + "/delete");
        assertThat(browser.open(webhook).status()).isEqualTo(404);
    }

    @Test
    void portalAndApiTakeTheSameWebhooks() {
        String page = browser.open("/portal/webhooks").text();
        Matcher box = Pattern.compile("name=\"([A-Za-z{}]+\\.[A-Za-z.]+)\"").matcher(page);
        List<String> offered = box.results().map(found -> found.group(1)).toList();
        assertThat(offered).contains("{dataType}.write.successful").hasSizeGreaterThan(12);
        String types = "[\"" + String.join("\",\"", offered) + "\"]";
        for (String url : List.of("https://toft.example/hook", "http://127.0.0.1:9/hook")) {
            expect(
                    201,
                    vendor.post(
                            "/webhooks", "{\"url\":\"" + url + "\",\"eventTypes\":" + types + "}"));
            expect(303, browser.post("/portal/webhooks", "url", url, "read.completed", "on"));
        }
        for (String url : List.of("http://toft.example/hook", "ftp://x", "https://a:b@x/")) {
            expect(400, vendor.post("/webhooks", "{\"url\":\"" + url + "\"}"));
            Reply refused = browser.post("/portal/webhooks", "url", url, "read.completed", "on");
            assertThat(refused.status()).as(url).isEqualTo(400);
        }
        assertThat(vendor.get("/webhooks").json().path("results")).hasSize(4);
    }

    @Test
    void whateverIsAnsweredIsNeitherKeptNorGuessedAtNorFramed() {
        String company = vendor.company();
        List<Reply> pages =
                List.of(
                        browser.open("/portal/companies"),
                        browser.open("/portal/companies/none"),
                        new Browser().open("/portal/sign-in"),
                        new Browser().open("/link/company/" + company));
        for (Reply page : pages) {
            assertThat(page.header("Content-Type")).startsWith("text/html");
            assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(page.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
            assertThat(page.header("Referrer-Policy")).isEqualTo("same-origin");
        }
        List<Reply> all = new ArrayList<>(pages);
        all.add(new Browser().open("/portal/companies")); // sent to sign in
        all.add(vendor.get("/companies"));
        all.add(vendor.get("/companies/none"));
        all.add(vendor.get("/nowhere"));
        all.add(new Http(server.url).vendor("no key at all").get("/companies"));
        all.add(TestAgent.linked(server.url, company).poll(0));
        for (Reply reply : all) {
            assertThat(reply.header("Cache-Control")).as(reply.text()).isEqualTo("no-store");
            assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }
        browser.open("/portal/branding");
        expect(303, upload(svg(100)));
        Reply logo = browser.open("/portal/branding/logo");
        assertThat(logo.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(logo.header("Content-Security-Policy")).contains("sandbox");
    }

    @Test
    void brandingIsTakenWithAPictureThatIsOne() {
        browser.open("/portal/branding");
        assertThat(upload("<script>alert(1)</script>").status()).isEqualTo(400);
        expect(303, upload("<svg xmlns='http://www.w3.org/2000/svg'/>"));
        String company = vendor.company();
        Reply link =
                new Http(server.url).send("GET", "/link/company/" + company, Map.of(), new byte[0]);
        assertThat(link.text()).contains("Brightwell", "/logo?v");
        assertThat(browser.open("/portal/branding").text()).contains("#c2410c");
    }

    @Test
    void aLogoMayHave10MegabytesAndNothingElseMay() {
        browser.open("/portal/branding");
        String logo = svg(10 << 20);
        expect(303, upload(logo));
        clock.ahead = Duration.ofSeconds(2);
        for (int time = 0; time < 2; time++) { // from the database, and from memory
            assertThat(browser.open("/portal/branding/logo").text()).isEqualTo(logo);
        }
        browser.open("/portal/branding");
        for (int size : new int[] {(10 << 20) + 1, 12 << 20}) {
            Reply refused = upload(svg(size));
            assertThat(refused.status()).isIn(400, 413);
            assertThat(refused.text()).contains("The logo must be", "at most 10 MB");
        }
        expect(413, browser.post("/portal/companies", "name", "x".repeat(1 << 20)));
        expect(303, upload(svg(100)));
        assertThat(browser.open("/portal/branding/logo").text()).isEqualTo(svg(100));
    }

    @Test
    void anIconIsAnIcoOfAtMost500Kilobytes() {
        browser.open("/portal/branding");
        String icon = ico(500_000);
        expect(303, upload("icon", icon));
        Reply shown = browser.open("/portal/branding/icon");
        assertThat(shown.text()).isEqualTo(icon);
        assertThat(shown.header("Content-Type")).isEqualTo("image/x-icon");
        assertThat(new Browser().open("/link/company/" + vendor.company()).text())
                .contains("/icon?v");
        browser.open("/portal/branding");
        for (String wrong : List.of(ico(500_001), svg(100))) {
            Reply refused = upload("icon", wrong);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).contains("the icon an ICO of at most 500 KB");
        }
        assertThat(browser.open("/portal/branding/icon").text()).isEqualTo(icon);
    }

    private static String ico(int size) {
        return "\0\0\1\0" + " ".repeat(size - 4);
    }

    private static String svg(int size) {
        String begin = "<svg xmlns='http://www.w3.org/2000/svg'>";
        return begin + " ".repeat(size - begin.length() - "</svg>".length()) + "</svg>";
    }

    private Reply upload(String logo) {
        return upload("logo", logo);
    }

    private Reply upload(String picture, String content) {
        String boundary = "----boundary";
        StringBuilder body = new StringBuilder();
        Map<String, String> fields =
                Map.of("csrf", browser.csrf(), "name", "Brightwell", "colour", "#c2410c");
        fields.forEach(
                (name, value) ->
                        body.append("--" + boundary + "\r\nContent-Disposition: form-data; name=\"")
                                .append(name)
                                .append("\"\r\n\r\n")
                                .append(value)
                                .append("\r\n"));
        body.append("--" + boundary)
                .append("\r\nContent-Disposition: form-data; name=\"" + picture)
                .append("\"; filename=\"picture\"\r\nContent-Type: image/any\r\n\r\n")
                .append(content)
                .append("\r\n--" + boundary + "--\r\n");
        return browser.send(
                "POST",
                "/portal/branding",
                Map.of("Content-Type", "multipart/form-data; boundary=" + boundary),
                body.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsSwitchedOffCannotBeLinked() {
        String company =
                vendor.post("/companies", "{\"name\":\"Toft\"}").json().path("id").asText();
        browser.open("/portal/settings");
        browser.follow("/portal/settings/integrations/hbql", "mode", "once");
        assertThat(vendor.get("/integrations/hbql").json().path("enabled").asBoolean()).isFalse();
        expect(
                400,
                vendor.post(
                        "/companies/" + company + "/connections", "{\"platformKey\":\"hbql\"}"));
        assertThat(browser.open("/portal/companies/" + company).text())
                .doesNotContain("Connect Sage 50");
        browser.open("/portal/settings");
        Reply on =
                browser.follow(
                        "/portal/settings/integrations/hbql", "enabled", "on", "mode", "once");
        assertThat(on.text()).contains("value=\"once\" checked", "name=\"enabled\" checked");
        assertThat(server.node.store().readingModes().once(client(), "hbql")).isTrue();
    }

    private String client() {
        return server.node.store().clients().ofKey(vendor.key()).orElseThrow();
    }

    @Test
    void howOftenBooksAreReadIsForAllAndForOneCompany() {
        String company = vendor.company();
        browser.open("/portal/settings");
        browser.follow("/portal/settings/frequency", "hours", "24");
        assertThat(hours("/profile/syncSettings")).containsOnly(24);
        browser.open("/portal/companies/" + company);
        String reading = "/portal/companies/" + company + "/reading";
        Reply differs = browser.follow(reading, "mode", "ongoing", "hours", "168");
        assertThat(differs.text()).contains("value=\"168\" selected", "value=\"ongoing\" selected");
        String settings = "/companies/" + company + "/syncSettings";
        assertThat(hours(settings)).containsOnly(168);
        assertThat(hours("/profile/syncSettings")).containsOnly(24);
        browser.follow(reading, "mode", "as-all", "hours", "as-all");
        assertThat(hours(settings)).containsOnly(24);
        assertThat(browser.post(reading, "mode", "sometimes", "hours", "24").status())
                .isEqualTo(400);
        assertThat(browser.post("/portal/settings/frequency", "hours", "13").status())
                .isEqualTo(400);
    }

    private List<Integer> hours(String path) {
        return vendor.get(path).json().path("settings").findValues("syncSchedule").stream()
                .map(hours -> hours.asInt())
                .toList();
    }

    @Test
    void aKeyIsShownOnceAndItsVisitsEndWithIt() {
        browser.open("/portal/keys");
        String made = browser.post("/portal/keys", "name", "Nightly report").text();
        Matcher key = Pattern.compile("id=\"made\"[^>]* value=\"([^\"]+)\"").matcher(made);
        assertThat(key.find()).isTrue();
        expect(200, new Http(server.url).vendor(key.group(1)).get("/companies"));
        Reply list = browser.open("/portal/keys");
        assertThat(list.text()).contains("Nightly report").doesNotContain(key.group(1));
        Browser other = new Browser();
        expect(303, other.form("/portal/sign-in", Map.of(), "key", key.group(1)));
        expect(200, other.open("/portal/companies"));
        String id =
                server.node.store().apiKeys().of(client()).stream()
                        .filter(k -> k.name().equals("Nightly report"))
                        .findFirst()
                        .orElseThrow()
                        .id();
        browser.follow("/portal/keys/" + id + "/delete");
        assertThat(other.open("/portal/companies").status()).isEqualTo(303);
        String last = server.node.store().apiKeys().of(client()).get(0).id();
        assertThat(browser.post("/portal/keys/" + last + "/delete").status()).isEqualTo(409);
    }

    @Test
    void whatWasChangedIsShownWithWhoseKeyItWas() {
        browser.open("/portal/companies");
        browser.follow("/portal/companies", "name", "Toft & Sons");
        vendor.company();
        String changes = browser.open("/portal/changes").text();
        assertThat(changes)
                .contains("Added the company Toft &amp; Sons", "Added the company Sandcastles Ltd")
                .contains("<code>POST /portal/companies</code>", "<code>POST /companies</code>")
                .contains("Portal, signed in by the key “First key”")
                .doesNotContain(vendor.key(), "Nothing was changed yet.");
        assertThat(changes).doesNotContain("how it ended is not known");
        server.node.store().audit().begin(client(), "Somebody", "Cut off", "POST /cut");
        assertThat(browser.open("/portal/changes").text()).contains("how it ended is not known");
        server.node.store().clients().add("another-key");
        Browser other = new Browser();
        expect(303, other.form("/portal/sign-in", Map.of(), "key", "another-key"));
        assertThat(other.open("/portal/changes").text()).doesNotContain("/companies</code>");
    }

    @Test
    void aSearchThatFindsMoreThanAPageGoesOnWithTheSameWords() {
        for (int i = 0; i < 51; i++) {
            expect(200, vendor.post("/companies", "{\"name\":\"Toft & Sons " + i + "\"}"));
        }
        String first = browser.open("/portal/companies?name=toft+%26+sons").text();
        Matcher older = Pattern.compile("href=\"(\\?page=2[^\"]*)\"").matcher(first);
        assertThat(older.find()).isTrue();
        String second =
                browser.open("/portal/companies" + older.group(1).replace("&amp;", "&")).text();
        assertThat(second).contains("51 in all", "Toft &amp; Sons 0<");
    }

    @Test
    void oneVendorNeverSeesAnothersPages() {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        server.node.store().clients().add("another-key");
        Browser other = new Browser();
        expect(303, other.form("/portal/sign-in", Map.of(), "key", "another-key"));
        other.open("/portal/companies");
        assertThat(other.page.text()).doesNotContain("Sandcastles");
        String path = "/portal/companies/" + company;
        String connection = path + "/connections/" + agent.connection;
        for (String page :
                List.of(
                        path,
                        path + "/now",
                        path + "/history",
                        connection + "/records/customers",
                        connection + "/records/customers/C00001")) {
            assertThat(other.open(page).status()).as(page).isEqualTo(404);
        }
        other.open("/portal/companies");
        for (String form :
                List.of(
                        path,
                        path + "/delete",
                        path + "/connections",
                        connection + "/sync",
                        connection + "/unlink",
                        connection + "/open",
                        connection + "/delete",
                        "/portal/connectors/" + agent.id + "/resume")) {
            assertThat(other.post(form, "name", "Mine", "platformKey", "hbql").status())
                    .as(form)
                    .isEqualTo(404);
        }
        assertThat(vendor.get("/companies/" + company).json().path("name").asText())
                .isEqualTo("Sandcastles Ltd");
    }
}
