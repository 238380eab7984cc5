package fairlead.platform.branding;

import fairlead.platform.http.Answer;
import fairlead.platform.http.Problem;
import fairlead.platform.store.Brands;
import fairlead.platform.store.Brands.Brand;
import fairlead.platform.store.Brands.Image;
import fairlead.platform.store.Brands.Picture;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** A client's colours and pictures, as a browser asks for them. */
public final class BrandFiles {
    // a logo may be SVG: shown as a picture it runs no script, opened by itself it may not
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

    private final Brands brands;

    /** Of these brands. */
    public BrandFiles(Brands brands) {
        this.brands = brands;
    }

    /** What a page's head and header say of a client. */
    public record Look(String name, Optional<String> logo, Optional<String> icon, String colours) {}

    /**
     * How a client's pages look.
     *
     * @param base the path below which the page's own routes answer with {@link #colours} and
     *     {@link #picture}
     */
    public Look look(String clientId, String base) {
        Brand brand = brands.of(clientId);
        String version = "?v=" + brand.changedAt();
        return new Look(
                brand.name(),
                brand.logo() ? Optional.of(base + "/logo" + version) : Optional.empty(),
                brand.icon() ? Optional.of(base + "/icon" + version) : Optional.empty(),
                base + "/colours.css" + version);
    }

    /** The style sheet with a client's colours; without a colour, the platform's own. */
    public Answer colours(String clientId) {
        byte[] css =
                Palette.of(brands.of(clientId).colour().orElse("#1d4f91"))
                        .css()
                        .getBytes(StandardCharsets.UTF_8);
        return new Answer(
                200,
                Map.of("Content-Type", "text/css; charset=utf-8", "Cache-Control", "no-cache"),
                out -> out.write(css),
                () -> {});
    }

    /** A picture; 404 without one. */
    public Answer picture(String clientId, Picture picture) {
        Image image =
                brands.image(clientId, picture)
                        .orElseThrow(() -> Problem.notFound("There is no such picture."));
        return new Answer(
                200,
                Map.of(
                        "Content-Type",
                        image.type(),
                        "Content-Security-Policy",
                        POLICY,
                        "Cache-Control",
                        "no-cache"),
                out -> out.write(image.bytes()),
                () -> {});
    }
}
