package fairlead.platform.portal;

import fairlead.platform.http.Answer;
import fairlead.platform.http.Problem;
import fairlead.platform.portal.Portal.Routes;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Diagnostics.Report;
import fairlead.platform.store.Orders.Given;
import fairlead.platform.store.Store;
import fairlead.platform.web.Pages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What a vendor asks of a connector, and what it then tells about itself. */
final class OrderPages {
    private static final String DIAGNOSTICS = "/portal/diagnostics/{orderId}";

    /** What can be asked for on the page, and in which words. */
    private static final Map<String, String> WORDS =
            Map.of(
                    "restart", "Restart",
                    "diagnostics", "Diagnostics",
                    "checkForUpdates", "Look for updates",
                    "uninstall", "Uninstall");

    private final Store store;
    private final Pages pages;
    private final Consumer<String> wake;

    OrderPages(Store store, Pages pages, Consumer<String> wake) {
        this.store = store;
        this.pages = pages;
        this.wake = wake;
    }

    void routes(Routes routes) {
        routes.on(
                "POST",
                "/portal/companies/{companyId}/connections/{connectionId}/orders",
                this::order);
        routes.on("GET", DIAGNOSTICS, this::diagnostics);
        routes.on("GET", DIAGNOSTICS + "/download", this::download);
    }

    record Shown(Frame frame, String orderId, String company, String at, String text) {}

    /** An order on one line. */
    static String words(Given given) {
        return WORDS.getOrDefault(given.kind(), given.kind())
                + " for "
                + given.companyName()
                + ": asked "
                + Words.time(given.givenAt())
                + given.doneAt().map(at -> ", done " + Words.time(at)).orElse(", not done yet");
    }

    private Answer order(Visit visit) throws IOException {
        Map<String, String> form = visit.form();
        Connection connection = CompanyPages.connection(store, visit);
        String kind = form.getOrDefault("kind", "");
        if (!WORDS.containsKey(kind)) {
            throw Problem.badRequest("There is no such order.");
        }
        if (kind.equals("uninstall") && !form.containsKey("sure")) {
            throw Problem.badRequest("Tick that you are sure: an uninstalled connector is gone.");
        }
        if (connection.ended() || connection.agentId().isEmpty()) {
            throw Problem.of(409, "No connector delivers for this company.");
        }
        String agent = connection.agentId().get();
        store.orders().add(agent, Optional.of(connection.id()), kind, Optional.empty());
        wake.accept(agent);
        return Pages.seeOther("/portal/connectors?done=ordered");
    }

    private Report report(Visit visit) {
        return store.diagnostics()
                .find(visit.clientId(), visit.call().variable("orderId"))
                .orElseThrow(() -> Problem.notFound("There is no such report."));
    }

    private Answer diagnostics(Visit visit) {
        Report report = report(visit);
        return pages.answer(
                200,
                "portal-diagnostics",
                new Shown(
                        Frame.of(visit, store.brands().of(visit.clientId()).name(), "Diagnostics"),
                        report.orderId(),
                        report.companyName(),
                        Words.time(report.receivedAt()),
                        report.text()));
    }

    private Answer download(Visit visit) {
        Report report = report(visit);
        byte[] text = report.text().getBytes(StandardCharsets.UTF_8);
        return new Answer(
                200,
                Map.of(
                        "Content-Type",
                        "text/plain; charset=utf-8",
                        "Content-Disposition",
                        "attachment; filename=\"diagnostics-" + report.orderId() + ".txt\""),
                out -> out.write(text),
                () -> {});
    }
}
