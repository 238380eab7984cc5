package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports over {@code records.json}; every figure here was added up by hand. */
class ReportsTest extends PlatformTest {
    private String path;

    @BeforeEach
    void sync() {
        path = "/companies/" + Sandcastles.synced(server, vendor).company;
    }

    private JsonNode financials(String report, String parameters) {
        return expect(200, vendor.send(path + "/data/financials/" + report, parameters)).json();
    }

    @Test
    void aQuarterIsTheSumOfItsMonths() {
        JsonNode quarter = financials("profitAndLoss", "periodLength=3&periodsToCompare=2");
        assertThat(quarter.path("reports"))
                .hasSize(1); // of the quarter before, two months are missing
        JsonNode report = quarter.at("/reports/0");
        assertThat(report.path("fromDate").asText()).isEqualTo("2026-01-01T00:00:00");
        assertThat(report.path("toDate").asText()).isEqualTo("2026-03-31T00:00:00");
        assertThat(report.at("/income").toString())
                .isEqualTo(
                        "{\"name\":\"Income\",\"value\":150.3,\"items\":[{\"name\":\"Sales\",\"value\":150.3,"
                                + "\"items\":[{\"accountId\":\"4000\",\"name\":\"Sales\",\"value\":140.3,"
                                + "\"items\":[]},{\"accountId\":\"4010\",\"name\":\"Ice cream\",\"value\":10,"
                                + "\"items\":[]}]}]}");
        assertThat(report.at("/costOfSales/value").asText()).isEqualTo("1.1");
        assertThat(report.path("grossProfit").asText()).isEqualTo("149.2");
        assertThat(report.at("/expenses/items/0/value").asText()).isEqualTo("60");
        assertThat(report.path("netOperatingProfit").asText()).isEqualTo("89.2");
        assertThat(report.at("/otherIncome/value").asText()).isEqualTo("1.5");
        assertThat(report.has("otherExpenses")).isFalse();
        assertThat(report.path("netProfit").asText()).isEqualTo("90.7");
        assertThat(quarter.path("reportBasis").asText()).isEqualTo("Unknown");
        assertThat(quarter.path("currency").asText()).isEqualTo("GBP");
        assertThat(quarter.path("mostRecentAvailableMonth").asText())
                .isEqualTo("2026-03-01T00:00:00");
        assertThat(quarter.path("earliestAvailableMonth").asText())
                .isEqualTo("2025-12-01T00:00:00");
    }

    @Test
    void aBalanceSheetIsOfAPeriodsEnd() {
        JsonNode sheets = financials("balanceSheet", "periodLength=2&periodsToCompare=5");
        assertThat(sheets.path("reports").findValuesAsText("date"))
                .containsExactly("2026-03-31T00:00:00");
        JsonNode earlier =
                financials(
                        "balanceSheet",
                        "periodLength=1&periodsToCompare=5&startMonth=2026-02-17T00:00:00Z");
        assertThat(earlier.path("reports").findValuesAsText("date"))
                .containsExactly("2026-02-28T00:00:00", "2026-01-31T00:00:00");
        assertThat(earlier.at("/reports/0/netAssets").asText()).isEqualTo("70");
        assertThat(
                        financials(
                                        "balanceSheet",
                                        "periodLength=1&periodsToCompare=1&startMonth=2020-01")
                                .path("reports"))
                .isEmpty();
    }

    @Test
    void theMonthsThatAreShownAreLimitedByTheSyncSettings() {
        String company = path.substring("/companies/".length());
        expect(
                204,
                vendor.post(
                        path + "/syncSettings",
                        "{\"companyId\":\""
                                + company
                                + "\",\"settings\":[{\"dataType\":\"profitAndLoss\",\"fetchOnFirstLink\":"
                                + "true,\"syncSchedule\":0,\"syncOrder\":0,\"monthsToSync\":2}]}"));
        JsonNode months = financials("profitAndLoss", "periodLength=1&periodsToCompare=9");
        assertThat(months.path("reports")).hasSize(2);
        assertThat(months.path("earliestAvailableMonth").asText()).isEqualTo("2026-02-01T00:00:00");
    }

