package fairlead.platform;

import static fairlead.platform.TestAgent.expect;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.platform.http.Json;
import fairlead.platform.store.Hash;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;

/**
 * By hand: what a million records cost to arrive, to be committed and to be read, on a platform in
 * a process of its own (benchmarks/platform).
 */
final class Million {
    private static final int CHUNK = 10_000;
    private static final int TIMES = 10;

    private final NodeProcess node;
    private final TestAgent agent;
    private Optional<String> base = Optional.empty();
    private BigInteger held = Hash.NO_RECORDS;
    private String text = "";

    private Million(NodeProcess node, TestAgent agent) {
        this.node = node;
        this.agent = agent;
    }

    /** How many records, and the database's address when it is not H2. */
    public static void main(String[] args) throws Exception {
        int records = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        String address = args.length > 1 ? args[1] : "";
        Path data = Files.createTempDirectory("million");
        try (NodeProcess node =
                NodeProcess.start(
                        data, address, "", NodeProcess.AS_SHIPPED, "-Dfairlead.test.log=INFO")) {
            Http.Vendor vendor =
                    new Http(node.url).vendor(Files.readString(data.resolve("api-key")).strip());
            String company = vendor.company();
            TestAgent agent = TestAgent.linked(node.url, company);
            Million million = new Million(node, agent);
            million.send(0, records, "Replace", "first");
            read(vendor, company, records);
            million.send(0, records, "Replace", "second");
            read(vendor, company, records);
            million.send(500, 1500, "Delta", "changed");
            read(vendor, company, records);
        }
    }

    /** Sends these records, each with this text, as one set. */
    private void send(int from, int to, String mode, String newText) {
        String set = UUID.randomUUID().toString();
        String dataset = UUID.randomUUID().toString();
        ByteArrayOutputStream hashes = new ByteArrayOutputStream();
        BigInteger digest = mode.equals("Delta") ? held : Hash.NO_RECORDS;
        Duration began = node.cpu();
        long start = System.nanoTime();
        long making = 0;
        int chunks = 0;
        for (int i = from; i < to; i += CHUNK) {
            long make = System.nanoTime();
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            for (int j = i; j < Math.min(to, i + CHUNK); j++) {
                byte[] json = json(j, newText);
                digest = Hash.plus(digest, Hash.term("INV-" + j, Hash.sha256(json)));
                if (mode.equals("Delta")) {
                    byte[] before = Hash.sha256(json(j, text));
                    digest = Hash.minus(digest, Hash.term("INV-" + j, before));
                }
                lines.writeBytes(("U\t\"INV-" + j + "\"\t").getBytes(StandardCharsets.UTF_8));
                lines.writeBytes(json);
                lines.write('\n');
            }
            byte[] chunk = TestAgent.gzip(lines.toByteArray());
            hashes.writeBytes(TestAgent.sha256(chunk));
            making += System.nanoTime() - make;
            expect(200, agent.putChunk(set, dataset, "invoices", chunks++, chunk));
        }
        System.out.printf(
                Locale.ROOT,
                "%d records staged in %d ms, of which made here %d ms; %d records staged a CPU-second%n",
                to - from,
                (System.nanoTime() - start) / 1_000_000,
                making / 1_000_000,
                perCpuSecond(to - from, began));
        String end =
                "{\"mappingVersion\":1,\"readFrom\":\"2026-01-31T12:00:00Z\",\"readTo\":"
                        + "\"2026-01-31T12:01:00Z\",\"moving\":false,\"requestIds\":[],\"omitted\":[],"
                        + "\"findings\":[],\"datasets\":[{\"datasetId\":\""
                        + dataset
                        + "\",\"dataType\":\"invoices\",\"base\":"
                        + base.map(id -> "\"" + id + "\"").orElse("null")
                        + ",\"mode\":\""
                        + mode
                        + "\",\"chunks\":"
                        + chunks
                        + ",\"chunksSha256\":\""
                        + TestAgent.hex(TestAgent.sha256(hashes.toByteArray()))
                        + "\",\"upserts\":"
                        + (to - from)
                        + ",\"deletes\":0,\"keeps\":0,\"debits\":\""
                        + (to - from)
                        + ".00\",\"credits\":\"0\",\"digest\":\""
                        + Hash.text(digest)
                        + "\"}]}";
        long ended = System.nanoTime();
        var reply =
                agent.call(
                        "POST", "/connections/" + agent.connection + "/sets/" + set + "/end", end);
        System.out.println(
                "end of a "
                        + mode
                        + ": "
                        + (System.nanoTime() - ended) / 1_000_000
                        + " ms "
                        + reply.status()
                        + " "
                        + reply.text().substring(0, 60));
        expect(200, reply);
        System.out.printf(
                Locale.ROOT,
                "staged, prepared and committed: %d records a CPU-second%n",
                perCpuSecond(to - from, began));
        base = Optional.of(dataset);
        held = digest;
        text = newText;
    }

    private long perCpuSecond(int records, Duration before) {
        return records * 1000L / Math.max(1, node.cpu().minus(before).toMillis());
    }

    private static byte[] json(int i, String text) {
        StringBuilder json =
                new StringBuilder(
                                "{\"id\":\"INV-"
                                        + i
                                        + "\",\"issueDate\":\"2026-01-31T00:00:00\",\"status\":"
                                        + "\"Submitted\",\"totalTaxAmount\":0.00,\"totalAmount\":1.00,"
                                        + "\"amountDue\":1.00,\"note\":\""
                                        + text)
                        .append(i)
                        .append("\",\"lineItems\":[");
        for (int line = 0; line < 4; line++) {
            json.append(line == 0 ? "" : ",")
                    .append("{\"description\":\"Line ")
                    .append(line + i)
                    .append(
                            "\",\"unitAmount\":0.25,\"quantity\":1,\"accountRef\":{\"id\":\"4000\"}")
                    .append(",\"taxRateRef\":{\"id\":\"1\"},\"trackingCategoryRefs\":[]}");
        }
        return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Never the same call twice: H2 keeps the last result of a query. */
    private static void read(Http.Vendor vendor, String company, int records) {
        int pages = records / 100;
        time(vendor, company, "page=1 to 10", i -> "page=" + (i + 1));
        time(vendor, company, "the middle page", i -> "page=" + (pages / 2 - i));
        time(vendor, company, "the page at nine tenths", i -> "page=" + (pages * 9 / 10 - i));
        time(vendor, company, "query=id", i -> "query=id%3DINV-" + (records / 2 + i));
        time(
                vendor,
                company,
                "query=metadata.isDeleted=false",
                i -> "query=metadata.isDeleted%3Dfalse&page=" + (i + 1));
        time(
                vendor,
                company,
                "orderBy=-modifiedDate",
                i -> "orderBy=-modifiedDate&page=" + (i + 1));
    }

    private static void time(
            Http.Vendor vendor, String company, String what, IntFunction<String> query) {
        long[] millis = new long[TIMES];
        JsonNode json = Json.object();
        for (int i = 0; i < TIMES; i++) {
            long start = System.nanoTime();
            Http.Reply reply =
                    vendor.get("/companies/" + company + "/data/invoices?" + query.apply(i));
            millis[i] = (System.nanoTime() - start) / 1_000_000;
            json = reply.json();
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%s: %d ms in the middle, %d to %d; %d of %s%n",
                what,
                millis[TIMES / 2],
                millis[0],
                millis[TIMES - 1],
                json.path("results").size(),
                json.path("totalResults"));
    }
}
