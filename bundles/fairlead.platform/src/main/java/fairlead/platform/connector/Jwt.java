package fairlead.platform.connector;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.platform.http.Json;
import fairlead.platform.store.Hash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** A signed claim of an agent (RFC 7519, RFC 8037: Ed25519 only). */
final class Jwt {
    /** The claim is not good; the message says why. */
    static final class BadJwtException extends Exception {
        BadJwtException(String message) {
            super(message, null, false, false);
        }
    }

    // RFC 8410: what stands before the 32 bytes of a public key
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final Base64.Decoder BASE64 = Base64.getUrlDecoder();

    private final JsonNode claims;
    private final String signed;
    private final byte[] signature;

    private Jwt(JsonNode claims, String signed, byte[] signature) {
        this.claims = claims;
        this.signed = signed;
        this.signature = signature;
    }

    /** Reads a claim without believing it yet. */
    static Jwt parse(String text) throws BadJwtException {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3 || text.length() > 4096) {
            throw new BadJwtException("It is no compact JWT.");
        }
        try {
            JsonNode header = Json.read(BASE64.decode(parts[0]));
            if (!header.path("alg").asText().equals("EdDSA") || header.has("crit")) {
                throw new BadJwtException("Only EdDSA without critical extensions is taken.");
            }
            JsonNode claims = Json.read(BASE64.decode(parts[1]));
            return new Jwt(claims, parts[0] + "." + parts[1], BASE64.decode(parts[2]));
        } catch (IOException | IllegalArgumentException e) {
            throw new BadJwtException("It is no compact JWT.");
        }
    }

    /** A claim that is text; empty when there is none. */
    String text(String claim) {
        JsonNode value = claims.path(claim);
        return value.isTextual() ? value.textValue() : "";
    }

    /** When it ends, in milliseconds since 1970. */
    long expiresAt() {
        return claims.path("exp").asLong() * 1000;
    }

    /**
     * Believes it, when it was signed by this key, by itself, for this address, now.
     *
     * @param x the public key
     * @param agentId of which agent
     * @param audience the address that it has to be for
     * @param now in milliseconds since 1970
     */
    void verify(String x, String agentId, String audience, long now) throws BadJwtException {
        if (!signedBy(x)) {
            throw new BadJwtException("The signature is not this key's.");
        }
        if (!text("iss").equals(agentId) || !text("sub").equals(agentId)) {
            throw new BadJwtException("iss and sub must be the key's thumbprint.");
        }
        if (!text("aud").equals(audience)) {
            throw new BadJwtException("aud must be " + audience + ".");
        }
        long issued = claims.path("iat").asLong() * 1000;
        if (!claims.path("iat").isIntegralNumber()
                || !claims.path("exp").isIntegralNumber()
                || issued > now + 60_000
                || expiresAt() <= now - 5_000
                || expiresAt() > now + 660_000) {
            throw new BadJwtException(
                    "Its time is not now: the platform has " + Json.instant(now) + ".");
        }
        if (text("jti").isEmpty() || text("jti").length() > 100) {
            throw new BadJwtException("jti is missing.");
        }
    }

    private boolean signedBy(String x) {
        try {
            byte[] raw = BASE64.decode(x);
            if (raw.length != 32) {
                return false;
            }
            byte[] encoded = new byte[PREFIX.length + raw.length];
            System.arraycopy(PREFIX, 0, encoded, 0, PREFIX.length);
            System.arraycopy(raw, 0, encoded, PREFIX.length, raw.length);
            PublicKey key =
                    KeyFactory.getInstance("Ed25519")
                            .generatePublic(new X509EncodedKeySpec(encoded));
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(key);
            ed25519.update(signed.getBytes(StandardCharsets.US_ASCII));
            return ed25519.verify(signature);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** The agent's id: the RFC 7638 thumbprint of its public key. */
    static String thumbprint(String x) {
        String canonical = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x + "\"}";
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Hash.sha256(canonical.getBytes(StandardCharsets.UTF_8)));
    }
}
