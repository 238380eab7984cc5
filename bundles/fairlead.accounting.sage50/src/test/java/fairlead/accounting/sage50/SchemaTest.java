package fairlead.accounting.sage50;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.SourceRecord;
import fairlead.demo.DemoCompany;
import fairlead.demo.standin.StandInDataSourceFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every record is valid against Codat's published schemas, and has nothing beyond them. */
class SchemaTest {
    private static final Map<DataType, String> SHAPES =
            Map.ofEntries(
                    Map.entry(DataType.COMPANY, "AccountingCompanyInfo"),
                    Map.entry(DataType.CHART_OF_ACCOUNTS, "AccountingAccount"),
                    Map.entry(DataType.CUSTOMERS, "AccountingCustomer"),
                    Map.entry(DataType.SUPPLIERS, "AccountingSupplier"),
                    Map.entry(DataType.TAX_RATES, "AccountingTaxRate"),
                    Map.entry(DataType.INVOICES, "AccountingInvoice"),
                    Map.entry(DataType.CREDIT_NOTES, "AccountingCreditNote"),
                    Map.entry(DataType.PAYMENTS, "AccountingPayment"),
                    Map.entry(DataType.BILLS, "AccountingBill"),
                    Map.entry(DataType.BILL_CREDIT_NOTES, "AccountingBillCreditNote"),
                    Map.entry(DataType.BILL_PAYMENTS, "AccountingBillPayment"),
                    Map.entry(DataType.DIRECT_COSTS, "AccountingDirectCost"),
                    Map.entry(DataType.DIRECT_INCOMES, "AccountingDirectIncome"),
                    Map.entry(DataType.TRANSFERS, "AccountingTransfer"),
                    Map.entry(DataType.JOURNALS, "AccountingJournal"),
                    Map.entry(DataType.ITEMS, "AccountingItem"),
                    Map.entry(DataType.SALES_ORDERS, "AccountingSalesOrder"),
                    Map.entry(DataType.PURCHASE_ORDERS, "AccountingPurchaseOrder"),
                    Map.entry(DataType.BANK_ACCOUNTS, "AccountingBankAccount"),
                    Map.entry(DataType.BANK_TRANSACTIONS, "AccountingBankTransaction"),
                    Map.entry(DataType.TRACKING_CATEGORIES, "AccountingTrackingCategory"),
                    Map.entry(DataType.BALANCE_SHEET, "AccountingBalanceSheet.balanceSheet"),
                    Map.entry(
                            DataType.PROFIT_AND_LOSS,
                            "AccountingProfitAndLossReport.profitAndLossReport"),
                    Map.entry(DataType.JOURNAL_ENTRIES, "AccountingJournalEntry"));

    private static void validate(Read read) throws Exception {
        String schemas = Fixture.text("schemas.json");
        SchemaRegistry registry =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        List<String> errors = new ArrayList<>();
        assertThat(SHAPES.keySet()).isEqualTo(Fixture.today().info().types());
        for (Map.Entry<DataType, String> shape : SHAPES.entrySet()) {
            Schema schema =
                    registry.getSchema(
                            schemas.replaceFirst(
                                    "\\{", "{\"\\$ref\": \"#/\\$defs/" + shape.getValue() + "\","));
            for (SourceRecord record : read.of(shape.getKey()).values()) {
                String json = new String(record.json(), StandardCharsets.UTF_8);
                schema.validate(json, InputFormat.JSON)
                        .forEach(error -> errors.add(record.id() + ": " + error));
                assertThat(json).doesNotContain("\t", "\n");
            }
            assertThat(read.of(shape.getKey())).as(shape.getValue()).isNotEmpty();
        }
        assertThat(errors).isEmpty();
    }

    @Test
    void holdsForThePublishedCompany() throws Exception {
        try (Fixture fixture = new Fixture("published.sql", "more.sql");
                CompanySession session = fixture.open()) {
            validate(Read.all(session));
        }
    }

    @Test
    void holdsForTheDemoCompany(@TempDir Path directory) throws Exception {
        Sage50Package sage = Fixture.today();
        sage.drivers = List.of(new StandInDataSourceFactory());
        try (DemoCompany company = DemoCompany.create(directory, 300, 3);
                CompanySession session =
                        sage.open(
                                new CompanyAddress(
                                        company.url(),
                                        company.user(),
                                        company.password().toCharArray()))) {
            validate(Read.all(session));
        }
    }

    @Test
    void refusesWhatTheSchemaDoesNotKnow() throws Exception {
        Schema schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(
                                Fixture.text("schemas.json")
                                        .replaceFirst(
                                                "\\{",
                                                "{\"\\$ref\":"
                                                        + " \"#/\\$defs/AccountingTaxRate\","));
        assertThat(schema.validate("{\"id\":\"1\",\"nonsense\":1}", InputFormat.JSON)).isNotEmpty();
        assertThat(schema.validate("{\"id\":\"1\",\"components\":[{}]}", InputFormat.JSON))
                .isNotEmpty();
    }
}
