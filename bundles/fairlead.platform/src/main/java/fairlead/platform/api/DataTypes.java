package fairlead.platform.api;

import fairlead.platform.api.query.Kind;
import fairlead.platform.api.query.Property;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The accounting data types that are lists of records, as {@code data-types.txt} has them. */
final class DataTypes {
    /** What the platform knows of each record, without reading it. */
    private static final Map<String, Property> COLUMNS =
            Map.of(
                    // as the index has it, or the database would sort a million records
                    "id",
                    Property.column("id", Kind.TEXT, "r.id")
                            .sortedBy(List.of("r.series_no", "r.id")),
                    "modifiedDate",
                    Property.column("modifiedDate", Kind.DATE, "r.modified_at"),
                    "metadata.isDeleted",
                    Property.column("metadata.isDeleted", Kind.FLAG, "r.state = 'D'"));

    private final List<DataType> types;

    private DataTypes(List<DataType> types) {
        this.types = List.copyOf(types);
    }

    /**
     * One type.
     *
     * @param key the API's word
     * @param path the word of the API's paths
     * @param model what messages call one
     * @param properties that a query or an order may name
     */
    record DataType(String key, String path, String model, Map<String, Property> properties) {}

    /** Every type, in no order that counts. */
    List<DataType> list() {
        return types;
    }

    /** Reads the table. */
    static DataTypes all() {
        List<DataType> types = new ArrayList<>();
        try (InputStream in = DataTypes.class.getResourceAsStream("data-types.txt");
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            Map<String, Property> properties = Map.of();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.strip().split(" ");
                if (line.startsWith("  ")) {
                    add(properties, words);
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    properties = new HashMap<>();
                    types.add(new DataType(words[0], words[1], words[2], properties));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("data-types.txt cannot be read", e);
        }
        return new DataTypes(types);
    }

    private static void add(Map<String, Property> properties, String[] words) {
        Kind kind = Kind.valueOf(words[0].toUpperCase(Locale.ROOT));
        for (int i = 1; i < words.length; i++) {
            properties.put(words[i], COLUMNS.getOrDefault(words[i], Property.read(words[i], kind)));
        }
    }
}
