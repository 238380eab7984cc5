package fairlead.accounting.sage50;

/** BANK with the name of its nominal account to a bank account (mapping rules 31 and 35). */
final class BankAccountMapper {
    private BankAccountMapper() {}

    /**
     * @param name of the nominal account
     */
    static byte[] map(Json json, BankRow row, String name, Currencies currencies)
            throws Unmappable {
        Unmappable.check(row.bad);
        String currency = currencies.code("BANK.CURRENCY", row.currency);
        json.record()
                .text("id", row.reference)
                .text("accountName", name)
                .text("accountType", "Unknown")
                .text("nominalCode", row.reference)
                .text("sortCode", row.sortCode)
                .text("accountNumber", row.accountNumber)
                .text("iBan", row.iban)
                .text("currency", currency)
                .cents("balance", row.foreignBalance)
                .cents("availableBalance", row.foreignBalance)
                .stamp("sourceModifiedDate", row.modified, "")
                .cents("overdraftLimit", -row.overdraft)
                .text("institution", row.institution);
        return json.bytes();
    }
}
