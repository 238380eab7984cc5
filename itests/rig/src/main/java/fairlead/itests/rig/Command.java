package fairlead.itests.rig;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command of {@code launcher/fairlead} that has ended.
 *
 * @param code its exit code
 * @param out what it printed
 * @param errors what it printed on standard error
 */
public record Command(int code, String out, String errors) {
    /**
     * Runs it to its end, as a person does; for at most 3 minutes.
     *
     * @param input its standard input
     */
    public static Command run(String input, String... words)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(Program.launcher().resolve("fairlead").toString());
        line.addAll(List.of(words));
        Path out = Files.createTempFile("fairlead-command", ".out");
        Path errors = Files.createTempFile("fairlead-command", ".err");
        Process process =
                new ProcessBuilder(line)
                        .redirectOutput(out.toFile())
                        .redirectError(errors.toFile())
                        .start();
        try {
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // it has ended without reading
            }
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                throw new AssertionError(words[0] + " has not ended within 3 minutes");
            }
            return new Command(
                    process.exitValue(), Files.readString(out), Files.readString(errors));
        } finally {
            process.destroyForcibly();
            Files.delete(out);
            Files.delete(errors);
        }
    }
}
