package fairlead.platform.portal;

import fairlead.platform.http.Answer;
import fairlead.platform.http.Problem;
import fairlead.platform.portal.Frequency.Choice;
import fairlead.platform.portal.Portal.Routes;
import fairlead.platform.store.Companies.Company;
import fairlead.platform.store.Integrations.Integration;
import fairlead.platform.store.Store;
import fairlead.platform.web.Pages;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be linked, how often books are read, and whether only once. */
final class SettingsPages {
    private static final String PATH = "/portal/settings";

    private final Store store;
    private final Pages pages;

    SettingsPages(Store store, Pages pages) {
        this.store = store;
        this.pages = pages;
    }

    void routes(Routes routes) {
        routes.on("GET", PATH, this::page);
        routes.on("POST", PATH + "/integrations/{platformKey}", this::integration);
        routes.on("POST", PATH + "/frequency", this::frequency);
        routes.on("POST", "/portal/companies/{companyId}/reading", this::company);
    }

    record Row(String key, String name, boolean enabled, boolean once) {}

    record Page(Frame frame, List<Row> integrations, List<Choice> frequencies) {}

    private Answer page(Visit visit) {
        String client = visit.clientId();
        return pages.answer(
                200,
                "portal-settings",
                new Page(
                        Frame.of(visit, store.brands().of(client).name(), "Settings"),
                        store.integrations().of(client).stream()
                                .map(
                                        i ->
                                                new Row(
                                                        i.key(),
                                                        i.name(),
                                                        i.enabled(),
                                                        store.readingModes().once(client, i.key())))
                                .toList(),
                        Frequency.choices(
                                store.syncSettings()
                                        .ofClient(client, Frequency.types(store, client))
                                        .settings(),
                                Optional.empty())));
    }

    private Answer integration(Visit visit) throws IOException {
        Map<String, String> form = visit.form();
        Integration integration =
                store.integrations()
                        .find(visit.clientId(), visit.call().variable("platformKey"))
                        .orElseThrow(() -> Problem.notFound("There is no such integration."));
        store.integrations()
                .enable(visit.clientId(), integration.key(), form.containsKey("enabled"));
        store.readingModes()
                .once(visit.clientId(), integration.key(), "once".equals(form.get("mode")));
        return Pages.seeOther(PATH + "?done=changed");
    }

    private Answer frequency(Visit visit) throws IOException {
        Frequency.set(
                store, visit.clientId(), visit.clientId(), visit.form().getOrDefault("hours", ""));
        return Pages.seeOther(PATH + "?done=changed");
    }

    private Answer company(Visit visit) throws IOException {
        Map<String, String> form = visit.form();
        Company company = CompanyPages.company(store, visit);
        String mode = form.getOrDefault("mode", "");
        if (!List.of("as-all", "ongoing", "once").contains(mode)) {
            throw Problem.badRequest("Choose how the books are read.");
        }
        Frequency.set(store, visit.clientId(), company.id(), form.getOrDefault("hours", ""));
        store.readingModes()
                .ofCompany(
                        company.id(),
                        mode.equals("as-all")
                                ? Optional.empty()
                                : Optional.of(mode.equals("once")));
        return Pages.seeOther("/portal/companies/" + company.id() + "?done=changed");
    }
}
