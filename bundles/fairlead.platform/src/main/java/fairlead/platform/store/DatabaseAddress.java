package fairlead.platform.store;

import java.nio.file.Path;
import java.util.Optional;

/** Where the platform's database is: a file of its own, or a server that several nodes share. */
public sealed interface DatabaseAddress {
    /**
     * A file that one node has for itself.
     *
     * @param directory made when it is missing
     * @param files H2's word for the file system: the disk's, or another one in a test
     */
    record H2(Path directory, String files) implements DatabaseAddress {
        /** On the disk. */
        public H2(Path directory) {
            this(directory, "file");
        }
    }

    /**
     * A PostgreSQL of version 15 or later.
     *
     * @param url {@code jdbc:postgresql://...}, without user and password
     * @param credentials a file with the lines {@code user=...} and {@code password=...}; without
     *     one they are taken from the environment
     */
    record Postgres(String url, Optional<Path> credentials) implements DatabaseAddress {
        /** What such an address begins with. */
        public static final String SCHEME = "jdbc:postgresql:";
    }
}
