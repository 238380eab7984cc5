package fairlead.platform.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.http.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Financial statements for periods of any number of months, out of one statement a month. A month
 * that was not read is in no period.
 */
final class Financials {
    private final TreeMap<YearMonth, JsonNode> months = new TreeMap<>();

    private final int most;

    /** Of so many months, the newest ones. */
    Financials(int most) {
        this.most = most;
    }

    /** Adds a month's statement; its date stands in this field. */
    void add(JsonNode statement, String dateField) {
        RecordJson.date(statement.path(dateField))
                .ifPresent(
                        at ->
                                months.put(
                                        YearMonth.from(
                                                Instant.ofEpochMilli(at).atOffset(ZoneOffset.UTC)),
                                        statement));
        if (months.size() > most) {
            months.pollFirstEntry();
        }
    }

    /** The months that there are. */
    Optional<YearMonth> first() {
        return months.isEmpty() ? Optional.empty() : Optional.of(months.firstKey());
    }

    /** The newest month. */
    Optional<YearMonth> last() {
        return months.isEmpty() ? Optional.empty() : Optional.of(months.lastKey());
    }

    /**
     * The statements of whole periods, each as its months, newest period first, oldest month first.
     *
     * @param last the last month of the newest period
     * @param length of a period, in months
     */
    List<List<JsonNode>> periods(YearMonth last, int length, int count) {
        List<List<JsonNode>> periods = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            YearMonth end = last.minusMonths((long) i * length);
            List<JsonNode> period = new ArrayList<>();
            for (int month = length - 1; month >= 0; month--) {
                Optional.ofNullable(months.get(end.minusMonths(month))).ifPresent(period::add);
            }
            if (period.size() == length) {
                periods.add(period);
            }
        }
        return periods;
    }

    /**
     * A line of reports, added up over these: parts are the same that have the same account and
     * name.
     */
    static ObjectNode sum(List<JsonNode> lines) {
        ObjectNode sum = Json.object();
        Map<String, List<JsonNode>> parts = new LinkedHashMap<>();
        BigDecimal value = BigDecimal.ZERO;
        for (JsonNode line : lines) {
            for (String field : new String[] {"accountId", "name"}) {
                if (line.hasNonNull(field)) {
                    sum.set(field, line.get(field));
                }
            }
            value = value.add(number(line, "value"));
            for (JsonNode part : line.path("items")) {
                parts.computeIfAbsent(
                                part.path("accountId").asText("")
                                        + "\n"
                                        + part.path("name").asText(""),
                                key -> new ArrayList<>())
                        .add(part);
            }
        }
        sum.put("value", value);
        ArrayNode items = sum.putArray("items");
        parts.values().forEach(part -> items.add(sum(part)));
        return sum;
    }

    /** A number of a statement; 0 when it is not there. */
    static BigDecimal number(JsonNode statement, String field) {
        JsonNode value = statement.path(field);
        return value.isNumber() ? value.decimalValue() : BigDecimal.ZERO;
    }
}
