package fairlead.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the public API gives of a company's data; each type is read once, page by page. */
final class Published {
    private static final int PAGE = 1000;

    /** As many as there ever are (docs/sage50.md). */
    static final int MONTHS = 120;

    /** Data types that are a statement a month, and the figure in it that is compared. */
    private static final Map<String, String> STATEMENTS =
            Map.of("balanceSheet", "netAssets", "profitAndLoss", "netProfit");

    /** Data types whose path differs from their name. */
    private static final Map<String, String> PATHS =
            Map.of("chartOfAccounts", "accounts", "company", "info");

    private final PublicApi api;
    private final String companyId;
    private final Map<String, Records> records = new HashMap<>();
    private final Map<String, List<Statement>> statements = new HashMap<>();

    Published(PublicApi api, String companyId) {
        this.api = api;
        this.companyId = companyId;
    }

    static boolean isStatement(String type) {
        return STATEMENTS.containsKey(type);
    }

    /** A month's statement. */
    record Statement(String month, BigDecimal figure) {}

    /** The records of one data type that are not deleted. */
    static final class Records {
        final Set<String> ids = new TreeSet<>();
        final List<String> doubled = new ArrayList<>();
        BigDecimal debits = BigDecimal.ZERO;
        BigDecimal credits = BigDecimal.ZERO;
        BigDecimal documents = BigDecimal.ZERO;

        private void add(String type, JsonNode record) {
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

    /** The control totals of one data type. */
    Control control(String type) throws LauncherException {
        if (isStatement(type)) {
            List<Statement> months = statements(type);
            BigDecimal total =
                    months.stream()
                            .limit(type.equals("balanceSheet") ? 1 : MONTHS) // the newest is first
                            .map(Statement::figure)
                            .reduce(BigDecimal.ZERO, BigDecimal::add);
            return new Control(
                    months.size(), Optional.of(total), Optional.empty(), Optional.empty());
        }
        Records found = records(type);
        boolean entries = found.debits.signum() != 0 || found.credits.signum() != 0;
        return new Control(
                found.ids.size(),
                Optional.of(found.documents).filter(total -> total.signum() != 0),
                Optional.of(found.debits).filter(debits -> entries),
                Optional.of(found.credits).filter(credits -> entries));
    }

    /** Each month's figure, the newest first. */
    List<Statement> statements(String type) throws LauncherException {
        if (!statements.containsKey(type)) {
            statements.put(type, readStatements(type));
        }
        return statements.get(type);
    }

    private List<Statement> readStatements(String type) throws LauncherException {
        JsonNode reports =
                api.get(
                                "/companies/"
                                        + companyId
                                        + "/data/financials/"
                                        + type
                                        + "?periodLength=1&periodsToCompare="
                                        + MONTHS)
                        .path("reports");
        List<Statement> months = new ArrayList<>();
        for (JsonNode report : reports) {
            String day = report.path(type.equals("balanceSheet") ? "date" : "fromDate").asText();
            months.add(
                    new Statement(
                            day.substring(0, Math.min(7, day.length())),
                            report.path(STATEMENTS.get(type)).decimalValue()));
        }
        return months;
    }

    Records records(String type) throws LauncherException {
        if (!records.containsKey(type)) {
            records.put(type, readRecords(type));
        }
        return records.get(type);
    }

    private Records readRecords(String type) throws LauncherException {
        String path = "/companies/" + companyId + "/data/" + PATHS.getOrDefault(type, type);
        Records found = new Records();
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
}
