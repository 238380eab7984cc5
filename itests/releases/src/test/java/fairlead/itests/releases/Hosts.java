package fairlead.itests.releases;

import fairlead.itests.rig.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a slot is filled with. */
enum Hosts {
    /** The program's own host and all that it needs, known as another one by a file of its own. */
    NEWER {
        @Override
        void fill(Path slot, String version) throws IOException {
            Files.copy(DIST.resolve("host"), slot.resolve("host"));
            Path lib = Files.createDirectory(slot.resolve("lib"));
            try (Stream<Path> files = Files.list(DIST.resolve("lib"))) {
                for (Path file : files.toList()) {
                    Files.copy(file, lib.resolve(file.getFileName()));
                }
            }
            Files.writeString(slot.resolve("version"), version + "\n");
        }
    },
    /** Dies once its start is counted, each time. */
    DYING {
        @Override
        void fill(Path slot, String version) throws IOException {
            Path host =
                    Files.writeString(
                            slot.resolve("host"),
                            """
                            #!/bin/sh
                            lib=$FAIRLEAD_HOME/lib
                            exec "$FAIRLEAD_JAVA" "@$lib/agent.options" $FAIRLEAD_JAVA_OPTS \\
                                -Dfairlead.kill=before-host-start-org.apache.felix.scr \\
                                -jar "$lib/launcher.jar" agent "$@" # VERSION
                            """
                                    .replace("VERSION", version));
            if (!host.toFile().setExecutable(true)) {
                throw new IOException(host + " cannot be made executable");
            }
        }
    };

    private static final Path DIST = Program.launcher().resolve("target").resolve("dist");

    /** Fills a directory that is empty. */
    abstract void fill(Path slot, String version) throws IOException;
}
