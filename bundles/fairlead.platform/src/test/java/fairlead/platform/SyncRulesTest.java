package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.platform.Http.Reply;
import fairlead.platform.TestSet.Part;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Sync rules 22 to 28, as an agent and a reader of the public API meet them. */
class SyncRulesTest extends PlatformTest {
    private String company;
    private TestAgent agent;

    @BeforeEach
    void link() {
        company = vendor.company();
        agent = TestAgent.linked(server.url, company);
    }

    private String commit(TestSet set) {
        expect(200, set.end());
        return set.parts.values().iterator().next().dataset;
    }

    @Test
    @DisplayName("sync rule 22: an acknowledged chunk is there after a restart")
    void rule22AcknowledgedChunksAreDurable() {
        Map<String, String> customers = TestSet.customers(0, 20);
        TestSet set = TestSet.whole(agent, null, customers);
        restart();
        TestAgent same = moved(agent);
        JsonNode open = expect(200, same.ask(set.id)).json();
        assertThat(open.path("state").asText()).isEqualTo("Open");
        assertThat(open.path("taken").path(set.dataset("customers")).toString()).isEqualTo("[0]");
        expect(200, end(same, set));
        assertThat(shown(company, "customers")).hasSize(20);
    }

    /** The same agent after the platform has moved to another port. */
    private TestAgent moved(TestAgent before) {
        return before.at(server.url);
    }

    private static Reply end(TestAgent by, TestSet set) {
        return by.call(
                "POST",
                "/connections/" + by.connection + "/sets/" + set.id + "/end",
                set.endJson().toString());
    }

