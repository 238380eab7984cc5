package fairlead.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "discover",
        description = "Shows which companies and drivers the running agent finds on this PC.")
final class DiscoverCommand implements Callable<Integer> {
    @Mixin RunningAgent running;

    @Override
    public Integer call() throws LauncherException {
        try (ControlClient agent = running.open()) {
            show(agent.ask("discover"), System.out);
            return ExitCode.OK.number;
        }
    }

    static void show(JsonNode found, PrintStream out) {
        Table table = new Table("Company", "Known to", "What", "Reachable");
        boolean any = false;
        for (JsonNode books : found.path("packages")) {
            for (JsonNode driver : books.path("drivers")) {
                out.println("Driver  " + driver(driver));
            }
            for (JsonNode company : books.path("companies")) {
                any = true;
                table.row(
                        company.path("location").asText(),
                        company.path("source").asText(),
                        kind(company),
                        company.path("there").asBoolean() ? "yes" : "no");
            }
            books.path("notes").forEach(note -> out.println("Note    " + note.asText()));
        }
        if (any) {
            out.println();
            table.lines("").forEach(out::println);
        }
    }

    /**
     * The one company with books on this PC.
     *
     * @throws LauncherException when there is none, or more than one; says what to do
     */
    static String onlyCompany(JsonNode found, String packageKey) throws LauncherException {
        List<String> locations = new ArrayList<>();
        for (JsonNode books : found.path("packages")) {
            for (JsonNode company : books.path("companies")) {
                if (books.path("key").asText().equals(packageKey)
                        && company.path("kind").asText().equals("BOOKS")
                        && company.path("there").asBoolean()) {
                    locations.add(company.path("location").asText());
                }
            }
        }
        if (locations.size() == 1) {
            return locations.get(0);
        }
        throw new LauncherException(
                ExitCode.USAGE,
                locations.isEmpty()
                        ? "No company was found on this PC; say by --company where its books lie."
                        : "Say by --company which one: " + String.join(", ", locations) + ".");
    }

    static String driver(JsonNode driver) {
        return driver.path("name").asText()
                + ", "
                + driver.path("bits").asInt()
                + " bits"
                + (driver.path("usable").asBoolean() ? "" : ", which cannot be used");
    }

    private static String kind(JsonNode company) {
        return switch (company.path("kind").asText()) {
            case "DEMO" -> "demonstration data";
            case "PRACTICE" -> "practice data";
            default -> "books";
        };
    }
}
