package fairlead.platform.store;

import java.util.Optional;

/** What a vendor says about itself. */
public final class Profiles {
    private final Database database;

    /** On this database. */
    public Profiles(Database database) {
        this.database = database;
    }

    /**
     * A vendor.
     *
     * @param redirectUrl where the page of a company that is linked leads on to
     * @param whiteList a JSON list of addresses
     */
    public record Profile(
            String name,
            Optional<String> logoUrl,
            Optional<String> iconUrl,
            Optional<String> redirectUrl,
            String whiteList,
            boolean confirmCompanyName) {}

    /** This vendor. */
    public Profile of(String client) {
        return database.read(
                tx ->
                        tx.first(
                                        "SELECT name, logo_url, icon_url, redirect_url, white_list,"
                                                + " confirm_company_name FROM client WHERE id = ?",
                                        r ->
                                                new Profile(
                                                        r.getString(1),
                                                        Optional.ofNullable(r.getString(2)),
                                                        Optional.ofNullable(r.getString(3)),
                                                        Optional.ofNullable(r.getString(4)),
                                                        Optional.ofNullable(r.getString(5))
                                                                .orElse("[]"),
                                                        r.getBoolean(6)),
                                        client)
                                .orElseThrow());
    }

    /** From now on the vendor is as given. */
    public void put(String client, Profile profile) {
        database.run(
                tx ->
                        tx.update(
                                "UPDATE client SET name = ?, logo_url = ?, icon_url = ?,"
                                        + " redirect_url = ?, white_list = ?,"
                                        + " confirm_company_name = ? WHERE id = ?",
                                profile.name(),
                                profile.logoUrl().orElse(null),
                                profile.iconUrl().orElse(null),
                                profile.redirectUrl().orElse(null),
                                profile.whiteList(),
                                profile.confirmCompanyName(),
                                client));
        database.sync();
    }
}
