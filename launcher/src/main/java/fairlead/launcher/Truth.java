package fairlead.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares what the public API gives, page by page, with what the company's generator wrote down.
 */
final class Truth {
    private static final int PAGE = 1000;

    /** Data types whose path differs from their name. */
    private static final Map<String, String> PATHS =
            Map.of("chartOfAccounts", "accounts", "company", "info");

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

    /** Data types that are a statement a month, and the figure in it that is compared. */
    private static final Map<String, String> STATEMENTS =
            Map.of("balanceSheet", "netAssets", "profitAndLoss", "netProfit");

    /** As many as there ever are (docs/sage50.md). */
    private static final int MONTHS = 120;

    /** What there is of one data type. */
    private static final class Found {
        private final Set<String> ids = new TreeSet<>();
        private final List<String> doubled = new ArrayList<>();
        private BigDecimal debits = BigDecimal.ZERO;
        private BigDecimal credits = BigDecimal.ZERO;
        private BigDecimal documents = BigDecimal.ZERO;

        void add(String type, JsonNode record) {
            String id =
                    record.path(type.equals("company") ? "accountingPlatformRef" : "id").asText();
            if (!ids.add(id)) {
                doubled.add(id);
            }
            for (JsonNode line : record.path("journalLines")) {
                BigDecimal amount = line.path("netAmount").decimalValue();
                if (amount.signum() > 0) {
                    debits = debits.add(amount);
                } else {
                    credits = credits.subtract(amount);
                }
            }
            if (record.has("totalAmount")) {
                documents = documents.add(record.path("totalAmount").decimalValue());
            }
        }
    }

    /** Every difference in one line; empty when there is none. */
    List<String> differences(PublicApi api, String companyId) throws LauncherException {
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, JsonNode> type : types.properties()) {
            if (STATEMENTS.containsKey(type.getKey())) {
                statements(api, companyId, type.getKey(), type.getValue(), differences);
                continue;
            }
            compare(
                    type.getKey(),
                    type.getValue(),
                    found(api, companyId, type.getKey()),
                    differences);
        }
        return differences;
    }

    /** Each month's figure, and that no month is missing. */
    private static void statements(
            PublicApi api, String companyId, String type, JsonNode truth, List<String> differences)
            throws LauncherException {
        JsonNode months = truth.path("months");
        Set<String> missing = new TreeSet<>();
        months.fieldNames().forEachRemaining(missing::add);
        while (missing.size() > MONTHS) {
            missing.remove(missing.iterator().next());
        }
        for (JsonNode report : reports(api, companyId, type)) {
            String day = report.path(type.equals("balanceSheet") ? "date" : "fromDate").asText();
            String month = day.substring(0, Math.min(7, day.length()));
            missing.remove(month);
            BigDecimal found = report.path(STATEMENTS.get(type)).decimalValue();
            if (new BigDecimal(months.path(month).asText("0")).compareTo(found) != 0) {
                differences.add(
                        type
                                + ": "
                                + found
                                + " in "
                                + month
                                + ", not "
                                + months.path(month).asText());
            }
        }
        list(type, "missing", missing, differences);
    }

    private static JsonNode reports(PublicApi api, String companyId, String type)
            throws LauncherException {
        return api.get(
                        "/companies/"
                                + companyId
                                + "/data/financials/"
                                + type
                                + "?periodLength=1&periodsToCompare="
                                + MONTHS)
                .path("reports");
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>();
        types.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /**
     * What the records of one data type add up to, each in its own currency.
     *
     * @param total of documents and payments; of statements, the profit of all months, or the net
     *     assets of the newest
     * @param debits of journal entries
     * @param credits of journal entries
     */
    record Control(
            long records,
            Optional<BigDecimal> total,
            Optional<BigDecimal> debits,
            Optional<BigDecimal> credits) {}

    /** The control totals of what the public API gives. */
    static Control control(PublicApi api, String companyId, String type) throws LauncherException {
        if (STATEMENTS.containsKey(type)) {
            JsonNode reports = reports(api, companyId, type);
            BigDecimal total = BigDecimal.ZERO;
            for (JsonNode report : reports) {
                total = total.add(report.path(STATEMENTS.get(type)).decimalValue());
                if (type.equals("balanceSheet")) {
                    break; // the newest comes first
                }
            }
            return new Control(
                    reports.size(), Optional.of(total), Optional.empty(), Optional.empty());
        }
        Found found = found(api, companyId, type);
        boolean entries = found.debits.signum() != 0 || found.credits.signum() != 0;
        return new Control(
                found.ids.size(),
                Optional.of(found.documents).filter(total -> total.signum() != 0),
                Optional.of(found.debits).filter(debits -> entries),
                Optional.of(found.credits).filter(credits -> entries));
    }

    private static String path(String companyId, String type) {
        return "/companies/" + companyId + "/data/" + PATHS.getOrDefault(type, type);
    }

    private static Found found(PublicApi api, String companyId, String type)
            throws LauncherException {
        String path = path(companyId, type);
        Found found = new Found();
        if (type.equals("company")) {
            found.add(type, api.get(path));
            return found;
        }
        for (int page = 1; ; page++) {
            JsonNode answer = api.get(path + "?page=" + page + "&pageSize=" + PAGE);
            for (JsonNode record : answer.path("results")) {
                if (!record.path("metadata").path("isDeleted").asBoolean()) {
                    found.add(type, record);
                }
            }
            if (answer.path("results").size() < PAGE) {
                return found;
            }
        }
    }

    private static void compare(
            String type, JsonNode truth, Found found, List<String> differences) {
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
