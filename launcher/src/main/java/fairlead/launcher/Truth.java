package fairlead.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fairlead.launcher.Published.Records;
import fairlead.launcher.Published.Statement;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the company's generator wrote down, and how what the public API gives differs from it. */
final class Truth {
    private final JsonNode types;

    private Truth(JsonNode types) {
        this.types = types;
    }

    static Truth read(Path file) throws LauncherException {
        try {
            JsonNode truth = new ObjectMapper().readTree(Files.readAllBytes(file));
            if (truth.path("format").asInt() != 1) {
                throw new IOException("its format is not understood");
            }
            return new Truth(truth.path("types"));
        } catch (IOException e) {
            throw new LauncherException(
                    ExitCode.FAILED,
                    "The truth in " + file + " cannot be read: " + e.getMessage(),
                    e);
        }
    }

    /** Every difference in one line; empty when there is none. */
    List<String> differences(Published published) throws LauncherException {
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, JsonNode> it : types.properties()) {
            String type = it.getKey();
            if (Published.isStatement(type)) {
                compare(type, it.getValue(), published.statements(type), differences);
            } else {
                compare(type, it.getValue(), published.records(type), differences);
            }
        }
        return differences;
    }

    /** Each month's figure, and that no month is missing. */
    private static void compare(
            String type, JsonNode truth, List<Statement> published, List<String> differences) {
        JsonNode months = truth.path("months");
        Set<String> missing = new TreeSet<>();
        months.fieldNames().forEachRemaining(missing::add);
        while (missing.size() > Published.MONTHS) {
            missing.remove(missing.iterator().next());
        }
        for (Statement statement : published) {
            String month = statement.month();
            missing.remove(month);
            if (new BigDecimal(months.path(month).asText("0")).compareTo(statement.figure()) != 0) {
                differences.add(
                        type
                                + ": "
                                + statement.figure()
                                + " in "
                                + month
                                + ", not "
                                + months.path(month).asText());
            }
        }
        list(type, "missing", missing, differences);
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>();
        types.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void compare(
            String type, JsonNode truth, Records found, List<String> differences) {
        Set<String> missing = new TreeSet<>();
        truth.path("ids").forEach(id -> missing.add(id.asText()));
        Set<String> invented = new TreeSet<>(found.ids);
        invented.removeAll(missing);
        missing.removeAll(found.ids);
        list(type, "missing", missing, differences);
        list(type, "invented", invented, differences);
        list(type, "doubled", new TreeSet<>(found.doubled), differences);
        if (truth.path("count").asLong() != found.ids.size()) {
            differences.add(
                    type
                            + ": "
                            + found.ids.size()
                            + " records, not "
                            + truth.path("count").asLong());
        }
        amount(type, "debits", truth, found.debits, differences);
        amount(type, "credits", truth, found.credits, differences);
        amount(type, "documents", truth, found.documents, differences);
    }

    private static void list(String type, String what, Set<String> ids, List<String> differences) {
        if (!ids.isEmpty()) {
            String some = String.join(", ", ids.stream().limit(5).toList());
            differences.add(
                    type
                            + ": "
                            + ids.size()
                            + " "
                            + what
                            + " ("
                            + some
                            + (ids.size() > 5 ? ", ..." : "")
                            + ")");
        }
    }

    private static void amount(
            String type, String what, JsonNode truth, BigDecimal found, List<String> differences) {
        BigDecimal expected = new BigDecimal(truth.path(what).asText("0"));
        if (expected.compareTo(found) != 0) {
            differences.add(type + ": " + what + " of " + found + ", not " + expected);
        }
    }
}
