package fairlead.publish.release;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Enumeration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A bundle's jar while it is changed. The same changes give the same bytes. */
public final class JarChange {
    /** Zip's own first day, so that no clock gets into the bytes. */
    private static final LocalDateTime WHEN = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final Map<String, byte[]> files = new TreeMap<>();
    private final Manifest manifest;

    JarChange(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            manifest = file.getManifest();
            for (Enumeration<JarEntry> all = file.entries(); all.hasMoreElements(); ) {
                JarEntry entry = all.nextElement();
                if (!entry.isDirectory()) {
                    try (InputStream in = file.getInputStream(entry)) {
                        files.put(entry.getName(), in.readAllBytes());
                    }
                }
            }
        }
        files.remove(JarFile.MANIFEST_NAME);
    }

    /**
     * Gives the bundle a version, and content that tells it from every other one: a jar that
     * differs in its version alone would be taken over from the former release.
     */
    public JarChange version(String version) {
        put("META-INF/changed", version.getBytes(StandardCharsets.UTF_8));
        return header("Bundle-Version", version);
    }

    /** Sets a header of the manifest. */
    public JarChange header(String name, String value) {
        manifest.getMainAttributes().putValue(name, value);
        return this;
    }

    /** Adds a file or puts another in its place. */
    public JarChange put(String path, byte[] content) {
        files.put(path, content.clone());
        return this;
    }

    /** The content of a file; empty when there is none. */
    public Optional<byte[]> get(String path) {
        return Optional.ofNullable(files.get(path)).map(byte[]::clone);
    }

    /** Takes a file out. */
    public JarChange remove(String path) {
        files.remove(path);
        return this;
    }

    /** Adds these classes, or puts them in the place of those with the same names. */
    public JarChange put(Class<?>... types) {
        for (Class<?> type : types) {
            String path = type.getName().replace('.', '/') + ".class";
            try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
                put(path, in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return this;
    }

    void write(Path to) throws IOException {
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        manifest.write(headers);
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(to));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            store(zip, JarFile.MANIFEST_NAME, headers.toByteArray());
            for (Map.Entry<String, byte[]> entry : files.entrySet()) {
                store(zip, entry.getKey(), entry.getValue());
            }
        }
    }

    /** Stored, as the build stores them: a swap reads classes faster so. */
    static void store(ZipOutputStream zip, String path, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(path);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(WHEN);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
