package fairlead.accounting.sage50;

import java.util.List;

/** SALES_LEDGER with its delivery addresses to a customer. */
final class CustomerMapper {
    private CustomerMapper() {}

    /**
     * @param deliveries of this customer, in order of their reference
     */
    static byte[] map(Json json, ContactRow row, List<AddressRow> deliveries, Currencies currencies)
            throws Unmappable {
        String currency = currencies.code("SALES_LEDGER.CURRENCY", row.currency);
        json.record()
                .text("id", row.reference)
                .text("customerName", row.name)
                .text("contactName", row.contact)
                .text("emailAddress", row.email)
                .text("defaultCurrency", currency)
                .text("phone", row.telephone);
        Addresses.write(json, row, deliveries);
        json.list("contacts")
                .endList()
                .text("taxNumber", row.taxNumber)
                .text("status", row.inactive ? "Archived" : "Active")
                .stamp("sourceModifiedDate", row.modified, "Z");
        return json.bytes();
    }
}
