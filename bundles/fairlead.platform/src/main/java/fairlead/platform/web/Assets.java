package fairlead.platform.web;

import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import fairlead.platform.http.Problem;
import fairlead.platform.http.Router;
import fairlead.platform.store.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** The styles and scripts that pages use. Their addresses change with them: browsers keep them. */
public final class Assets {
    private static final String PICO =
            "/META-INF/resources/webjars/picocss__pico/2.1.1/css/pico.min.css";
    private static final Map<String, Asset> ALL =
            Map.of(
                    "pico.css", asset(PICO, "text/css"),
                    "fairlead.css", asset("fairlead.css", "text/css"),
                    "fairlead.js", asset("fairlead.js", "text/javascript"));

    @SuppressWarnings("ArrayRecordComponent") // read once, never changed
    private record Asset(byte[] bytes, String type, String version) {}

    private static Asset asset(String resource, String type) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not in this bundle");
            }
            byte[] bytes = in.readAllBytes();
            return new Asset(
                    bytes, type, HexFormat.of().formatHex(Hash.sha256(bytes)).substring(0, 16));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds them. */
    public void routes(Router router) {
        router.onOpen("GET", "/assets/{version}/{name}", this::get);
    }

    /** What every page's head needs. */
    public record Links(String pico, String style, String script) {
        /** As they are now. */
        public static Links now() {
            return new Links(path("pico.css"), path("fairlead.css"), path("fairlead.js"));
        }
    }

    private static String path(String name) {
        return "/assets/" + ALL.get(name).version() + "/" + name;
    }

    private Answer get(Call call) {
        Asset asset =
                Optional.ofNullable(ALL.get(call.variable("name")))
                        .orElseThrow(() -> Problem.notFound("There is nothing at this path."));
        return new Answer(
                200,
                Map.of(
                        "Content-Type",
                        asset.type() + "; charset=utf-8",
                        "Content-Length",
                        Integer.toString(asset.bytes().length),
                        "Cache-Control",
                        "public, max-age=31536000, immutable"),
                out -> out.write(asset.bytes()),
                () -> {});
    }
}
