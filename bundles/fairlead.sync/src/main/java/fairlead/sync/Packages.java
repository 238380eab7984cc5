package fairlead.sync;

import fairlead.accounting.api.AccountingPackage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The accounting packages that are here. While a bundle is swapped two have the same key: the one
 * that came last counts, and when that goes again, as one does that fails its trial, the other. For
 * all threads.
 */
final class Packages {
    private final List<Keyed> all = new ArrayList<>();

    private record Keyed(String key, AccountingPackage books) {}

    synchronized void add(AccountingPackage books, Map<String, Object> properties) {
        all.add(new Keyed(String.valueOf(properties.get(AccountingPackage.KEY)), books));
    }

    synchronized void remove(AccountingPackage books) {
        all.removeIf(one -> one.books() == books);
    }

    /** Those that count now, by their key; a copy. */
    synchronized Map<String, AccountingPackage> byKey() {
        Map<String, AccountingPackage> byKey = new TreeMap<>();
        all.forEach(one -> byKey.put(one.key(), one.books()));
        return byKey;
    }
}
