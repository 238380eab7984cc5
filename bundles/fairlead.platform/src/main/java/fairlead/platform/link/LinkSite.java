package fairlead.platform.link;

import fairlead.platform.branding.BrandFiles;
import fairlead.platform.branding.BrandFiles.Look;
import fairlead.platform.http.Actor;
import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import fairlead.platform.http.Problem;
import fairlead.platform.http.Router;
import fairlead.platform.link.LinkState.Choosing;
import fairlead.platform.link.LinkState.Ended;
import fairlead.platform.link.LinkState.Expired;
import fairlead.platform.link.LinkState.Linked;
import fairlead.platform.link.LinkState.ReadOnce;
import fairlead.platform.link.LinkState.Registered;
import fairlead.platform.link.LinkState.Waiting;
import fairlead.platform.store.Brands.Picture;
import fairlead.platform.store.Companies.Company;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Integrations.Integration;
import fairlead.platform.store.Store;
import fairlead.platform.web.Assets.Links;
import fairlead.platform.web.Pages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code redirect} and {@code linkUrl} lead to. The company's page says what will be shared,
 * hands out the licence key and the installer, and follows until the books are linked; the
 * connection's address is the download itself, for vendors with pages of their own. To open either
 * uses nothing up: a link is used when a connector registers with it.
 */
public final class LinkSite {
    private static final String COMPANY = "/link/company/{companyId}";
    private static final DateTimeFormatter UNTIL =
            DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm", Locale.UK)
                    .withZone(ZoneId.of("Europe/London"));

    private final Store store;
    private final Clock clock;
    private final Pages pages;
    private final BrandFiles brands;
    private final Installers installers;

    /** On this store; {@code installers} is the directory with {@code <packageKey>.exe}. */
    public LinkSite(Store store, Clock clock, Pages pages, Path installers) {
        this.store = store;
        this.clock = clock;
        this.pages = pages;
        this.brands = new BrandFiles(store.brands());
        this.installers = new Installers(installers);
    }

    /** Adds the pages. */
    public void routes(Router router) {
        router.onOpen("GET", COMPANY, call -> page(call, "link"))
                .onOpen("GET", COMPANY + "/now", call -> page(call, "link-now"))
                .onOpen("POST", COMPANY + "/connections", this::choose)
                .onOpen("GET", COMPANY + "/colours.css", call -> brands.colours(client(call)))
                .onOpen("GET", COMPANY + "/logo", call -> picture(call, Picture.LOGO))
                .onOpen("GET", COMPANY + "/icon", call -> picture(call, Picture.ICON))
                .onOpen(
                        "GET",
                        "/link/companies/{companyId}/connections/{connectionId}/start",
                        this::start);
    }

    private Optional<Company> company(Call call) {
        String id = call.variable("companyId");
        return store.companies().clientOf(id).flatMap(client -> store.companies().find(client, id));
    }

    private String client(Call call) {
        return store.companies()
                .clientOf(call.variable("companyId"))
                .orElseThrow(() -> Problem.notFound("There is no such link."));
    }

    private Answer picture(Call call, Picture picture) {
        return brands.picture(client(call), picture);
    }

    /** Something to choose from. */
    record Choice(String key, String name) {}

    /** The page; of the states exactly one is there. */
    record Page(
            Links assets,
            Look look,
            String base,
            String title,
            String companyName,
            String licenceKey,
            String platform,
            String packageName,
            String packageKey,
            List<String> shared,
            String until,
            Optional<String> download,
            String fileName,
            boolean command,
            List<Choice> choices,
            boolean choosing,
            boolean waiting,
            boolean registered,
            boolean linked,
            Optional<String> onward,
            boolean once,
            boolean readOnce,
            boolean expired,
            boolean ended) {}

    private Answer page(Call call, String template) {
        Optional<Company> company = company(call);
        return company.isEmpty()
                ? pages.answer(404, "link-unknown", Links.now())
                : pages.answer(200, template, page(call, company.get()));
    }

