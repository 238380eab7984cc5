package fairlead.accounting.api;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The accounting data types of Codat's API; {@link #key()} is the word that the API uses (its "data
 * type keys").
 */
public enum DataType {
    COMPANY("company"),
    CHART_OF_ACCOUNTS("chartOfAccounts"),
    CUSTOMERS("customers"),
    SUPPLIERS("suppliers"),
    INVOICES("invoices"),
    CREDIT_NOTES("creditNotes"),
    PAYMENTS("payments"),
    BILLS("bills"),
    BILL_CREDIT_NOTES("billCreditNotes"),
    BILL_PAYMENTS("billPayments"),
    JOURNAL_ENTRIES("journalEntries"),
    JOURNALS("journals"),
    DIRECT_COSTS("directCosts"),
    DIRECT_INCOMES("directIncomes"),
    BANK_ACCOUNTS("bankAccounts"),
    BANK_TRANSACTIONS("bankTransactions"),
    ACCOUNT_TRANSACTIONS("accountTransactions"),
    TRANSFERS("transfers"),
    TAX_RATES("taxRates"),
    TRACKING_CATEGORIES("trackingCategories"),
    ITEMS("items"),
    ITEM_RECEIPTS("itemReceipts"),
    SALES_ORDERS("salesOrders"),
    PURCHASE_ORDERS("purchaseOrders"),
    PAYMENT_METHODS("paymentMethods"),
    BALANCE_SHEET("balanceSheet"),
    PROFIT_AND_LOSS("profitAndLoss"),
    CASH_FLOW_STATEMENT("cashFlowStatement");

    private static final Map<String, DataType> BY_KEY =
            Stream.of(values())
                    .collect(Collectors.toUnmodifiableMap(DataType::key, Function.identity()));

    private final String key;

    DataType(String key) {
        this.key = key;
    }

    /** The API's word, for example {@code chartOfAccounts}. */
    public String key() {
        return key;
    }

    /** The type with this key; empty when there is none. */
    public static Optional<DataType> ofKey(String key) {
        return Optional.ofNullable(BY_KEY.get(key));
    }
}
