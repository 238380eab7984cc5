package fairlead.platform;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.Http.Reply;
import fairlead.platform.http.Json;
import fairlead.sync.api.Digest;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A set as an agent makes it, chunk by chunk; what must come out is computed here by itself. */
final class TestSet {
    TestAgent agent;
    final String id = UUID.randomUUID().toString();
    final Map<String, Part> parts = new LinkedHashMap<>();
    final List<String> requests = new ArrayList<>();
    final Map<String, String> omitted = new LinkedHashMap<>();
    boolean moving;

    TestSet(TestAgent agent) {
        this.agent = agent;
    }

    /** One type's part of the set. */
    final class Part {
        final String type;
        final String dataset = UUID.randomUUID().toString();
        final List<byte[]> chunks = new ArrayList<>();
        String mode = "Replace";
        String base = null;
        long upserts;
        long deletes;
        long keeps;
        BigDecimal debits = BigDecimal.ZERO;
        BigDecimal credits = BigDecimal.ZERO;
        String digest = Digest.EMPTY.toString();
        private StringBuilder lines = new StringBuilder();

        Part(String type) {
            this.type = type;
        }

        Part onto(String newBase, String newMode) {
            base = newBase;
            mode = newMode;
            return this;
        }

        Part record(String recordId, String json) {
            lines.append("U\t\"").append(recordId).append("\"\t").append(json).append('\n');
            upserts++;
            return this;
        }

        Part document(String recordId, String total) {
            debits = debits.add(new BigDecimal(total));
            return record(recordId, "{\"id\":\"" + recordId + "\",\"totalAmount\":" + total + "}");
        }

        Part delete(String recordId) {
            lines.append("D\t\"").append(recordId).append("\"\n");
            deletes++;
            return this;
        }

        Part keep(String recordId) {
            lines.append("K\t\"").append(recordId).append("\"\t\"FIELD\"\t\"It is odd.\"\n");
            keeps++;
            return this;
        }

        /** Ends the chunk that is being written. */
        Part cut() {
            chunks.add(TestAgent.gzip(lines.toString().getBytes(StandardCharsets.UTF_8)));
            lines = new StringBuilder();
            return this;
        }

        Reply put(int number) {
            return agent.putChunk(id, dataset, type, number, chunks.get(number));
        }

        ObjectNode json() {
            ByteArrayOutputStream hashes = new ByteArrayOutputStream();
            chunks.forEach(chunk -> hashes.writeBytes(TestAgent.sha256(chunk)));
            ObjectNode json =
                    Json.object()
                            .put("datasetId", dataset)
                            .put("dataType", type)
                            .put("base", base)
                            .put("mode", mode)
                            .put("chunks", chunks.size())
                            .put(
                                    "chunksSha256",
                                    TestAgent.hex(TestAgent.sha256(hashes.toByteArray())))
                            .put("upserts", upserts)
                            .put("deletes", deletes)
                            .put("keeps", keeps)
                            .put("debits", debits.toPlainString())
                            .put("credits", credits.toPlainString());
            return json.put("digest", mode.equals("Merge") ? null : digest);
        }
    }

    Part part(String type) {
        return parts.computeIfAbsent(type, Part::new);
    }

    /** What the platform must hold afterwards: JSON by id; a null stands for a kept reject. */
    TestSet expecting(String type, Map<String, String> holdings) {
        Digest digest = Digest.EMPTY;
        for (Map.Entry<String, String> each : holdings.entrySet()) {
            digest =
                    digest.plus(
                            each.getKey(),
                            each.getValue() == null
                                    ? Digest.kept()
                                    : Digest.hash(
                                            each.getValue().getBytes(StandardCharsets.UTF_8)));
        }
        part(type).digest = digest.toString();
        return this;
    }

    TestSet send() {
        for (Part part : parts.values()) {
            if (part.lines.length() > 0) {
                part.cut();
            }
            for (int i = 0; i < part.chunks.size(); i++) {
                TestAgent.expect(200, part.put(i));
            }
        }
        return this;
    }

    ObjectNode endJson() {
        ObjectNode end =
                Json.object()
                        .put("mappingVersion", 1)
                        .put("readFrom", "2026-01-31T12:00:00Z")
                        .put("readTo", "2026-01-31T12:01:00Z")
                        .put("moving", moving);
        ArrayNode asked = end.putArray("requestIds");
        requests.forEach(asked::add);
        ArrayNode datasets = end.putArray("datasets");
        parts.values().forEach(part -> datasets.add(part.json()));
        ArrayNode left = end.putArray("omitted");
        omitted.forEach((type, why) -> left.addObject().put("dataType", type).put("reason", why));
        end.putArray("findings");
        return end;
    }

    Reply end() {
        return agent.call(
                "POST",
                "/connections/" + agent.connection + "/sets/" + id + "/end",
                endJson().toString());
    }

    /** Records by id, each with its own name. */
    static Map<String, String> customers(int from, int to) {
        Map<String, String> records = new TreeMap<>();
        for (int i = from; i < to; i++) {
            String id = String.format(java.util.Locale.ROOT, "C%05d", i);
            records.put(
                    id,
                    "{\"id\":\""
                            + id
                            + "\",\"customerName\":\"Customer "
                            + i
                            + "\",\"status\":\"Active\"}");
        }
        return records;
    }

    /** A whole set of customers onto this base, sent but not ended. */
    static TestSet whole(TestAgent agent, String base, Map<String, String> records) {
        TestSet set = new TestSet(agent);
        Part part = set.part("customers").onto(base, "Replace");
        records.forEach(part::record);
        return set.expecting("customers", records).send();
    }

    String dataset(String type) {
        return parts.get(type).dataset;
    }
}
