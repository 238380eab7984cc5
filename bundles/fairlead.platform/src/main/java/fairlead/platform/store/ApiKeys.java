package fairlead.platform.store;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The API keys of a vendor, and the tokens that it has for single companies; hashes only. */
public final class ApiKeys {
    /** How many a vendor may have. */
    public static final int MOST = 10;

    /** For how long a company's access token counts. */
    public static final Duration TOKEN_VALID = Duration.ofDays(1);

    private final Database database;
    private final Clock clock;
    private final Clients clients;

    /** On this database; these make the keys' text. */
    public ApiKeys(Database database, Clock clock, Clients clients) {
        this.database = database;
        this.clock = clock;
        this.clients = clients;
    }

    /** A key, without its text. */
    public record Key(String id, String name, long createdAt) {}

    /** A key that was made just now: its text is known to nobody else, and not again. */
    public record Made(Key key, String text) {}

    /** What came of deleting a key. */
    public enum Deleted {
        YES,
        UNKNOWN,
        LAST
    }

    /** The vendor's keys, oldest first. */
    public List<Key> of(String client) {
        return database.read(
                tx ->
                        tx.list(
                                "SELECT id, name, created_at FROM api_key WHERE client_id = ?"
                                        + " ORDER BY created_at, id",
                                r -> new Key(r.getString(1), r.getString(2), r.getLong(3)),
                                client));
    }

    /** Makes a key; empty when the vendor has as many as it may. */
    public Optional<Made> make(String client, String name) {
        Made made =
                new Made(
                        new Key(UUID.randomUUID().toString(), name, clock.millis()),
                        clients.newKey());
        boolean kept =
                database.call(
                        tx -> {
                            if (count(tx, client) >= MOST) {
                                return false;
                            }
                            tx.update(
                                    "INSERT INTO api_key (id, client_id, name, sha256, created_at)"
                                            + " VALUES (?, ?, ?, ?, ?)",
                                    made.key().id(),
                                    client,
                                    name,
                                    Hash.hex(made.text()),
                                    made.key().createdAt());
                            return true;
                        });
        database.sync();
        return kept ? Optional.of(made) : Optional.empty();
    }

    /** Deletes a key, unless it is the vendor's last one. */
    public Deleted delete(String client, String id) {
        Deleted deleted =
                database.call(
                        tx -> {
                            long all = count(tx, client);
                            boolean known =
                                    tx.first(
                                                    "SELECT id FROM api_key"
                                                            + " WHERE client_id = ? AND id = ?",
                                                    r -> r.getString(1),
                                                    client,
                                                    id)
                                            .isPresent();
                            if (!known) {
                                return Deleted.UNKNOWN;
                            }
                            if (all == 1) {
                                return Deleted.LAST;
                            }
                            tx.update("DELETE FROM api_key WHERE id = ?", id);
                            return Deleted.YES;
                        });
        database.sync();
        return deleted;
    }

    /** Locks the client's row, so that two nodes count one after the other. */
    private static long count(Tx tx, String client) throws java.sql.SQLException {
        tx.first("SELECT id FROM client WHERE id = ? FOR UPDATE", r -> r.getString(1), client);
        return tx.number("SELECT COUNT(*) FROM api_key WHERE client_id = ?", client);
    }

    /** A new token that counts for this company alone. */
    public String newToken(String companyId) {
        String token = clients.newKey();
        database.run(
                tx ->
                        tx.update(
                                "INSERT INTO company_token (sha256, company_id, expires_at)"
                                        + " VALUES (?, ?, ?)",
                                Hash.hex(token),
                                companyId,
                                clock.millis() + TOKEN_VALID.toMillis()));
        return token;
    }

    /** The company of a token, and whose it is. */
    public record Holder(String client, String company) {}

    /** Whose token this is; empty when it is nobody's, or not any more. */
    public Optional<Holder> ofToken(String token) {
        return database.read(
                tx ->
                        tx.first(
                                "SELECT p.client_id, p.id FROM company_token t"
                                        + " JOIN company p ON p.id = t.company_id"
                                        + " WHERE t.sha256 = ? AND t.expires_at > ?"
                                        + " AND p.deleted_at IS NULL",
                                r -> new Holder(r.getString(1), r.getString(2)),
                                Hash.hex(token),
                                clock.millis()));
    }

    /** Removes tokens that count no more. */
    public void forget() {
        database.run(
                tx -> tx.update("DELETE FROM company_token WHERE expires_at < ?", clock.millis()));
    }
}
