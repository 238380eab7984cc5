package fairlead.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The sync of the demo's company as the platform shows it, and whether its figures are right. */
final class DemoSync {
    private static final Duration LOOK = Duration.ofMillis(300);

    /** A sync that has not moved for so long will not end. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Set<String> ENDED =
            Set.of(
                    "Complete",
                    "FetchError",
                    "MapError",
                    "InternalError",
                    "ProcessingError",
                    "ValidationError",
                    "AuthError",
                    "Cancelled",
                    "NotSupported",
                    "RateLimitError",
                    "PermissionsError",
                    "PrerequisiteNotMet");

    private final PrintStream out;
    private final PublicApi api;
    private final String companyId;

    /** Of the table, and compared: once the sync has ended, nothing changes it any more. */
    private final Published published;

    DemoSync(PrintStream out, PublicApi api, String companyId) {
        this.out = out;
        this.api = api;
        this.companyId = companyId;
        this.published = new Published(api, companyId);
    }

    /** Returns the company's data status when every data type has ended. */
    JsonNode await(ControlClient agent, Set<String> types)
            throws LauncherException, InterruptedException {
        String last = "";
        Instant moved = Instant.now();
        boolean begun = false;
        try (Progress progress = Progress.on("Sync", out)) {
            while (true) {
                JsonNode it = agent.ask("status").path("companies").path(0);
                JsonNode dataStatus = api.get("/companies/" + companyId + "/dataStatus");
                boolean idle = SyncCommand.hasEnded(it);
                if (idle
                        && types.stream()
                                .allMatch(type -> ENDED.contains(current(dataStatus, type)))) {
                    progress.at(100, "done");
                    return dataStatus;
                }
                begun |= !idle;
                if (begun) {
                    progress.at(
                            Math.min(99, it.path("progress").asInt()), it.path("message").asText());
                }
                String now = it.toString() + dataStatus;
                if (!now.equals(last)) {
                    last = now;
                    moved = Instant.now();
                } else if (Duration.between(moved, Instant.now()).compareTo(PATIENCE) > 0) {
                    throw new LauncherException(
                            ExitCode.INCOMPLETE,
                            "The sync has not moved for 5 minutes: "
                                    + it.path("message").asText("no reason is known"));
                }
                Thread.sleep(LOOK.toMillis());
            }
        }
    }

    private static String current(JsonNode dataStatus, String type) {
        return dataStatus.path(type).path("currentStatus").asText();
    }

    /**
     * Shows each data type: how many records and what these add up to, its status, how long its
     * sync took.
     */
    void table(JsonNode dataStatus) throws LauncherException {
        Table table =
                new Table("Data type", "Records", "Total", "Debits", "Credits", "Status", "Time");
        JsonNode history =
                api.get("/companies/" + companyId + "/data/history?page=1&pageSize=100")
                        .path("results");
        for (String type : names(dataStatus)) {
            Published.Control control = published.control(type);
            table.row(
                    type,
                    String.format("%,d", control.records()),
                    amount(control.total()),
                    amount(control.debits()),
                    amount(control.credits()),
                    current(dataStatus, type),
                    time(history, dataStatus.path(type).path("latestSyncId").asText()));
        }
        out.println();
        table.lines("  ").forEach(out::println);
        out.println();
        out.println(
                "  Total: documents and payments, each in its own currency; the newest month's net"
                        + " assets; the profit of all months.");
    }

    private static String amount(Optional<BigDecimal> amount) {
        return amount.map(a -> String.format("%,.2f", a)).orElse("");
    }

    private static Set<String> names(JsonNode dataStatus) {
        Set<String> names = new TreeSet<>();
        dataStatus
                .properties()
                .forEach(
                        type -> {
                            if (!current(dataStatus, type.getKey()).isEmpty()) {
                                names.add(type.getKey());
                            }
                        });
        return names;
    }

    private static String time(JsonNode history, String operation) {
        for (JsonNode it : history) {
            if (it.path("id").asText().equals(operation) && it.hasNonNull("completed")) {
                Duration took =
                        Duration.between(
                                Moments.instant(it.path("requested").asText()),
                                Moments.instant(it.path("completed").asText()));
                return String.format("%.1f s", took.toMillis() / 1000.0);
            }
        }
        return "";
    }

    /**
     * Compares what the platform has with what the company is.
     *
     * @throws LauncherException when they differ
     */
    void compare(Truth truth) throws LauncherException {
        JsonNode dataStatus = api.get("/companies/" + companyId + "/dataStatus");
        List<String> incomplete =
                truth.names().stream()
                        .filter(type -> !current(dataStatus, type).equals("Complete"))
                        .map(type -> type + ": " + current(dataStatus, type))
                        .toList();
        if (!incomplete.isEmpty()) {
            throw new LauncherException(
                    ExitCode.INCOMPLETE,
                    "Not every data type is complete:\n  " + String.join("\n  ", incomplete));
        }
        BigDecimal balance =
                api.get("/vendor/companies/" + companyId + "/trialBalance")
                        .path("total")
                        .decimalValue();
        List<String> differences = new ArrayList<>(truth.differences(published));
        if (balance.signum() != 0) {
            differences.add("the trial balance is " + balance + ", not 0.00");
        }
        if (!differences.isEmpty()) {
            throw new LauncherException(
                    ExitCode.DIFFERENT,
                    "What the platform has is not what the company is:\n  "
                            + String.join("\n  ", differences));
        }
        out.println();
        out.println(
                "Every figure is right: ids, counts and sums equal the company's own; the trial balance is 0.00.");
    }
}
