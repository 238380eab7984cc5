package fairlead.platform.portal;

import fairlead.platform.http.Answer;
import fairlead.platform.http.Problem;
import fairlead.platform.portal.Portal.Routes;
import fairlead.platform.store.ApiKeys;
import fairlead.platform.store.ApiKeys.Deleted;
import fairlead.platform.store.ApiKeys.Made;
import fairlead.platform.store.Store;
import fairlead.platform.web.Pages;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The vendor's API keys. A new one is shown once, and never again. */
final class KeysPages {
    private static final String PATH = "/portal/keys";

    private final Store store;
    private final Pages pages;

    KeysPages(Store store, Pages pages) {
        this.store = store;
        this.pages = pages;
    }

    void routes(Routes routes) {
        routes.on("GET", PATH, visit -> page(visit, Optional.empty()));
        routes.on("POST", PATH, this::make);
        routes.on("POST", PATH + "/{keyId}/delete", this::delete);
    }

    record Key(String id, String name, String created) {}

    record Page(Frame frame, List<Key> keys, Optional<String> made) {}

    private Answer page(Visit visit, Optional<String> made) {
        return pages.answer(
                200,
                "portal-keys",
                new Page(
                        Frame.of(visit, store.brands().of(visit.clientId()).name(), "API keys"),
                        store.apiKeys().of(visit.clientId()).stream()
                                .map(k -> new Key(k.id(), k.name(), Words.time(k.createdAt())))
                                .toList(),
                        made));
    }

    private Answer make(Visit visit) throws IOException {
        String name = visit.form().getOrDefault("name", "").strip();
        if (name.isEmpty() || name.length() > 50) {
            throw Problem.badRequest("A key’s name has 1 to 50 characters.");
        }
        Made made =
                store.apiKeys()
                        .make(visit.clientId(), name)
                        .orElseThrow(
                                () ->
                                        Problem.of(
                                                409,
                                                "There are "
                                                        + ApiKeys.MOST
                                                        + " keys already. Delete one first."));
        return page(visit, Optional.of(made.text()));
    }

    private Answer delete(Visit visit) throws IOException {
        visit.form();
        Deleted deleted = store.apiKeys().delete(visit.clientId(), visit.call().variable("keyId"));
        if (deleted == Deleted.UNKNOWN) {
            throw Problem.notFound("There is no such key.");
        }
        if (deleted == Deleted.LAST) {
            throw Problem.of(409, "This is your last key: make another one first.");
        }
        return Pages.seeOther(PATH + "?done=deleted");
    }
}
