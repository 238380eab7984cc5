package fairlead.accounting.sage50;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The records of which no payload is published, by the rules that docs/sage50.md chooses. */
class ChosenRecordsTest {
    @Test
    void areTheChosenOnesByteForByte() throws Exception {
        JsonNode chosen = new ObjectMapper().readTree(Fixture.text("ours.json"));
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        try (Fixture fixture = new Fixture("published.sql", "more.sql");
                CompanySession session = fixture.open()) {
            Read read = Read.all(session);
            for (DataType type : DataType.values()) {
                for (JsonNode record : chosen.path(type.key())) {
                    expected.add(record.toString());
                    actual.add(read.json(type, id(type, record)));
                }
            }
        }
        assertThat(expected).isNotEmpty();
        assertThat(actual).isEqualTo(expected);
    }

    private static String id(DataType type, JsonNode record) {
        return switch (type) {
            case COMPANY -> record.get("accountingPlatformRef").asText();
            case BALANCE_SHEET -> record.get("date").asText().substring(0, 7);
            case PROFIT_AND_LOSS -> record.get("fromDate").asText().substring(0, 7);
            default -> record.get("id").asText();
        };
    }
}
