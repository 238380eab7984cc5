package fairlead.platform;

import static fairlead.platform.TestAgent.expect;

import fairlead.platform.store.Hash;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;

/** By hand: how long a million records take to arrive, to be committed and to be read. */
final class Million {
    private static final int CHUNK = 10_000;

    private Million() {}

    public static void main(String[] args) throws Exception {
        int records = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        Path data = Files.createTempDirectory("million");
        try (Server server = Server.start(data, Clock.systemUTC())) {
            Http.Vendor vendor = new Http(server.url).vendor(server.apiKey());
            String company = vendor.company();
            TestAgent agent = TestAgent.linked(server.url, company);
            String base = whole(agent, null, 0, records, "Replace", "first");
            read(vendor, company, records);
            base = whole(agent, base, 0, records, "Replace", "second");
            read(vendor, company, records);
            whole(agent, base, 500, 1500, "Delta", "changed");
            read(vendor, company, records);
            say("tidied", () -> server.node.store().sweeper().sweep(Long.MAX_VALUE));
            read(vendor, company, records);
        }
    }

    private static String whole(
            TestAgent agent, String base, int from, int to, String mode, String text) {
        String set = UUID.randomUUID().toString();
        String dataset = UUID.randomUUID().toString();
        ByteArrayOutputStream hashes = new ByteArrayOutputStream();
        BigInteger digest = Hash.NO_RECORDS;
        long cpu = cpu();
        long start = System.nanoTime();
        long making = 0;
        int chunks = 0;
        for (int i = from; i < to; i += CHUNK) {
            long make = System.nanoTime();
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            for (int j = i; j < Math.min(to, i + CHUNK); j++) {
                byte[] json = json(j, text);
                digest = Hash.plus(digest, Hash.term("INV-" + j, Hash.sha256(json)));
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
                "%d records staged in %d ms, of which made here %d ms, CPU %d ms%n",
                to - from,
                (System.nanoTime() - start) / 1_000_000,
                making / 1_000_000,
                (cpu() - cpu) / 1_000_000);
        String end =
                "{\"mappingVersion\":1,\"readFrom\":\"2026-01-31T12:00:00Z\",\"readTo\":"
                        + "\"2026-01-31T12:01:00Z\",\"moving\":false,\"requestIds\":[],\"omitted\":[],"
                        + "\"findings\":[],\"datasets\":[{\"datasetId\":\""
                        + dataset
                        + "\",\"dataType\":\"invoices\",\"base\":"
                        + (base == null ? "null" : "\"" + base + "\"")
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
        return reply.status() == 200 ? dataset : base;
    }

    private static byte[] json(int i, String text) {
        StringBuilder json =
                new StringBuilder(
                                "{\"id\":\"INV-" + i + "\",\"totalAmount\":1.00,\"note\":\"" + text)
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

    private static void read(Http.Vendor vendor, String company, int records) {
        for (String page :
                new String[] {
                    "?page=1",
                    "?page=2",
                    "?page=9",
                    "?page=" + records / 100,
                    "?page=2&query=metadata.isDeleted%3Dfalse",
                    "?page=1&orderBy=-modifiedDate"
                }) {
            long start = System.nanoTime();
            var reply = vendor.get("/companies/" + company + "/data/invoices" + page);
            System.out.println(
                    page
                            + ": "
                            + (System.nanoTime() - start) / 1_000_000
                            + " ms, "
                            + reply.status()
                            + ", total "
                            + reply.json().path("totalResults")
                            + ", here "
                            + reply.json().path("results").size());
        }
    }

    private static void say(String what, Runnable work) {
        long start = System.nanoTime();
        work.run();
        System.out.println(
                what + " in " + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