    @Test
    @DisplayName("sync rule 22: an equal chunk is taken again, a different one is a conflict")
    void rule22EqualChunksAreTakenAgainAndDifferentOnesConflict() {
        TestSet set = TestSet.whole(agent, null, TestSet.customers(0, 5));
        Part part = set.part("customers");
        assertThat(state(expect(200, part.put(0)))).isEqualTo("Taken");
        byte[] other =
                TestAgent.gzip("D\t\"C00001\"\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Reply conflict = agent.putChunk(set.id, part.dataset, "customers", 0, other);
        assertThat(conflict.status()).isEqualTo(409);
        assertThat(state(conflict)).isEqualTo("Conflict");
        assertThat(state(expect(409, agent.putChunk(set.id, part.dataset, "suppliers", 0, other))))
                .isEqualTo("Conflict");
        commit(set);
        assertThat(shown(company, "customers")).hasSize(5);
        assertThat(state(expect(409, part.put(0)))).isEqualTo("Committed");
    }

    @Test
    @DisplayName("sync rule 15: later lines and chunks override earlier ones, however they arrive")
    void rule15LaterWordsOverrideEarlierOnesHoweverTheyArrive() {
        Map<String, String> expected = TestSet.customers(0, 3);
        expected.remove("C00002");
        expected.put(
                "C00001", "{\"id\":\"C00001\",\"customerName\":\"Last\",\"status\":\"Active\"}");
        expected.put("C00009", null);
        TestSet set = new TestSet(agent);
        Part part = set.part("customers").onto(null, "Replace");
        part.record("C00000", "{\"id\":\"C00000\",\"customerName\":\"First\"}");
        TestSet.customers(0, 3).forEach(part::record);
        part.keep("C00009").cut();
        part.record("C00001", expected.get("C00001")).delete("C00002").cut();
        set.expecting("customers", expected);
        expect(200, part.put(1));
        expect(200, part.put(0));
        commit(set);
        assertThat(shown(company, "customers").keySet()).containsExactly("C00000", "C00001");
        assertThat(shown(company, "customers").get("C00001").path("customerName").asText())
                .isEqualTo("Last");
        assertThat(
                        vendor.get("/companies/" + company + "/data/customers")
                                .json()
                                .path("totalResults")
                                .asInt())
                .isEqualTo(2);
    }

    @Test
    @DisplayName("sync rule 23: another base than the current one changes nothing")
    void rule23AnotherBaseChangesNothing() {
        String base = commit(TestSet.whole(agent, null, TestSet.customers(0, 10)));
        TestSet stale = TestSet.whole(agent, null, TestSet.customers(0, 11));
        JsonNode refused = expect(409, stale.end()).json();
        assertThat(refused.path("state").asText()).isEqualTo("BaseMismatch");
        assertThat(refused.path("bases").path("customers").asText()).isEqualTo(base);
        assertThat(shown(company, "customers")).hasSize(10);
        commit(TestSet.whole(agent, base, TestSet.customers(0, 11)));
        assertThat(shown(company, "customers")).hasSize(11);
    }

    @Test
    @DisplayName("sync rule 23: a digest that does not come out changes nothing, of any type")
    void rule23AnotherDigestChangesNothingOfAnyType() {
        String base = commit(TestSet.whole(agent, null, TestSet.customers(0, 10)));
        TestSet wrong = new TestSet(agent);
        String invented = "{\"id\":\"C00005\",\"customerName\":\"Invented\"}";
        wrong.part("customers").onto(base, "Delta").delete("C00003").record("C00005", invented);
        wrong.part("suppliers").onto(null, "Replace").record("S1", "{\"id\":\"S1\"}");
        Map<String, String> left = TestSet.customers(0, 10);
        left.remove("C00003");
        left.put("C00005", invented);
        left.remove("C00004"); // what the agent believes and the platform does not
        wrong.expecting("customers", left).expecting("suppliers", Map.of("S1", "{\"id\":\"S1\"}"));
        wrong.send();
        JsonNode refused = expect(409, wrong.end()).json();
        assertThat(refused.path("state").asText()).isEqualTo("DigestMismatch");
        assertThat(refused.path("bases").path("customers").asText()).isEqualTo(base);
        assertThat(refused.path("bases").path("suppliers").isNull()).isTrue();
        assertThat(shown(company, "customers")).hasSize(10);
        assertThat(vendor.get("/companies/" + company + "/data/suppliers").status()).isEqualTo(409);
        // what the refused Delta had prepared counts for nothing, before and after it is swept
        Map<String, String> next = TestSet.customers(0, 10);
        next.remove("C00003");
        TestSet delta = new TestSet(agent);
        delta.part("customers").onto(base, "Delta").delete("C00003");
        delta.expecting("customers", next).send();
        commit(delta);
        onlyOnce(next);
        server.node.store().sweeper().sweep(Long.MAX_VALUE);
        onlyOnce(next);
    }

    private void onlyOnce(Map<String, String> records) {
        JsonNode all =
                vendor.get(
                                "/companies/"
                                        + company
                                        + "/data/customers?query=metadata.isDeleted%3Dfalse")
                        .json();
        assertThat(all.path("totalResults").asInt()).isEqualTo(records.size());
        assertThat(shown(company, "customers").keySet()).isEqualTo(records.keySet());
        assertThat(shown(company, "customers").get("C00005").path("customerName").asText())
                .isEqualTo("Customer 5");
    }

    @Test
    @DisplayName("sync rule 23: a Delta replaces, deletes and adds, and keeps the rest")
    void rule23ADeltaChangesWhatItNames() {
        Map<String, String> records = TestSet.customers(0, 30);
        String base = commit(TestSet.whole(agent, null, records));
        for (int round = 1; round < 4; round++) {
            TestSet delta = new TestSet(agent);
            Part part = delta.part("customers").onto(base, "Delta");
            String changed =
                    "{\"id\":\"C00005\",\"customerName\":\"Round "
                            + round
                            + "\",\"status\":\"Active\"}";
            part.record("C00005", changed).delete("C0001" + round);
            String added = "{\"id\":\"N" + round + "\",\"status\":\"Active\"}";
            part.record("N" + round, added);
            records.put("C00005", changed);
            records.remove("C0001" + round);
            records.put("N" + round, added);
            delta.expecting("customers", records).send();
            base = commit(delta);
            assertThat(shown(company, "customers").keySet()).isEqualTo(records.keySet());
            assertThat(shown(company, "customers").get("C00005").path("customerName").asText())
                    .isEqualTo("Round " + round);
            server.node.store().sweeper().sweep(Long.MAX_VALUE);
            assertThat(shown(company, "customers").keySet()).isEqualTo(records.keySet());
        }
        JsonNode all = vendor.get("/companies/" + company + "/data/customers").json();
        assertThat(all.path("totalResults").asInt()).isEqualTo(33); // three of them deleted
        assertThat(
                        vendor.get("/companies/" + company + "/data/customers/C00012")
                                .json()
                                .path("metadata")
                                .path("isDeleted")
                                .asBoolean())
                .isTrue();
    }

    @Test
    @DisplayName("sync rule 23: a repeated end is answered as before, another content conflicts")
    void rule23ARepeatedEndIsAnsweredAsBefore() {
        TestSet set = TestSet.whole(agent, null, TestSet.customers(0, 10));
        String first = expect(200, set.end()).text();
        assertThat(expect(200, set.end()).text()).isEqualTo(first);
        assertThat(expect(200, agent.ask(set.id)).text()).isEqualTo(first);
        set.expecting("customers", TestSet.customers(0, 9));
        assertThat(state(expect(409, set.end()))).isEqualTo("Conflict");
        commit(TestSet.whole(agent, set.dataset("customers"), TestSet.customers(0, 12)));
        set.expecting("customers", TestSet.customers(0, 10));
        assertThat(expect(200, set.end()).text()).isEqualTo(first); // with the digests of then
        assertThat(shown(company, "customers")).hasSize(12);
    }

    @Test
    @DisplayName("sync rule 23: chunks that are not there are named, and may still come")
    void rule23MissingChunksAreNamed() {
        TestSet set = new TestSet(agent);
        Part part = set.part("customers").onto(null, "Replace");
        TestSet.customers(0, 2).forEach(part::record);
        part.cut();
        TestSet.customers(2, 4).forEach(part::record);
        part.cut();
        TestSet.customers(4, 6).forEach(part::record);
        part.cut();
        set.expecting("customers", TestSet.customers(0, 6));
        expect(200, part.put(1));
        JsonNode missing = expect(409, set.end()).json();
        assertThat(missing.path("state").asText()).isEqualTo("Missing");
        assertThat(missing.path("missing").path(part.dataset).toString()).isEqualTo("[0,2]");
        expect(200, part.put(0));
        expect(200, part.put(2));
        commit(set);
        assertThat(shown(company, "customers")).hasSize(6);
    }

    @Test
    @DisplayName("sync rule 24: a Replace removes what it does not name, and keeps what it keeps")
    void rule24AReplaceRemovesWhatItDoesNotName() {
        String base = commit(TestSet.whole(agent, null, TestSet.customers(0, 100)));
        Map<String, String> expected = new HashMap<>(TestSet.customers(0, 98));
        TestSet replace = new TestSet(agent);
        Part part = replace.part("customers").onto(base, "Replace");
        expected.put("C00007", null);
        expected.forEach(
                (id, json) -> {
                    if (json != null) {
                        part.record(id, json);
                    }
                });
        part.keep("C00007");
        replace.expecting("customers", expected).send();
        base = commit(replace);
        assertThat(shown(company, "customers").keySet())
                .isEqualTo(TestSet.customers(0, 98).keySet());
        JsonNode kept = vendor.get("/companies/" + company + "/data/customers/C00007").json();
        assertThat(kept.path("customerName").asText()).isEqualTo("Customer 7");
        assertThat(kept.path("metadata").path("isStale").asBoolean()).isTrue();
        JsonNode gone = vendor.get("/companies/" + company + "/data/customers/C00099").json();
        assertThat(gone.path("metadata").path("isDeleted").asBoolean()).isTrue();
        assertThat(gone.path("customerName").asText()).isEqualTo("Customer 99");
        // a deleted record stays known through a Replace, and comes back by the next
        commit(TestSet.whole(agent, base, TestSet.customers(0, 99)));
        assertThat(shown(company, "customers")).hasSize(99);
        JsonNode all = vendor.get("/companies/" + company + "/data/customers").json();
        assertThat(all.path("totalResults").asInt()).isEqualTo(100);
        server.node.store().sweeper().sweep(Long.MAX_VALUE);
        assertThat(shown(company, "customers")).hasSize(99);
        assertThat(vendor.get("/companies/" + company + "/data/customers/C00099").status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("sync rule 24: a Merge removes nothing and marks what it does not name as stale")
    void rule24AMergeRemovesNothing() {
        String base = commit(TestSet.whole(agent, null, TestSet.customers(0, 100)));
        TestSet merge = new TestSet(agent);
        Part part = merge.part("customers").onto(base, "Merge");
        TestSet.customers(0, 10).forEach(part::record);
        merge.send();
        JsonNode committed = expect(200, merge.end()).json();
        assertThat(shown(company, "customers")).hasSize(100);
        assertThat(shown(company, "customers").get("C00050").at("/metadata/isStale").asBoolean())
                .isTrue();
        assertThat(shown(company, "customers").get("C00005").at("/metadata/isStale").asBoolean())
                .isFalse();
        Map<String, String> holdings = new HashMap<>(TestSet.customers(0, 10));
        TestSet.customers(10, 100).keySet().forEach(id -> holdings.put(id, null));
        TestSet check = new TestSet(agent).expecting("customers", holdings);
        assertThat(committed.at("/digests/customers").asText())
                .isEqualTo(check.part("customers").digest);
        // and the next Delta goes on from there
        TestSet delta = new TestSet(agent);
        delta.part("customers").onto(part.dataset, "Delta").delete("C00050");
        holdings.remove("C00050");
        delta.expecting("customers", holdings).send();
        commit(delta);
        assertThat(shown(company, "customers")).hasSize(99);
    }

    @Test
    @DisplayName("sync rule 24: an unusual loss is refused once, and counts when read afresh")
    void rule24AnUnusualLossNeedsASecondReading() {
        String base = commit(TestSet.whole(agent, null, TestSet.customers(0, 200)));
        TestSet wrong = TestSet.whole(agent, base, TestSet.customers(0, 100));
        assertThat(state(expect(409, wrong.end()))).isEqualTo("LooksWrong");
        assertThat(state(expect(409, wrong.end())))
                .as("the same end again")
                .isEqualTo("LooksWrong");
        assertThat(state(expect(200, agent.ask(wrong.id)))).isEqualTo("Rejected");
        assertThat(shown(company, "customers")).hasSize(200);
        TestSet others = TestSet.whole(agent, base, TestSet.customers(50, 150));
        assertThat(state(expect(409, others.end()))).as("loses others").isEqualTo("LooksWrong");
        TestSet afresh = TestSet.whole(agent, base, TestSet.customers(45, 150));
        expect(200, afresh.end());
        assertThat(shown(company, "customers")).hasSize(105);
        // it was remembered until a set was committed, and no longer
        base = commit(TestSet.whole(agent, afresh.dataset("customers"), TestSet.customers(0, 200)));
        TestSet again = TestSet.whole(agent, base, TestSet.customers(45, 150));
        assertThat(state(expect(409, again.end()))).isEqualTo("LooksWrong");
    }

    @Test
    @DisplayName("sync rule 24: up to 50 lost records, or up to 5 %, are usual")
    void rule24SmallLossesAreUsual() {
        String base = commit(TestSet.whole(agent, null, TestSet.customers(0, 60)));
        base = commit(TestSet.whole(agent, base, TestSet.customers(50, 60)));
        base = commit(TestSet.whole(agent, base, TestSet.customers(0, 1100)));
        commit(TestSet.whole(agent, base, TestSet.customers(55, 1100)));
        assertThat(shown(company, "customers")).hasSize(1045);
    }

    @Test
    @DisplayName("sync rule 25: readers see the old set or the new one, and never an open one")
    void rule25ReadersSeeOneSet() {
        String base = commit(TestSet.whole(agent, null, named(0)));
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> reader =
                CompletableFuture.runAsync(
                        () -> {
                            while (!done.get()) {
                                var names =
                                        shown(company, "customers").values().stream()
                                                .map(each -> each.path("customerName").asText())
                                                .distinct()
                                                .toList();
                                assertThat(names).hasSize(1);
                            }
                        });
        for (int round = 1; round < 6; round++) {
            TestSet next = TestSet.whole(agent, base, named(round));
            assertThat(shown(company, "customers").get("C00000").path("customerName").asText())
                    .isEqualTo("Round " + (round - 1));
            base = commit(next);
        }
        done.set(true);
        reader.join();
    }

    private static Map<String, String> named(int round) {
        Map<String, String> records = TestSet.customers(0, 300);
        records.replaceAll(
                (id, json) ->
                        "{\"id\":\""
                                + id
                                + "\",\"customerName\":\"Round "
                                + round
                                + "\",\"status\":\"Active\"}");
        return records;
    }

    @Test
    @DisplayName("sync rule 25: committed is durable")
    void rule25CommittedIsDurable() {
        commit(TestSet.whole(agent, null, TestSet.customers(0, 10)));
        restart();
        assertThat(shown(company, "customers")).hasSize(10);
    }

    @Test
    @DisplayName("sync rule 26: control totals that differ refuse the set for good")
    void rule26DifferentControlTotalsRefuseTheSet() {
        TestSet set = new TestSet(agent);
        Part invoices = set.part("invoices").document("I1", "120.00").document("I2", "-20.50");
        Part journals = set.part("journalEntries");
        journals.record(
                "J1",
                "{\"id\":\"J1\",\"journalLines\":[{\"netAmount\":99.5},{\"netAmount\":-99.50}]}");
        journals.debits = new java.math.BigDecimal("99.5");
        journals.credits = new java.math.BigDecimal("99.50");
        set.expecting(
                        "invoices",
                        Map.of(
                                "I1", "{\"id\":\"I1\",\"totalAmount\":120.00}",
                                "I2", "{\"id\":\"I2\",\"totalAmount\":-20.50}"))
                .expecting(
                        "journalEntries",
                        Map.of(
                                "J1",
                                "{\"id\":\"J1\",\"journalLines\":[{\"netAmount\":99.5},{\"netAmount\":-99.50}]}"))
                .send();
        invoices.debits = new java.math.BigDecimal("99.51");
        JsonNode refused = expect(409, set.end()).json();
        assertThat(refused.path("state").asText()).isEqualTo("Rejected");
        assertThat(refused.path("reason").asText()).contains("invoices", "99.51", "99.5");
        invoices.debits = new java.math.BigDecimal("99.50");
        assertThat(state(expect(409, set.end()))).as("for good").isEqualTo("Rejected");
        assertThat(vendor.get("/companies/" + company + "/data/invoices").status()).isEqualTo(409);
    }

    @Test
    @DisplayName(
            "sync rule 27: two lives that speak in turn stop the connection until a person acts")
    void rule27TwoLivesThatSpeakInTurnAreStopped() {
        String first = agent.life;
        expect(200, agent.poll(0));
        agent.life = UUID.randomUUID().toString();
        expect(200, agent.poll(0)); // a restart, or a restored backup: one life after another
        String second = agent.life;
        expect(200, agent.poll(0));
        agent.life = first;
        assertThat(agent.poll(0).status()).isEqualTo(423);
        agent.life = second;
        assertThat(agent.poll(0).status()).isEqualTo(423);
        assertThat(agent.link().status()).isEqualTo(423);
        JsonNode connection =
                vendor.get("/companies/" + company + "/connections").json().at("/results/0");
        assertThat(connection.at("/connectionInfo/stopped").asText()).contains("cloned");
        assertThat(connection.at("/dataConnectionErrors/0/status").asText()).isEqualTo("Active");
        expect(204, vendor.post("/vendor/agents/" + agent.id + "/resume", "{}"));
        expect(200, agent.poll(0));
        assertThat(
                        vendor.get("/companies/" + company + "/connections")
                                .json()
                                .at("/results/0/dataConnectionErrors/0/status")
                                .asText())
                .isEqualTo("Resolved");
    }

    @Test
    @DisplayName("28. What cannot be tidied keeps nothing else from it")
    void rule28WhatCannotBeTidiedKeepsNothingElseFromIt() {
        TestSet set = TestSet.whole(agent, null, TestSet.customers(0, 20));
        clock.ahead = Duration.ofDays(8);
        var database = server.node.store().database();
        List<String> tables = List.of("calls_of_day", "used_jti", "portal_visit");
        for (String name : tables) {
            database.run(tx -> tx.update("ALTER TABLE " + name + " RENAME TO away_" + name));
        }
        server.node.tidy();
        for (String name : tables) {
            database.run(tx -> tx.update("ALTER TABLE away_" + name + " RENAME TO " + name));
        }
        expect(200, agent.fetchToken(agent.jwtIn(clock.ahead, "/token")));
        assertThat(state(agent.ask(set.id))).isEqualTo("Aborted");
    }

    @Test
    @DisplayName("sync rule 28: an open set that nobody touched for 7 days is aborted and removed")
    void rule28UntouchedSetsAreAborted() {
        TestSet set = TestSet.whole(agent, null, TestSet.customers(0, 20));
        clock.ahead = Duration.ofDays(6);
        server.node.tidy();
        expect(200, agent.fetchToken(agent.jwtIn(clock.ahead, "/token")));
        assertThat(state(agent.ask(set.id))).isEqualTo("Open");
        clock.ahead = Duration.ofDays(8);
        server.node.tidy();
        expect(200, agent.fetchToken(agent.jwtIn(clock.ahead, "/token")));
        assertThat(state(expect(200, agent.ask(set.id)))).isEqualTo("Aborted");
        assertThat(state(expect(409, set.end()))).isEqualTo("Aborted");
        assertThat(state(expect(409, set.part("customers").put(0)))).isEqualTo("Aborted");
        clock.ahead = Duration.ofDays(9);
        server.node.sweep();
        long left =
                server.node.store().database().call(tx -> tx.number("SELECT COUNT(*) FROM record"));
        assertThat(left).isZero();
    }
}
