package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.platform.Http.Reply;
import fairlead.platform.store.Connections;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * A connection that has ended and is linked again: it is the same one, with nothing left of before.
 */
class LinkedAgainTest extends PlatformTest {
    private static final String NOTHING = "{\"requests\":[]}";
    private String company = "";
    private TestAgent first;

    /** Linked, and five customers read. */
    private TestSet read() {
        company = vendor.company();
        first = TestAgent.linked(server.url, company);
        TestSet set = TestSet.whole(first, null, TestSet.customers(0, 5));
        expect(200, set.end());
        return set;
    }

    private Connections connections() {
        return server.node.store().connections();
    }

    private Reply unlink(TestAgent agent) {
        return call(agent, "/unlink", "{\"reason\":\"Uninstalled.\"}");
    }

    private static Reply call(TestAgent agent, String operation, String body) {
        return agent.call("POST", "/connections/" + agent.connection + operation, body);
    }

    private void endByVendor(TestAgent agent) {
        String path = "/companies/" + company + "/connections/" + agent.connection;
        expect(200, vendor.call("PATCH", path, "{\"status\":\"Unlinked\"}"));
    }

    private void openByVendor(TestAgent agent) {
        assertThat(connections().open(agent.connection)).isPresent();
    }

    private void choose() {
        expect(
                303,
                new Http(server.url)
                        .send(
                                "POST",
                                "/link/company/" + company + "/connections",
                                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                                "platformKey=hbql".getBytes(StandardCharsets.UTF_8)));
    }

    private String page() {
        return new Http(server.url)
                .send("GET", "/link/company/" + company, Map.of(), new byte[0])
                .text();
    }

    private JsonNode all() {
        return vendor.get("/companies/" + company + "/connections").json().path("results");
    }

    private String status(TestAgent agent) {
        return vendor.get("/companies/" + company + "/connections/" + agent.connection)
                .json()
                .path("status")
                .asText();
    }

    /** The same PC links again; as an agent does, it fetches a token when its own is refused. */
    private static void linkAgain(TestAgent agent, String licenceKey) {
        expect(201, agent.register(licenceKey));
        expect(401, agent.link());
        expect(200, agent.fetchToken());
        expect(200, agent.link());
    }

    @Test
    void theCompanyLinksTheSameConnectionOnItsPage() {
        TestSet before = read();
        expect(200, unlink(first));
        assertThat(page()).contains("Which program do you keep them in?");
        choose();
        choose(); // twice is once
        assertThat(all()).hasSize(1);
        assertThat(status(first)).isEqualTo("PendingAuth");
        assertThat(page()).contains("Licence key");
        assertThat(shown(company, "customers")).as("readable all the time").hasSize(5);
        TestAgent other = TestAgent.linked(server.url, company);
        assertThat(other.connection).isEqualTo(first.connection);
        assertThat(status(other)).isEqualTo("Linked");
        assertThat(all().at("/0/dataConnectionErrors").findValuesAsText("status"))
                .containsOnly("Resolved");
        assertThat(other.poll(0).json().at("/orders/0/requests"))
                .as("everything is read again")
                .hasSize(TestAgent.DATA_TYPES);
        // it knows nothing of what is here, and is told
        TestSet set = TestSet.whole(other, null, TestSet.customers(2, 8));
        Reply mismatch = expect(409, set.end());
        assertThat(state(mismatch)).isEqualTo("BaseMismatch");
        assertThat(mismatch.json().at("/bases/customers").asText())
                .isEqualTo(before.dataset("customers"));
        expect(
                200,
                TestSet.whole(other, before.dataset("customers"), TestSet.customers(2, 8)).end());
        assertThat(shown(company, "customers").keySet())
                .containsExactlyElementsOf(TestSet.customers(2, 8).keySet());
        eventsAreAsPublished();
    }

    @Test
    void otherBooksAreRefusedWithWhatToDo() {
        read();
        endByVendor(first);
        openByVendor(first);
        TestAgent other = new TestAgent(server.url);
        expect(201, other.register(company));
        expect(200, other.fetchToken());
        assertThat(expect(409, other.link("Others Ltd")).json().path("error").asText())
                .isEqualTo(
                        "This connection is for the books of Sandcastles Ltd. Link those, or ask"
                                + " your provider for a new connection.");
        assertThat(status(first)).isEqualTo("PendingAuth");
        // the new one is what a connector gets from then on
        vendor.post("/companies/" + company + "/connections", "{\"platformKey\":\"hbql\"}");
        assertThat(status(first)).isEqualTo("Unlinked");
        assertThat(other.poll(0).json().path("orders").findValuesAsText("kind"))
                .containsExactly("unlink");
        expect(201, other.register(company));
        assertThat(other.connection).isNotEqualTo(first.connection);
        expect(200, other.link("Others Ltd"));
        expect(409, vendor.get("/companies/" + company + "/data/customers")); // still syncing
    }

