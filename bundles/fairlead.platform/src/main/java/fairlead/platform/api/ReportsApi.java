package fairlead.platform.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.api.AgedReport.Side;
import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import fairlead.platform.http.Json;
import fairlead.platform.http.Problem;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Store;
import fairlead.platform.store.SyncSettings.Setting;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** Financial statements and aged reports, made out of what was read. */
final class ReportsApi {
    private static final String COMPANY = "/companies/{companyId}";
    private static final int MOST_MONTHS = 1200;

    private final Store store;
    private final Access access;
    private final Sources sources;
    private final Clock clock;

    ReportsApi(Store store, Access access, Clock clock) {
        this.store = store;
        this.access = access;
        this.sources = new Sources(store, access);
        this.clock = clock;
    }

    void routes(PublicApi.Routes routes) {
        for (String prefix : List.of(COMPANY, COMPANY + "/connections/{connectionId}")) {
            routes.on("GET", prefix + "/data/financials/balanceSheet", this::balanceSheet);
            routes.on("GET", prefix + "/data/financials/profitAndLoss", this::profitAndLoss);
        }
        routes.on(
                "GET",
                COMPANY + "/data/financials/cashFlowStatement",
                call -> {
                    throw Sources.notSupported(
                            sources.of(call, access.company(call)), "cashFlowStatement");
                });
        for (Side side : Side.values()) {
            String path = COMPANY + "/reports/" + side.path();
            routes.on("GET", path, call -> aged(call, side));
            routes.on("GET", path + "/available", call -> available(call, side));
        }
    }

    private Financials months(Call call, Connection connection, String type, String dateField) {
        int most =
                store
                        .syncSettings()
                        .ofCompany(access.client(call), connection.companyId(), List.of(type))
                        .settings()
                        .stream()
                        .map(Setting::months)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElse(MOST_MONTHS);
        Financials months = new Financials(most);
        store.records()
                .each(
                        connection.id(),
                        type,
                        record -> RecordJson.read(record, json -> months.add(json, dateField)));
        return months;
    }

    private static List<List<JsonNode>> periods(Call call, Financials months) {
        for (String name : new String[] {"periodLength", "periodsToCompare"}) {
            if (call.parameter(name).isEmpty()) {
                throw Problem.badRequest(name + " is missing.");
            }
        }
        int length = call.number("periodLength", 1, 1, MOST_MONTHS);
        int count = call.number("periodsToCompare", 1, 1, MOST_MONTHS);
        Optional<YearMonth> last =
                call.parameter("startMonth").map(ReportsApi::month).or(months::last);
        return last.isEmpty() ? List.of() : months.periods(last.get(), length, count);
    }

    private static YearMonth month(String text) {
        try {
            if (text.matches("[0-9]{4}-(0[1-9]|1[0-2])(-.*)?")) {
                return YearMonth.parse(text.substring(0, 7));
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        throw Problem.badRequest(
                "startMonth must be a date like 2026-01-01, not '" + Call.shortened(text) + "'.");
    }

    private static void available(ObjectNode answer, Financials months) {
        months.last().ifPresent(month -> answer.put("mostRecentAvailableMonth", firstDay(month)));
        months.first().ifPresent(month -> answer.put("earliestAvailableMonth", firstDay(month)));
    }

    private static String firstDay(YearMonth month) {
        return month.atDay(1) + "T00:00:00";
    }

    private Answer balanceSheet(Call call) {
        Connection connection = sources.withData(call, "balanceSheet");
        Financials months = months(call, connection, "balanceSheet", "date");
        ObjectNode answer = Json.object();
        connection.booksCurrency().ifPresent(currency -> answer.put("currency", currency));
        ArrayNode reports = answer.putArray("reports");
        for (List<JsonNode> period : periods(call, months)) {
            JsonNode end = period.get(period.size() - 1);
            ObjectNode report = reports.addObject();
            for (String field : List.of("date", "assets", "liabilities", "netAssets", "equity")) {
                if (end.hasNonNull(field)) {
                    report.set(field, end.get(field));
                }
            }
        }
        available(answer, months);
        return Answer.ok(answer);
    }

    private Answer profitAndLoss(Call call) {
        Connection connection = sources.withData(call, "profitAndLoss");
        Financials months = months(call, connection, "profitAndLoss", "fromDate");
        ObjectNode answer = Json.object();
        ArrayNode reports = answer.putArray("reports");
        for (List<JsonNode> period : periods(call, months)) {
            ObjectNode report = reports.addObject();
            report.set("fromDate", period.get(0).path("fromDate"));
            report.set("toDate", period.get(period.size() - 1).path("toDate"));
            for (String line :
                    List.of("income", "costOfSales", "expenses", "otherIncome", "otherExpenses")) {
                List<JsonNode> lines =
                        period.stream()
                                .map(each -> each.path(line))
                                .filter(JsonNode::isObject)
                                .toList();
                if (!lines.isEmpty()) {
                    report.set(line, Financials.sum(lines));
                }
            }
            for (String figure :
                    List.of("grossProfit", "netOperatingProfit", "netOtherIncome", "netProfit")) {
                report.put(
                        figure,
                        period.stream()
                                .map(each -> Financials.number(each, figure))
                                .reduce(BigDecimal.ZERO, BigDecimal::add));
            }
        }
        answer.put("reportBasis", "Unknown");
        connection.booksCurrency().ifPresent(currency -> answer.put("currency", currency));
        available(answer, months);
        return Answer.ok(answer);
    }

    /** The types that the report needs and the connection's package has. */
    private List<String> needed(Connection connection, Side side) {
        List<String> types = store.integrations().types(connection.platformKey());
        return side.types().stream().filter(types::contains).toList();
    }

    private Answer available(Call call, Side side) {
        Connection connection = sources.of(call, access.company(call));
        List<String> needed = needed(connection, side);
        boolean available =
                needed.contains(side.types().get(0))
                        && needed.stream()
                                .allMatch(type -> store.records().committed(connection.id(), type));
        return Answer.ok(BooleanNode.valueOf(available));
    }

    private Answer aged(Call call, Side side) {
        Connection connection = sources.withData(call, side.types().get(0));
        List<String> needed = needed(connection, side);
        needed.forEach(type -> sources.withData(call, type));
        Instant now = clock.instant();
        LocalDate date =
                call.parameter("reportDate")
                        .map(ReportsApi::day)
                        .orElseGet(() -> now.atOffset(ZoneOffset.UTC).toLocalDate());
        AgedReport report =
                new AgedReport(
                        side,
                        date,
                        call.number("numberOfPeriods", 4, 1, 100),
                        call.number("periodLengthDays", 30, 1, 1000),
                        connection.booksCurrency().orElse("GBP"));
        for (String type : needed) {
            store.records()
                    .each(
                            connection.id(),
                            type,
                            record -> RecordJson.read(record, json -> report.add(type, json)));
        }
        return Answer.ok(report.json(now));
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text);
        } catch (DateTimeParseException e) {
            throw Problem.badRequest(
                    "reportDate must be a date like 2026-01-31, not '"
                            + Call.shortened(text)
                            + "'.");
        }
    }
}
