package fairlead.transport.codat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import fairlead.sync.api.Secrets;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Who the agent is: an Ed25519 key, kept in {@link Secrets} under {@link #NAME}. */
final class AgentKey {
    /** Under which name it is kept. */
    static final String NAME = "agent/key";

    /** What is kept is no key of a version that we know. */
    static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnreadableException(Throwable cause) {
            super("not a key of a known version", cause);
        }
    }

    private static final byte[] FORMAT = "fairlead-agent-key 1\n".getBytes(US_ASCII);
    private static final int PUBLIC_BYTES = 32;
    private static final long LIFETIME_SECONDS = 300;
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final PrivateKey privateKey;
    private final String x;
    private final String agentId;

    private AgentKey(PrivateKey privateKey, byte[] publicKey) throws GeneralSecurityException {
        this.privateKey = privateKey;
        this.x = URL.encodeToString(publicKey);
        // RFC 7638 section 3.2 and RFC 8037 appendix A.3: required members, in this order
        String canonical = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x + "\"}";
        this.agentId =
                URL.encodeToString(
                        MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(UTF_8)));
    }

    /**
     * The key that is kept; empty when none is.
     *
     * @throws UnreadableException when what is kept is no key
     */
    static Optional<AgentKey> load(Secrets secrets) {
        return secrets.get(NAME).map(AgentKey::read);
    }

    /** Makes a new one and keeps it. */
    static AgentKey create(Secrets secrets) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] secret = pair.getPrivate().getEncoded();
            byte[] spki = pair.getPublic().getEncoded();
            byte[] open = Arrays.copyOfRange(spki, spki.length - PUBLIC_BYTES, spki.length);
            byte[] kept =
                    ByteBuffer.allocate(FORMAT.length + open.length + secret.length)
                            .put(FORMAT)
                            .put(open)
                            .put(secret)
                            .array();
            secrets.put(NAME, kept);
            Arrays.fill(kept, (byte) 0);
            Arrays.fill(secret, (byte) 0);
            return new AgentKey(pair.getPrivate(), open);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java from 15 on has Ed25519", e);
        }
    }

    private static AgentKey read(byte[] kept) {
        int secretAt = FORMAT.length + PUBLIC_BYTES;
        if (kept.length <= secretAt
                || !Arrays.equals(kept, 0, FORMAT.length, FORMAT, 0, FORMAT.length)) {
            throw new UnreadableException(null);
        }
        byte[] secret = Arrays.copyOfRange(kept, secretAt, kept.length);
        try {
            return new AgentKey(
                    KeyFactory.getInstance("Ed25519")
                            .generatePrivate(new PKCS8EncodedKeySpec(secret)),
                    Arrays.copyOfRange(kept, FORMAT.length, secretAt));
        } catch (GeneralSecurityException e) {
            throw new UnreadableException(e);
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(kept, (byte) 0);
        }
    }

    String agentId() {
        return agentId;
    }

    /** The public key, as a JWK has it. */
    String x() {
        return x;
    }

    /** A JWT (RFC 7523) that proves who we are, for this audience, once. */
    String assertion(String audience, Instant now, Map<String, String> more) {
        byte[] claims =
                Json.object(
                        json -> {
                            json.writeStringField("iss", agentId);
                            json.writeStringField("sub", agentId);
                            json.writeStringField("aud", audience);
                            for (Map.Entry<String, String> claim : more.entrySet()) {
                                json.writeStringField(claim.getKey(), claim.getValue());
                            }
                            json.writeNumberField("iat", now.getEpochSecond());
                            json.writeNumberField("exp", now.getEpochSecond() + LIFETIME_SECONDS);
                            json.writeStringField("jti", UUID.randomUUID().toString());
                        });
        String signed =
                URL.encodeToString("{\"alg\":\"EdDSA\"}".getBytes(US_ASCII))
                        + "."
                        + URL.encodeToString(claims);
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(privateKey);
            signature.update(signed.getBytes(US_ASCII));
            return signed + "." + URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this key has signed before", e);
        }
    }
}
