package fairlead.itests.rig;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A demo company, a platform and an agent, each a real process of the launcher, on one machine. */
public final class Rig implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SYNC = Duration.ofMinutes(3);

    private final Path directory;
    private final Optional<String> supervised;
    private final Map<String, String> environment;
    private final int port;
    private final String platformUrl;
    private final Program company;
    private final Served served;
    private final PlatformApi api;
    private final String companyId;
    private final Books books;
    private Program platform;
    private Program agent;

    public Rig(Path directory, int transactions, long seed)
            throws IOException, InterruptedException {
        this(directory, transactions, seed, Optional.empty());
    }

    /**
     * Starts all three, links the company and syncs it once.
     *
     * @param supervised the options of the agent's Java when a supervisor is to keep it running;
     *     empty: it runs by itself
     */
    public Rig(Path directory, int transactions, long seed, Optional<String> supervised)
            throws IOException, InterruptedException {
        this(directory, transactions, seed, supervised, Map.of());
    }

    /**
     * As {@link #Rig(Path, int, long, Optional)}.
     *
     * @param environment of the agent and its supervisor, beside this process's
     */
    public Rig(
            Path directory,
            int transactions,
            long seed,
            Optional<String> supervised,
            Map<String, String> environment)
            throws IOException, InterruptedException {
        this.directory = Files.createDirectories(directory);
        this.supervised = supervised;
        this.environment = Map.copyOf(environment);
        this.port = freePort();
        this.platformUrl = "http://127.0.0.1:" + port;
        company =
                Program.start(
                        directory,
                        "demo-company",
                        Optional.empty(),
                        "demo-company",
                        "--data",
                        companyData().toString(),
                        "--transactions",
                        Integer.toString(transactions),
                        "--seed",
                        Long.toString(seed),
                        "--ready-json",
                        "--stop-with-stdin");
        JsonNode ready = JSON.readTree(company.line());
        served = Served.of(ready);
        platform = launchPlatform(Optional.empty());
        platform.line();
        api = new PlatformApi(platformUrl, apiKey());
        companyId = newCompany("Kill test");
        books = new Books(api, companyId, Path.of(ready.get("truth").asText()));
        books.remember();
        agent = launchAgent(Optional.empty());
        agent.line();
        Command linked = link(agentData(), companyId);
        if (linked.code() != 0) {
            throw new AssertionError("linking failed: " + linked);
        }
        awaitSynced();
    }

    /**
     * Books that can be linked.
     *
     * @param location what a person says to {@code --company}
     */
    public record Served(String location, String user, String password) {
        private static Served of(JsonNode ready) throws IOException {
            return new Served(
                    ready.get("url").asText(),
                    ready.get("user").asText(),
                    Files.readString(Path.of(ready.get("passwordFile").asText())).strip());
        }
    }

    /** The demo company's books. */
    public Served served() {
        return served;
    }

    /** Makes a company on the platform that can be linked; returns its licence key. */
    public String newCompany(String name) {
        String id = api.post("/companies", "{\"name\":\"" + name + "\"}").get("id").asText();
        api.post("/companies/" + id + "/connections", "{\"platformKey\":\"hbql\"}");
        return id;
    }

    /** Links the demo company's books to the agent on a data directory. */
    public Command link(Path agentData, String licenseKey)
            throws IOException, InterruptedException {
        return link(agentData, licenseKey, served);
    }

    /** Links books to the agent on a data directory. */
    public Command link(Path agentData, String licenseKey, Served books)
            throws IOException, InterruptedException {
        return Command.run(
                books.password() + "\n",
                "link",
                "--data",
                agentData.toString(),
                "--license-key",
                licenseKey,
                "--package",
                "sage50",
                "--company",
                books.location(),
                "--user",
                books.user(),
                "--password-stdin",
                "--yes");
    }

    /** Where the platform is reached. */
    public String platformUrl() {
        return platformUrl;
    }

    /** The vendor's key. */
    public String apiKey() throws IOException {
        return Files.readString(platformData().resolve("api-key")).strip();
    }

    /** The company that is linked. */
    public String companyId() {
        return companyId;
    }

    /** Where the platform keeps everything. */
    public Path platformData() {
        return directory.resolve("platform");
    }

    /** Where the agent keeps everything. */
    public Path agentData() {
        return directory.resolve("agent");
    }

    /** Where the demo company lies. */
    public Path companyData() {
        return directory.resolve("company");
    }

    private Program launchPlatform(Optional<Program.Kill> kill) {
        return Program.start(
                directory,
                "platform",
                kill,
                "platform",
                "--data",
                platformData().toString(),
                "--port",
                Integer.toString(port),
                "--ready-json");
    }

    private Program launchAgent(Optional<Program.Kill> kill) {
        List<String> words = new ArrayList<>(List.of("agent", "--data", agentData().toString()));
        words.addAll(List.of("--platform", platformUrl, "--headless", "--ready-json"));
        if (supervised.isEmpty()) {
            words.add("--no-supervisor"); // the test itself says when it runs again
        }
        String options = kill.map(Program.Kill::options).or(() -> supervised).orElse("");
        return Program.start(
                directory, "agent", options, environment, words.toArray(String[]::new));
    }

    /** Changes the books, by a command of the demo company's. */
    public void change(String command) {
        company.ask(command);
        company.ask("truth");
        books.remember();
    }

    /** A bit of everything that somebody does in the books. */
    public void workInTheBooks() {
        change("post 5");
        change("amend");
        change("correct");
        change("delete");
    }

    /** Asks for a sync of everything, as the vendor does. */
    public void requestSync() {
        api.post("/companies/" + companyId + "/data/all", "");
    }

    private String connection() {
        return api.get("/companies/" + companyId + "/connections").at("/results/0/id").asText();
    }

    /** Orders something of the agent, as the vendor does; returns the order's id. */
    public String order(String kind) {
        return api.post(
                        "/vendor/companies/"
                                + companyId
                                + "/connections/"
                                + connection()
                                + "/orders",
                        "{\"kind\":\"" + kind + "\"}")
                .get("id")
                .asText();
    }

    /** Waits until the agent has said that it has done this. */
    public void awaitDone(String orderId) {
        await().atMost(SYNC)
                .pollInterval(200, MILLISECONDS)
                .until(
                        () -> {
                            for (JsonNode order :
                                    api.get("/vendor/agents").at("/results/0/orders")) {
                                if (order.get("id").asText().equals(orderId)) {
                                    return order.has("done");
                                }
                            }
                            return false;
                        });
    }

    /** What the platform says at this path. */
    public JsonNode asks(String path) {
        return api.get(path);
    }

    /** The agent; where one is asked for, its supervisor. */
    public Program agent() {
        return agent;
    }

    public Program platform() {
        return platform;
    }

    /** What serves the books. */
    public Program company() {
        return company;
    }

    /** The process of Java under the supervisor; empty while none runs. */
    public Optional<ProcessHandle> host() {
        return agent.handle()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .findFirst();
    }

    /** Asks the running agent. */
    public Control control() {
        return new Control(agentData());
    }

    /** Starts the agent anew, to die at this point; the former one is stopped in order. */
    public void restartAgent(Optional<Program.Kill> kill) throws InterruptedException {
        if (agent.alive()) {
            agent.stop();
        }
        agent = launchAgent(kill);
    }

    /** Starts the platform anew, to die at this point; the former one is stopped in order. */
    public void restartPlatform(Optional<Program.Kill> kill) throws InterruptedException {
        if (platform.alive()) {
            platform.stop();
        }
        platform = launchPlatform(kill);
        platform.line();
    }

    public Program.Kill killAt(String point, int time) throws IOException {
        return new Program.Kill(
                point, time, Files.createTempDirectory(directory, point).resolve("witness"));
    }

    /** Waits until nothing is queued or under way, and the last of everything is Complete. */
    public void awaitSynced() {
        awaitSynced(companyId);
    }

    /** The same of a company that was linked beside the first. */
    public void awaitSynced(String companyId) {
        await().atMost(SYNC)
                .pollInterval(200, MILLISECONDS)
                .untilAsserted(
                        () -> {
                            Set<String> open = open(companyId);
                            if (!open.isEmpty()) {
                                throw new AssertionError("not complete: " + open);
                            }
                        });
    }

    /** Is nothing queued or under way just now, as the platform sees it? */
    public boolean isSynced() {
        return open(companyId).isEmpty();
    }

    /** The data types that are not Complete, and what they are. */
    private Set<String> open(String companyId) {
        Set<String> open = new HashSet<>();
        api.get("/companies/" + companyId + "/dataStatus")
                .properties()
                .forEach(
                        type -> {
                            String status = type.getValue().get("currentStatus").asText();
                            if (!status.equals("Complete")) {
                                open.add(type.getKey() + " " + status);
                            }
                        });
        return open;
    }

    /**
     * A set that was under way may be of the moment before the last change, though nobody had asked
     * for it: a second one is of now.
     */
    public void syncToNow() {
        for (int i = 0; i < 2; i++) {
            requestSync();
            awaitSynced();
        }
    }

    /** The platform holds exactly the company's records. */
    public void assertBooksEqual(String when) {
        books.assertEqual(when);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        agent.close();
        platform.close();
        company.close();
    }
}
