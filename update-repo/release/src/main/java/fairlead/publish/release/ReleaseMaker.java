package fairlead.publish.release;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import fairlead.launcher.release.Kind;
import fairlead.launcher.release.LocalDisk;
import fairlead.launcher.release.Manifest;
import fairlead.launcher.release.ReleaseException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Makes one release directory. */
final class ReleaseMaker {
    /**
     * What a release is called and what it needs.
     *
     * @param slotFiles the directory of the host's files; empty for the factory's slot
     * @param declaredKinds by bundle name; each has to be the real one
     * @param critical does it not wait for a natural restart for long?
     */
    record Settings(
            String track,
            String version,
            String minimumVersion,
            String created,
            int slot,
            Optional<Path> slotFiles,
            Map<String, Kind> declaredKinds,
            boolean critical) {
        Settings(
                String track,
                String version,
                String minimumVersion,
                String created,
                int slot,
                Optional<Path> slotFiles,
                Map<String, Kind> declaredKinds) {
            this(track, version, minimumVersion, created, slot, slotFiles, declaredKinds, false);
        }
    }

    /** One line a bundle: what became of it. */
    record Made(String id, List<String> lines) {}

    private static final String TEMPORARY = ".tmp";

    private final Settings settings;
    private final Optional<Path> previous;
    private final Set<Path> repositories;

    /**
     * @param repositories directories that hold releases: no name and version of a bundle of theirs
     *     comes again with other bytes
     */
    ReleaseMaker(Settings settings, Optional<Path> previous, Set<Path> repositories) {
        this.settings = settings;
        this.previous = previous;
        this.repositories = repositories;
    }

    /**
     * Makes the release in a directory that is not there yet.
     *
     * @throws RefusedException when the bundles make no release
     * @throws ReleaseException when the former release is not whole
     */
    Made make(List<Path> jars, Path out) throws IOException, RefusedException, ReleaseException {
        if (Files.exists(out)) {
            throw new RefusedException(
                    out + " is there already; a release is never changed, so name another place.");
        }
        Path stored = Files.createTempDirectory("release-maker");
        try {
            return make(jars, stored, out);
        } finally {
            new LocalDisk().deleteTree(stored);
        }
    }

    private Made make(List<Path> jars, Path stored, Path out)
            throws IOException, RefusedException, ReleaseException {
        Optional<Manifest> before =
                previous.isPresent()
                        ? Optional.of(ReleaseCheck.check(previous.get()))
                        : Optional.empty();
        Map<String, BundleJar> former = former(before);
        List<String> lines = new ArrayList<>();
        List<BundleJar> bundles = new ArrayList<>();
        for (BundleJar built : byName(jars)) {
            BundleJar jar = StoredJar.of(built, stored);
            bundles.add(choose(jar, Optional.ofNullable(former.get(jar.name())), lines));
        }
        former.keySet().stream()
                .filter(name -> bundles.stream().noneMatch(b -> b.name().equals(name)))
                .forEach(name -> lines.add(former.get(name).title() + ": no longer in it"));
        checkVersions(bundles, before);
        checkKinds(bundles);
        checkFormats(bundles, before.map(Manifest::stateFormats).orElse(Map.of()));

        Path temporary = out.resolveSibling(out.getFileName() + TEMPORARY);
        new LocalDisk().deleteTree(temporary);
        Files.createDirectories(temporary.resolve("bundles"));
        for (BundleJar bundle : bundles) {
            Files.copy(
                    bundle.file(), temporary.resolve("bundles").resolve(bundle.sha256() + ".jar"));
        }
        List<Manifest.SlotFile> slotFiles = copySlot(temporary);
        byte[] manifest = manifest(bundles, slotFiles);
        String id = Manifest.parse(manifest, Manifest.FILE).id();
        Files.write(temporary.resolve(Manifest.FILE), manifest);
        Files.move(temporary, out, StandardCopyOption.ATOMIC_MOVE);
        return new Made(id, lines);
    }

    private Map<String, BundleJar> former(Optional<Manifest> before)
            throws IOException, RefusedException {
        Map<String, BundleJar> former = new TreeMap<>();
        for (Manifest.Bundle bundle : before.map(Manifest::bundles).orElse(List.of())) {
            former.put(
                    bundle.name(),
                    BundleJar.read(previous.get().resolve("bundles/" + bundle.sha256() + ".jar")));
        }
        return former;
    }

