package fairlead.accounting.sage50;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published payloads, built again from rows: the same properties in the same order. */
class PublishedPayloadsTest {
    @ParameterizedTest
    @CsvSource({
        "CHART_OF_ACCOUNTS, 1100",
        "CUSTOMERS, A1D001",
        "SUPPLIERS, CON001",
        "TAX_RATES, 0",
        "INVOICES, INV-1",
        "JOURNAL_ENTRIES, 88"
    })
    void buildsThePublishedRecordByteForByte(DataType type, String id) throws Exception {
        Map<?, ?> published =
                new ObjectMapper().readValue(Fixture.text("published.json"), Map.class);
        String expected = new ObjectMapper().writeValueAsString(published.get(type.key()));
        try (Fixture fixture = new Fixture("published.sql");
                CompanySession session = fixture.open()) {
            assertThat(Read.all(session).json(type, id)).isEqualTo(expected);
        }
    }
}