    @Test
    void theAgentBeforeCannotTouchIt() {
        TestSet read = read();
        TestSet open = TestSet.whole(first, read.dataset("customers"), TestSet.customers(0, 2));
        endByVendor(first);
        openByVendor(first);
        for (int time = 0; time < 2; time++) {
            expect(403, open.part("customers").put(0));
            expect(403, open.end());
            expect(403, first.ask(open.id));
            expect(403, first.ask(UUID.randomUUID().toString()));
            expect(403, first.link());
            expect(403, call(first, "/requests", NOTHING));
            expect(403, unlink(first));
            assertThat(expect(200, first.poll(0)).json().path("orders"))
                    .as("what it did not hear of is wanted no more")
                    .isEmpty();
            if (time == 0) {
                TestAgent other = TestAgent.linked(server.url, company);
                expect(
                        200,
                        TestSet.whole(other, read.dataset("customers"), TestSet.customers(0, 9))
                                .end());
            }
        }
        assertThat(status(first)).isEqualTo("Linked");
        assertThat(shown(company, "customers")).hasSize(9);
    }

    @Test
    void whatTheSameAgentBeganBeforeStaysGivenUpAndItGoesOnFromWhatIsHere() {
        TestSet read = read();
        String base = read.dataset("customers");
        TestSet open = TestSet.whole(first, base, TestSet.customers(0, 2));
        endByVendor(first);
        openByVendor(first);
        linkAgain(first, company);
        assertThat(state(expect(200, first.ask(open.id)))).isEqualTo("Aborted");
        assertThat(state(expect(409, open.part("customers").put(0)))).isEqualTo("Aborted");
        assertThat(state(expect(409, open.end()))).isEqualTo("Aborted");
        assertThat(shown(company, "customers")).hasSize(5);
        TestSet delta = new TestSet(first);
        delta.part("customers").onto(base, "Delta").delete("C00000");
        Map<String, String> left = new TreeMap<>(TestSet.customers(1, 5));
        expect(200, delta.expecting("customers", left).send().end());
        assertThat(shown(company, "customers").keySet()).isEqualTo(left.keySet());
        TestSet late = new TestSet(first);
        late.part("customers").onto(base, "Delta").delete("C00001");
        assertThat(state(expect(409, late.expecting("customers", left).send().end())))
                .isEqualTo("BaseMismatch");
    }

    @Test
    void aLateUnlinkOfTheFormerLinkingEndsNothing() {
        read();
        String orders =
                "/vendor/companies/" + company + "/connections/" + first.connection + "/orders";
        expect(200, vendor.post(orders, "{\"kind\":\"uninstall\"}"));
        expect(200, unlink(first)); // its answer is lost, so the order is not acknowledged
        expect(200, unlink(first));
        choose();
        expect(403, unlink(first)); // nobody's yet
        expect(201, first.register(company));
        expect(401, unlink(first)); // sent before, comes now
        expect(200, first.fetchToken());
        expect(200, first.link());
        assertThat(first.poll(0).json().path("orders").findValuesAsText("kind"))
                .containsExactly("sync");
        assertThat(status(first)).isEqualTo("Linked");
        expect(200, unlink(first)); // and this one is meant
        assertThat(status(first)).isEqualTo("Deauthorized");
    }

    @Test
    void whoAskedToTakeOverBeforeHasToAskAgain() {
        read();
        TestAgent waits = new TestAgent(server.url);
        String waiting = waits.register(company).json().path("registrationId").asText();
        TestAgent refused = new TestAgent(server.url);
        String id = refused.register(company).json().path("registrationId").asText();
        expect(200, vendor.post("/vendor/registrations/" + id + "/refuse", ""));
        TestAgent second = new TestAgent(server.url);
        id = second.register(company).json().path("registrationId").asText();
        expect(200, vendor.post("/vendor/registrations/" + id + "/approve", ""));
        endByVendor(first);
        openByVendor(first);
        assertThat(vendor.get("/vendor/registrations").json().path("results")).isEmpty();
        expect(404, vendor.post("/vendor/registrations/" + waiting + "/approve", ""));
        expect(201, refused.register(company)); // the link is for whoever comes first
        for (TestAgent late : new TestAgent[] {waits, second, first}) {
            expect(202, late.register(company));
        }
        expect(200, refused.fetchToken());
        expect(200, refused.link());
        assertThat(vendor.get("/vendor/registrations").json().path("results")).hasSize(3);
    }

