package fairlead.platform.store;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The vendors that use this platform, and their API keys, of which only hashes are stored. */
public final class Clients {
    private final Database database;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    // not the truth: it only saves asking the database at each call
    private final Map<String, String> addresses = new ConcurrentHashMap<>();

    /** On this database. */
    public Clients(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A client's key, by the name that it was given. */
    public record KeyHolder(String client, String keyName) {}

    /** The client whose key this is; empty when it is nobody's. */
    public Optional<String> ofKey(String key) {
        return holderOf(key).map(KeyHolder::client);
    }

    /** As {@link #ofKey}, with the key's name. */
    public Optional<KeyHolder> holderOf(String key) {
        String sha256 = Hash.hex(key);
        return database.read(
                tx ->
                        tx.first(
                                "SELECT client_id, name FROM api_key WHERE sha256 = ?",
                                r -> new KeyHolder(r.getString(1), r.getString(2)),
                                sha256));
    }

    /** Notes where this client's programs reach the platform: links in events begin with it. */
    public void reachedAt(String client, String address) {
        if (address.equals(addresses.put(client, address))) {
            return;
        }
        database.run(
                tx ->
                        tx.update(
                                "UPDATE client SET address = ? WHERE id = ?"
                                        + " AND (address IS NULL OR address <> ?)",
                                address,
                                client,
                                address));
    }

    /** Does nobody have a key yet? */
    public boolean none() {
        return database.read(tx -> tx.number("SELECT COUNT(*) FROM api_key")) == 0;
    }

    /** A key that nobody has had before; it counts once it was {@link #keep kept}. */
    public String newKey() {
        byte[] bytes = new byte[30];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Makes this key the first client's; false when another node was faster. */
    public boolean keep(String key) {
        boolean kept =
                database.call(
                        tx -> {
                            tx.list("SELECT platform_key FROM integration FOR UPDATE", r -> "");
                            if (tx.number("SELECT COUNT(*) FROM api_key") > 0) {
                                return false;
                            }
                            insert(tx, key);
                            return true;
                        });
        database.sync();
        return kept;
    }

    /** Makes this key a new client's. */
    public void add(String key) {
        database.run(tx -> insert(tx, key));
        database.sync();
    }

    private void insert(Tx tx, String key) throws SQLException {
        String client = UUID.randomUUID().toString();
        tx.update(
                "INSERT INTO client (id, name, created_at) VALUES (?, ?, ?)",
                client,
                "Vendor",
                clock.millis());
        tx.update(
                "INSERT INTO api_key (id, client_id, name, sha256, created_at)"
                        + " VALUES (?, ?, ?, ?, ?)",
                UUID.randomUUID().toString(),
                client,
                "First key",
                Hash.hex(key),
                clock.millis());
    }
}
