package fairlead.platform.portal;

import fairlead.platform.http.Answer;
import fairlead.platform.http.Problem;
import fairlead.platform.portal.Portal.Routes;
import fairlead.platform.store.Companies;
import fairlead.platform.store.Companies.Company;
import fairlead.platform.store.Condition;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Store;
import fairlead.platform.web.Pages;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The list of companies, and the form that adds one. */
final class CompaniesPages {
    private static final int PAGE = 50;

    private final Store store;
    private final Pages pages;

    CompaniesPages(Store store, Pages pages) {
        this.store = store;
        this.pages = pages;
    }

    void routes(Routes routes) {
        routes.on("GET", "/portal/companies", this::list);
        routes.on("POST", "/portal/companies", this::create);
    }

    record Row(String id, String name, String tags, List<Mark> connections, String lastSync) {}

    /** A word with a colour. */
    record Mark(String tone, String word) {}

    record Page(
            Frame frame,
            String search,
            String searchInPath,
            String total,
            List<Row> companies,
            Optional<Integer> previous,
            Optional<Integer> next) {}

    private Answer list(Visit visit) {
        String search = visit.call().parameter("name").orElse("").strip();
        int number = visit.call().number("page", 1, 1, 1_000_000);
        String like = "%" + search.toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
        Condition condition =
                search.isEmpty()
                        ? new Condition("", List.of(), "created_at DESC, id")
                        : new Condition(
                                "LOWER(name) LIKE ? ESCAPE '!'",
                                List.of(like),
                                "created_at DESC, id");
        var found = store.companies().list(visit.clientId(), condition, (number - 1) * PAGE, PAGE);
        Map<String, List<Connection>> connections =
                store.connections().of(found.items().stream().map(Company::id).toList()).stream()
                        .collect(Collectors.groupingBy(Connection::companyId));
        return pages.answer(
                200,
                "portal-companies",
                new Page(
                        frame(visit),
                        search,
                        URLEncoder.encode(search, StandardCharsets.UTF_8),
                        Words.number(found.total()),
                        found.items().stream()
                                .map(
                                        each ->
                                                row(
                                                        each,
                                                        connections.getOrDefault(
                                                                each.id(), List.of())))
                                .toList(),
                        number > 1 ? Optional.of(number - 1) : Optional.empty(),
                        found.total() > (long) number * PAGE
                                ? Optional.of(number + 1)
                                : Optional.empty()));
    }

    private Frame frame(Visit visit) {
        return Frame.of(visit, store.brands().of(visit.clientId()).name(), "Companies");
    }

    private static Row row(Company company, List<Connection> connections) {
        return new Row(
                company.id(),
                company.name(),
                tags(company.tags()),
                connections.stream()
                        .map(c -> new Mark(Words.tone(c.status()), Words.connection(c)))
                        .toList(),
                Words.time(company.lastSyncAt(), "–"));
    }

    static String tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(tag -> tag.getKey() + ":" + tag.getValue())
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
    }

    private Answer create(Visit visit) throws IOException {
        String name = name(visit.form());
        try {
            Company company =
                    store.companies().create(visit.clientId(), name, Optional.empty(), Map.of());
            return Pages.seeOther("/portal/companies/" + company.id() + "?done=created");
        } catch (Companies.TooManyException e) {
            throw Problem.of(402, e.getMessage());
        }
    }

    static String name(Map<String, String> form) {
        String name =
                form.getOrDefault("name", "")
                        .replaceAll("[^\\p{L}\\p{N}\\s\\-',&@.?!]", "")
                        .strip();
        if (name.isEmpty() || name.length() > 500) {
            throw Problem.badRequest("A company’s name has 1 to 500 letters, digits or marks.");
        }
        return name;
    }
}
