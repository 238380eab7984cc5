package fairlead.launcher.release;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes release directories for tests, good ones and lying ones. */
final class Releases {
    private Releases() {}

    /** A release under construction. */
    static final class Builder {
        private final String track;
        private final String version;
        private final Map<String, byte[]> jars = new LinkedHashMap<>();
        private final List<String> bundles = new ArrayList<>();
        private final List<String> slotFiles = new ArrayList<>();
        private final Map<String, byte[]> slot = new LinkedHashMap<>();
        private int slotNumber;
        private int format = 1;
        private String more = "";

        Builder(String track, String version) {
            this.track = track;
            this.version = version;
        }

        Builder bundle(String name, String bundleVersion) {
            return bundle(name, bundleVersion, jar(name, bundleVersion, ""), "beside");
        }

        Builder bundle(String name, String bundleVersion, byte[] jar, String kind) {
            jars.put(Hash.of(jar), jar);
            return entry(name, bundleVersion, Hash.of(jar), jar.length, kind);
        }

        Builder entry(String name, String bundleVersion, String sha256, long size, String kind) {
            bundles.add(
                    """
                    {"name":"%s","version":"%s","sha256":"%s","size":%d,"kind":"%s","refreshes":[]}"""
                            .formatted(name, bundleVersion, sha256, size, kind));
            return this;
        }

        Builder format(int number) {
            format = number;
            return this;
        }

        Builder more(String fields) {
            more = fields;
            return this;
        }

        Builder slot(int number, String path, byte[] bytes) {
            slotNumber = number;
            slot.put(path, bytes);
            slotFiles.add(
                    """
                    {"path":"%s","sha256":"%s","size":%d,"executable":true}"""
                            .formatted(path, Hash.of(bytes), bytes.length));
            return this;
        }

        byte[] manifest() {
            String prefix = track + "-" + version + "-";
            String zeros = "0".repeat(Manifest.ID_DIGITS);
            String text =
                    """
                    {"format":%d,"id":"%s","track":"%s","version":"%s","minimumVersion":"0.1.0",\
                    "slot":"%s","created":"2026-11-24T00:00:00Z","stateFormats":{},\
                    "mappingVersions":{"sage50":1},%s"bundles":[%s],"slotFiles":[%s]}
                    """
                            .formatted(
                                    format,
                                    prefix + zeros,
                                    track,
                                    version,
                                    slotNumber == 0 ? "factory" : Integer.toString(slotNumber),
                                    more,
                                    String.join(",", bundles),
                                    String.join(",", slotFiles));
            String id = Manifest.idOf(text.getBytes(StandardCharsets.UTF_8), prefix + zeros);
            return text.replace(prefix + zeros, id).getBytes(StandardCharsets.UTF_8);
        }

        /** Writes the release into a directory of the disk; returns its id. */
        String into(ForgetfulDisk disk, Path directory) {
            jars.forEach((sha, jar) -> disk.put(directory.resolve("bundles/" + sha + ".jar"), jar));
            slot.forEach((path, bytes) -> disk.put(directory.resolve("slot/" + path), bytes));
            disk.put(directory.resolve(Manifest.FILE), manifest());
            return id();
        }

        String id() {
            String text = new String(manifest(), StandardCharsets.UTF_8);
            int from = text.indexOf("\"id\":\"") + 6;
            return text.substring(from, text.indexOf('"', from));
        }
    }

    static Builder main(String version) {
        return new Builder("main", version);
    }

    static byte[] jar(String name, String version, String headers) {
        java.util.jar.Manifest manifest = new java.util.jar.Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-SymbolicName", name);
        main.putValue("Bundle-Version", version);
        for (String header : headers.split("\n", -1)) {
            if (!header.isEmpty()) {
                String[] parts = header.split(": ", 2);
                main.putValue(parts[0], parts[1]);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry("META-INF/MANIFEST.MF");
            entry.setTimeLocal(LocalDateTime.of(2026, 11, 24, 0, 0));
            jar.putNextEntry(entry);
            manifest.write(jar);
            jar.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
