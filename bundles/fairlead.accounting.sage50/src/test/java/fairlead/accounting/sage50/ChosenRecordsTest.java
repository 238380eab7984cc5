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
                    String id = type == DataType.COMPANY ? "accountingPlatformRef" : "id";
                    expected.add(record.toString());
                    actual.add(read.json(type, record.get(id).asText()));
                }
            }
        }
        assertThat(expected).isNotEmpty();
        assertThat(actual).isEqualTo(expected);
    }
}
