package fairlead.platform.portal;

import fairlead.platform.http.Answer;
import fairlead.platform.portal.Portal.Routes;
import fairlead.platform.store.Store;
import fairlead.platform.web.Pages;
import java.util.List;
import java.util.Optional;

/** Who changed what, through the API and through the portal. */
final class AuditPages {
    private static final int PAGE = 50;

    private final Store store;
    private final Pages pages;

    AuditPages(Store store, Pages pages) {
        this.store = store;
        this.pages = pages;
    }

    void routes(Routes routes) {
        routes.on("GET", "/portal/changes", this::page);
    }

    record Change(String at, String who, String what) {}

    record Changes(
            Frame frame,
            List<Change> changes,
            Optional<Integer> previous,
            Optional<Integer> next) {}

    private Answer page(Visit visit) {
        int number = visit.call().number("page", 1, 1, 1_000_000);
        var found = store.audit().list(visit.clientId(), (number - 1) * PAGE, PAGE);
        return pages.answer(
                200,
                "portal-changes",
                new Changes(
                        Frame.of(visit, store.brands().of(visit.clientId()).name(), "Changes"),
                        found.items().stream()
                                .map(e -> new Change(Words.time(e.madeAt()), e.who(), e.what()))
                                .toList(),
                        number > 1 ? Optional.of(number - 1) : Optional.empty(),
                        found.total() > (long) number * PAGE
                                ? Optional.of(number + 1)
                                : Optional.empty()));
    }
}
