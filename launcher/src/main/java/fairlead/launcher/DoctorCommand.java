package fairlead.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description =
                "Looks for what could be wrong: one line a check, and what to do where one fails.")
final class DoctorCommand implements Callable<Integer> {
    private static final long ENOUGH_SPACE = 500L << 20;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "The agent's data directory; the agent may run or not.")
    Path data;

    private boolean healthy = true;

    @Override
    public Integer call() {
        java();
        directory();
        space();
        Optional<JsonNode> status = agent();
        platform(status);
        status.ifPresent(this::drivers);
        status.ifPresent(s -> s.path("companies").forEach(this::company));
        return healthy ? ExitCode.OK.number : ExitCode.UNHEALTHY.number;
    }

    private void good(String check, String what) {
        System.out.printf("ok    %-16s %s%n", check, what);
    }

    private void bad(String check, String what, String todo) {
        healthy = false;
        System.out.printf("FAIL  %-16s %s%n%23s-> %s%n", check, what, "", todo);
    }

    private void java() {
        good("Java", System.getProperty("java.version") + ", " + System.getProperty("java.vendor"));
    }

    private void directory() {
        try {
            Path probe = Files.createTempFile(data, "doctor", ".tmp");
            Files.delete(probe);
            good("Data directory", data.toAbsolutePath().normalize() + " can be written");
        } catch (IOException e) {
            bad(
                    "Data directory",
                    data.toAbsolutePath().normalize() + " cannot be written",
                    "Start the agent once, or give yourself the right to write there.");
        }
    }

    private void space() {
        try {
            long free = Files.getFileStore(data).getUsableSpace();
            String text = String.format("%,d MB are free", free >> 20);
            if (free < ENOUGH_SPACE) {
                bad("Disk space", text, "Free at least 500 MB, or syncs will have to wait.");
            } else {
                good("Disk space", text);
            }
        } catch (IOException e) {
            bad("Disk space", "it cannot be told", "Check that the data directory exists.");
        }
    }

    private Optional<JsonNode> agent() {
        try (ControlClient agent = ControlClient.open(data)) {
            JsonNode status = agent.ask("status");
            good(
                    "Agent",
                    "version "
                            + status.path("version").asText()
                            + " runs as process "
                            + status.path("process").asText());
            return Optional.of(status);
        } catch (LauncherException e) {
            bad("Agent", e.getMessage(), "Start it: what needs it is not checked.");
            return Optional.empty();
        }
    }

    private void platform(Optional<JsonNode> status) {
        status.map(s -> s.path("platform")).ifPresent(this::connection);
        Optional<String> address =
                status.map(s -> s.path("platform").path("address").asText())
                        .or(() -> Settings.platform(data))
                        .filter(text -> !text.isBlank());
        if (address.isEmpty()) {
            bad(
                    "Platform",
                    "no address is known",
                    "Start the agent with --platform URL once; it is remembered.");
            return;
        }
        for (Reach.Finding finding : new Reach(Settings.of(data)).examine(address.get())) {
            if (finding.todo().isEmpty()) {
                good(finding.check(), finding.what());
            } else {
                bad(finding.check(), finding.what(), finding.todo());
            }
        }
    }

    /** What the agent itself met; nothing before it had a reason to call the platform. */
    private void connection(JsonNode platform) {
        String why = platform.path("message").asText();
        if (platform.path("online").asBoolean()) {
            good("Connection", "the agent reaches the platform");
        } else if (!why.isEmpty()) {
            bad("Connection", why, "Put that right; the agent tries again by itself.");
        }
    }

    /** Missing drivers are wrong where a linked company needs one: it is no URL. */
    private void drivers(JsonNode status) {
        boolean needed = false;
        for (JsonNode company : status.path("companies")) {
            needed |= !company.path("location").asText().startsWith("jdbc:");
        }
        try (ControlClient agent = ControlClient.open(data)) {
            for (JsonNode books : agent.ask("discover").path("packages")) {
                boolean usable = false;
                for (JsonNode driver : books.path("drivers")) {
                    usable |= driver.path("usable").asBoolean();
                    good("Driver", DiscoverCommand.driver(driver));
                }
                for (JsonNode note : books.path("notes")) {
                    if (needed && !usable) {
                        bad("Driver", note.asText(), "Install it, then sync again.");
                        break; // the first one is about drivers
                    }
                    good("Note", note.asText());
                }
            }
        } catch (LauncherException e) {
            bad("Driver", e.getMessage(), "See the agent's log.");
        }
    }

    private void company(JsonNode company) {
        String name = company.path("companyName").asText();
        try (ControlClient agent = ControlClient.open(data)) {
            JsonNode check =
                    agent.ask(
                            "check",
                            Map.of("company", company.path("connectionId").asText()),
                            message -> {});
            String last = check.path("lastTransaction").asText();
            good(
                    "Data file",
                    name
                            + ": "
                            + check.path("name").asText()
                            + " with "
                            + String.format("%,d", check.path("transactions").asLong())
                            + " transactions"
                            + (last.isEmpty() ? "" : ", the last one of " + last + ",")
                            + " can be read");
            good("", "version " + check.path("packageVersion").asText());
            good("", "books in " + check.path("dataDirectory").asText());
            check.path("warnings").forEach(w -> good("", w.asText()));
        } catch (LauncherException e) {
            bad("Data file", name + ": " + e.getMessage(), todo(e.code()));
        }
    }

    private static String todo(ExitCode code) {
        return switch (code) {
            case CREDENTIALS -> "Link the company again with the right user and password.";
            case NO_COMPANY -> "Put the company back where it was, or link it again.";
            case COMPANY_UNAVAILABLE -> "Wait; the agent tries again by itself.";
            case COMPANY_UNSUPPORTED ->
                    "Install on this PC the 64-bit Sage 50 that opens the company, or update it,"
                            + " open the company in it once, and sync again.";
            default -> "See the agent's log.";
        };
    }
}
