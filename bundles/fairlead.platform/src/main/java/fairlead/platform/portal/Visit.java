package fairlead.platform.portal;

import fairlead.platform.http.Call;
import fairlead.platform.http.Problem;
import fairlead.platform.store.Hash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/** Somebody who is signed in, and the call that came from there. */
record Visit(Call call, String clientId, String csrf) {
    static final String COOKIE = "fairlead-portal";

    /** The visit's token as the browser sends it. */
    static Optional<String> token(Call call) {
        for (String part : call.header("Cookie").orElse("").split(";")) {
            String[] pair = part.strip().split("=", 2);
            if (pair.length == 2 && pair[0].equals(COOKIE)) {
                return Optional.of(pair[1]);
            }
        }
        return Optional.empty();
    }

    /** What forms carry: made of the token, which no other site knows. */
    static String csrf(String token) {
        return Hash.hex("form " + token);
    }

    /**
     * The form that was sent.
     *
     * @throws Problem 403 when it is none of this visit's own pages
     */
    Map<String, String> form() throws IOException {
        Map<String, String> form = call.form();
        check(form.getOrDefault("csrf", ""));
        return form;
    }

    /** As {@link #form}, for a form that was read elsewhere. */
    void check(String sent) {
        if (!MessageDigest.isEqual(
                csrf.getBytes(StandardCharsets.US_ASCII),
                sent.getBytes(StandardCharsets.US_ASCII))) {
            throw Problem.of(403, "This form is too old. Open the page again.");
        }
    }
}