    /** An agent that has the one would keep it for the other: a version is used once. */
    private void checkVersions(List<BundleJar> bundles, Optional<Manifest> before)
            throws IOException, RefusedException, ReleaseException {
        List<Manifest> releases = releases();
        before.ifPresent(it -> releases.add(0, it));
        for (BundleJar bundle : bundles) {
            for (Manifest release : releases) {
                for (Manifest.Bundle used : release.bundles()) {
                    if (used.name().equals(bundle.name())
                            && used.version().equals(bundle.version())
                            && !used.sha256().equals(bundle.sha256())) {
                        throw new RefusedException(
                                "The bundle "
                                        + bundle.title()
                                        + " has other bytes than in "
                                        + release.id()
                                        + " ("
                                        + used.sha256().substring(0, 12)
                                        + ", now "
                                        + bundle.sha256().substring(0, 12)
                                        + "); give it a new version.");
                    }
                }
            }
        }
    }

    private List<Manifest> releases() throws IOException, ReleaseException {
        List<Manifest> releases = new ArrayList<>();
        for (Path repository : repositories) {
            if (!Files.isDirectory(repository)) {
                continue;
            }
            try (Stream<Path> files = Files.list(repository)) {
                for (Path directory : files.sorted().toList()) {
                    Path file = directory.resolve(Manifest.FILE);
                    if (!directory.toString().endsWith(TEMPORARY) && Files.exists(file)) {
                        releases.add(Manifest.parse(Files.readAllBytes(file), file.toString()));
                    }
                }
            }
        }
        return releases;
    }

    /** Each PC would put its state aside, and read and send every company in full (rule 24). */
    private static void checkFormats(List<BundleJar> bundles, Map<String, Integer> before)
            throws RefusedException {
        for (Map.Entry<String, Integer> format : stateFormats(bundles).entrySet()) {
            int former = before.getOrDefault(format.getKey(), 0);
            if (format.getValue() < former) {
                throw new RefusedException(
                        "The bundle "
                                + format.getKey()
                                + " writes its state in format "
                                + format.getValue()
                                + ", in the former release in format "
                                + former
                                + ", which it would not understand: give it that format or a later"
                                + " one.");
            }
        }
    }

    private static List<BundleJar> byName(List<Path> jars) throws IOException, RefusedException {
        Map<String, BundleJar> byName = new TreeMap<>();
        for (Path file : jars) {
            BundleJar jar = BundleJar.read(file);
            BundleJar other = byName.putIfAbsent(jar.name(), jar);
            if (other != null) {
                throw new RefusedException(
                        "The bundle "
                                + jar.name()
                                + " is there twice: "
                                + other.file()
                                + " and "
                                + file
                                + ".");
            }
        }
        if (byName.isEmpty()) {
            throw new RefusedException("There is no bundle to make a release of.");
        }
        return List.copyOf(byName.values());
    }

    private static BundleJar choose(BundleJar built, Optional<BundleJar> former, List<String> lines)
            throws IOException {
        if (former.isEmpty()) {
            lines.add(built.title() + ": new, " + built.kind().word());
            return built;
        }
        if (built.sameContent(former.get())) {
            lines.add(former.get().title() + ": taken over");
            return former.get();
        }
        lines.add(
                built.title()
                        + ": changed from "
                        + former.get().version()
                        + ", "
                        + built.kind().word());
        return built;
    }

    private void checkKinds(List<BundleJar> bundles) throws RefusedException {
        Map<String, Kind> declared = new HashMap<>(settings.declaredKinds());
        for (BundleJar bundle : bundles) {
            Kind kind = declared.remove(bundle.name());
            if (kind != null && kind != bundle.kind()) {
                throw new RefusedException(
                        "The bundle "
                                + bundle.title()
                                + " is declared as "
                                + kind.word()
                                + ", its own manifest makes it "
                                + bundle.kind().word()
                                + ".");
            }
        }
        if (!declared.isEmpty()) {
            throw new RefusedException(
                    "A kind is declared for "
                            + String.join(", ", new TreeSet<>(declared.keySet()))
                            + ", which the release does not hold.");
        }
    }

    private List<Manifest.SlotFile> copySlot(Path to) throws IOException {
        List<Manifest.SlotFile> files = new ArrayList<>();
        if (settings.slotFiles().isEmpty()) {
            return files;
        }
        Path from = settings.slotFiles().get();
        List<Path> all;
        try (Stream<Path> walk = Files.walk(from)) {
            all = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : all) {
            String path = from.relativize(file).toString().replace('\\', '/');
            byte[] bytes = Files.readAllBytes(file);
            Path copy = to.resolve("slot").resolve(path);
            Files.createDirectories(copy.getParent());
            Files.write(copy, bytes);
            if (Files.isExecutable(file)) {
                new LocalDisk().makeExecutable(copy);
            }
            files.add(
                    new Manifest.SlotFile(
                            path, BundleJar.sha256(bytes), bytes.length, Files.isExecutable(file)));
        }
        files.sort(Comparator.comparing(Manifest.SlotFile::path));
        return files;
    }

