package fairlead.demo;

import fairlead.demo.books.Generator;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** What the command line asks for. */
record Options(
        Path data,
        int transactions,
        long seed,
        int postPerSecond,
        int port,
        boolean keep,
        boolean printPassword) {
    static final String HELP =
            """
            Makes a demo company, where its directory is new, and serves it.

              --data DIR            where the company lies (needed)
              --transactions N      how many transactions a new company has (2000)
              --seed S              which company it is: the same seed, the same company (1)
              --post-per-second N   post so many transactions a second from the start (0)
              --port N              serve at this port (the one of the last time, or any)
              --keep                go on when the standard input closes
              --print-password      print the password, too

            When it is ready it prints one line of JSON: url, user, passwordFile, truth.
            Commands, one a line: post N, amend, correct, delete, rate N, truth; backup, restore,
            clear (the audit trail), year-end, other (another company lies there), same; busy,
            in-use, free, slow MILLIS, vanish, return. Each is answered by one line of JSON.
            Ends when the standard input closes. Exit codes: 0 ended as told, 1 failed, 2 bad input,
            3 another process serves this company, 5 the port is in use.
            """;

    /** Somebody asked for what is not there; the message is for people. */
    static final class BadOption extends Exception {
        private static final long serialVersionUID = 1;

        BadOption(String message) {
            super(message + " Try --help.");
        }
    }

    static Options parse(List<String> arguments) throws BadOption {
        Path data = null;
        int transactions = 2_000;
        long seed = 1;
        int postPerSecond = 0;
        int port = 0;
        boolean keep = false;
        boolean printPassword = false;
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--data" -> data = Path.of(value(option, rest));
                case "--transactions" ->
                        transactions = (int) number(option, rest, Generator.smallest(), 10_000_000);
                case "--seed" -> seed = number(option, rest, Long.MIN_VALUE, Long.MAX_VALUE);
                case "--post-per-second" -> postPerSecond = (int) number(option, rest, 0, 1_000);
                case "--port" -> port = (int) number(option, rest, 0, 65_535);
                case "--keep" -> keep = true;
                case "--print-password" -> printPassword = true;
                default -> throw new BadOption(option + " is no option of the demo company.");
            }
        }
        if (data == null) {
            throw new BadOption("Say by --data DIR where the company is to lie.");
        }
        return new Options(data, transactions, seed, postPerSecond, port, keep, printPassword);
    }

    private static String value(String option, Iterator<String> rest) throws BadOption {
        if (!rest.hasNext()) {
            throw new BadOption(option + " needs a value.");
        }
        return rest.next();
    }

    private static long number(String option, Iterator<String> rest, long least, long most)
            throws BadOption {
        String text = value(option, rest);
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new BadOption(option + " needs a whole number, not " + text + ".");
        }
        throw new BadOption(
                option + " takes a number from " + least + " to " + most + ", not " + text + ".");
    }
}
