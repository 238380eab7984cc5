package fairlead.publish.release;

import fairlead.launcher.release.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * A built bundle and what its own headers say.
 *
 * @param file where it lies
 */
record BundleJar(
        Path file, String name, String version, String sha256, long size, Attributes headers) {
    /** The format of the bundle's own state; a number. */
    static final String STATE_FORMAT = "Fairlead-State-Format";

    /** What an accounting package's records are mapped by: {@code sage50=1}. */
    static final String MAPPING_VERSION = "Fairlead-Mapping-Version";

    static BundleJar read(Path file) throws IOException, RefusedException {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            Attributes headers = manifest == null ? new Attributes() : manifest.getMainAttributes();
            String name = headers.getValue("Bundle-SymbolicName");
            String version = headers.getValue("Bundle-Version");
            if (name == null || version == null) {
                throw new RefusedException(
                        file
                                + " is no bundle: its name is "
                                + name
                                + " and its version "
                                + version
                                + ".");
            }
            return new BundleJar(
                    file,
                    name.split(";", 2)[0].trim(),
                    version,
                    sha256(Files.readAllBytes(file)),
                    Files.size(file),
                    headers);
        }
    }

    String title() {
        return name + " " + version;
    }

    Kind kind() {
        return Kind.of(headers);
    }

    Set<String> exports() {
        return names("Export-Package");
    }

    Set<String> imports() {
        return names("Import-Package");
    }

    /** Does this jar differ from the other in nothing but its version and META-INF/maven? */
    boolean sameContent(BundleJar other) throws IOException {
        return content().equals(other.content());
    }

    private Map<String, String> content() throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (JarFile jar = new JarFile(file.toFile())) {
            for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
                JarEntry entry = all.nextElement();
                String path = entry.getName();
                if (entry.isDirectory() || path.startsWith("META-INF/maven/")) {
                    continue;
                }
                try (InputStream in = jar.getInputStream(entry)) {
                    content.put(
                            path,
                            path.equals(JarFile.MANIFEST_NAME)
                                    ? withoutVersion(in)
                                    : sha256(in.readAllBytes()));
                }
            }
        }
        return content;
    }

    private static String withoutVersion(InputStream in) throws IOException {
        Manifest manifest = new Manifest(in);
        manifest.getMainAttributes().remove(new Attributes.Name("Bundle-Version"));
        Map<String, Object> sorted = new TreeMap<>();
        manifest.getMainAttributes().forEach((key, value) -> sorted.put(key.toString(), value));
        manifest.getEntries().forEach((name, section) -> sorted.put("/" + name, section));
        return sorted.toString();
    }

    /** The packages in a header: what stands before the first semicolon of each clause. */
    private Set<String> names(String header) {
        String value = headers.getValue(header);
        Set<String> names = new TreeSet<>();
        if (value != null) {
            for (String clause : clauses(value)) {
                // several packages may share their attributes: a;b;version=1
                Arrays.stream(clause.split(";", -1))
                        .map(String::trim)
                        .takeWhile(part -> !part.contains("="))
                        .forEach(names::add);
            }
        }
        return names;
    }

    /** Splits at the commas outside quotes. */
    private static List<String> clauses(String value) {
        List<String> clauses = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i <= value.length(); i++) {
            if (i < value.length() && value.charAt(i) == '"') {
                quoted = !quoted;
            } else if (i == value.length() || (value.charAt(i) == ',' && !quoted)) {
                clauses.add(value.substring(from, i));
                from = i + 1;
            }
        }
        return clauses;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
