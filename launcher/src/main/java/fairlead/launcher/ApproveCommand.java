package fairlead.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "approve",
        description = {
            "The vendor's yes to an agent that asks for a connection which another agent holds: the"
                    + " new one gets it, the old one's key is revoked.",
            "Without a registration it lists those that wait."
        })
final class ApproveCommand implements Callable<Integer> {
    @Option(
            names = "--platform",
            defaultValue = "http://127.0.0.1:8080",
            paramLabel = "URL",
            description = "The platform's address; http://127.0.0.1:8080 unless said otherwise.")
    URI platform;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The platform's data directory, in which its first API key lies.")
    Path data;

    @Option(names = "--api-key-file", paramLabel = "FILE", description = "A file with an API key.")
    Path apiKeyFile;

    @Option(names = "--refuse", description = "No instead of yes.")
    boolean refuse;

    @Parameters(arity = "0..1", paramLabel = "REGISTRATION", description = "Which one.")
    String registration;

    @Override
    public Integer call() throws LauncherException {
        if ((data == null) == (apiKeyFile == null)) {
            throw new LauncherException(ExitCode.USAGE, "Say one of --data and --api-key-file.");
        }
        PublicApi api =
                new PublicApi(platform, key(data == null ? apiKeyFile : data.resolve("api-key")));
        if (registration == null) {
            list(api.get("/vendor/registrations").path("results"));
        } else {
            String verb = refuse ? "refuse" : "approve";
            JsonNode it = api.post("/vendor/registrations/" + registration + "/" + verb, "{}");
            System.out.println(
                    it.path("decision").asText() + ": " + it.path("companyName").asText());
        }
        return ExitCode.OK.number;
    }

    private static String key(Path file) throws LauncherException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new LauncherException(
                    ExitCode.USAGE, "There is no API key in " + file + " that can be read.", e);
        }
    }

    private static void list(JsonNode registrations) {
        Table table = new Table("Registration", "Company", "Asked", "Decision");
        boolean none = true;
        for (JsonNode it : registrations) {
            none = false;
            table.row(
                    it.path("id").asText(),
                    it.path("companyName").asText(),
                    it.path("requested").asText(),
                    it.path("decision").asText());
        }
        if (none) {
            System.out.println("No registration waits.");
        } else {
            table.lines("").forEach(System.out::println);
        }
    }
}
