package fairlead.launcher.release;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.regex.Pattern;

/**
 * What a release consists of: {@code release.json}. Its id ends in twelve digits of the SHA-256
 * over the file's own bytes with those digits as zeros, so that the id names every byte of it, and
 * with the hashes in it every byte of the release. Fields that this version does not know are
 * ignored.
 *
 * @param slot the slot of the host that the release needs; 0 is the factory's
 * @param stateFormats the format of its own state that each bundle writes
 * @param mappingVersions by accounting package
 * @param slotFiles what the slot consists of; empty for the factory's
 * @param critical is it so urgent that it does not wait for a natural restart for long?
 */
public record Manifest(
        String id,
        String track,
        String version,
        String minimumVersion,
        int slot,
        String created,
        Map<String, Integer> stateFormats,
        Map<String, Integer> mappingVersions,
        List<Bundle> bundles,
        List<SlotFile> slotFiles,
        boolean critical) {
    /** The only format so far. */
    public static final int FORMAT = 1;

    /** The name of the file in a release directory. */
    public static final String FILE = "release.json";

    /** The file of a slot that the supervisor starts. */
    public static final String HOST = "host";

    /** How many digits of its own hash an id ends in. */
    public static final int ID_DIGITS = 12;

    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");

    /** As OSGi writes versions: three numbers at most, then a word. */
    private static final Pattern VERSION =
            Pattern.compile("\\d{1,9}(\\.\\d{1,9}(\\.\\d{1,9}(\\.[A-Za-z0-9_-]{1,100})?)?)?");

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /**
     * One bundle.
     *
     * @param refreshes the bundles that a swap of this one may touch; empty but for kind refresh
     */
    public record Bundle(
            String name,
            String version,
            String sha256,
            long size,
            Kind kind,
            List<String> refreshes) {
        public Bundle {
            refreshes = List.copyOf(refreshes);
        }

        /** Name and version, as people read them. */
        public String title() {
            return name + " " + version;
        }

        /**
         * Compares the jar's own headers with what is declared.
         *
         * @throws ReleaseException.WrongBundle when another bundle is in the jar
         * @throws ReleaseException.WrongKind when the manifest lies about the kind
         */
        public void check(Attributes headers) throws ReleaseException {
            String found =
                    Kind.symbolicName(headers).orElse("no bundle")
                            + " "
                            + headers.getValue("Bundle-Version");
            if (!found.equals(title())) {
                throw new ReleaseException.WrongBundle(title(), found);
            }
            if (Kind.of(headers) != kind) {
                throw new ReleaseException.WrongKind(title(), kind, Kind.of(headers));
            }
        }
    }

    /** One file of a slot, below {@code slot/} in a release directory. */
    public record SlotFile(String path, String sha256, long size, boolean executable) {}

    public Manifest {
        stateFormats = Map.copyOf(stateFormats);
        mappingVersions = Map.copyOf(mappingVersions);
        bundles = List.copyOf(bundles);
        slotFiles = List.copyOf(slotFiles);
    }

    /**
     * Reads a manifest and checks all that can be checked without the jars.
     *
     * @param where the file's name, for messages
     */
    public static Manifest parse(byte[] bytes, String where) throws ReleaseException {
        Map<String, Object> fields;
        try (JsonParser json = JSON.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new ReleaseException.Malformed(where, "a JSON object", "none");
            }
            fields = object(json);
        } catch (JsonProcessingException e) {
            throw new ReleaseException.Malformed(where, "JSON", e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory are always readable", e);
        }
        Fields root = new Fields(where, fields);
        if (!Long.valueOf(FORMAT).equals(fields.get("format"))) {
            throw new ReleaseException.UnknownFormat(
                    where, FORMAT, String.valueOf(fields.get("format")));
        }
        Manifest manifest =
                new Manifest(
                        root.name("id"),
                        root.name("track"),
                        root.version("version"),
                        root.version("minimumVersion"),
                        slot(where, root.text("slot")),
                        root.text("created"),
                        root.numbers("stateFormats"),
                        root.numbers("mappingVersions"),
                        bundles(where, root.objects("bundles")),
                        slotFiles(where, root.objects("slotFiles")),
                        Boolean.TRUE.equals(fields.get("critical")));
        manifest.checkSlot(where);
        manifest.checkId(bytes, where);
        return manifest;
    }

    /** The id that these bytes of a manifest have to carry, given the one that they do. */
    public static String idOf(byte[] manifest, String id) {
        String prefix = id.substring(0, Math.max(0, id.length() - ID_DIGITS));
        String text = new String(manifest, StandardCharsets.UTF_8);
        byte[] zeroed =
                text.replaceFirst(Pattern.quote(id), prefix + "0".repeat(ID_DIGITS))
                        .getBytes(StandardCharsets.UTF_8);
        return prefix + Hash.of(zeroed).substring(0, ID_DIGITS);
    }

    private void checkId(byte[] bytes, String where) throws ReleaseException {
        String prefix = track + "-" + version + "-";
        if (!id.startsWith(prefix) || id.length() != prefix.length() + ID_DIGITS) {
            throw new ReleaseException.Malformed(
                    where, "an id " + prefix + "<" + ID_DIGITS + " digits>", id);
        }
        String real = idOf(bytes, id);
        if (!real.equals(id)) {
            throw new ReleaseException.Altered(
                    where, id.substring(prefix.length()), real.substring(prefix.length()));
        }
    }

    /** A slot without a host would be asked for at each start, and never start (rule 8). */
    private void checkSlot(String where) throws ReleaseException {
        boolean hasHost = slotFiles.stream().anyMatch(f -> f.path().equals(HOST) && f.executable());
        String found = String.join(", ", slotFiles.stream().map(SlotFile::path).toList());
        if (slot != 0 && !hasHost) {
            throw new ReleaseException.Malformed(
                    where + ", field slotFiles",
                    "an executable " + HOST + " for slot " + slot,
                    found.isEmpty() ? "none" : found);
        }
        if (slot == 0 && !slotFiles.isEmpty()) {
            throw new ReleaseException.Malformed(
                    where + ", field slotFiles", "none beside the slot factory", found);
        }
    }

    private static List<Bundle> bundles(String where, List<Fields> entries)
            throws ReleaseException {
        List<Bundle> bundles = new ArrayList<>();
        Map<String, Bundle> byName = new HashMap<>();
        for (Fields entry : entries) {
            String word = entry.text("kind");
            Kind kind =
                    Kind.named(word)
                            .orElseThrow(
                                    () ->
                                            new ReleaseException.Malformed(
                                                    where, "beside, refresh or restart", word));
            Bundle bundle =
                    new Bundle(
                            entry.name("name"),
                            entry.version("version"),
                            entry.hash("sha256"),
                            entry.number("size"),
                            kind,
                            entry.texts("refreshes"));
            Bundle first = byName.putIfAbsent(bundle.name(), bundle);
            if (first != null) {
                throw new ReleaseException.RepeatedBundle(
                        bundle.name(), first.version(), bundle.version());
            }
            bundles.add(bundle);
        }
        if (bundles.isEmpty()) {
            throw new ReleaseException.Malformed(where, "at least one bundle", "none");
        }
        return bundles;
    }

    private static List<SlotFile> slotFiles(String where, List<Fields> entries)
            throws ReleaseException {
        List<SlotFile> files = new ArrayList<>();
        for (Fields entry : entries) {
            String path = entry.text("path");
            if (!path.matches("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")) {
                throw new ReleaseException.Malformed(where, "a path below slot/", path);
            }
            files.add(
                    new SlotFile(
                            path,
                            entry.hash("sha256"),
                            entry.number("size"),
                            Boolean.TRUE.equals(entry.values().get("executable"))));
        }
        return files;
    }

    private static int slot(String where, String text) throws ReleaseException {
        if (text.equals("factory")) {
            return 0;
        }
        if (!text.matches("[1-9][0-9]{0,5}")) {
            throw new ReleaseException.Malformed(where, "a slot: factory or a number", text);
        }
        return Integer.parseInt(text);
    }

    private static Map<String, Object> object(JsonParser json) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            fields.put(name, value(json));
        }
        return fields;
    }

    private static Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> array(json);
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_TRUE, VALUE_FALSE -> json.getBooleanValue();
            default -> String.valueOf(json.getText());
        };
    }

    private static List<Object> array(JsonParser json) throws IOException {
        List<Object> values = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(json));
        }
        return values;
    }

    /** The fields of one object, read by type. */
    private record Fields(String where, Map<String, Object> values) {
        String text(String field) throws ReleaseException {
            if (values.get(field) instanceof String text) {
                return text;
            }
            throw wrong(field, "a text");
        }

        String name(String field) throws ReleaseException {
            String text = text(field);
            if (!NAME.matcher(text).matches()) {
                throw wrong(field, "letters, digits, dots and dashes");
            }
            return text;
        }

        String version(String field) throws ReleaseException {
            String text = text(field);
            if (!VERSION.matcher(text).matches()) {
                throw wrong(field, "a version like 1.2.3");
            }
            return text;
        }

        String hash(String field) throws ReleaseException {
            String text = text(field);
            if (!SHA256.matcher(text).matches()) {
                throw wrong(field, "64 hexadecimal digits");
            }
            return text;
        }

        long number(String field) throws ReleaseException {
            if (values.get(field) instanceof Long number && number >= 0) {
                return number;
            }
            throw wrong(field, "a number");
        }

        Map<String, Integer> numbers(String field) throws ReleaseException {
            Map<String, Integer> numbers = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry :
                    values.get(field) instanceof Map<?, ?> map
                            ? map.entrySet()
                            : Map.of().entrySet()) {
                if (!(entry.getValue() instanceof Long number)) {
                    throw wrong(field, "numbers");
                }
                numbers.put(String.valueOf(entry.getKey()), number.intValue());
            }
            return numbers;
        }

        List<String> texts(String field) {
            return values.get(field) instanceof List<?> list
                    ? list.stream().map(String::valueOf).toList()
                    : List.of();
        }

        List<Fields> objects(String field) throws ReleaseException {
            List<Fields> objects = new ArrayList<>();
            for (Object entry : values.get(field) instanceof List<?> list ? list : List.of()) {
                if (!(entry instanceof Map<?, ?> map)) {
                    throw wrong(field, "a list of objects");
                }
                Map<String, Object> fields = new LinkedHashMap<>();
                map.forEach((key, value) -> fields.put(String.valueOf(key), value));
                objects.add(new Fields(where, fields));
            }
            return objects;
        }

        private ReleaseException wrong(String field, String expected) {
            return new ReleaseException.Malformed(
                    where + ", field " + field, expected, String.valueOf(values.get(field)));
        }
    }
}
