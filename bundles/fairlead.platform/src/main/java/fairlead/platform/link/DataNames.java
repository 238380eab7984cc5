package fairlead.platform.link;

import java.util.Map;

/** Data types in the words of whoever keeps the books. */
public final class DataNames {
    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("accountTransactions", "Account transactions"),
                    Map.entry("balanceSheet", "Balance sheet"),
                    Map.entry("bankAccounts", "Bank accounts"),
                    Map.entry("bankTransactions", "Bank transactions"),
                    Map.entry("billCreditNotes", "Purchase credit notes"),
                    Map.entry("billPayments", "Payments to suppliers"),
                    Map.entry("bills", "Purchase invoices"),
                    Map.entry("cashFlowStatement", "Cash flow statement"),
                    Map.entry("chartOfAccounts", "Nominal accounts"),
                    Map.entry("company", "Company name and address"),
                    Map.entry("creditNotes", "Sales credit notes"),
                    Map.entry("customers", "Customers"),
                    Map.entry("directCosts", "Direct costs"),
                    Map.entry("directIncomes", "Direct incomes"),
                    Map.entry("invoices", "Sales invoices"),
                    Map.entry("items", "Products and services"),
                    Map.entry("itemReceipts", "Goods received"),
                    Map.entry("journalEntries", "Ledger postings"),
                    Map.entry("journals", "Journals"),
                    Map.entry("paymentMethods", "Ways of payment"),
                    Map.entry("payments", "Payments from customers"),
                    Map.entry("profitAndLoss", "Profit and loss"),
                    Map.entry("purchaseOrders", "Purchase orders"),
                    Map.entry("salesOrders", "Sales orders"),
                    Map.entry("suppliers", "Suppliers"),
                    Map.entry("taxRates", "VAT rates"),
                    Map.entry("trackingCategories", "Departments and projects"),
                    Map.entry("transfers", "Transfers between bank accounts"));

    private DataNames() {}

    /** For this data type; its key where there is no word for it. */
    public static String of(String dataType) {
        return NAMES.getOrDefault(dataType, dataType);
    }
}
