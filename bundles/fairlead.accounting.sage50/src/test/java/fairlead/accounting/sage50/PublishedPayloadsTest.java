package fairlead.accounting.sage50;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published payloads, built again from rows: the same properties in the same order. */
class PublishedPayloadsTest {
    @ParameterizedTest
    @CsvSource({
        "CHART_OF_ACCOUNTS, 1100",
        "CHART_OF_ACCOUNTS, 1102",
        "CUSTOMERS, A1D001",
        "CUSTOMERS, ABS001",
        "SUPPLIERS, CON001",
        "SUPPLIERS, MCN001",
        "TAX_RATES, 0",
        "BANK_ACCOUNTS, 1200",
        "BANK_ACCOUNTS, 1210",
        "TRACKING_CATEGORIES, department_10",
        "INVOICES, INV-1",
        "CREDIT_NOTES, INV-17",
        "CREDIT_NOTES, INV-34",
        "PAYMENTS, 53",
        "PAYMENTS, 8",
        "BILLS, 92",
        "BILLS, 93",
        "BILL_CREDIT_NOTES, 20",
        "BILL_CREDIT_NOTES, 323",
        "BILL_PAYMENTS, 255",
        "BILL_PAYMENTS, 256",
        "DIRECT_COSTS, 73",
        "DIRECT_COSTS, 52",
        "JOURNAL_ENTRIES, 88",
        "JOURNAL_ENTRIES, 92"
    })
    void buildsThePublishedRecordByteForByte(DataType type, String id) throws Exception {
        try (Fixture fixture = new Fixture("published.sql");
                CompanySession session = fixture.open()) {
            assertThat(Read.all(session).json(type, id))
                    .isEqualTo(Fixture.record("published.json", type, id));
        }
    }

    @Test
    void buildsThePublishedPageOfABankAccountByteForByte() throws Exception {
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        try (Fixture fixture = new Fixture("published.sql", "bank.sql");
                CompanySession session = fixture.open()) {
            Read read = Read.all(session);
            for (JsonNode line :
                    new ObjectMapper()
                            .readTree(Fixture.text("published.json"))
                            .get("bankTransactions")) {
                expected.add(line.toString());
                actual.add(read.json(DataType.BANK_TRANSACTIONS, line.get("id").asText()));
            }
        }
        assertThat(expected).hasSize(100);
        assertThat(actual).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"BALANCE_SHEET", "PROFIT_AND_LOSS"})
    void buildsThePublishedStatements(DataType type) throws Exception {
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        try (Fixture fixture = new Fixture("published.sql", "statements.sql");
                CompanySession session = fixture.open()) {
            Read read = Read.all(session);
            assertThat(read.of(type)).hasSize(24).containsKeys("2021-04", "2023-03");
            for (JsonNode month :
                    new ObjectMapper().readTree(Fixture.text("published.json")).get(type.key())) {
                expected.add(month.toString());
                String date = month.path("date").asText(month.path("fromDate").asText());
                actual.add(read.json(type, date.substring(0, 7)));
            }
            assertThat(Fixture.findings(session, read)).isEmpty();
        }
        assertThat(actual).isEqualTo(expected);
    }
}
