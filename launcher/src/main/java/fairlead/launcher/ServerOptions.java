package fairlead.launcher;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What every command that stays up takes. */
final class ServerOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where everything is kept; made when it is missing.")
    Path data;

    @Option(names = "--verbose", description = "Log to standard error, too.")
    boolean verbose;

    @Option(
            names = "--stop-with-stdin",
            description =
                    "Stop when standard input ends or says 'stop': for whoever starts this process.")
    boolean stopWithStdin;

    @Option(names = "--ready-json", hidden = true, description = "Say in JSON when it is up.")
    boolean readyJson;

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    CommandLine.Model.CommandSpec command;

    /** The directory; not required by annotation, since subcommands of a server need none. */
    Path data() {
        if (data == null) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), "Missing required option: '--data=DIR'");
        }
        return data;
    }

    /** Says on standard output that the process is up. */
    void ready(Map<String, String> facts, String sentence) {
        System.out.println(readyJson ? json(facts) : sentence);
        System.out.flush();
    }

    /**
     * By Jackson's core alone: its data binding would be 450 more classes in a process that stays.
     */
    private static String json(Map<String, String> facts) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, String> fact : new TreeMap<>(facts).entrySet()) {
                json.writeStringField(fact.getKey(), fact.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
