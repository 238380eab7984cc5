package fairlead.platform.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The accounting packages that can be connected, and which of them a vendor has switched on. */
public final class Integrations {
    private static final String COLUMNS =
            "SELECT i.platform_key, i.name, i.integration_id, i.source_id,"
                    + " COALESCE(m.enabled, i.enabled) FROM integration i"
                    + " LEFT JOIN client_integration m"
                    + " ON m.platform_key = i.platform_key AND m.client_id = ?";

    private final Database database;

    /** On this database. */
    public Integrations(Database database) {
        this.database = database;
    }

    /** An accounting package that can be connected; {@code enabled} is one vendor's choice. */
    public record Integration(
            String key,
            String name,
            String integrationId,
            String sourceId,
            boolean enabled,
            List<String> types) {
        public Integration {
            types = List.copyOf(types);
        }
    }

    /** Every integration, as this vendor has it. */
    public List<Integration> of(String client) {
        return database.read(
                tx ->
                        tx.list(
                                COLUMNS + " ORDER BY i.name",
                                r ->
                                        new Integration(
                                                r.getString(1),
                                                r.getString(2),
                                                r.getString(3),
                                                r.getString(4),
                                                r.getBoolean(5),
                                                types(tx, r.getString(1))),
                                client));
    }

    /** The integration with this key, as this vendor has it. */
    public Optional<Integration> find(String client, String key) {
        return of(client).stream().filter(each -> each.key().equals(key)).findFirst();
    }

    /**
     * Switches an integration on or off for a vendor. One that is off cannot be linked; companies
     * that are linked already go on.
     */
    public void enable(String client, String key, boolean enabled) {
        database.run(
                tx -> {
                    tx.first(
                            "SELECT id FROM client WHERE id = ? FOR UPDATE",
                            r -> r.getString(1),
                            client);
                    int known =
                            tx.update(
                                    "UPDATE client_integration SET enabled = ?"
                                            + " WHERE client_id = ? AND platform_key = ?",
                                    enabled,
                                    client,
                                    key);
                    if (known == 0) {
                        tx.update(
                                "INSERT INTO client_integration (client_id, platform_key, enabled)"
                                        + " VALUES (?, ?, ?)",
                                client,
                                key,
                                enabled);
                    }
                });
        database.sync();
    }

    /** The data types of an integration, in the order in which they are read. */
    public List<String> types(String key) {
        return database.read(tx -> types(tx, key));
    }

    static List<String> types(Tx tx, String key) throws SQLException {
        return tx.list(
                "SELECT data_type FROM integration_type WHERE platform_key = ?"
                        + " ORDER BY sync_order",
                r -> r.getString(1),
                key);
    }

    /** May this company be linked to this package, as its vendor has it now? */
    static boolean enabled(Tx tx, String companyId, String key) throws SQLException {
        return tx.first(
                        "SELECT COALESCE(m.enabled, i.enabled) FROM company p"
                                + " JOIN integration i ON i.platform_key = ?"
                                + " LEFT JOIN client_integration m ON m.client_id = p.client_id"
                                + " AND m.platform_key = i.platform_key WHERE p.id = ?",
                        r -> r.getBoolean(1),
                        key,
                        companyId)
                .orElse(false);
    }
}
