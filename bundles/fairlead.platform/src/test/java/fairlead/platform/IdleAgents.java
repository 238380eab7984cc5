package fairlead.platform;

import static fairlead.platform.TestAgent.expect;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.platform.http.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * By hand: what agents that only wait cost a platform in a process of its own, and how soon an
 * order reaches one of them (benchmarks/platform).
 */
final class IdleAgents {
    private static final int HELD = 55;
    private static final int ORDERS = 40;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;
    private final Map<String, CountDownLatch> ordered = new ConcurrentHashMap<>();

    private IdleAgents(String url) {
        this.url = url;
    }

    /** How many agents, for how many seconds, and the database's address when it is not H2. */
    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[0]);
        int seconds = Integer.parseInt(args[1]);
        Path data = Files.createTempDirectory("idle");
        try (NodeProcess node =
                NodeProcess.start(
                        data, args.length > 2 ? args[2] : "", "", NodeProcess.AS_SHIPPED)) {
            Http http = new Http(node.url);
            Http.Vendor vendor = http.vendor(Files.readString(data.resolve("api-key")).strip());
            IdleAgents idle = new IdleAgents(node.url);
            List<TestAgent> agents = new ArrayList<>();
            List<String> companies = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                TestAgent agent = new TestAgent(http, node.url);
                companies.add(vendor.company());
                expect(201, agent.register(companies.get(i)));
                expect(200, agent.fetchToken());
                agents.add(agent);
                idle.poll(agent, List.of());
            }
            node.sleep(Duration.ofSeconds(20)); // what was compiled for the registrations is past
            Duration before = node.cpu();
            long start = System.nanoTime();
            node.sleep(Duration.ofSeconds(seconds));
            double share =
                    (double) node.cpu().minus(before).toNanos() / (System.nanoTime() - start);
            System.out.printf(
                    Locale.ROOT,
                    "%d idle agents, polls held %d s: %.1f %% of a core over %d s%n",
                    count,
                    HELD,
                    100 * share,
                    seconds);
            idle.orders(vendor, companies, agents);
        }
        System.exit(0);
    }

    private void orders(Http.Vendor vendor, List<String> companies, List<TestAgent> agents)
            throws InterruptedException {
        long[] millis = new long[ORDERS];
        for (int i = 0; i < ORDERS; i++) {
            int at = i * agents.size() / ORDERS;
            TestAgent agent = agents.get(at);
            CountDownLatch came = new CountDownLatch(1);
            ordered.put(agent.id, came);
            long start = System.nanoTime();
            expect(
                    200,
                    vendor.post(
                            "/vendor/companies/"
                                    + companies.get(at)
                                    + "/connections/"
                                    + agent.connection
                                    + "/orders",
                            "{\"kind\":\"checkForUpdates\"}"));
            if (!came.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("an order did not come");
            }
            millis[i] = (System.nanoTime() - start) / 1_000_000;
        }
        long first = millis[0];
        Arrays.sort(millis, 1, ORDERS);
        System.out.printf(
                Locale.ROOT,
                "an order reaches its agent in %d ms in the middle, %d at most of %d;"
                        + " the first of a cold process in %d ms%n",
                millis[ORDERS / 2],
                millis[ORDERS - 1],
                ORDERS - 1,
                first);
    }

    /** Polls for ever. */
    @SuppressWarnings("FutureReturnValueIgnored") // a poll that fails is missed by its order
    private void poll(TestAgent agent, List<String> acknowledged) {
        var body = Json.object().put("waitSeconds", HELD);
        body.putObject("agent").put("version", "1").put("java", "17").put("os", "Linux");
        body.putArray("companies").add(agent.connection);
        var acks = body.putArray("acknowledged");
        acknowledged.forEach(acks::add);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + TestAgent.V1 + "/poll"))
                        .POST(BodyPublishers.ofByteArray(Json.write(body)));
        agent.headers().forEach(request::setHeader);
        client.sendAsync(request.build(), BodyHandlers.ofByteArray())
                .whenComplete(
                        (response, failure) -> {
                            if (failure == null && response.statusCode() == 200) {
                                poll(agent, heard(agent, response.body()));
                            }
                        });
    }

    private List<String> heard(TestAgent agent, byte[] body) {
        List<String> ids = new ArrayList<>();
        try {
            for (JsonNode order : Json.read(body).path("orders")) {
                ids.add(order.path("id").asText());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        CountDownLatch waiting = ordered.get(agent.id);
        if (!ids.isEmpty() && waiting != null) {
            waiting.countDown();
        }
        return ids;
    }
}
