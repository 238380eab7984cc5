package fairlead.platform.store;

import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a company is used for. The platform has no list of products: a product is a vendor's word.
 */
public final class Products {
    /** So many a company may have. */
    public static final int MOST = 50;

    private final Database database;
    private final Clock clock;

    /** On this database. */
    public Products(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Of each of these companies, by one statement; a company without any is left out. */
    static Map<String, Set<String>> of(Tx tx, List<String> companies) throws SQLException {
        Map<String, Set<String>> products = new HashMap<>();
        tx.list(
                "SELECT company_id, product FROM company_product WHERE company_id = ANY (?)",
                r ->
                        products.computeIfAbsent(r.getString(1), id -> new TreeSet<>())
                                .add(r.getString(2)),
                (Object) companies.toArray(String[]::new));
        return products;
    }

    /** Of one company. */
    static Set<String> of(Tx tx, String companyId) throws SQLException {
        return of(tx, List.of(companyId)).getOrDefault(companyId, Set.of());
    }

    /**
     * Adds one, and tells of it; one that is there stays, and nothing is told.
     *
     * @return is it there? Not when the company has as many as it may have, or is deleted
     */
    public boolean add(String companyId, String product) {
        boolean there =
                database.call(
                        tx -> {
                            if (!lock(tx, companyId)) {
                                return false;
                            }
                            Set<String> all = of(tx, companyId);
                            if (all.contains(product) || all.size() >= MOST) {
                                return all.contains(product);
                            }
                            tx.update(
                                    "INSERT INTO company_product (company_id, product)"
                                            + " VALUES (?, ?)",
                                    companyId,
                                    product);
                            Events.product(tx, companyId, true, product, clock.millis());
                            return true;
                        });
        database.sync();
        return there;
    }

    /**
     * Removes one, and tells of it.
     *
     * @return was it there?
     */
    public boolean remove(String companyId, String product) {
        boolean removed =
                database.call(
                        tx -> {
                            if (!lock(tx, companyId)
                                    || tx.update(
                                                    "DELETE FROM company_product"
                                                            + " WHERE company_id = ? AND product = ?",
                                                    companyId,
                                                    product)
                                            == 0) {
                                return false;
                            }
                            Events.product(tx, companyId, false, product, clock.millis());
                            return true;
                        });
        database.sync();
        return removed;
    }

    /** Two changes of one company's products come one after the other. */
    private static boolean lock(Tx tx, String companyId) throws SQLException {
        return tx.first(
                        "SELECT id FROM company WHERE id = ? AND deleted_at IS NULL FOR UPDATE",
                        r -> r.getString(1),
                        companyId)
                .isPresent();
    }
}
