package fairlead.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "link",
        description =
                "Links a company on this PC to the platform: checks the books, asks, registers.")
final class LinkCommand implements Callable<Integer> {
    @Mixin RunningAgent running;

    @Option(
            names = "--license-key",
            required = true,
            paramLabel = "ID",
            description = "The licence key from the link page.")
    String licenseKey;

    @Option(
            names = "--package",
            defaultValue = "sage50",
            paramLabel = "KEY",
            description = "The accounting package; sage50 unless said otherwise.")
    String packageKey;

    @Option(
            names = "--company",
            paramLabel = "PATH-OR-URL",
            description =
                    "Where the books lie; may be left out where this PC has one company only.")
    String location;

    @Option(
            names = "--user",
            defaultValue = "",
            paramLabel = "NAME",
            description = "The user in the accounting package.")
    String user;

    @Option(
            names = "--password-stdin",
            description =
                    "Read that user's password from standard input (asked for on a terminal).")
    boolean passwordStdin;

    @Option(names = "--yes", description = "Link without asking.")
    boolean yes;

    @Override
    public Integer call() throws LauncherException {
        PrintStream out = System.out;
        char[] password = passwordStdin ? Terminal.password() : new char[0];
        Map<String, String> arguments = new HashMap<>();
        arguments.put("licenseKey", licenseKey);
        arguments.put("package", packageKey);
        arguments.put("user", user);
        arguments.put("password", new String(password));
        Arrays.fill(password, ' ');
        try (ControlClient agent = running.open()) {
            arguments.put(
                    "location",
                    location != null
                            ? location
                            : DiscoverCommand.onlyCompany(agent.ask("discover"), packageKey));
            show(agent.ask("check", arguments, message -> {}), out);
            if (!yes) {
                new Terminal(out).confirm("Link this company?", "Not linked");
            }
            JsonNode company = agent.ask("link", arguments, out::println);
            out.println(
                    "Linked to "
                            + company.path("companyName").asText()
                            + ". The first sync begins by itself; "
                            + running.line("status")
                            + " shows how far it is.");
            return ExitCode.OK.number;
        }
    }

    private static void show(JsonNode check, PrintStream out) {
        out.println("  Company       " + check.path("name").asText());
        out.println("  Currency      " + check.path("baseCurrency").asText());
        out.println("  Version       " + check.path("packageVersion").asText());
        out.println("  Books         " + check.path("dataDirectory").asText());
        String last = check.path("lastTransaction").asText();
        out.println(
                "  Transactions  "
                        + String.format("%,d", check.path("transactions").asLong())
                        + (last.isEmpty() ? "" : ", the last one of " + last));
        check.path("warnings").forEach(w -> out.println("  Note          " + w.asText()));
    }
}
