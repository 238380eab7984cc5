package fairlead.platform.portal;

import fairlead.platform.branding.BrandFiles;
import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import fairlead.platform.http.Problem;
import fairlead.platform.portal.Portal.Routes;
import fairlead.platform.portal.Upload.Field;
import fairlead.platform.store.Brands.Brand;
import fairlead.platform.store.Brands.Image;
import fairlead.platform.store.Brands.Picture;
import fairlead.platform.store.Store;
import fairlead.platform.web.Pages;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the vendor looks to its companies. */
final class BrandingPages {
    private static final String PATH = "/portal/branding";
    private static final int LOGO = 10 << 20;
    private static final int ICON = 500_000;
    private static final String SIZES =
            "The logo must be a PNG, JPEG, GIF or SVG of at most 10 MB, the icon an ICO of at most"
                    + " 500 KB.";

    private final Store store;
    private final Pages pages;
    private final BrandFiles files;

    BrandingPages(Store store, Pages pages) {
        this.store = store;
        this.pages = pages;
        this.files = new BrandFiles(store.brands());
    }

    void routes(Routes routes) {
        routes.on("GET", PATH, this::page);
        routes.on("POST", PATH, this::save);
        routes.on("GET", PATH + "/logo", v -> files.picture(v.clientId(), Picture.LOGO));
        routes.on("GET", PATH + "/icon", v -> files.picture(v.clientId(), Picture.ICON));
    }

    record Page(
            Frame frame,
            String name,
            String colour,
            Optional<String> logo,
            Optional<String> icon) {}

    private Answer page(Visit visit) {
        Brand brand = store.brands().of(visit.clientId());
        String version = "?v=" + brand.changedAt();
        return pages.answer(
                200,
                "portal-branding",
                new Page(
                        Frame.of(visit, brand.name(), "Branding"),
                        brand.name(),
                        brand.colour().orElse("#1d4f91"),
                        brand.logo() ? Optional.of(PATH + "/logo" + version) : Optional.empty(),
                        brand.icon() ? Optional.of(PATH + "/icon" + version) : Optional.empty()));
    }

    private Answer save(Visit visit) throws IOException {
        Map<String, Field> form = form(visit.call());
        visit.check(text(form, "csrf"));
        String name = text(form, "name").strip();
        String colour = text(form, "colour");
        if (name.isEmpty() || name.length() > 200) {
            throw Problem.badRequest("Your name has 1 to 200 characters.");
        }
        if (!colour.matches("#[0-9a-f]{6}")) {
            throw Problem.badRequest("The colour is written as #rrggbb.");
        }
        Optional<Image> logo =
                image(
                        form,
                        "logo",
                        LOGO,
                        List.of("image/png", "image/jpeg", "image/gif", "image/svg+xml"));
        Optional<Image> icon = image(form, "icon", ICON, List.of("image/x-icon"));
        store.brands().set(visit.clientId(), name, Optional.of(colour));
        if (logo.isPresent() || form.containsKey("noLogo")) {
            store.brands().set(visit.clientId(), Picture.LOGO, logo);
        }
        if (icon.isPresent() || form.containsKey("noIcon")) {
            store.brands().set(visit.clientId(), Picture.ICON, icon);
        }
        return Pages.seeOther(PATH + "?done=changed");
    }

    private static Map<String, Field> form(Call call) throws IOException {
        try {
            return Upload.read(call, LOGO + ICON + 100_000);
        } catch (Problem problem) {
            throw problem.status() == 413 ? Problem.of(413, SIZES) : problem;
        }
    }

    private static String text(Map<String, Field> form, String name) {
        return Optional.ofNullable(form.get(name)).map(Field::text).orElse("");
    }

    private static Optional<Image> image(
            Map<String, Field> form, String name, int most, List<String> types) {
        byte[] bytes = Optional.ofNullable(form.get(name)).map(Field::bytes).orElse(new byte[0]);
        if (bytes.length == 0) {
            return Optional.empty();
        }
        String type = Upload.type(bytes);
        if (bytes.length > most || !types.contains(type)) {
            throw Problem.badRequest(SIZES);
        }
        return Optional.of(new Image(type, bytes));
    }
}
