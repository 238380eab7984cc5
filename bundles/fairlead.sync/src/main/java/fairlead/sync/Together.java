package fairlead.sync;

import fairlead.accounting.api.DataType;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Which types refer to one another: accounts, customers, suppliers and everything that the ledger
 * gives. They are left out of a set together, or not at all.
 */
final class Together {
    private static final Set<DataType> ALONE =
            EnumSet.of(
                    DataType.COMPANY,
                    DataType.TAX_RATES,
                    DataType.TRACKING_CATEGORIES,
                    DataType.PAYMENT_METHODS,
                    DataType.ITEMS,
                    DataType.ITEM_RECEIPTS,
                    DataType.SALES_ORDERS,
                    DataType.PURCHASE_ORDERS);

    private Together() {}

    /**
     * What has to be left out when these cannot be read.
     *
     * @param unreadable with the reasons
     * @param types all that the set would have
     */
    static Map<DataType, String> omitted(Map<DataType, String> unreadable, Set<DataType> types) {
        Map<DataType, String> omitted = new EnumMap<>(DataType.class);
        unreadable.forEach(
                (type, reason) -> {
                    if (types.contains(type)) {
                        omitted.put(type, reason);
                    }
                });
        for (DataType cause : EnumSet.copyOf(types)) {
            if (unreadable.containsKey(cause) && !ALONE.contains(cause)) {
                for (DataType type : types) {
                    if (!ALONE.contains(type)) {
                        omitted.putIfAbsent(
                                type, cause.key() + " cannot be read: " + unreadable.get(cause));
                    }
                }
            }
        }
        return omitted;
    }
}
