package fairlead.platform.webhooks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs messages as Svix does, which is what Codat documents: an HMAC-SHA256 over id, time and
 * body.
 */
final class Signature {
    private static final String PREFIX = "whsec_";

    private Signature() {}

    /**
     * The header {@code webhook-signature}.
     *
     * @param secret {@code whsec_} and the key in base64
     * @param seconds the header {@code webhook-timestamp}: seconds since 1970
     */
    static String of(String secret, String messageId, long seconds, String body) {
        byte[] key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        try {
            Mac hmac = Mac.getInstance("HmacSHA256");
            hmac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] signed =
                    hmac.doFinal(
                            (messageId + "." + seconds + "." + body)
                                    .getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