    @Test
    void whatLookedWrongBeforeIsNoFirstLookOfTheNewLinking() {
        company = vendor.company();
        first = TestAgent.linked(server.url, company);
        TestSet read = TestSet.whole(first, null, TestSet.customers(0, 200));
        expect(200, read.end());
        String base = read.dataset("customers");
        TestSet half = TestSet.whole(first, base, TestSet.customers(0, 100));
        assertThat(state(expect(409, half.end()))).isEqualTo("LooksWrong");
        endByVendor(first);
        openByVendor(first);
        TestAgent other = TestAgent.linked(server.url, company);
        TestSet again = TestSet.whole(other, base, TestSet.customers(0, 100));
        assertThat(state(expect(409, again.end()))).isEqualTo("LooksWrong");
        expect(200, TestSet.whole(other, base, TestSet.customers(0, 100)).end());
    }

    @Test
    void itIsOpenedOnlyWhenTheCompanyHasNoOther() {
        read();
        assertThat(connections().open(first.connection)).as("it is linked").isEmpty();
        endByVendor(first);
        clock.ahead = Duration.ofSeconds(1); // the other one is the newer
        vendor.post("/companies/" + company + "/connections", "{\"platformKey\":\"hbql\"}");
        assertThat(connections().open(first.connection)).as("another one waits").isEmpty();
        TestAgent other = TestAgent.linked(server.url, company);
        assertThat(connections().open(first.connection)).as("another one is linked").isEmpty();
        endByVendor(other);
        clock.ahead = Duration.ofSeconds(2);
        openByVendor(first);
        assertThat(connections().open(first.connection)).as("it is open already").isEmpty();
        assertThat(connections().open(other.connection)).as("the first one waits").isEmpty();
        linkAgain(first, company);
        clock.ahead = Duration.ofSeconds(3);
        expect(200, unlink(first));
        choose(); // the one that the company ended last, though the other one was made later
        assertThat(status(first)).isEqualTo("PendingAuth");
        assertThat(status(other)).isEqualTo("Unlinked");
        assertThat(all()).hasSize(2);
    }

    @Test
    void whatWasNeverLinkedIsNotOpenedAndALinkThatExpiredIsOnceMore() {
        company = vendor.company();
        TestAgent never = new TestAgent(server.url);
        expect(201, never.register(company));
        expect(200, never.fetchToken());
        expect(200, unlink(never));
        assertThat(connections().open(never.connection)).isEmpty();
        choose();
        assertThat(all()).hasSize(2);
        first = TestAgent.linked(server.url, company);
        endByVendor(first);
        openByVendor(first);
        clock.ahead = Duration.ofHours(25);
        assertThat(page()).contains("This link has expired");
        openByVendor(first);
        assertThat(page()).contains("Licence key");
        assertThat(connections().find(first.connection).orElseThrow().linkExpiresAt())
                .isGreaterThan(clock.millis());
    }

    @Test
    void whatTheVendorEndedIsTheVendorsToOpen() {
        read();
        endByVendor(first);
        clock.ahead = Duration.ofSeconds(1); // the other one is the newer
        vendor.post("/companies/" + company + "/connections", "{\"platformKey\":\"hbql\"}");
        TestAgent never = new TestAgent(server.url);
        expect(201, never.register(company));
        expect(200, never.fetchToken());
        expect(200, unlink(never));
        choose();
        assertThat(status(first)).isEqualTo("Unlinked");
        assertThat(all()).hasSize(3);
    }

    @Test
    void aPackageThatIsSwitchedOffIsNotLinkedAgain() {
        read();
        expect(200, unlink(first));
        String client = server.node.store().clients().ofKey(vendor.key()).orElseThrow();
        server.node.store().integrations().enable(client, "hbql", false);
        choose();
        assertThat(status(first)).isEqualTo("Deauthorized");
        openByVendor(first);
        TestAgent other = new TestAgent(server.url);
        expect(201, other.register(company));
        expect(200, other.fetchToken());
        assertThat(expect(409, other.link()).json().path("error").asText())
                .contains("switched off");
        assertThat(status(first)).isEqualTo("PendingAuth");
    }

    @Test
    void whoeverLinksOrEndsItMustHoldItStill() {
        read();
        expect(200, unlink(first));
        choose();
        TestAgent other = TestAgent.linked(server.url, company);
        var books =
                new Connections.Books(
                        Optional.empty(),
                        "Sandcastles Ltd",
                        "GBP",
                        "v33",
                        "C:/data",
                        5,
                        Optional.empty());
        // as of calls that were let in before the connection ended, and went on only now
        assertThat(connections().link(other.connection, first.id, books))
                .isEqualTo(Connections.Linking.OTHER_AGENT);
        connections().deauthorize(other.connection, first.id, "Uninstalled.");
        assertThat(status(other)).isEqualTo("Linked");
    }
}
