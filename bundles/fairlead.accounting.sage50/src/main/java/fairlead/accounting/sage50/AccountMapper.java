package fairlead.accounting.sage50;

import java.util.Optional;

/** NOMINAL_LEDGER with BANK and the chart's layout to an account. */
final class AccountMapper {
    private AccountMapper() {}

    /**
     * @param bank null where the account is no bank account
     */
    static byte[] map(
            Json json,
            AccountRow row,
            BankRow bank,
            Optional<ChartLayout.Range> range,
            Currencies currencies)
            throws Unmappable {
        Unmappable.check(row.bad);
        int currency = 0;
        long balance = row.balance;
        if (bank != null) {
            Unmappable.check(bank.bad);
            currency = bank.currency;
            balance = currencies.isBase(currency) ? balance : bank.foreignBalance;
        }
        String code = currencies.code("BANK.CURRENCY", currency);
        String type = range.map(ChartLayout.Range::type).orElse("Unknown");
        boolean credit = type.equals("Income") || type.equals("Liability") || type.equals("Equity");
        json.record()
                .text("id", row.reference)
                .text("nominalCode", row.reference)
                .text("name", row.name);
        if (range.isPresent()) {
            String category = range.get().qualifiedName();
            json.text("fullyQualifiedCategory", category)
                    .text("fullyQualifiedName", category + "." + row.name);
        } else {
            json.none("fullyQualifiedCategory").none("fullyQualifiedName");
        }
        json.text("currency", code)
                .cents("currentBalance", credit ? -balance : balance)
                .text("type", type)
                .text("status", row.inactive ? "Archived" : "Active")
                .flag("isBankAccount", bank != null)
                .stamp("sourceModifiedDate", row.modified, "")
                .list("validDatatypeLinks")
                .endList();
        return json.bytes();
    }
}
