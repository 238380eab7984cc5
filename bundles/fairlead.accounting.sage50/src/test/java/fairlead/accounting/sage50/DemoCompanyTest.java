package fairlead.accounting.sage50;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fairlead.accounting.api.Checksum;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanyCheck;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Finding;
import fairlead.accounting.api.SliceState;
import fairlead.demo.DemoCompany;
import fairlead.demo.standin.StandInDataSourceFactory;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A demo company, read through the stand-in for Sage's driver. */
class DemoCompanyTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path directory;
    private DemoCompany company;
    private final Sage50Package sage = Fixture.today();

    @BeforeEach
    void serve() throws Exception {
        company = DemoCompany.create(directory, 300, 7);
        sage.drivers = List.of(new StandInDataSourceFactory());
    }

    @AfterEach
    void close() {
        company.close();
    }

    private CompanyAddress address() {
        return new CompanyAddress(company.url(), company.user(), company.password().toCharArray());
    }

    private JsonNode truth() throws Exception {
        return JSON.readTree(company.truthFile().toFile());
    }

    @Test
    void givesExactlyTheRecordsOfTheTruth() throws Exception {
        try (CompanySession session = sage.open(address())) {
            Read read = Read.all(session);
            assertThat(read.rejects).isEmpty();
            JsonNode types = truth().get("types");
            for (DataType type : sage.info().types()) {
                JsonNode truth = types.get(type.key());
                Set<String> ids = new TreeSet<>();
                truth.get("ids").forEach(id -> ids.add(id.asText()));
                assertThat(read.of(type).keySet()).as(type.key()).isEqualTo(ids);
            }
            for (DataType type : sage.info().types()) {
                String first = type == DataType.JOURNAL_ENTRIES ? "debits" : "documents";
                assertThat(read.debits(type))
                        .as(type.key())
                        .isEqualByComparingTo(amount(types, type.key(), first));
                assertThat(read.credits(type))
                        .as(type.key())
                        .isEqualByComparingTo(amount(types, type.key(), "credits"));
            }
        }
    }

    private static BigDecimal amount(JsonNode types, String type, String sum) {
        return new BigDecimal(types.get(type).get(sum).asText());
    }

    @Test
    void sweepsWhatItReadToTheSameStates() throws Exception {
        try (CompanySession session = sage.open(address())) {
            Read read = Read.all(session);
            List<SliceState> swept = session.sweep(read.plan, read.mark, Read.GO);
            assertThat(swept).hasSameSizeAs(read.plan.slices());
            Set<Checksum> different = new HashSet<>();
            List<String> differing = new ArrayList<>();
            for (SliceState state : swept) {
                SliceState before = read.states.get(state.slice());
                if (!before.checksum().equals(state.checksum())
                        || !Arrays.equals(before.keys(), state.keys())) {
                    differing.add(state.slice().toString());
                }
                different.add(state.checksum());
            }
            assertThat(differing).isEmpty();
            assertThat(different).hasSameSizeAs(swept);
            assertThat(session.mark()).isEqualTo(read.mark);
            assertThat(session.findings(read.oddities()))
                    .as("the demo's books are sound but for a few dates")
                    .extracting(Finding::code)
                    .containsExactly("dates");
        }
    }

    @Test
    void checksTheCompanyBeforeItIsLinked() throws Exception {
        CompanyCheck check = sage.check(address(), Read.GO);
        JsonNode truth = truth();
        assertThat(check.pin().id()).contains(truth.get("company").get("id").asText());
        assertThat(check.pin().name()).isEqualTo(truth.get("company").get("name").asText());
        assertThat(check.pin().baseCurrency()).isEqualTo("GBP");
        assertThat(check.packageVersion()).isEqualTo("v34 (UK & Ireland edition)");
        assertThat(check.transactions()).isEqualTo(truth.get("transactions").asLong());
        assertThat(check.lastTransaction()).isPresent();
        assertThat(check.warnings()).isEmpty();
    }
}
