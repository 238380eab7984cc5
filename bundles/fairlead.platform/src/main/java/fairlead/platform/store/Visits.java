package fairlead.platform.store;

import fairlead.platform.store.Clients.KeyHolder;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** Who is signed in to the portal: hashes of tokens that browsers hold. */
public final class Visits {
    /** How long somebody stays signed in. */
    public static final Duration LASTS = Duration.ofHours(12);

    private final Database database;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** On this database. */
    public Visits(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Begins a visit with this API key; empty when it is nobody's. */
    public Optional<String> begin(String apiKey) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        int begun =
                database.call(
                        tx ->
                                tx.update(
                                        "INSERT INTO portal_visit (sha256, client_id, key_sha256,"
                                                + " expires_at) SELECT CAST(? AS VARCHAR(64)),"
                                                + " client_id, sha256, CAST(? AS BIGINT)"
                                                + " FROM api_key WHERE sha256 = ?",
                                        Hash.hex(token),
                                        clock.millis() + LASTS.toMillis(),
                                        Hash.hex(apiKey)));
        return begun == 1 ? Optional.of(token) : Optional.empty();
    }

    /** Whose visit this is, and by which key; empty when it is over, or the key was deleted. */
    public Optional<KeyHolder> visitor(String token) {
        return database.read(
                tx ->
                        tx.first(
                                "SELECT v.client_id, k.name FROM portal_visit v JOIN api_key k"
                                        + " ON k.sha256 = v.key_sha256"
                                        + " WHERE v.sha256 = ? AND v.expires_at > ?",
                                r -> new KeyHolder(r.getString(1), r.getString(2)),
                                Hash.hex(token),
                                clock.millis()));
    }

    /** Ends a visit. */
    public void end(String token) {
        database.run(tx -> tx.update("DELETE FROM portal_visit WHERE sha256 = ?", Hash.hex(token)));
    }

    /** Removes visits that are over. */
    public void forget() {
        database.run(
                tx -> tx.update("DELETE FROM portal_visit WHERE expires_at < ?", clock.millis()));
    }
}
