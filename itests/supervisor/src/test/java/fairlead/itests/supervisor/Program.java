package fairlead.itests.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import fairlead.publish.release.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Fairlead as it is installed, in a directory of the test's: what the build made, with a factory
 * release that holds one bundle more.
 */
final class Program {
    private static final Path BUILT =
            Path.of(System.getProperty("fairlead.root"), "launcher", "target", "dist");

    private final Path root;

    private Program(Path root) {
        this.root = root;
    }

    /** Installs it; {@code sick} is in its factory release. */
    static Program install(Path directory) throws Exception {
        Program program = new Program(Files.createDirectories(directory.resolve("program")));
        for (String script : List.of("fairlead", "supervisor", "host")) {
            Files.copy(BUILT.resolve(script), program.root.resolve(script));
        }
        Files.createSymbolicLink(program.root.resolve("lib"), BUILT.resolve("lib"));
        program.make("factory", "0.1.0", List.of(), program.sick("sick", "1.0.0"));
        return program;
    }

    Path root() {
        return root;
    }

    Path fairlead() {
        return root.resolve("fairlead");
    }

    /** A release of the shipped bundles and this one. */
    Path release(String name, String version, Path bundle, String... more) {
        List<String> options = new ArrayList<>(List.of("--previous", factory().toString()));
        options.addAll(List.of(more));
        return make(name, version, options, bundle);
    }

    /** A release of one bundle on a track of its own. */
    Path partner(String track, Path bundle) {
        Path out = root.resolve(track);
        run(List.of(bundle.toString(), "--track", track), out, "1.0.0");
        return out;
    }

    private Path factory() {
        return root.resolve("factory");
    }

    private Path make(String name, String version, List<String> options, Path bundle) {
        List<String> line = new ArrayList<>();
        line.add(BUILT.resolve("bundles").resolve("agent").toString());
        line.add(bundle.toString());
        line.addAll(options);
        Path out = root.resolve(name);
        run(line, out, version);
        return out;
    }

    private static void run(List<String> words, Path out, String version) {
        List<String> line = new ArrayList<>(List.of("make"));
        line.addAll(words);
        line.addAll(List.of("--out", out.toString(), "--version", version));
        line.addAll(List.of("--created", "2026-11-24T00:00:00Z"));
        assertThat(Main.run(line.toArray(String[]::new))).isZero();
    }

    /** A bundle that falls ill when it is told to. */
    Path sick(String name, String version) throws Exception {
        try (Builder builder = new Builder()) {
            builder.setClasspath(
                    Arrays.stream(System.getProperty("java.class.path").split(":", -1))
                            .map(java.io.File::new)
                            .filter(java.io.File::exists)
                            .toArray(java.io.File[]::new));
            builder.set("Bundle-SymbolicName", name);
            builder.set("Bundle-Version", version);
            builder.set("Private-Package", "fairlead.itests.supervisor.sick");
            builder.set("Bundle-Activator", "fairlead.itests.supervisor.sick.Sick");
            builder.set("Import-Package", "org.osgi.framework;version='[1.8,2)'");
            builder.set("-noimportjava", "true");
            Jar jar = builder.build();
            assertThat(builder.getErrors()).isEmpty();
            Path file = root.resolve(name + "-" + version + ".jar");
            jar.write(file.toFile());
            return file;
        }
    }

    /** What a slot is filled with: this program's host, with another version of its launcher. */
    Path slotFiles(String name, String version) throws Exception {
        Path slot = Files.createDirectories(root.resolve(name));
        Files.copy(root.resolve("host"), slot.resolve("host"));
        Files.createDirectory(slot.resolve("lib"));
        try (Stream<Path> files = Files.list(BUILT.resolve("lib"))) {
            for (Path file : files.toList()) {
                Files.copy(file, slot.resolve("lib").resolve(file.getFileName()));
            }
        }
        Path launcher = slot.resolve("lib").resolve("launcher.jar");
        try (Jar jar = new Jar(BUILT.resolve("lib").resolve("launcher.jar").toFile())) {
            jar.getManifest().getMainAttributes().putValue("Implementation-Version", version);
            jar.write(launcher.toFile());
        }
        return slot;
    }

    /** What a slot is filled with whose host ends at once. */
    Path brokenSlotFiles(String name) throws IOException {
        Path slot = Files.createDirectories(root.resolve(name));
        Path host = Files.writeString(slot.resolve("host"), "#!/bin/sh\nexit 9\n");
        assertThat(host.toFile().setExecutable(true)).isTrue();
        return slot;
    }
}
