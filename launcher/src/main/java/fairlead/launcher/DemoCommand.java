package fairlead.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = {
            "Shows everything at work on this PC: a platform, a demo company and an agent, each in a"
                    + " process of its own; links the company and syncs it.",
            "With --exit the exit code is 0 only if all of it arrived and every figure is right."
        })
final class DemoCommand implements Callable<Integer> {

    @Option(
            names = "--exit",
            description = "Compare the figures and end when the first sync has ended.")
    boolean exit;

    @Option(
            names = "--update",
            description =
                    "Change two bundles while the first sync runs, then offer a broken release; the"
                            + " exit code is 0 only if that went as it should, too.")
    boolean update;

    @Option(
            names = "--transactions",
            paramLabel = "N",
            description =
                    "How many transactions the company has; 2000 unless said otherwise, 100000 with"
                            + " --update.")
    Integer transactions;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "S",
            description = "Which company it is; 1 unless said otherwise.")
    long seed;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where to keep it; a temporary directory unless said otherwise.")
    Path data;

    @Option(names = "--no-link", description = "Start the parts and leave the linking to you.")
    boolean noLink;

    private final PrintStream out = System.out;
    private final List<Child> children = new ArrayList<>();
    private volatile boolean ending;

    @Override
    public Integer call() throws LauncherException, InterruptedException, IOException {
        if (update && noLink) {
            throw new LauncherException(
                    ExitCode.USAGE, "--update needs a sync that runs, and --no-link starts none.");
        }
        Path directory =
                data == null
                        ? Files.createTempDirectory("fairlead-demo-")
                        : data.toAbsolutePath().normalize();
        Files.createDirectories(directory);
        Thread end = new Thread(() -> end(directory), "fairlead-demo-end");
        Runtime.getRuntime().addShutdownHook(end);
        try {
            return run(directory).number;
        } catch (LauncherException e) {
            if (ending) {
                return ExitCode.OK.number; // Ctrl-C reaches the other processes, too
            }
            throw e;
        }
    }

    private void end(Path directory) {
        ending = true;
        synchronized (children) {
            for (int i = children.size() - 1; i >= 0; i--) {
                children.get(i).stop();
            }
        }
        if (data == null) {
            DataDirectory.deleteTree(directory);
        }
    }

    private Child start(String command, Path directory, String... arguments)
            throws LauncherException {
        return add(Child.start(Dist.ofThisProcess(), command, directory, List.of(arguments)));
    }

    private int transactions() {
        return transactions != null ? transactions : update ? 100_000 : 2_000;
    }

    /** With a trial so short that a demonstration can wait for it. */
    private Child startAgent(Path directory, String platform) throws LauncherException {
        List<String> java =
                update
                        ? List.of("-Dfairlead.trial.window=" + UpdateDemo.WINDOW_SECONDS)
                        : List.of();
        List<String> arguments = List.of("--platform", platform, "--headless");
        return add(Child.start(Dist.ofThisProcess(), "agent", directory, java, arguments));
    }

    private Child add(Child child) {
        synchronized (children) {
            children.add(child);
        }
        return child;
    }

    private ExitCode run(Path directory)
            throws LauncherException, InterruptedException, IOException {
        out.println("Starting a platform, a demo company and an agent.");
        Child platform = start("platform", directory, "--port", "0");
        Child company =
                start(
                        "demo-company",
                        directory,
                        "--transactions",
                        Integer.toString(transactions()),
                        "--seed",
                        Long.toString(seed));
        JsonNode platformReady = platform.ready();
        String url = platformReady.path("url").asText();
        Child agent = startAgent(directory, url);
        JsonNode books = made(company);
        agent.ready();

        String key = Files.readString(Path.of(platformReady.path("apiKeyFile").asText())).strip();
        PublicApi api = new PublicApi(URI.create(url), key);
        String companyId;
        Optional<DemoSync> sync = Optional.empty();
        try (ControlClient control = ControlClient.open(directory.resolve("agent"))) {
            String linked =
                    control.ask("status").path("companies").path(0).path("companyId").asText();
            companyId = linked.isEmpty() ? create(api) : linked;
            if (noLink && linked.isEmpty()) {
                unlinked(directory, companyId, books);
            } else {
                if (linked.isEmpty()) {
                    link(control, companyId, books);
                } else {
                    syncAgain(control);
                }
                if (update) {
                    changeBundles(directory, api, companyId);
                }
                sync = Optional.of(new DemoSync(out, api, companyId));
                sync.get().table(sync.get().await(control, truth(books).names()));
            }
        }
        address(url, key);
        if (exit) {
            if (sync.isPresent()) {
                sync.get().compare(truth(books));
            }
            return ExitCode.OK;
        }
        if (sync.isPresent()) {
            tryIt(url, key, companyId);
            linkYourself(directory, companyId, books);
        }
        out.println();
        out.println("Everything stays up until you press Ctrl-C.");
        return stayUp();
    }

    private JsonNode made(Child company) throws LauncherException, InterruptedException {
        try (Making making = new Making(out)) {
            return company.ready(making::show);
        }
    }

    private static Truth truth(JsonNode books) throws LauncherException {
        return Truth.read(Path.of(books.path("truth").asText()));
    }

    private static String create(PublicApi api) throws LauncherException {
        String id = api.post("/companies", "{\"name\":\"Fairlead Demo\"}").path("id").asText();
        api.post("/companies/" + id + "/connections", "{\"platformKey\":\"hbql\"}");
        return id;
    }

    private void unlinked(Path directory, String companyId, JsonNode books) throws IOException {
        out.println();
        out.println("The company is not linked yet:");
        out.println();
        out.println("  Company      " + books.path("url").asText());
        out.println("  User         " + books.path("user").asText());
        out.println("  Password     " + Files.readString(passwordFile(books)).strip());
        out.println("  Licence key  " + companyId);
        out.println();
        out.println("Link it from another terminal:");
        out.println();
        out.println(linkCommand(directory, companyId, books));
    }

    private static String linkCommand(Path directory, String licenseKey, JsonNode books) {
        return "  "
                + Dist.command()
                + " link --data "
                + directory.resolve("agent")
                + " --license-key "
                + licenseKey
                + " --company "
                + books.path("url").asText()
                + " --user "
                + books.path("user").asText()
                + " --password-stdin < "
                + passwordFile(books);
    }

    private static Path passwordFile(JsonNode books) {
        return Path.of(books.path("passwordFile").asText());
    }

    private void link(ControlClient agent, String companyId, JsonNode books)
            throws LauncherException, IOException {
        Map<String, String> arguments =
                Map.of(
                        "licenseKey", companyId,
                        "package", "sage50",
                        "location", books.path("url").asText(),
                        "user", books.path("user").asText(),
                        "password", Files.readString(passwordFile(books)).strip());
        JsonNode linked = agent.ask("link", arguments, message -> {});
        out.println(
                "Linked the company " + linked.path("books").asText("") + "; its first sync runs.");
        out.println();
    }

    private void changeBundles(Path directory, PublicApi api, String companyId)
            throws LauncherException, InterruptedException {
        new UpdateDemo(
                        out,
                        directory,
                        Dist.ofThisProcess().factory(),
                        directory.resolve("agent"),
                        api,
                        companyId)
                .run();
    }

    /** Of a demo that was kept. */
    private void syncAgain(ControlClient agent) throws LauncherException {
        if (update) {
            throw new LauncherException(
                    ExitCode.USAGE,
                    "--update shows a company's first sync, and this one was synced before: choose"
                            + " another --data.");
        }
        agent.ask("sync");
        out.println("The company was linked by a former run; it is synced again.");
        out.println();
    }

    private void address(String url, String key) {
        out.println();
        out.println("  Platform  " + url);
        out.println("  Portal    " + url + "/portal");
        out.println("  API key   " + key);
    }

    private void tryIt(String url, String key, String companyId) {
        out.println();
        out.println("Try it:");
        out.println();
        out.println(
                "  curl -H \"Authorization: Basic $(printf %s '"
                        + key
                        + "' | base64 -w0)\" "
                        + url
                        + "/companies/"
                        + companyId
                        + "/data/invoices");
    }

    /** Books are linked to one company at a time. */
    private void linkYourself(Path directory, String companyId, JsonNode books) {
        out.println();
        out.println(
                "Or link the books yourself: add a company in the portal, follow its link, and");
        out.println("say in another terminal, with the licence key of that page for KEY:");
        out.println();
        out.println(
                "  "
                        + Dist.command()
                        + " unlink --data "
                        + directory.resolve("agent")
                        + " --company "
                        + companyId);
        out.println(linkCommand(directory, "KEY", books));
    }

    private ExitCode stayUp() throws LauncherException, InterruptedException {
        while (true) {
            Thread.sleep(1000);
            for (Child child : children) {
                if (!child.isAlive()) {
                    throw new LauncherException(
                            ExitCode.FAILED, "The " + child.name() + " has ended by itself.");
                }
            }
        }
    }
}
