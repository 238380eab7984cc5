package fairlead.accounting.sage50;

/** STOCK to an item: it is bought where it names a purchase account, and always sold. */
final class ItemMapper {
    private final Json json;
    private final Parts parts;

    ItemMapper(Parts parts) {
        this.json = parts.json;
        this.parts = parts;
    }

    byte[] map(StockRow row) throws Unmappable {
        Unmappable.check(row.bad);
        int decimals = parts.names.company.unitDecimals;
        boolean bought = !row.purchaseNominal.isEmpty();
        json.record()
                .text("id", row.code)
                .text("name", row.description)
                .text("code", row.code)
                .text("itemStatus", row.inactive ? "Archived" : "Active")
                .text("type", row.uncounted ? "NonInventory" : "Inventory")
                .flag("isBillItem", bought);
        if (bought) {
            json.object("billItem")
                    .text("description", row.description)
                    .number("unitPrice", Repairs.decimal(row.purchasePrice, decimals));
            parts.account(row.purchaseNominal);
            parts.taxRate(row.taxCode);
            json.end();
        }
        json.flag("isInvoiceItem", true)
                .object("invoiceItem")
                .text("description", row.description)
                .number("unitPrice", Repairs.decimal(row.salesPrice, decimals));
        parts.account(row.salesNominal);
        parts.taxRate(row.taxCode);
        json.end().stamp("sourceModifiedDate", row.modified, "");
        return json.bytes();
    }
}
