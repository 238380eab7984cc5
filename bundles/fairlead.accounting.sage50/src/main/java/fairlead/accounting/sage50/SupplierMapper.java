package fairlead.accounting.sage50;

import java.util.List;

/** PURCHASE_LEDGER with its delivery addresses to a supplier. */
final class SupplierMapper {
    private SupplierMapper() {}

    /**
     * @param deliveries of this supplier, in order of their reference
     */
    static byte[] map(Json json, ContactRow row, List<AddressRow> deliveries, Currencies currencies)
            throws Unmappable {
        String currency = currencies.code("PURCHASE_LEDGER.CURRENCY", row.currency);
        json.record()
                .text("id", row.reference)
                .text("supplierName", row.name)
                .text("contactName", row.contact)
                .text("emailAddress", row.email)
                .text("phone", row.telephone);
        Addresses.write(json, row, deliveries);
        json.text("taxNumber", row.taxNumber)
                .text("status", row.inactive ? "Archived" : "Active")
                .stamp("sourceModifiedDate", row.modified, "Z")
                .text("defaultCurrency", currency);
        return json.bytes();
    }
}