    private JsonNode aged(String report, String date) {
        return expect(
                        200,
                        vendor.send(
                                path + "/reports/" + report,
                                "reportDate=" + date + "&numberOfPeriods=3&periodLengthDays=30"))
                .json()
                .path("data");
    }

    @Test
    void debtorsAreAgedByTheDocumentsDateAndCurrency() {
        JsonNode data = aged("agedDebtor", "2026-03-15");
        assertThat(data.findValuesAsText("customerId")).containsExactly("DUNE01", "PIER01");
        assertThat(data.at("/0/customerName").asText()).isEqualTo("Dune Cafe");
        assertThat(data.at("/0/agedCurrencyOutstanding").toString())
                .isEqualTo(
                        "[{\"currency\":\"GBP\",\"agedOutstandingAmounts\":["
                                + "{\"fromDate\":\"2026-02-13T00:00:00\",\"toDate\":\"2026-03-15T00:00:00\","
                                + "\"amount\":36,\"details\":[{\"name\":\"CreditNotes\",\"amount\":-12},"
                                + "{\"name\":\"Invoices\",\"amount\":48}]},"
                                + "{\"fromDate\":\"2026-01-14T00:00:00\",\"toDate\":\"2026-02-13T00:00:00\","
                                + "\"amount\":0,\"details\":[]},"
                                + "{\"fromDate\":\"0001-01-01T00:00:00\",\"toDate\":\"2026-01-14T00:00:00\","
                                + "\"amount\":0,\"details\":[]}]}]");
        JsonNode pier = data.at("/1/agedCurrencyOutstanding/0");
        assertThat(pier.path("currency").asText()).isEqualTo("EUR");
        assertThat(pier.path("agedOutstandingAmounts").findValuesAsText("amount"))
                .startsWith("-40")
                .contains("100.25");
    }

    @Test
    void whatWasPaidLaterWasStillOwed() {
        JsonNode data = aged("agedDebtor", "2026-03-05");
        JsonNode dune = data.at("/0/agedCurrencyOutstanding/0/agedOutstandingAmounts");
        assertThat(dune.at("/0/amount").asText()).isEqualTo("36");
        assertThat(dune.at("/1/amount").asText()).isEqualTo("120");
        JsonNode pier = data.at("/1/agedCurrencyOutstanding/0/agedOutstandingAmounts");
        assertThat(pier.at("/0/amount").asText()).isEqualTo("0");
        assertThat(aged("agedDebtor", "2025-01-01")).isEmpty();
    }

    @Test
    void creditorsAreAgedInTheSameWay() {
        JsonNode data = aged("agedCreditor", "2026-03-15");
        assertThat(data.at("/0/supplierId").asText()).isEqualTo("SAND01");
        assertThat(data.at("/0/supplierName").asText()).isEqualTo("Sand Merchants");
        JsonNode amounts = data.at("/0/agedCurrencyOutstanding/0/agedOutstandingAmounts");
        assertThat(amounts.at("/0/amount").asText()).isEqualTo("-5");
        assertThat(amounts.at("/1/amount").asText()).isEqualTo("54");
        assertThat(amounts.at("/2/amount").asText()).isEqualTo("0");
    }

    @Test
    void reportsOfWhatWasNotReadAreNotThere() {
        String bare = "/companies/" + vendor.company();
        assertThat(vendor.get(bare + "/reports/agedDebtor/available").text()).isEqualTo("false");
        expect(409, vendor.get(bare + "/reports/agedDebtor"));
        expect(
                409,
                vendor.send(
                        bare + "/data/financials/balanceSheet",
                        "periodLength=1&periodsToCompare=1"));
    }
}
