package fairlead.itests.rig;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares what the platform shows with what the company's generator wrote down by itself. */
public final class Books {
    /** Types whose path in the public API differs from their name. */
    private static final Map<String, String> PATHS = Map.of("chartOfAccounts", "accounts");

    /** Types that are a statement a month, and the figure in it that is compared. */
    private static final Map<String, String> STATEMENTS =
            Map.of("balanceSheet", "netAssets", "profitAndLoss", "netProfit");

    /** As many as there ever are. */
    private static final int MONTHS = 120;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PlatformApi api;
    private final String companyId;
    private final Path truthFile;
    private final Set<String> everTrue = new HashSet<>();

    public Books(PlatformApi api, String companyId, Path truthFile) {
        this.api = api;
        this.companyId = companyId;
        this.truthFile = truthFile;
    }

    /**
     * Remembers what is true now: a record that was never true is an invented one, a deleted one
     * included.
     */
    public void remember() {
        truth().properties()
                .forEach(
                        t ->
                                t.getValue()
                                        .get("ids")
                                        .forEach(i -> everTrue.add(t.getKey() + " " + i.asText())));
    }

    /** The platform holds exactly the company's records, once each; the trial balance is right. */
    public void assertEqual(String when) {
        remember();
        JsonNode truth = truth();
        for (Map.Entry<String, JsonNode> type : truth.properties()) {
            String name = type.getKey();
            if (STATEMENTS.containsKey(name)) {
                statements(when, name, type.getValue().path("months"));
            } else if (!name.equals("company")) { // no list: it is one object
                String path = PATHS.getOrDefault(name, name);
                compare(
                        when,
                        name,
                        type.getValue(),
                        api.all("/companies/" + companyId + "/data/" + path));
            }
        }
        JsonNode balance = api.get("/vendor/companies/" + companyId + "/trialBalance");
        assertThat(balance.get("total").decimalValue())
                .as("trial balance %s", when)
                .isEqualByComparingTo("0");
        assertThat(api.get("/companies/" + companyId + "/data/info").get("companyName").asText())
                .isNotBlank();
    }

    private void statements(String when, String type, JsonNode truth) {
        JsonNode reports =
                api.get(
                                "/companies/"
                                        + companyId
                                        + "/data/financials/"
                                        + type
                                        + "?periodLength=1&periodsToCompare="
                                        + MONTHS)
                        .path("reports");
        assertThat(reports.size())
                .as("months of %s %s: %s", type, when, reports.findValuesAsText("date"))
                .isEqualTo(Math.min(MONTHS, truth.size()));
        for (JsonNode report : reports) {
            String day = report.path(type.equals("balanceSheet") ? "date" : "fromDate").asText();
            String month = day.substring(0, 7);
            assertThat(report.get(STATEMENTS.get(type)).decimalValue())
                    .as("%s of %s %s", type, month, when)
                    .isEqualByComparingTo(truth.path(month).asText("0"));
        }
    }

    private void compare(String when, String type, JsonNode truth, List<JsonNode> records) {
        List<String> live = new ArrayList<>();
        BigDecimal debits = BigDecimal.ZERO;
        BigDecimal credits = BigDecimal.ZERO;
        BigDecimal documents = BigDecimal.ZERO;
        for (JsonNode row : records) {
            String record = type + " " + row.get("id").asText();
            assertThat(everTrue.contains(record)) // by its hash: there are many
                    .as("%s %s: %s is a record that never was", type, when, record)
                    .isTrue();
            if (row.path("metadata").path("isDeleted").asBoolean()) {
                continue;
            }
            live.add(row.get("id").asText());
            documents =
                    documents.add(
                            row.has("totalAmount")
                                    ? row.get("totalAmount").decimalValue()
                                    : BigDecimal.ZERO);
            for (JsonNode line : row.path("journalLines")) {
                BigDecimal amount = line.get("netAmount").decimalValue();
                debits = debits.add(amount.max(BigDecimal.ZERO));
                credits = credits.subtract(amount.min(BigDecimal.ZERO));
            }
        }
        List<String> expected = new ArrayList<>();
        truth.get("ids").forEach(i -> expected.add(i.asText()));
        Collections.sort(live);
        Collections.sort(expected);
        assertThat(live).as("%s %s", type, when).isEqualTo(expected);
        assertThat(live).as("count of %s %s", type, when).hasSize(truth.get("count").asInt());
        assertThat(debits)
                .as("debits of %s %s", type, when)
                .isEqualByComparingTo(truth.get("debits").asText());
        assertThat(credits)
                .as("credits of %s %s", type, when)
                .isEqualByComparingTo(truth.get("credits").asText());
        assertThat(documents)
                .as("documents of %s %s", type, when)
                .isEqualByComparingTo(truth.get("documents").asText());
    }

    private JsonNode truth() {
        try {
            return JSON.readTree(truthFile.toFile()).get("types");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
