package fairlead.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.launcher.release.ReleaseException;
import fairlead.publish.release.JarChange;
import fairlead.publish.release.NextRelease;
import fairlead.publish.release.RefusedException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What {@code demo --update} shows while a sync runs: two bundles of the agent change under it, and
 * a broken release goes back by itself. Each step ends with what was expected, or with an exception
 * that says what was seen instead.
 */
final class UpdateDemo {
    /** How long a good release is watched here; 60 s unless somebody says otherwise. */
    static final int WINDOW_SECONDS = 3;

    private static final String READER = "fairlead.accounting.sage50";
    private static final String TRANSPORT = "fairlead.transport.codat";
    private static final String NEXT = "0.1.1";
    private static final String BROKEN = "0.1.2";
    private static final String ROW = "  %-14s  %-8s  %-7s  %-9s  %-8s  %s";
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final PrintStream out;
    private final Path directory;
    private final Path factory;
    private final Path data;
    private final PublicApi api;
    private final String companyId;

    /**
     * @param directory where the releases are made
     * @param factory the release that the agent was built with
     * @param data the agent's data directory
     */
    UpdateDemo(
            PrintStream out,
            Path directory,
            Path factory,
            Path data,
            PublicApi api,
            String companyId) {
        this.out = out;
        this.directory = directory;
        this.factory = factory;
        this.data = data;
        this.api = api;
        this.companyId = companyId;
    }

    /**
     * Shows all of it; returns while the sync still runs, or soon after its end.
     *
     * @throws LauncherException when something did not happen as it should
     */
    void run() throws LauncherException, InterruptedException {
        Path next = make(factory, NEXT, jar -> {}, READER, TRANSPORT);
        Path broken =
                make(
                        next,
                        BROKEN,
                        jar ->
                                jar.put(BrokenStart.class)
                                        .header("Bundle-Activator", BrokenStart.class.getName()),
                        READER);
        try (Asker asker = new Asker(data)) {
            awaitThat("the sync sends its first chunks", () -> chunks(asker) >= 2);
            Asker.Answer before = asker.last().orElseThrow();
            say("The sync is under way, and two bundles change beneath it: " + READER + ",");
            say("which reads the books, and " + TRANSPORT + ", which sends them. The agent asks");
            say("the one who it is, the platform hears it from the other:");
            say("");
            say(String.format(ROW, "", "process", "reader", "transport", "set", "chunks sent"));
            said("before", before, awaitTransport(version -> !version.equals(NEXT)));
            takesTheNext(asker, next);
            goesBack(asker, broken);
            verdict(asker, before.process());
        }
    }

    private Path make(Path former, String version, Consumer<JarChange> more, String... bundles)
            throws LauncherException {
        Path release = directory.resolve("release-" + version);
        NextRelease next = NextRelease.after(former, version);
        for (String bundle : bundles) {
            next.change(bundle, jar -> more.accept(jar.version(version)));
        }
        try {
            next.make(release);
            return release;
        } catch (IOException | ReleaseException | RefusedException e) {
            throw new LauncherException(
                    ExitCode.FAILED, "The release cannot be made: " + e.getMessage(), e);
        }
    }

    private static int chunks(Asker asker) {
        return asker.last().filter(a -> !a.set().isEmpty()).map(Asker.Answer::chunks).orElse(0);
    }

    private void takesTheNext(Asker asker, Path release)
            throws LauncherException, InterruptedException {
        String id = offer(release);
        awaitThat(READER + " " + NEXT + " answers", () -> !asker.changes().isEmpty());
        Asker.Change change = asker.changes().get(0);
        String transport = awaitTransport(NEXT::equals);
        String set = change.before().set();
        if (set.isEmpty() || !set.equals(change.after().set())) {
            throw wrong(
                    "The sync's set had ended before the bundles changed: give the company more"
                            + " --transactions.");
        }
        awaitThat(
                "the set goes on",
                () ->
                        chunks(asker) > change.after().chunks()
                                || !asker.last().orElseThrow().set().equals(set));
        Asker.Answer now = asker.last().orElseThrow();
        said("release " + NEXT, now.set().equals(set) ? now : change.after(), transport);
        say("");
        say(
                "Both changed in the middle of one set, between its chunks "
                        + change.before().chunks()
                        + " and "
                        + (change.after().chunks() + 1)
                        + ".");
        if (!change.after().reader().equals(NEXT)) {
            throw wrong(READER + " " + change.after().reader() + " answers, not " + NEXT + ".");
        }
        JsonNode outcome = outcome(id);
        say(outcome.path("outcome").asText() + " (60 s where nobody waits).");
        String current = ask("updateStatus", Map.of()).path("release").asText();
        if (!current.equals(id)) {
            throw wrong("The current release is " + current + ", not " + id + ".");
        }
    }

