package fairlead.odbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.osgi.framework.Bundle;

/** Finds the files of bundles by their locations; copies a bundle that is in no file of its own. */
final class Jars implements Children.ClassPath {
    private final List<Bundle> bundles;
    private final Path copies;

    /**
     * @param copies a directory for what has to be copied
     */
    Jars(List<Bundle> bundles, Path copies) {
        this.bundles = List.copyOf(bundles);
        this.copies = copies;
    }

    @Override
    public List<Path> jars() throws IOException {
        List<Path> jars = new java.util.ArrayList<>();
        for (Bundle bundle : bundles) {
            Optional<Path> file = file(bundle.getLocation());
            jars.add(file.isPresent() ? file.get() : copy(bundle));
        }
        return jars;
    }

    /** The jar or directory that a bundle's location names; empty when it names no file. */
    static Optional<Path> file(String location) {
        String url = location.startsWith("reference:") ? location.substring(10) : location;
        if (!url.startsWith("file:")) {
            return Optional.empty();
        }
        try {
            Path path = Path.of(URI.create(url));
            return Files.exists(path) ? Optional.of(path) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // for example a relative one
        }
    }

    private Path copy(Bundle bundle) throws IOException {
        Path jar = copies.resolve(bundle.getSymbolicName() + "-" + bundle.getVersion() + ".jar");
        if (Files.exists(jar)) {
            Files.delete(jar); // the same version may be another build
        }
        Files.createDirectories(copies);
        Path unfinished = jar.resolveSibling(jar.getFileName() + ".tmp");
        try (OutputStream out = Files.newOutputStream(unfinished);
                JarOutputStream to = new JarOutputStream(out)) {
            Enumeration<URL> entries = bundle.findEntries("/", "*", true);
            for (URL entry : Collections.list(entries)) {
                if (!entry.getPath().endsWith("/")) {
                    to.putNextEntry(new ZipEntry(entry.getPath().substring(1)));
                    try (InputStream in = entry.openStream()) {
                        in.transferTo(to);
                    }
                    to.closeEntry();
                }
            }
        }
        return Files.move(unfinished, jar, StandardCopyOption.ATOMIC_MOVE);
    }
}
