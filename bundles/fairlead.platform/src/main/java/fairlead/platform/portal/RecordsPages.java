package fairlead.platform.portal;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.platform.http.Answer;
import fairlead.platform.http.Json;
import fairlead.platform.http.Problem;
import fairlead.platform.link.DataNames;
import fairlead.platform.portal.Portal.Routes;
import fairlead.platform.store.Companies.Company;
import fairlead.platform.store.Condition;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Records.Stored;
import fairlead.platform.store.Store;
import fairlead.platform.web.Pages;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was read: each record as the API gives it, and which reads there were. */
final class RecordsPages {
    private static final int PAGE = 50;

    /** What a page shows of one record, in bytes; whoever reads the API gets all of it. */
    private static final int SHOWN = 256 << 10;

    private static final int LINE = 200;
    private static final List<String> TELLING =
            List.of(
                    "/customerRef/companyName",
                    "/supplierRef/supplierName",
                    "/customerName",
                    "/supplierName",
                    "/companyName",
                    "/name",
                    "/description",
                    "/reference");
    private static final List<String> AMOUNTS =
            List.of("/totalAmount", "/balance", "/currentBalance", "/totalTaxRate");

    private final Store store;
    private final Pages pages;

    RecordsPages(Store store, Pages pages) {
        this.store = store;
        this.pages = pages;
    }

    void routes(Routes routes) {
        String records =
                "/portal/companies/{companyId}/connections/{connectionId}/records/{dataType}";
        routes.on("GET", records, this::list);
        routes.on("GET", records + "/{recordId}", this::record);
        routes.on("GET", "/portal/companies/{companyId}/history", this::history);
    }

    record Row(String id, String path, String says, String amount, String modified, String mark) {}

    record Page(
            Frame frame,
            String companyId,
            String companyName,
            String typeName,
            String total,
            List<Row> records,
            Optional<Integer> previous,
            Optional<Integer> next) {}

    private Frame frame(Visit visit, String title) {
        return Frame.of(visit, store.brands().of(visit.clientId()).name(), title);
    }

    private static Optional<Integer> previous(int number) {
        return number > 1 ? Optional.of(number - 1) : Optional.empty();
    }

    private static Optional<Integer> next(int number, long total) {
        return total > (long) number * PAGE ? Optional.of(number + 1) : Optional.empty();
    }

    private Answer list(Visit visit) {
        Company company = CompanyPages.company(store, visit);
        Connection connection = CompanyPages.connection(store, visit);
        String type = visit.call().variable("dataType");
        int number = visit.call().number("page", 1, 1, 1_000_000);
        var found =
                store.records()
                        .list(
                                connection.id(),
                                type,
                                new Condition("", List.of(), "r.id"),
                                (number - 1L) * PAGE,
                                PAGE);
        String base =
                "/portal/companies/"
                        + company.id()
                        + "/connections/"
                        + connection.id()
                        + "/records/"
                        + type;
        List<Row> rows = new ArrayList<>();
        found.each(record -> rows.add(row(base, record)));
        return pages.answer(
                200,
                "portal-records",
                new Page(
                        frame(visit, DataNames.of(type)),
                        company.id(),
                        company.name(),
                        DataNames.of(type),
                        Words.number(found.total()),
                        rows,
                        previous(number),
                        next(number, found.total())));
    }

    /** Empty when it is too large for a page. */
    private static Optional<JsonNode> json(Stored record) {
        try (InputStream in = record.json()) {
            byte[] json = in.readNBytes(SHOWN + 1);
            return json.length > SHOWN ? Optional.empty() : Optional.of(Json.read(json));
        } catch (IOException e) {
            throw new UncheckedIOException("records were stored as JSON", e);
        }
    }

    private static Row row(String base, Stored record) {
        JsonNode json = json(record).orElse(Json.object());
        String says =
                TELLING.stream()
                        .map(json::at)
                        .filter(value -> value.isTextual() && !value.textValue().isEmpty())
                        .map(value -> shortened(value.textValue()))
                        .findFirst()
                        .orElse("");
        String amount =
                AMOUNTS.stream()
                        .map(json::at)
                        .filter(JsonNode::isNumber)
                        .map(value -> Words.amount(value.decimalValue()))
                        .findFirst()
                        .orElse("");
        return new Row(
                record.id(),
                base
                        + "/"
                        + java.net.URLEncoder.encode(
                                        record.id(), java.nio.charset.StandardCharsets.UTF_8)
                                .replace("+", "%20"),
                says,
                amount,
                Words.time(record.modifiedAt()),
                mark(record));
    }

    private static String shortened(String text) {
        return text.length() <= LINE ? text : text.substring(0, LINE) + "...";
    }

    private static String mark(Stored record) {
        if (record.deleted()) {
            return "deleted";
        }
        return record.stale().isPresent() ? "last good version" : "";
    }

    record Shown(
            Frame frame,
            String companyId,
            String companyName,
            String list,
            String typeName,
            String id,
            String modified,
            boolean deleted,
            Optional<String> stale,
            String json) {}

    private Answer record(Visit visit) {
        Company company = CompanyPages.company(store, visit);
        Connection connection = CompanyPages.connection(store, visit);
        String type = visit.call().variable("dataType");
        Stored record =
                store.records()
                        .find(connection.id(), type, visit.call().variable("recordId"))
                        .orElseThrow(() -> Problem.notFound("There is no such record."));
        return pages.answer(
                200,
                "portal-record",
                new Shown(
                        frame(visit, record.id()),
                        company.id(),
                        company.name(),
                        "/portal/companies/"
                                + company.id()
                                + "/connections/"
                                + connection.id()
                                + "/records/"
                                + type,
                        DataNames.of(type),
                        record.id(),
                        Words.time(record.modifiedAt()),
                        record.deleted(),
                        record.stale(),
                        json(record)
                                .map(JsonNode::toPrettyString)
                                .orElse(
                                        "It is too large for this page. The API gives all of it.")));
    }

    record Read(
            String typeName,
            String tone,
            String word,
            String description,
            String requested,
            String completed) {}

    record History(
            Frame frame,
            String companyId,
            String companyName,
            List<Read> reads,
            Optional<Integer> previous,
            Optional<Integer> next) {}

    private Answer history(Visit visit) {
        Company company = CompanyPages.company(store, visit);
        int number = visit.call().number("page", 1, 1, 1_000_000);
        var found =
                store.operations()
                        .list(
                                company.id(),
                                new Condition("", List.of(), "requested_at DESC, o.no DESC"),
                                (number - 1) * PAGE,
                                PAGE);
        return pages.answer(
                200,
                "portal-history",
                new History(
                        frame(visit, "History of all reads"),
                        company.id(),
                        company.name(),
                        found.items().stream()
                                .map(
                                        o ->
                                                new Read(
                                                        DataNames.of(o.dataType()),
                                                        o.completed()
                                                                ? "good"
                                                                : o.failed() ? "bad" : "waits",
                                                        o.completed()
                                                                ? "Read"
                                                                : Words.operation(o.status()),
                                                        o.description().orElse(""),
                                                        Words.time(o.requestedAt()),
                                                        Words.time(o.completedAt(), "–")))
                                .toList(),
                        previous(number),
                        next(number, found.total())));
    }
}
