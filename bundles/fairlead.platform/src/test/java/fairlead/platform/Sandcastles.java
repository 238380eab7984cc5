package fairlead.platform;

import static fairlead.platform.TestAgent.expect;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.platform.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** A company with a few records of every data type, {@code records.json}, as an agent sends it. */
final class Sandcastles {
    final String company;
    final TestAgent agent;

    private Sandcastles(String company, TestAgent agent) {
        this.company = company;
        this.agent = agent;
    }

    static JsonNode records() {
        try (InputStream in = Sandcastles.class.getResourceAsStream("records.json")) {
            return Json.read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the platform's only integration deliver every type that there is. */
    static void deliverEverything(Server server) {
        server.node
                .store()
                .database()
                .run(
                        tx -> {
                            int order = 100;
                            for (Map.Entry<String, JsonNode> type : records().properties()) {
                                tx.update(
                                        "INSERT INTO integration_type (platform_key, data_type,"
                                                + " sync_order) SELECT 'hbql', ?, ? FROM integration"
                                                + " WHERE NOT EXISTS (SELECT 1 FROM integration_type"
                                                + " WHERE platform_key = 'hbql' AND data_type = ?)",
                                        type.getKey(),
                                        order++,
                                        type.getKey());
                            }
                        });
    }

    /** Linked and synced once. */
    static Sandcastles synced(Server server, Http.Vendor vendor) {
        deliverEverything(server);
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        TestSet set = new TestSet(agent);
        for (JsonNode request : expect(200, agent.poll(0)).json().at("/orders/0/requests")) {
            set.requests.add(request.path("id").asText());
        }
        for (Map.Entry<String, JsonNode> type : records().properties()) {
            TestSet.Part part = set.part(type.getKey());
            Map<String, String> holdings = new LinkedHashMap<>();
            for (JsonNode record : type.getValue()) {
                part.record(record.path("id").asText(), record.toString());
                holdings.put(record.path("id").asText(), record.toString());
                count(part, record);
            }
            set.expecting(type.getKey(), holdings);
        }
        expect(200, set.send().end());
        return new Sandcastles(company, agent);
    }

    private static void count(TestSet.Part part, JsonNode record) {
        if (record.path("totalAmount").isNumber()) {
            part.debits = part.debits.add(record.get("totalAmount").decimalValue());
        }
        for (JsonNode line : record.path("journalLines")) {
            BigDecimal amount = line.path("netAmount").decimalValue();
            part.debits = part.debits.add(amount.max(BigDecimal.ZERO));
            part.credits = part.credits.subtract(amount.min(BigDecimal.ZERO));
        }
    }
}
