package fairlead.launcher;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the program itself lies: {@code lib} with this jar, {@code bundles} with one folder a set.
 */
record Dist(Path root) {

    /** The installed one: the host of a slot runs its releases, too. */
    static Dist ofThisProcess() throws LauncherException {
        String given = System.getProperty("fairlead.dist", System.getenv("FAIRLEAD_HOME"));
        if (given != null) {
            return new Dist(Path.of(given).toAbsolutePath());
        }
        try {
            Path jar =
                    Path.of(Dist.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return new Dist(jar.getParent().getParent());
        } catch (URISyntaxException e) {
            throw new LauncherException(
                    ExitCode.FAILED, "It is not known where this program lies.", e);
        }
    }

    /** How a person calls this program: what to paste into a terminal. */
    static String command() {
        return System.getProperty("fairlead.command", "fairlead");
    }

    Path supervisor() {
        return root.resolve("supervisor");
    }

    /** Windows has none yet. */
    boolean hasSupervisor() {
        return File.separatorChar == '/' && Files.isExecutable(supervisor());
    }

    boolean has(String set) {
        return Files.isDirectory(root.resolve("bundles").resolve(set));
    }

    /** The release that came with the program: the last resort of every start. */
    Path factory() {
        return root.resolve("factory");
    }

    /** The bundles of these sets, each once, by name. */
    List<Path> bundles(List<String> sets) throws LauncherException {
        List<Path> all = new ArrayList<>();
        for (String set : sets) {
            try (Stream<Path> jars = Files.list(root.resolve("bundles").resolve(set))) {
                jars.filter(jar -> jar.toString().endsWith(".jar"))
                        .sorted()
                        .filter(jar -> all.stream().noneMatch(other -> sameName(other, jar)))
                        .forEach(all::add);
            } catch (IOException e) {
                throw new LauncherException(
                        ExitCode.NOT_STARTED,
                        "The bundles of the set "
                                + set
                                + " are not below "
                                + root
                                + ": build the project with 'mvn package'.",
                        e);
            }
        }
        return List.copyOf(all);
    }

    private static boolean sameName(Path one, Path other) {
        return one.getFileName().equals(other.getFileName());
    }
}
