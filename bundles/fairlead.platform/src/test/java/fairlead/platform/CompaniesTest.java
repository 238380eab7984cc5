package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A page of companies: whose is what, and what it costs. */
class CompaniesTest extends PlatformTest {
    private String company(int number) {
        String path =
                "/companies/"
                        + expect(
                                        200,
                                        vendor.post(
                                                "/companies",
                                                "{\"name\":\"Company "
                                                        + number
                                                        + "\",\"tags\":{\"number\":\""
                                                        + number
                                                        + "\",\"all\":\"yes\"}}"))
                                .json()
                                .path("id")
                                .asText();
        String connection =
                expect(200, vendor.post(path + "/connections", "{\"platformKey\":\"hbql\"}"))
                        .json()
                        .path("id")
                        .asText();
        for (int i = 0; i < number; i++) {
            fail(connection, "Error " + i + " of " + number, i);
        }
        return path;
    }

    private void fail(String connection, String message, long at) {
        server.node
                .store()
                .database()
                .run(
                        tx ->
                                tx.update(
                                        "INSERT INTO connection_error (connection_id, status_code,"
                                                + " status_text, message, erred_at)"
                                                + " VALUES (?, '409', 'LinkFailed', ?, ?)",
                                        connection,
                                        message,
                                        at));
    }

    /** Adds as many companies like the only one. */
    private void copy(int more) {
        server.node
                .store()
                .database()
                .run(
                        tx -> {
                            for (int i = 0; i < more; i++) {
                                String id = UUID.randomUUID().toString();
                                tx.update(
                                        "INSERT INTO company (id, client_id, name, created_at)"
                                                + " SELECT ?, client_id, name, created_at"
                                                + " FROM company FETCH FIRST ROW ONLY",
                                        id);
                                tx.update("INSERT INTO company_tag VALUES (?, 'number', '1')", id);
                                tx.update(
                                        "INSERT INTO connection (id, company_id, platform_key,"
                                                + " status, created_at, link_expires_at) VALUES"
                                                + " (?, ?, 'hbql', 'PendingAuth', 1, 1)",
                                        id,
                                        id);
                            }
                        });
    }

    private static List<String> errors(JsonNode company) {
        return company.at("/dataConnections/0/dataConnectionErrors")
                .findValuesAsText("errorMessage");
    }

    @Test
    void eachOfAPageHasItsOwnTagsConnectionsAndErrors() {
        for (int number : new int[] {0, 1, 25}) {
            company(number);
        }
        expect(200, vendor.post("/companies", "{\"name\":\"Without all\"}"));
        Map<String, JsonNode> page = new HashMap<>();
        for (JsonNode each :
                expect(200, vendor.get("/companies?orderBy=name")).json().path("results")) {
            page.put(each.path("name").asText(), each);
            assertThat(vendor.get("/companies/" + each.path("id").asText()).json()).isEqualTo(each);
        }
        assertThat(page).hasSize(4);
        assertThat(page.get("Without all").path("tags")).isEmpty();
        assertThat(page.get("Without all").path("dataConnections")).isEmpty();
        for (int number : new int[] {0, 1, 25}) {
            JsonNode one = page.get("Company " + number);
            assertThat(one.at("/tags/number").asInt(-1)).isEqualTo(number);
            assertThat(one.at("/tags/all").asText()).isEqualTo("yes");
            assertThat(one.path("dataConnections")).hasSize(1);
            assertThat(errors(one)) // the last twenty, latest first
                    .containsExactlyElementsOf(
                            IntStream.range(0, Math.min(number, 20))
                                    .mapToObj(i -> "Error " + (number - 1 - i) + " of " + number)
                                    .toList());
        }
    }

    @Test
    @Tag("h2") // which counts them, for both
    void aPageOfAHundredTakesAsManyStatementsAsAPageOfOne() {
        company(1);
        copy(99);
        long one = statements("/companies?pageSize=1", 1);
        assertThat(one).isBetween(4L, 8L);
        assertThat(statements("/companies?pageSize=100", 100)).isEqualTo(one);
    }

    /** How many were executed for this page, but for those of what goes on beside it. */
    private long statements(String path, int companies) {
        count("FALSE");
        count("TRUE");
        assertThat(expect(200, vendor.get(path)).json().path("results")).hasSize(companies);
        return server.node
                .store()
                .database()
                .read(
                        tx ->
                                tx.number(
                                        "SELECT SUM(execution_count)"
                                                + " FROM information_schema.query_statistics"
                                                + " WHERE sql_statement LIKE 'SELECT%'"
                                                + " AND sql_statement NOT LIKE '%webhook%'"));
    }

    private void count(String yes) {
        server.node.store().database().run(tx -> tx.update("SET QUERY_STATISTICS " + yes));
    }
}
