package fairlead.publish.release;

import fairlead.launcher.release.Kind;
import fairlead.launcher.release.LocalDisk;
import fairlead.launcher.release.Manifest;
import fairlead.launcher.release.ReleaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code make} and {@code check}. Exit codes: 0, 1 refused, 2 not understood, 4 a file failed. */
@Command(
        name = "release",
        description = "Makes and checks releases: what an agent takes in as a whole.",
        mixinStandardHelpOptions = true,
        subcommands = {Main.Make.class, Main.Check.class})
public final class Main {
    private static final int REFUSED = 1;
    private static final int FILES = 4;

    private Main() {}

    public static void main(String... arguments) {
        System.exit(run(arguments));
    }

    /** Runs a command and gives its exit code. */
    public static int run(String... arguments) {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler(
                (e, command, parsed) -> {
                    if (e instanceof RefusedException || e instanceof ReleaseException) {
                        command.getErr().println(e.getMessage());
                        return REFUSED;
                    }
                    if (e instanceof IOException) {
                        command.getErr().println("A file cannot be read or written: " + e);
                        return FILES;
                    }
                    throw e;
                });
        return line.execute(arguments);
    }

    @Command(
            name = "make",
            description =
                    "Makes a release directory of built bundles. The same bundles give the same"
                            + " bytes.",
            mixinStandardHelpOptions = true)
    static final class Make implements Callable<Integer> {
        @Spec CommandSpec spec;

        @Parameters(
                paramLabel = "BUNDLES",
                arity = "1..*",
                description = "Bundle jars, and directories of them.")
        List<Path> bundles;

        @Option(
                names = "--out",
                required = true,
                description =
                        "The directory to make. What lies beside it, or beside the former release,"
                                + " was made before: no version comes again with other bytes.")
        Path out;

        @Option(names = "--version", required = true, description = "The release's version.")
        String version;

        @Option(
                names = "--track",
                defaultValue = "main",
                description = "Whose line of releases it belongs to (${DEFAULT-VALUE}).")
        String track;

        @Option(
                names = "--minimum-version",
                defaultValue = "0.1.0",
                description = "The oldest release that may go to it (${DEFAULT-VALUE}).")
        String minimumVersion;

        @Option(
                names = "--created",
                required = true,
                description =
                        "When, as an ISO instant: the build's own time, so that two builds are"
                                + " equal.")
        String created;

        @Option(
                names = "--previous",
                paramLabel = "DIR",
                description = "The former release: what did not change is taken over from it.")
        Path previous;

        @Option(
                names = "--kind",
                paramLabel = "NAME=KIND",
                description =
                        "Declares a bundle beside, refresh or restart; refused when it is not.")
        Map<String, String> kinds = new HashMap<>();

        @Option(
                names = "--slot",
                description =
                        "The slot of the host that it needs, 0 for the factory's. Left out: that of"
                                + " the former release, with its files.")
        Integer slot;

        @Option(
                names = "--critical",
                description = "Restarts for it an hour after it is there, not a week.")
        boolean critical;

        @Option(
                names = "--overwrite",
                description = "Replaces what is there: for a build, whose releases nobody has yet.")
        boolean overwrite;

        @Option(names = "--slot-files", paramLabel = "DIR", description = "What fills the slot.")
        Path slotFiles;

        @Override
        public Integer call() throws IOException, RefusedException, ReleaseException {
            try {
                Instant.parse(created);
            } catch (DateTimeParseException e) {
                throw new RefusedException(
                        "--created should be like 2026-11-24T00:00:00Z and is " + created + ".");
            }
            takeOverSlot();
            if (slot < 0 || slot > 0 == (slotFiles == null)) {
                throw new RefusedException(
                        "A slot other than 0 comes with --slot-files, and only such a one: --slot "
                                + slot
                                + ", --slot-files "
                                + slotFiles
                                + ".");
            }
            if (slot > 0 && !Files.isExecutable(slotFiles.resolve(Manifest.HOST))) {
                throw new RefusedException(
                        "There is no executable "
                                + Manifest.HOST
                                + " in "
                                + slotFiles
                                + ", which the supervisor would start: put the distribution's"
                                + " there, with its lib.");
            }
            ReleaseMaker maker =
                    new ReleaseMaker(
                            new ReleaseMaker.Settings(
                                    track,
                                    version,
                                    minimumVersion,
                                    created,
                                    slot,
                                    Optional.ofNullable(slotFiles),
                                    declared(),
                                    critical),
                            Optional.ofNullable(previous),
                            repositories());
            if (overwrite) {
                new LocalDisk().deleteTree(out);
            }
            ReleaseMaker.Made made = maker.make(jars(), out);
            made.lines().forEach(spec.commandLine().getOut()::println);
            spec.commandLine().getOut().println(made.id() + " is in " + out);
            return 0;
        }

        /** A fix of one bundle takes no PC back to an older host without a word. */
        private void takeOverSlot() throws IOException, ReleaseException {
            if (slot == null && slotFiles == null && previous != null) {
                slot = ReleaseCheck.check(previous).slot();
                slotFiles = slot == 0 ? null : previous.resolve("slot");
            } else if (slot == null) {
                slot = 0;
            }
        }

        /** What was made before lies beside what is made now, or beside the former release. */
        private Set<Path> repositories() {
            return Stream.of(out, previous)
                    .filter(Objects::nonNull)
                    .map(release -> release.toAbsolutePath().normalize().getParent())
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
        }

        private Map<String, Kind> declared() throws RefusedException {
            Map<String, Kind> declared = new HashMap<>();
            for (Map.Entry<String, String> entry : kinds.entrySet()) {
                Optional<Kind> kind = Kind.named(entry.getValue());
                declared.put(
                        entry.getKey(),
                        kind.orElseThrow(
                                () ->
                                        new RefusedException(
                                                "The kind of "
                                                        + entry.getKey()
                                                        + " should be beside, refresh or restart"
                                                        + " and is "
                                                        + entry.getValue()
                                                        + ".")));
            }
            return declared;
        }

        private List<Path> jars() throws IOException {
            List<Path> jars = new ArrayList<>();
            for (Path path : bundles) {
                if (Files.isDirectory(path)) {
                    try (Stream<Path> files = Files.list(path)) {
                        files.filter(f -> f.toString().endsWith(".jar"))
                                .sorted()
                                .forEach(jars::add);
                    }
                } else {
                    jars.add(path);
                }
            }
            return jars;
        }
    }

    @Command(
            name = "check",
            description = "Checks a release directory as an agent does that takes it in.",
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {
        @Spec CommandSpec spec;

        @Parameters(paramLabel = "DIR", description = "The release directory.")
        Path directory;

        @Override
        public Integer call() throws IOException, ReleaseException {
            Manifest manifest = ReleaseCheck.check(directory);
            spec.commandLine()
                    .getOut()
                    .println(
                            manifest.id() + " is whole: " + manifest.bundles().size() + " bundles");
            return 0;
        }
    }
}
