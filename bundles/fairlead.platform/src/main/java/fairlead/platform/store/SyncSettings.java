package fairlead.platform.store;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How often each data type is fetched: a vendor's own choice, and where a company differs. */
public final class SyncSettings {
    private static final int AT_ONCE = 1000;

    private final Database database;
    private final Clock clock;

    /** On this database. */
    public SyncSettings(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * How one data type is fetched.
     *
     * @param hours after which it is fetched again; 0: only when somebody asks for it
     * @param order which comes first
     * @param months how many months a financial statement shows
     */
    public record Setting(
            String dataType,
            boolean onFirstLink,
            int hours,
            int order,
            Optional<Integer> months,
            boolean locked) {}

    /**
     * The settings that count, one for each of the types, and whether they are this owner's own.
     */
    public record Settings(List<Setting> settings, boolean own) {
        public Settings {
            settings = List.copyOf(settings);
        }
    }

    /** What counts for a vendor's companies unless they differ. */
    public Settings ofClient(String client, List<String> types) {
        return database.read(
                tx -> {
                    Map<String, Setting> own = read(tx, client);
                    return new Settings(filled(own, types), !own.isEmpty());
                });
    }

    /** What counts for a company. */
    public Settings ofCompany(String client, String company, List<String> types) {
        return database.read(
                tx -> {
                    Map<String, Setting> own = read(tx, company);
                    return new Settings(
                            filled(own.isEmpty() ? read(tx, client) : own, types), !own.isEmpty());
                });
    }

    private static Map<String, Setting> read(Tx tx, String owner) throws SQLException {
        return tx
                .list(
                        "SELECT data_type, fetch_on_first_link, sync_schedule, sync_order,"
                                + " months_to_sync, is_locked FROM sync_setting WHERE owner_id = ?",
                        r ->
                                new Setting(
                                        r.getString(1),
                                        r.getBoolean(2),
                                        r.getInt(3),
                                        r.getInt(4),
                                        Optional.ofNullable(r.getObject(5, Integer.class)),
                                        r.getBoolean(6)),
                        owner)
                .stream()
                .collect(Collectors.toMap(Setting::dataType, Function.identity()));
    }

    private static List<Setting> filled(Map<String, Setting> own, List<String> types) {
        return types.stream()
                .map(
                        type ->
                                own.getOrDefault(
                                        type,
                                        new Setting(
                                                type,
                                                true,
                                                0,
                                                types.indexOf(type),
                                                Optional.empty(),
                                                false)))
                .sorted(Comparator.comparingInt(Setting::order))
                .toList();
    }

    /** The types that a connection fetches when it is linked first, those that come first first. */
    static List<String> onFirstLink(Tx tx, String company, List<String> types) throws SQLException {
        Map<String, Setting> own = read(tx, company);
        if (own.isEmpty()) {
            String client =
                    tx.first(
                                    "SELECT client_id FROM company WHERE id = ?",
                                    r -> r.getString(1),
                                    company)
                            .orElseThrow();
            own = read(tx, client);
        }
        return filled(own, types).stream()
                .filter(Setting::onFirstLink)
                .map(Setting::dataType)
                .toList();
    }

    /** As {@link #onFirstLink}, in a transaction of its own. */
    public List<String> onFirstLink(String company, List<String> types) {
        return database.call(tx -> onFirstLink(tx, company, types));
    }

    /** From now on these settings are the owner's: a client's or a company's; none: it has none. */
    public void put(String owner, List<Setting> settings) {
        database.run(
                tx -> {
                    tx.update("DELETE FROM sync_setting WHERE owner_id = ?", owner);
                    for (Setting setting : settings) {
                        tx.update(
                                "INSERT INTO sync_setting (owner_id, data_type,"
                                        + " fetch_on_first_link, sync_schedule, sync_order,"
                                        + " months_to_sync, is_locked) VALUES (?, ?, ?, ?, ?, ?, ?)",
                                owner,
                                setting.dataType(),
                                setting.onFirstLink(),
                                setting.hours(),
                                setting.order(),
                                setting.months().orElse(null),
                                setting.locked());
                    }
                });
        database.sync();
    }

    /** A linked connection, and its data types whose time has come, those that come first first. */
    public record Due(String connectionId, Optional<String> agentId, List<String> dataTypes) {
        public Due {
            dataTypes = List.copyOf(dataTypes);
        }
    }

    /**
     * What has to be fetched again by now, and is not asked for already, some connections at a
     * time.
     *
     * @param after the id of the last connection of the call before; empty for the first one
     * @return by the connections' ids; empty after the last one
     */
    public List<Due> due(String after) {
        record Row(String connectionId, Optional<String> agentId, String dataType) {}
        List<Row> rows =
                database.read(
                        tx ->
                                tx.list(
                                        "SELECT c.id, c.agent_id, s.data_type"
                                                + " FROM connection c JOIN company p ON p.id ="
                                                + " c.company_id JOIN integration_type t"
                                                + " ON t.platform_key = c.platform_key"
                                                + " JOIN sync_setting s ON s.data_type ="
                                                + " t.data_type AND s.sync_schedule > 0"
                                                + " AND s.owner_id = CASE WHEN EXISTS (SELECT 1"
                                                + " FROM sync_setting x WHERE x.owner_id = p.id)"
                                                + " THEN p.id ELSE p.client_id END"
                                                + " WHERE c.status = 'Linked' AND c.id > ?"
                                                + " AND c.deleted_at IS NULL AND NOT EXISTS"
                                                + " (SELECT 1 FROM pull_operation o"
                                                + " WHERE o.connection_id = c.id"
                                                + " AND o.data_type = s.data_type"
                                                + " AND (o.completed_at IS NULL OR"
                                                + " o.completed_at > CAST(? AS BIGINT)"
                                                + " - s.sync_schedule * CAST(? AS BIGINT)))"
                                                + " ORDER BY c.id, s.sync_order"
                                                + " FETCH FIRST ? ROWS ONLY",
                                        r ->
                                                new Row(
                                                        r.getString(1),
                                                        Optional.ofNullable(r.getString(2)),
                                                        r.getString(3)),
                                        after,
                                        clock.millis(),
                                        Duration.ofHours(1).toMillis(),
                                        AT_ONCE));
        Map<String, Due> due = new LinkedHashMap<>();
        for (Row row : rows) {
            List<String> types = new ArrayList<>();
            if (due.containsKey(row.connectionId())) {
                types.addAll(due.get(row.connectionId()).dataTypes());
            }
            types.add(row.dataType());
            due.put(row.connectionId(), new Due(row.connectionId(), row.agentId(), types));
        }
        if (rows.size() == AT_ONCE && due.size() > 1) {
            due.remove(rows.get(AT_ONCE - 1).connectionId()); // it was perhaps cut; it comes next
        }
        return List.copyOf(due.values());
    }
}