    private byte[] manifest(List<BundleJar> bundles, List<Manifest.SlotFile> slotFiles)
            throws IOException, RefusedException {
        String unnamed =
                settings.track() + "-" + settings.version() + "-" + "0".repeat(Manifest.ID_DIGITS);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            DefaultIndenter lines = new DefaultIndenter("  ", "\n");
            json.setPrettyPrinter(
                    new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines));
            json.writeStartObject();
            json.writeNumberField("format", Manifest.FORMAT);
            json.writeStringField("id", unnamed);
            json.writeStringField("track", settings.track());
            json.writeStringField("version", settings.version());
            json.writeStringField("minimumVersion", settings.minimumVersion());
            json.writeStringField(
                    "slot", settings.slot() == 0 ? "factory" : Integer.toString(settings.slot()));
            json.writeStringField("created", settings.created());
            if (settings.critical()) {
                json.writeBooleanField("critical", true);
            }
            writeNumbers(json, "stateFormats", stateFormats(bundles));
            writeNumbers(json, "mappingVersions", mappingVersions(bundles));
            json.writeArrayFieldStart("bundles");
            for (BundleJar bundle : bundles) {
                writeBundle(json, bundle, bundles);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("slotFiles");
            for (Manifest.SlotFile file : slotFiles) {
                json.writeStartObject();
                json.writeStringField("path", file.path());
                json.writeStringField("sha256", file.sha256());
                json.writeNumberField("size", file.size());
                json.writeBooleanField("executable", file.executable());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        }
        String id = Manifest.idOf(out.toByteArray(), unnamed);
        return out.toString(StandardCharsets.UTF_8)
                .replace("\"" + unnamed + "\"", "\"" + id + "\"")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void writeBundle(JsonGenerator json, BundleJar bundle, List<BundleJar> all)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("name", bundle.name());
        json.writeStringField("version", bundle.version());
        json.writeStringField("sha256", bundle.sha256());
        json.writeNumberField("size", bundle.size());
        json.writeStringField("kind", bundle.kind().word());
        json.writeArrayFieldStart("refreshes");
        for (String name : bundle.kind() == Kind.REFRESH ? users(bundle, all) : Set.<String>of()) {
            json.writeString(name);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeNumbers(JsonGenerator json, String field, Map<String, Integer> numbers)
            throws IOException {
        json.writeObjectFieldStart(field);
        for (Map.Entry<String, Integer> entry : numbers.entrySet()) {
            json.writeNumberField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    /** All that a refresh of the bundle touches: whoever imports from it, and so on. */
    static Set<String> users(BundleJar bundle, List<BundleJar> all) {
        Set<String> users = new TreeSet<>(Set.of(bundle.name()));
        Set<String> packages = new TreeSet<>(bundle.exports());
        boolean grown = true;
        while (grown) {
            grown = false;
            for (BundleJar other : all) {
                if (!users.contains(other.name())
                        && other.imports().stream().anyMatch(packages::contains)) {
                    users.add(other.name());
                    packages.addAll(other.exports());
                    grown = true;
                }
            }
        }
        users.remove(bundle.name());
        return users;
    }

    private static Map<String, Integer> stateFormats(List<BundleJar> bundles)
            throws RefusedException {
        Map<String, Integer> formats = new TreeMap<>();
        for (BundleJar bundle : bundles) {
            String format = bundle.headers().getValue(BundleJar.STATE_FORMAT);
            if (format != null) {
                formats.put(bundle.name(), number(bundle, BundleJar.STATE_FORMAT, format));
            }
        }
        return formats;
    }

    private static Map<String, Integer> mappingVersions(List<BundleJar> bundles)
            throws RefusedException {
        Map<String, Integer> versions = new TreeMap<>();
        for (BundleJar bundle : bundles) {
            String header = bundle.headers().getValue(BundleJar.MAPPING_VERSION);
            if (header != null) {
                String[] parts = header.split("=", 2);
                versions.put(
                        parts[0].trim(),
                        number(
                                bundle,
                                BundleJar.MAPPING_VERSION,
                                parts.length == 2 ? parts[1] : header));
            }
        }
        return versions;
    }

    private static int number(BundleJar bundle, String header, String text)
            throws RefusedException {
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            throw new RefusedException(
                    "The header "
                            + header
                            + " of "
                            + bundle.title()
                            + " should end in a number and is "
                            + text
                            + ".");
        }
    }
}