    private Page page(Call call, Company company) {
        LinkState state = LinkState.of(store.connections().of(company.id()), clock.millis());
        List<Integration> enabled =
                store.integrations().of(client(call)).stream()
                        .filter(Integration::enabled)
                        .toList();
        Optional<Connection> connection = connection(state);
        String base = "/link/company/" + company.id();
        Look look = brands.look(client(call), base);
        String packageKey = connection.map(Connection::packageKey).orElse("");
        boolean waiting = state instanceof Waiting;
        Optional<String> download =
                waiting && installers.of(packageKey).isPresent()
                        ? connection.map(LinkSite::startPath)
                        : Optional.empty();
        return new Page(
                Links.now(),
                look,
                base,
                title(state, look.name()),
                company.name(),
                company.id(),
                call.platform(),
                connection.map(Connection::platformName).orElse("your accounts"),
                packageKey,
                connection
                        .map(c -> store.integrations().types(c.platformKey()))
                        .orElse(List.of())
                        .stream()
                        .map(DataNames::of)
                        .toList(),
                connection
                        .map(c -> UNTIL.format(Instant.ofEpochMilli(c.linkExpiresAt())))
                        .orElse(""),
                download,
                Installers.fileName(look.name(), packageKey),
                waiting && download.isEmpty(),
                enabled.stream().map(i -> new Choice(i.key(), i.name())).toList(),
                state instanceof Choosing,
                waiting,
                state instanceof Registered,
                state instanceof Linked,
                state instanceof Linked || state instanceof ReadOnce
                        ? connection.flatMap(c -> onward(client(call), c))
                        : Optional.empty(),
                connection
                        .filter(
                                c ->
                                        store.readingModes()
                                                .counts(
                                                        client(call),
                                                        company.id(),
                                                        c.platformKey()))
                        .isPresent(),
                state instanceof ReadOnce,
                state instanceof Expired,
                state instanceof Ended);
    }

    /** Where the vendor's profile leads a person who is done; empty where it says nothing. */
    private Optional<String> onward(String client, Connection connection) {
        return store.profiles()
                .of(client)
                .redirectUrl()
                .filter(url -> url.matches("(?i)https?://.+")) // kept as it came
                .map(url -> Redirect.of(url, client, connection));
    }

    private static Optional<Connection> connection(LinkState state) {
        if (state instanceof Waiting waiting) {
            return Optional.of(waiting.connection());
        }
        if (state instanceof Registered registered) {
            return Optional.of(registered.connection());
        }
        if (state instanceof Linked linked) {
            return Optional.of(linked.connection());
        }
        if (state instanceof ReadOnce read) {
            return Optional.of(read.connection());
        }
        return state instanceof Expired expired
                ? Optional.of(expired.connection())
                : Optional.empty();
    }

    private static String title(LinkState state, String vendor) {
        if (state instanceof Linked) {
            return "Your accounts are linked to " + vendor;
        }
        if (state instanceof ReadOnce) {
            return "Your accounts were shared with " + vendor;
        }
        if (state instanceof Expired) {
            return "This link has expired";
        }
        return state instanceof Ended ? "This link has ended" : "Link your accounts to " + vendor;
    }

    private static String startPath(Connection connection) {
        return "/link/companies/"
                + connection.companyId()
                + "/connections/"
                + connection.id()
                + "/start";
    }

    /** The company chooses its accounting package; while a link is open, there is nothing to. */
    private Answer choose(Call call) throws IOException {
        String client = client(call);
        Company company =
                store.companies()
                        .find(client, call.variable("companyId"))
                        .orElseThrow(() -> Problem.notFound("There is no such link."));
        String key = call.form().getOrDefault("platformKey", "");
        boolean enabled =
                store.integrations().of(client).stream()
                        .anyMatch(i -> i.enabled() && i.key().equals(key));
        long now = clock.millis();
        if (enabled
                && LinkState.of(store.connections().of(company.id()), now) instanceof Choosing) {
            call.by(new Actor(client, "The company, on its link page"));
            call.begin();
            store.connections()
                    .choose(
                            company.id(),
                            key,
                            connections -> LinkState.of(connections, now) instanceof Choosing);
        }
        return Pages.seeOther("/link/company/" + company.id());
    }

    /** The download; once the link was used, has expired or has no installer, the page. */
    private Answer start(Call call) throws IOException {
        Optional<Company> company = company(call);
        if (company.isEmpty()) {
            return pages.answer(404, "link-unknown", Links.now());
        }
        LinkState state = LinkState.of(store.connections().of(company.get().id()), clock.millis());
        if (state instanceof Waiting waiting
                && waiting.connection().id().equals(call.variable("connectionId"))) {
            String packageKey = waiting.connection().packageKey();
            Optional<Path> installer = installers.of(packageKey);
            if (installer.isPresent()) {
                String vendor = store.brands().of(client(call)).name();
                return Installers.download(
                        installer.get(), Installers.fileName(vendor, packageKey));
            }
        }
        return Pages.seeOther("/link/company/" + company.get().id());
    }
}