    private void goesBack(Asker asker, Path release)
            throws LauncherException, InterruptedException {
        String current = ask("updateStatus", Map.of()).path("release").asText();
        say("");
        say("Now a release that is broken: its " + READER + " fails when it starts.");
        say("");
        String id = offer(release);
        String outcome = outcome(id).path("outcome").asText();
        JsonNode status = ask("updateStatus", Map.of());
        boolean blocked = false;
        for (JsonNode it : status.path("blocked")) {
            blocked |= it.asText().equals(id);
        }
        if (!blocked || !status.path("release").asText().equals(current)) {
            throw wrong("The broken release did not go back: " + status);
        }
        Asker.Answer now = asker.last().orElseThrow();
        if (!now.reader().equals(NEXT)) {
            throw wrong(READER + " " + now.reader() + " answers, not " + NEXT + ".");
        }
        said("after " + BROKEN, now, awaitTransport(NEXT::equals));
        say("");
        say(outcome + ".");
        try {
            offer(release);
            throw wrong("The broken release was taken a second time.");
        } catch (LauncherException e) {
            if (e.code() != ExitCode.UPDATE_REFUSED) {
                throw e;
            }
            say("Offered once more, it is refused: " + e.getMessage());
        }
    }

    private void verdict(Asker asker, long process) throws LauncherException {
        asker.close();
        List<String> failures = asker.failures();
        Asker.Answer last = asker.last().orElseThrow();
        if (last.process() != process) {
            throw wrong("The process was " + process + " and is " + last.process() + ".");
        }
        if (!failures.isEmpty()) {
            throw wrong(
                    failures.size()
                            + " of "
                            + asker.calls()
                            + " calls failed, the first with: "
                            + failures.get(0));
        }
        say("");
        say(
                String.format(
                        "%,d calls were made without a pause meanwhile, and none failed; the"
                                + " longest waited %,d ms. The process is %d, as before.",
                        asker.calls(), asker.longestMillis(), process));
        say("");
        say("The sync goes on.");
    }

    private String offer(Path release) throws LauncherException {
        return ask("update", Map.of("from", release.toString())).path("release").asText();
    }

    /** What the history says of a release, once it is decided. */
    private JsonNode outcome(String release) throws LauncherException, InterruptedException {
        return await(
                "it is decided about " + release,
                () -> {
                    for (JsonNode it : ask("updateHistory", Map.of()).path("history")) {
                        if (it.path("release").asText().equals(release)) {
                            return Optional.of(it);
                        }
                    }
                    return Optional.empty();
                });
    }

    /** The version that the transport itself tells the platform with each poll. */
    private String awaitTransport(Predicate<String> wanted)
            throws LauncherException, InterruptedException {
        return await(
                "the platform hears of another transport",
                () -> {
                    JsonNode connection =
                            api.get("/companies/" + companyId + "/connections")
                                    .path("results")
                                    .path(0);
                    String version =
                            connection.path("connectionInfo").path("connectorVersion").asText();
                    return Optional.of(version).filter(v -> !v.isEmpty()).filter(wanted);
                });
    }

    private void said(String when, Asker.Answer answer, String transport) {
        say(
                String.format(
                        ROW,
                        when,
                        answer.process(),
                        answer.reader(),
                        transport,
                        answer.set().isEmpty() ? "(ended)" : answer.set().substring(0, 8),
                        answer.set().isEmpty() ? "" : answer.chunks()));
    }

    private JsonNode ask(String command, Map<String, String> arguments) throws LauncherException {
        try (ControlClient agent = ControlClient.open(data)) {
            return agent.ask(command, arguments, message -> {});
        }
    }

    private void say(String line) {
        out.println(line);
    }

    private static LauncherException wrong(String what) {
        return new LauncherException(ExitCode.DIFFERENT, what);
    }

    private static void awaitThat(String what, BooleanSupplier condition)
            throws LauncherException, InterruptedException {
        await(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** What may be there yet. */
    @FunctionalInterface
    private interface Perhaps<T> {
        Optional<T> get() throws LauncherException;
    }

    private static <T> T await(String what, Perhaps<T> perhaps)
            throws LauncherException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<T> it = perhaps.get();
            if (it.isPresent()) {
                return it.get();
            }
            if (System.nanoTime() > end) {
                throw wrong("Waited in vain for 5 minutes until " + what + ".");
            }
            Thread.sleep(LOOK.toMillis());
        }
    }
}
