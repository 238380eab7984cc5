package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.platform.Attempts.Attempt;
import fairlead.platform.Http.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Hundreds of bad requests: each gets one plain sentence, and none leaves anything behind. */
class BadRequestsTest extends PlatformTest {
    @Test
    void eachIsRefusedWithASentenceAndNothingIsKept() {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        List<Attempt> attempts = Attempts.of(agent, company);
        assertThat(attempts).hasSizeGreaterThan(200);
        List<String> wrong = new ArrayList<>();
        for (Attempt attempt : attempts) {
            Reply reply = attempt.send().get();
            if (!attempt.allowed().contains(reply.status()) || sentence(reply).isBlank()) {
                wrong.add(attempt.name() + ": " + reply.status() + " " + reply.text());
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(kept("record")).isZero();
        assertThat(kept("chunk")).isZero();
        // and whoever sends what is right is served as if nothing had been
        expect(200, TestSet.whole(agent, null, TestSet.customers(0, 3)).end());
        assertThat(shown(company, "customers")).hasSize(3);
    }

    @Test
    void chunksOutOfOrderAndReplaysAreTakenOrRefusedByTheRulesAndShowNothingWrong() {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        TestSet set = new TestSet(agent);
        TestSet.Part part = set.part("customers");
        Map<String, String> records = TestSet.customers(0, 2);
        records.forEach((id, json) -> part.record(id, json).cut());
        set.expecting("customers", records);
        expect(200, part.put(1));
        JsonNode missing = expect(409, set.end()).json();
        assertThat(missing.path("state").asText()).isEqualTo("Missing");
        assertThat(missing.at("/missing/" + part.dataset)).hasToString("[0]");
        byte[] other = TestAgent.gzip("D\t\"C00001\"\n".getBytes(StandardCharsets.UTF_8));
        conflict(agent.putChunk(set.id, part.dataset, "customers", 1, other));
        expect(409, vendor.get("/companies/" + company + "/data/customers")); // nothing yet
        expect(200, part.put(0));
        expect(200, set.end());
        Map<String, JsonNode> shown = shown(company, "customers");
        assertThat(shown).hasSize(2);
        expect(200, set.end()); // a replay of the same
        part.deletes++;
        conflict(set.end());
        expect(409, agent.putChunk(set.id, part.dataset, "customers", 1, other));
        assertThat(shown(company, "customers")).isEqualTo(shown);
    }

    private static void conflict(Reply reply) {
        JsonNode body = expect(409, reply).json();
        assertThat(body.path("state").asText()).isEqualTo("Conflict");
        assertThat(body.path("reason").asText()).isNotBlank();
    }

    /** Codat's error body, or for a token that of RFC 6749. */
    private static String sentence(Reply reply) {
        JsonNode body = reply.json();
        if (body.has("error_description")) {
            return body.path("error_description").asText();
        }
        boolean whole =
                body.path("statusCode").asInt() == reply.status()
                        && body.path("service").isTextual()
                        && body.path("correlationId").isTextual()
                        && body.has("validation")
                        && body.path("canBeRetried").isTextual()
                        && body.path("detailedErrorCode").isInt();
        return whole ? body.path("error").asText() : "";
    }

    private long kept(String table) {
        return server.node
                .store()
                .database()
                .call(tx -> tx.number("SELECT COUNT(*) FROM " + table));
    }
}
