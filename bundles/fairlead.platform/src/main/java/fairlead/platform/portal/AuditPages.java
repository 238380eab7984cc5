package fairlead.platform.portal;

import fairlead.platform.http.Answer;
import fairlead.platform.portal.CompaniesPages.Mark;
import fairlead.platform.portal.Portal.Routes;
import fairlead.platform.store.Audit.Entry;
import fairlead.platform.store.Audit.Outcome;
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

    record Change(String at, String who, String what, Optional<String> call, Optional<Mark> mark) {}

    record Changes(
            Frame frame,
            List<Change> changes,
            Optional<Integer> previous,
            Optional<Integer> next) {}

    private static Change change(Entry entry) {
        return new Change(
                Words.time(entry.madeAt()),
                entry.who(),
                entry.what(),
                entry.sentence().map(sentence -> entry.call()),
                mark(entry.outcome()));
    }

    /** Beside what was not simply done. */
    private static Optional<Mark> mark(Outcome outcome) {
        return switch (outcome) {
            case Done -> Optional.empty();
            case Begun -> Optional.of(new Mark("waits", "Begun; how it ended is not known"));
            case Failed -> Optional.of(new Mark("bad", "Failed, perhaps after a part of it"));
        };
    }

    private Answer page(Visit visit) {
        int number = visit.call().number("page", 1, 1, 1_000_000);
        var found = store.audit().list(visit.clientId(), (number - 1) * PAGE, PAGE);
        return pages.answer(
                200,
                "portal-changes",
                new Changes(
                        Frame.of(visit, store.brands().of(visit.clientId()).name(), "Changes"),
                        found.items().stream().map(AuditPages::change).toList(),
                        number > 1 ? Optional.of(number - 1) : Optional.empty(),
                        found.total() > (long) number * PAGE
                                ? Optional.of(number + 1)
                                : Optional.empty()));
    }
}
