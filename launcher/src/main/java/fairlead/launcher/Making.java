package fairlead.launcher;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shows how far a demo company is while it is made, from the lines that it says meanwhile. */
final class Making extends OutputStream {
    private static final Pattern MADE = Pattern.compile("made (\\d+) of (\\d+) transactions");

    private final PrintStream out;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private Progress progress;

    /**
     * @param out where the progress is shown, and every other line goes
     */
    Making(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void write(int next) {
        if (next != '\n') {
            line.write(next);
            return;
        }
        String said = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (!show(said)) {
            out.println(said.stripTrailing());
        }
    }

    /** Does this line say how far it is? */
    synchronized boolean show(String said) {
        Matcher matcher = MADE.matcher(said.strip());
        if (!matcher.matches()) {
            return false;
        }
        long made = Long.parseLong(matcher.group(1));
        long all = Long.parseLong(matcher.group(2));
        if (progress == null) {
            progress = Progress.on("Demo company", out);
        }
        progress.at(
                (int) (100 * made / all),
                made == all
                        ? String.format("%,d transactions made", all)
                        : String.format("of %,d transactions made", all));
        return true;
    }

    @Override
    public synchronized void close() {
        if (progress != null) {
            progress.close();
            progress = null;
        }
    }
}
