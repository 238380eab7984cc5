package fairlead.platform.store;

import java.lang.ref.Reference;
import java.lang.ref.SoftReference;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How each client looks to the companies that it links: name, colour, logo and icon. */
public final class Brands {
    private final Database database;
    private final Clock clock;
    private final Map<String, Reference<Kept>> shared = new ConcurrentHashMap<>();

    /** On this database. */
    public Brands(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Which picture. */
    public enum Picture {
        LOGO("logo"),
        ICON("icon");

        private final String column;

        Picture(String column) {
            this.column = column;
        }
    }

    /**
     * A client's brand.
     *
     * @param name as companies know the client
     * @param colour {@code #rrggbb}, for buttons and links
     * @param changedAt in milliseconds since 1970; pictures change no oftener
     */
    public record Brand(
            String name, Optional<String> colour, boolean logo, boolean icon, long changedAt) {}

    /** A picture; the bytes are as they were uploaded. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Image(String type, byte[] bytes) {}

    private record Kept(long changedAt, Image image) {}

    /** The client's brand; until one was set, its name alone. */
    public Brand of(String clientId) {
        return database.read(
                tx ->
                        tx.first(
                                        "SELECT COALESCE(b.name, c.name), b.colour, b.logo_type,"
                                                + " b.icon_type, b.changed_at FROM client c"
                                                + " LEFT JOIN branding b ON b.client_id = c.id"
                                                + " WHERE c.id = ?",
                                        r ->
                                                new Brand(
                                                        r.getString(1),
                                                        Optional.ofNullable(r.getString(2)),
                                                        r.getString(3) != null,
                                                        r.getString(4) != null,
                                                        r.getLong(5)),
                                        clientId)
                                .orElseThrow());
    }

    /**
     * The client's picture; empty when it has none. All who ask share one while there is memory for
     * it: anybody may ask, and be slow to take it.
     */
    public Optional<Image> image(String clientId, Picture picture) {
        String key = picture.column + " of " + clientId;
        String where =
                " FROM branding WHERE client_id = ? AND " + picture.column + "_type IS NOT NULL";
        Optional<Long> changed =
                database.read(
                        tx -> tx.first("SELECT changed_at" + where, r -> r.getLong(1), clientId));
        Kept kept = Optional.ofNullable(shared.get(key)).map(Reference::get).orElse(null);
        if (kept != null && changed.equals(Optional.of(kept.changedAt()))) {
            return Optional.of(kept.image());
        }
        Optional<Kept> read =
                database.read(
                        tx ->
                                tx.first(
                                        "SELECT changed_at, "
                                                + picture.column
                                                + "_type, "
                                                + picture.column
                                                + where,
                                        r ->
                                                new Kept(
                                                        r.getLong(1),
                                                        new Image(r.getString(2), r.getBytes(3))),
                                        clientId));
        // a change of this very moment may be followed by one that has the same time
        read.filter(found -> found.changedAt() < clock.millis() - 1000)
                .ifPresent(found -> shared.put(key, new SoftReference<>(found)));
        return read.map(Kept::image);
    }

    /** Sets name and colour. */
    public void set(String clientId, String name, Optional<String> colour) {
        change(
                clientId,
                tx ->
                        tx.update(
                                "UPDATE branding SET name = ?, colour = ?, changed_at = ?"
                                        + " WHERE client_id = ?",
                                name,
                                colour.orElse(null),
                                clock.millis(),
                                clientId));
    }

    /** Sets a picture, or takes it away. */
    public void set(String clientId, Picture picture, Optional<Image> image) {
        change(
                clientId,
                tx ->
                        tx.update(
                                "UPDATE branding SET "
                                        + picture.column
                                        + "_type = ?, "
                                        + picture.column
                                        + " = ?, changed_at = ? WHERE client_id = ?",
                                image.map(Image::type).orElse(null),
                                image.map(Image::bytes).orElse(null),
                                clock.millis(),
                                clientId));
    }

    private void change(String clientId, Database.Change change) {
        database.run(
                tx -> {
                    own(tx, clientId);
                    change.in(tx);
                });
        database.sync();
    }

    private void own(Tx tx, String clientId) throws SQLException {
        tx.first("SELECT id FROM client WHERE id = ? FOR UPDATE", r -> r.getString(1), clientId);
        if (tx.number("SELECT COUNT(*) FROM branding WHERE client_id = ?", clientId) == 0) {
            tx.update(
                    "INSERT INTO branding (client_id, name, changed_at) SELECT id, name, ?"
                            + " FROM client WHERE id = ?",
                    clock.millis(),
                    clientId);
        }
    }
}
