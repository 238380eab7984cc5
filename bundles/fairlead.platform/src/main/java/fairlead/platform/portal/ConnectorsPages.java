package fairlead.platform.portal;

import fairlead.platform.http.Answer;
import fairlead.platform.http.Problem;
import fairlead.platform.portal.Portal.Routes;
import fairlead.platform.store.Overview.Served;
import fairlead.platform.store.Registrations.Registration;
import fairlead.platform.store.Store;
import fairlead.platform.store.Updates.Agent;
import fairlead.platform.store.Updates.Update;
import fairlead.platform.web.Pages;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The connectors on companies' PCs, and those that wait for the vendor's yes. */
final class ConnectorsPages {
    private static final int PAGE = 50;
    private static final int UPDATES = 5;
    private static final int ORDERS = 8;

    private final Store store;
    private final Clock clock;
    private final Pages pages;
    private final Consumer<String> wake;

    ConnectorsPages(Store store, Clock clock, Pages pages, Consumer<String> wake) {
        this.store = store;
        this.clock = clock;
        this.pages = pages;
        this.wake = wake;
    }

    void routes(Routes routes) {
        routes.on("GET", "/portal/connectors", this::list);
        routes.on("POST", "/portal/registrations/{registrationId}/approve", v -> decide(v, true));
        routes.on("POST", "/portal/registrations/{registrationId}/refuse", v -> decide(v, false));
        routes.on("POST", "/portal/connectors/{agentId}/resume", this::resume);
        new OrderPages(store, pages, wake).routes(routes);
    }

    record Waiting(String id, String companyId, String companyName, String agentId, String since) {}

    record Connector(
            String id,
            List<Served> companies,
            String version,
            String system,
            String seen,
            Optional<String> stopped,
            List<String> updates,
            List<String> orders,
            List<Kept> reports) {}

    record Kept(String orderId, String company, String at) {}

    record Page(
            Frame frame,
            String search,
            String searchInPath,
            List<Waiting> waiting,
            List<Connector> connectors,
            Optional<Integer> previous,
            Optional<Integer> next) {}

    private Answer list(Visit visit) {
        String search = visit.call().parameter("name").orElse("").strip();
        int number = visit.call().number("page", 1, 1, 1_000_000);
        var found = store.updates().agents(visit.clientId(), search, (number - 1) * PAGE, PAGE);
        return pages.answer(
                200,
                "portal-connectors",
                new Page(
                        Frame.of(visit, store.brands().of(visit.clientId()).name(), "Connectors"),
                        search,
                        URLEncoder.encode(search, StandardCharsets.UTF_8),
                        store.registrations().registrations(visit.clientId()).stream()
                                .filter(registration -> registration.decision().equals("Waiting"))
                                .map(ConnectorsPages::waiting)
                                .toList(),
                        found.items().stream()
                                .map(agent -> connector(visit.clientId(), agent))
                                .toList(),
                        number > 1 ? Optional.of(number - 1) : Optional.empty(),
                        found.total() > (long) number * PAGE
                                ? Optional.of(number + 1)
                                : Optional.empty()));
    }

    private static Waiting waiting(Registration registration) {
        return new Waiting(
                registration.id(),
                registration.companyId(),
                registration.companyName(),
                registration.agentId(),
                Words.time(registration.requestedAt()));
    }

    private Connector connector(String client, Agent agent) {
        return new Connector(
                agent.id(),
                store.overview().served(client, agent.id()),
                agent.version().orElse("–"),
                agent.os().orElse("–"),
                agent.lastSeenAt().map(at -> Words.ago(at, clock.millis())).orElse("never"),
                store.agents().find(agent.id()).flatMap(found -> found.stopped()),
                store.updates().of(agent.id(), UPDATES).stream()
                        .map(ConnectorsPages::update)
                        .toList(),
                store.orders().given(client, agent.id(), ORDERS).stream()
                        .map(OrderPages::words)
                        .toList(),
                store.diagnostics().of(client, agent.id()).stream()
                        .map(
                                r ->
                                        new Kept(
                                                r.orderId(),
                                                r.companyName(),
                                                Words.time(r.receivedAt())))
                        .toList());
    }

    private static String update(Update update) {
        return Words.time(update.at())
                + ": "
                + update.release()
                + " "
                + update.phase()
                + update.swapMillis().map(ms -> ", swapped in " + ms + " ms").orElse("")
                + update.backMillis().map(ms -> ", back in " + ms + " ms").orElse("")
                + (update.reason().isEmpty() ? "" : " – " + update.reason());
    }

    private Answer decide(Visit visit, boolean yes) throws IOException {
        visit.form();
        Registration decided =
                store.registrations()
                        .decide(visit.clientId(), visit.call().variable("registrationId"), yes)
                        .orElseThrow(() -> Problem.notFound("There is no such registration."));
        if (!decided.decision().equals(yes ? "Approved" : "Refused")) {
            throw Problem.of(409, "It was decided already: " + decided.decision() + ".");
        }
        wake.accept(decided.agentId());
        return Pages.seeOther("/portal/connectors?done=" + (yes ? "approved" : "refused"));
    }

    private Answer resume(Visit visit) throws IOException {
        visit.form();
        if (!store.lives().goOn(visit.clientId(), visit.call().variable("agentId"))) {
            throw Problem.notFound("There is no such connector.");
        }
        return Pages.seeOther("/portal/connectors?done=resumed");
    }
}
