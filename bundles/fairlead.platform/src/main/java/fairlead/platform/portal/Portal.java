package fairlead.platform.portal;

import fairlead.platform.http.Actor;
import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import fairlead.platform.http.Problem;
import fairlead.platform.http.Router;
import fairlead.platform.store.Clients.KeyHolder;
import fairlead.platform.store.Store;
import fairlead.platform.store.Visits;
import fairlead.platform.web.Assets.Links;
import fairlead.platform.web.Pages;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The vendor's own pages. Who has an API key signs in with it; from then on the browser holds a
 * token of its own, and every form carries another one made of it.
 */
public final class Portal {
    private final Store store;
    private final Pages pages;
    private final Clock clock;
    private final Consumer<String> wake;

    /** On this store; agents are woken when there is something for them. */
    public Portal(Store store, Clock clock, Pages pages, Consumer<String> wake) {
        this.store = store;
        this.clock = clock;
        this.pages = pages;
        this.wake = wake;
    }

    /** Answers a call of somebody who is signed in. */
    @FunctionalInterface
    interface Signed {
        Answer answer(Visit visit) throws IOException;
    }

    /** Adds the pages. */
    public void routes(Router router) {
        router.onOpen("GET", "/portal", call -> Pages.seeOther("/portal/companies"))
                .onOpen("GET", "/portal/sign-in", call -> signInPage(call, 200, false))
                .onOpen("POST", "/portal/sign-in", this::signIn);
        Routes routes = (method, path, signed) -> router.on(method, path, guarded(signed));
        routes.on("POST", "/portal/sign-out", this::signOut);
        new CompaniesPages(store, pages).routes(routes);
        new CompanyPages(store, clock, pages, wake).routes(routes);
        new RecordsPages(store, pages).routes(routes);
        new ConnectorsPages(store, clock, pages, wake).routes(routes);
        new WebhooksPages(store, pages).routes(routes);
        new BrandingPages(store, pages).routes(routes);
        new SettingsPages(store, pages).routes(routes);
        new KeysPages(store, pages).routes(routes);
        new AuditPages(store, pages).routes(routes);
    }

    /** Takes routes that only somebody who is signed in may call. */
    @FunctionalInterface
    interface Routes {
        void on(String method, String path, Signed signed);
    }

    private Router.Handler guarded(Signed signed) {
        return call -> {
            Optional<String> token = Visit.token(call);
            Optional<KeyHolder> visitor = token.flatMap(store.visits()::visitor);
            if (visitor.isEmpty()) {
                call.countStranger();
                String page = call.request().getMethod().equals("GET") ? call.path() : "/portal";
                return Pages.seeOther("/portal/sign-in?next=" + page);
            }
            String client = visitor.get().client();
            call.by(actor(visitor.get()));
            store.clients().reachedAt(client, call.platform());
            call.begin();
            Visit visit = new Visit(call, client, Visit.csrf(token.get()));
            try {
                return signed.answer(visit);
            } catch (Problem problem) {
                return pages.answer(
                        problem.status(),
                        "portal-problem",
                        new Wrong(frame(visit), problem.getMessage()));
            }
        };
    }

    private static Actor actor(KeyHolder visitor) {
        return new Actor(
                visitor.client(), "Portal, signed in by the key “" + visitor.keyName() + "”");
    }

    private Frame frame(Visit visit) {
        return Frame.of(visit, store.brands().of(visit.clientId()).name(), "That did not work");
    }

    record Wrong(Frame frame, String message) {}

    record SignIn(Links assets, String next, boolean wrong) {}

    private Answer signInPage(Call call, int status, boolean wrong) {
        String next = local(call.parameter("next").orElse(""));
        return pages.answer(status, "portal-sign-in", new SignIn(Links.now(), next, wrong));
    }

    /** Only pages of the portal: nobody is led elsewhere by signing in. */
    private static String local(String next) {
        return next.matches("/portal/[A-Za-z0-9/-]*") ? next : "/portal/companies";
    }

    private Answer signIn(Call call) throws IOException {
        String origin = call.header("Origin").orElse(call.platform());
        if (!origin.equals(call.platform())) {
            throw Problem.of(403, "Sign in on the portal's own page.");
        }
        Map<String, String> form = call.form();
        String key = form.getOrDefault("key", "").strip();
        store.clients()
                .holderOf(key)
                .ifPresent(
                        holder -> {
                            call.by(actor(holder));
                            call.begin();
                        });
        Optional<String> token = store.visits().begin(key);
        if (token.isEmpty()) {
            return signInPage(call, 403, true);
        }
        return Pages.seeOther(local(form.getOrDefault("next", "")))
                .with(Map.of("Set-Cookie", cookie(call, token.get(), Visits.LASTS.toSeconds())));
    }

    private Answer signOut(Visit visit) throws IOException {
        visit.form();
        Visit.token(visit.call()).ifPresent(store.visits()::end);
        return Pages.seeOther("/portal/sign-in")
                .with(Map.of("Set-Cookie", cookie(visit.call(), "", 0)));
    }

    private static String cookie(Call call, String token, long seconds) {
        return Visit.COOKIE
                + "="
                + token
                + "; Path=/portal; HttpOnly; SameSite=Strict; Max-Age="
                + seconds
                + (call.platform().startsWith("https:") ? "; Secure" : "");
    }
}
