package fairlead.platform.portal;

import fairlead.platform.http.Answer;
import fairlead.platform.http.Problem;
import fairlead.platform.portal.Portal.Routes;
import fairlead.platform.store.Companies.Change;
import fairlead.platform.store.Companies.Company;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Connections.Status;
import fairlead.platform.store.Integrations.Integration;
import fairlead.platform.store.Store;
import fairlead.platform.web.Pages;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One company's page, and what can be done there. */
final class CompanyPages {
    private static final String COMPANY = "/portal/companies/{companyId}";
    private static final String CONNECTION = COMPANY + "/connections/{connectionId}";

    private final Store store;
    private final Pages pages;
    private final CompanyView view;
    private final Consumer<String> wake;

    CompanyPages(Store store, Clock clock, Pages pages, Consumer<String> wake) {
        this.store = store;
        this.pages = pages;
        this.view = new CompanyView(store, clock);
        this.wake = wake;
    }

    void routes(Routes routes) {
        routes.on("GET", COMPANY, v -> page(v, "portal-company"));
        routes.on("GET", COMPANY + "/now", v -> page(v, "portal-company-now"));
        routes.on("POST", COMPANY, this::change);
        routes.on("POST", COMPANY + "/delete", this::delete);
        routes.on("POST", COMPANY + "/connections", this::connect);
        routes.on("POST", CONNECTION + "/sync", this::sync);
        routes.on("POST", CONNECTION + "/cancel", v -> order(v, "cancel"));
        routes.on("POST", CONNECTION + "/unlink", this::unlink);
        routes.on("POST", CONNECTION + "/open", this::open);
        routes.on("POST", CONNECTION + "/delete", this::deleteConnection);
    }

    static Company company(Store store, Visit visit) {
        return store.companies()
                .find(visit.clientId(), visit.call().variable("companyId"))
                .orElseThrow(() -> Problem.notFound("There is no such company."));
    }

    static Connection connection(Store store, Visit visit) {
        Company company = company(store, visit);
        return store.connections()
                .find(visit.call().variable("connectionId"))
                .filter(connection -> connection.companyId().equals(company.id()))
                .orElseThrow(() -> Problem.notFound("There is no such connection."));
    }

    private Answer page(Visit visit, String template) {
        Company company = company(store, visit);
        Frame frame = Frame.of(visit, store.brands().of(visit.clientId()).name(), company.name());
        return pages.answer(
                200, template, view.of(frame, visit.clientId(), visit.call().platform(), company));
    }

    private static Answer back(Visit visit, String done) {
        return Pages.seeOther(
                "/portal/companies/" + visit.call().variable("companyId") + "?done=" + done);
    }

    private Answer change(Visit visit) throws IOException {
        Company company = company(store, visit);
        Map<String, String> form = visit.form();
        String description = form.getOrDefault("description", "").strip();
        if (description.length() > 2000) {
            throw Problem.badRequest("A description has at most 2,000 characters.");
        }
        store.companies()
                .change(
                        visit.clientId(),
                        company.id(),
                        new Change(
                                Optional.of(CompaniesPages.name(form)),
                                Optional.of(Optional.of(description).filter(d -> !d.isEmpty())),
                                Optional.of(tags(form.getOrDefault("tags", "")))));
        return back(visit, "changed");
    }

    /** {@code key:value}, separated by commas. */
    private static Map<String, String> tags(String text) {
        Map<String, String> tags = new TreeMap<>();
        for (String tag : text.split(",")) {
            if (tag.isBlank()) {
                continue;
            }
            String[] pair = tag.strip().split(":", 2);
            if (pair.length < 2
                    || pair[0].isEmpty()
                    || pair[0].length() > 27
                    || pair[1].length() > 100) {
                throw Problem.badRequest(
                        "A tag is written key:value, with a key of at most 27 and a value of at most"
                                + " 100 characters.");
            }
            tags.put(pair[0].strip(), pair[1].strip());
        }
        if (tags.size() > 10) {
            throw Problem.badRequest("A company has at most 10 tags.");
        }
        return tags;
    }

    private Answer delete(Visit visit) throws IOException {
        visit.form();
        Company company = company(store, visit);
        var connections = store.connections().of(company.id());
        store.companies().delete(visit.clientId(), company.id());
        connections.forEach(connection -> connection.agentId().ifPresent(wake));
        return Pages.seeOther("/portal/companies?done=deleted");
    }

    private Answer connect(Visit visit) throws IOException {
        Company company = company(store, visit);
        String key = visit.form().getOrDefault("platformKey", "");
        Integration integration =
                store.integrations().of(visit.clientId()).stream()
                        .filter(i -> i.key().equals(key) && i.enabled())
                        .findFirst()
                        .orElseThrow(() -> Problem.badRequest("That cannot be connected."));
        store.connections().create(company.id(), integration.key());
        return back(visit, "connected");
    }

    private Connection linked(Visit visit) throws IOException {
        visit.form();
        Connection connection = connection(store, visit);
        if (connection.status() != Status.Linked) {
            throw Problem.of(409, "The connection is not linked.");
        }
        return connection;
    }

    private Answer sync(Visit visit) throws IOException {
        Connection connection = linked(visit);
        store.operations()
                .queue(connection.id(), store.integrations().types(connection.platformKey()));
        connection.agentId().ifPresent(wake);
        return back(visit, "queued");
    }

    private Answer order(Visit visit, String kind) throws IOException {
        Connection connection = linked(visit);
        String agent =
                connection
                        .agentId()
                        .orElseThrow(() -> Problem.of(409, "No connector has registered yet."));
        store.orders().add(agent, Optional.of(connection.id()), kind, Optional.empty());
        wake.accept(agent);
        return back(visit, "ordered");
    }

    private Answer unlink(Visit visit) throws IOException {
        Connection connection = linked(visit);
        store.connections()
                .end(connection.id(), Status.Unlinked, "Your provider has ended the connection.");
        connection.agentId().ifPresent(wake);
        return back(visit, "unlinked");
    }

    private Answer open(Visit visit) throws IOException {
        visit.form();
        Connection connection = connection(store, visit);
        boolean enabled =
                store.integrations()
                        .find(visit.clientId(), connection.platformKey())
                        .filter(Integration::enabled)
                        .isPresent();
        if (!enabled) {
            throw Problem.of(409, connection.platformName() + " is switched off.");
        }
        if (store.connections().open(connection.id()).isEmpty()) {
            throw Problem.of(
                    409,
                    "It cannot be linked again: it was never linked, has not ended, or the company"
                            + " has another connection.");
        }
        return back(visit, "opened");
    }

    private Answer deleteConnection(Visit visit) throws IOException {
        visit.form();
        Connection connection = connection(store, visit);
        store.connections().delete(connection.id());
        connection.agentId().ifPresent(wake);
        return back(visit, "deleted");
    }
}
