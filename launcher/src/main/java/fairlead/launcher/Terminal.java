package fairlead.launcher;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The person at the keyboard, where there is one. */
final class Terminal {
    private static final Path TTY = Path.of("/dev/tty");

    private final PrintStream out;

    Terminal(PrintStream out) {
        this.out = out;
    }

    /** Is the output read by a person as it is written? */
    static boolean isInteractive() {
        return console().isPresent() && System.getenv("CI") == null;
    }

    /** Input and output are a terminal; since Java 22 a console alone does not say so. */
    @SuppressWarnings("SystemConsoleNull")
    private static Optional<Console> console() {
        Console console = System.console();
        if (console == null) {
            return Optional.empty();
        }
        try {
            boolean terminal = (Boolean) Console.class.getMethod("isTerminal").invoke(console);
            return terminal ? Optional.of(console) : Optional.empty();
        } catch (ReflectiveOperationException e) {
            return Optional.of(console); // before Java 22
        }
    }

    /** The first line of standard input; typed blind where a person types it. */
    static char[] password() throws LauncherException {
        Optional<Console> console = console();
        if (console.isPresent()) {
            char[] typed = console.get().readPassword("Password: ");
            return typed == null ? new char[0] : typed;
        }
        try {
            char[] line = new char[1024];
            int length = 0;
            InputStreamReader in = new InputStreamReader(System.in, StandardCharsets.UTF_8);
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                if (length == line.length) {
                    throw new LauncherException(ExitCode.USAGE, "The password is too long.");
                }
                line[length++] = (char) next;
            }
            if (length > 0 && line[length - 1] == '\r') {
                length--;
            }
            return Arrays.copyOf(line, length);
        } catch (IOException e) {
            throw new LauncherException(
                    ExitCode.USAGE, "The password cannot be read from standard input.", e);
        }
    }

    /**
     * Returns when the person says yes.
     *
     * @param otherwise what then has not been done
     */
    void confirm(String question, String otherwise) throws LauncherException {
        Optional<Boolean> answer = confirms(question);
        if (answer.isEmpty()) {
            throw new LauncherException(
                    ExitCode.NOT_CONFIRMED,
                    otherwise
                            + ": there is no terminal to ask on; say --yes to go on without asking.");
        }
        if (!answer.get()) {
            throw new LauncherException(ExitCode.NOT_CONFIRMED, otherwise + ".");
        }
    }

    /** The person's answer; empty when there is nobody to ask. Standard input may be a pipe. */
    private Optional<Boolean> confirms(String question) {
        Optional<Console> console = console();
        if (console.isPresent()) {
            return Optional.of(isYes(console.get().readLine("%s [y/N] ", question)));
        }
        if (!Files.isReadable(TTY)) {
            return Optional.empty();
        }
        try (BufferedReader in = Files.newBufferedReader(TTY)) {
            out.print(question + " [y/N] ");
            out.flush();
            return Optional.of(isYes(in.readLine()));
        } catch (IOException e) {
            return Optional.empty(); // no terminal after all
        }
    }

    private static boolean isYes(String answer) {
        return answer != null
                && (answer.strip().toLowerCase(Locale.ROOT).equals("y")
                        || answer.strip().toLowerCase(Locale.ROOT).equals("yes"));
    }
}
