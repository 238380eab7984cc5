package fairlead.demo;

import fairlead.demo.books.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A company's process: commands come in on standard input, answers go out as lines of JSON. */
final class Console {
    private final DemoCompany company;
    private final Poster poster;
    private final PrintStream out;

    private Console(DemoCompany company, PrintStream out) {
        this.company = company;
        this.poster = new Poster(company);
        this.out = out;
    }

    private static final int COMPANY_IN_USE = 90020;
    private static final int PORT_IN_USE = 90061;

    /** Serves until told to end; says the exit code. */
    static int run(List<String> arguments) {
        if (arguments.contains("--help")) {
            System.out.print(Options.HELP);
            return 0;
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            Options options = Options.parse(arguments);
            serve(options, out);
            return 0;
        } catch (Options.BadOption e) {
            System.err.println(e.getMessage());
            return 2;
        } catch (SQLException | IOException e) {
            System.err.println("The demo company cannot be served. " + why(e));
            return exitCode(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static int errorCode(Exception e) {
        return e instanceof SQLException sql ? sql.getErrorCode() : 0;
    }

    /** As launcher/README.md has them. */
    private static int exitCode(Exception e) {
        return switch (errorCode(e)) {
            case COMPANY_IN_USE -> 3;
            case PORT_IN_USE -> 5;
            default -> 1;
        };
    }

    private static String why(Exception e) {
        return switch (errorCode(e)) {
            case COMPANY_IN_USE ->
                    "Another process serves the company in this directory; end it first.";
            case PORT_IN_USE ->
                    "Another program uses this port; choose another by --port, or leave it out.";
            default -> e.getMessage();
        };
    }

    private static void serve(Options options, PrintStream out)
            throws SQLException, IOException, InterruptedException {
        DemoCompany company =
                DemoCompany.serve(
                        options.data(),
                        options.transactions(),
                        options.seed(),
                        options.port(),
                        new Made(options.transactions(), System.err));
        Console console = new Console(company, out);
        Thread hook = new Thread(console::close, "fairlead-demo-end");
        Runtime.getRuntime().addShutdownHook(hook);
        console.poster.rate(options.postPerSecond());
        out.println(console.ready(options.printPassword()));
        console.listen();
        if (options.keep()) {
            new CountDownLatch(1).await();
        }
    }

    private String ready(boolean printPassword) {
        return "{\"url\":"
                + Json.quote(company.url())
                + ",\"user\":"
                + Json.quote(company.user())
                + ",\"passwordFile\":"
                + Json.quote(company.passwordFile().toString())
                + (printPassword ? ",\"password\":" + Json.quote(company.password()) : "")
                + ",\"truth\":"
                + Json.quote(company.truthFile().toString())
                + "}";
    }

    private void close() {
        poster.close();
        company.close();
    }

    private void listen() throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = in.readLine()) != null) {
            if (!line.isBlank()) {
                out.println(answer(line.strip()));
            }
        }
    }

    private String answer(String line) {
        String[] words = line.split("\\s+");
        String start = "{\"command\":" + Json.quote(words[0]) + ",";
        try {
            return start + "\"ok\":true" + obey(words[0], words) + "}";
        } catch (SQLException | IOException | IllegalArgumentException e) {
            String why = e.getMessage() == null ? e.toString() : e.getMessage();
            return start + "\"ok\":false,\"error\":" + Json.quote(why) + "}";
        }
    }

    private String obey(String command, String[] words) throws SQLException, IOException {
        switch (command) {
            case "post" -> {
                List<Integer> posted = company.post(number(words, 1));
                return ",\"count\":" + posted.size() + ",\"last\":" + posted.get(posted.size() - 1);
            }
            case "amend" -> {
                return ",\"number\":" + company.amend();
            }
            case "correct" -> {
                return ",\"number\":" + company.correct();
            }
            case "delete" -> {
                return ",\"number\":" + company.delete();
            }
            case "rate" -> poster.rate(number(words, 0));
            case "truth" -> {
                company.truth();
                return ",\"truth\":" + Json.quote(company.truthFile().toString());
            }
            case "backup" -> company.backup();
            case "restore" -> company.restore();
            case "clear" -> {
                return ",\"count\":" + company.clear();
            }
            case "year-end" -> {
                return ",\"number\":" + company.yearEnd();
            }
            case "other" -> company.becomeAnother();
            case "same" -> company.becomeItself();
            case "busy" -> company.exclusive(true);
            case "in-use" -> company.inUse(true);
            case "free" -> {
                company.exclusive(false);
                company.inUse(false);
            }
            case "slow" -> company.slow(number(words, 0));
            case "vanish" -> company.vanish();
            case "return" -> company.returnBack();
            default ->
                    throw new IllegalArgumentException(
                            command + " is no command of the demo company");
        }
        return "";
    }

    private static int number(String[] words, int least) {
        String text = words.length > 1 ? words[1] : "1";
        try {
            int number = Integer.parseInt(text);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(words[0] + " takes a whole number, not " + text, e);
        }
        throw new IllegalArgumentException(words[0] + " takes at least " + least);
    }
}
