package fairlead.platform.api;

import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import fairlead.platform.http.Router;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What {@code redirect} and {@code linkUrl} lead to: how a company is linked from its own PC. */
public final class LinkPages {
    /** Adds the pages. */
    public void routes(Router router) {
        router.on("GET", "/link/company/{companyId}", this::page)
                .on(
                        "GET",
                        "/link/companies/{companyId}/connections/{connectionId}/start",
                        this::page);
    }

    /** The same for every id, known or not: the page tells nothing that its address does not. */
    private Answer page(Call call) {
        String key = escaped(call.variable("companyId"));
        String platform = escaped(call.platform());
        String html =
                "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Link your"
                        + " accounts</title><meta name=\"viewport\" content=\"width=device-width\">"
                        + "</head><body><h1>Link your accounts</h1>"
                        + "<p>Your licence key is <code>"
                        + key
                        + "</code>.</p><p>On the PC with Sage 50, start the agent and link the company:"
                        + "</p><pre>fairlead agent --data DIR --platform "
                        + platform
                        + "\nfairlead link --data DIR --license-key "
                        + key
                        + " --package sage50 --company PATH --user USER --password-stdin</pre>"
                        + "</body></html>\n";
        return new Answer(
                200,
                Map.of(
                        "Content-Type",
                        "text/html; charset=utf-8",
                        "Content-Security-Policy",
                        "default-src 'none'; frame-ancestors 'none'",
                        "Referrer-Policy",
                        "no-referrer"),
                out -> out.write(html.getBytes(StandardCharsets.UTF_8)),
                () -> {});
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
