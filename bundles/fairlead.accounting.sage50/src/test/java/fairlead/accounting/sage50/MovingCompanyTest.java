package fairlead.accounting.sage50;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Mark;
import fairlead.accounting.api.Plan;
import fairlead.accounting.api.Slice;
import fairlead.accounting.api.SliceState;
import fairlead.demo.DemoCompany;
import fairlead.demo.standin.StandInDataSourceFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A demo company that moves while it is read, through the stand-in for Sage's driver. */
class MovingCompanyTest {
    private static final EnumSet<DataType> ALL = EnumSet.allOf(DataType.class);

    @DisplayName(
            "sync rules 3 and 4: reading again only what a sweep finds changed gives the truth")
    @Test
    void readingAgainWhatASweepFindsChangedGivesTheTruth(@TempDir Path directory) throws Exception {
        Sage50Package sage = Fixture.today();
        sage.drivers = List.of(new StandInDataSourceFactory());
        try (DemoCompany company = DemoCompany.create(directory, 4_500, 11);
                CompanySession session =
                        sage.open(
                                new CompanyAddress(
                                        company.url(),
                                        company.user(),
                                        company.password().toCharArray()))) {
            Map<Slice, Read> read = new HashMap<>();
            Mark mark = session.mark();
            Plan plan = session.plan(mark, ALL);
            assertThat(plan.slices()).as("several slices of the ledger").hasSizeGreaterThan(6);
            List<Slice> slices = new ArrayList<>(plan.slices());
            for (int i = 0; i < slices.size(); i++) {
                read(session, slices.get(i), mark, read);
                company.post(3);
                company.amend();
                if (i % 2 == 0) {
                    company.correct();
                } else {
                    company.delete();
                }
            }
            int rounds = 0;
            int again = 0;
            while (true) {
                mark = session.mark();
                plan = session.plan(mark, ALL);
                int changed = 0;
                for (SliceState state : session.sweep(plan, mark, Read.GO)) {
                    Read before = read.get(state.slice());
                    if (before == null
                            || !before.states
                                    .get(state.slice())
                                    .checksum()
                                    .equals(state.checksum())) {
                        read(session, state.slice(), mark, read);
                        changed++;
                    }
                }
                again += changed;
                if (changed == 0 && session.mark().equals(mark)) {
                    break;
                }
                if (rounds == 0) {
                    company.post(2); // once more, between two sweeps
                }
                assertThat(++rounds).as("it comes to rest").isLessThan(6);
            }
            assertThat(again).isPositive();
            company.truth();
            compare(company, read, plan);
            fresh(sage, company, read);
        }
    }

    @DisplayName("sync rule 8: a session sees rows that were cleared while it was open")
    @Test
    void rowsThatAreClearedWhileASessionIsOpenAreStillSeen(@TempDir Path directory)
            throws Exception {
        Sage50Package sage = Fixture.today();
        sage.drivers = List.of(new StandInDataSourceFactory());
        try (DemoCompany company = DemoCompany.create(directory, 400, 11);
                CompanySession session =
                        sage.open(
                                new CompanyAddress(
                                        company.url(),
                                        company.user(),
                                        company.password().toCharArray()))) {
            Read before = Read.all(session);
            assertThat(company.clear()).isGreaterThan(50);
            Mark mark = session.mark();
            assertThat(mark).isEqualTo(before.mark);
            int changed = 0;
            for (SliceState state : session.sweep(session.plan(mark, ALL), mark, Read.GO)) {
                SliceState was = before.states.get(state.slice());
                assertThat(state.keys()).as("keys of %s", state.slice()).isEqualTo(was.keys());
                changed += state.checksum().equals(was.checksum()) ? 0 : 1;
            }
            assertThat(changed).as("what the history does not keep makes them differ").isPositive();
            Read after = new Read();
            for (Slice slice : before.plan.slices()) {
                after.slice(session, slice, mark);
            }
            for (DataType type : sage.info().types()) {
                assertThat(after.of(type).keySet())
                        .as(type.key())
                        .isEqualTo(before.of(type).keySet());
            }
        }
    }

    private static void read(CompanySession session, Slice slice, Mark mark, Map<Slice, Read> read)
            throws Exception {
        Read one = new Read();
        one.slice(session, slice, mark);
        read.put(slice, one);
    }

    private static void compare(DemoCompany company, Map<Slice, Read> read, Plan plan)
            throws Exception {
        JsonNode truth = new ObjectMapper().readTree(company.truthFile().toFile()).get("types");
        for (DataType type : Fixture.today().info().types()) {
            Set<String> ids = new TreeSet<>();
            truth.get(type.key()).get("ids").forEach(id -> ids.add(id.asText()));
            Set<String> held = new TreeSet<>();
            plan.slices().forEach(slice -> held.addAll(read.get(slice).of(type).keySet()));
            assertThat(held).as(type.key()).isEqualTo(ids);
        }
    }

    /** What was pieced together is byte for byte what a reader of today sees. */
    private static void fresh(Sage50Package sage, DemoCompany company, Map<Slice, Read> read)
            throws Exception {
        try (CompanySession session =
                sage.open(
                        new CompanyAddress(
                                company.url(), company.user(), company.password().toCharArray()))) {
            Read today = Read.all(session);
            Map<String, String> expected = new TreeMap<>();
            today.contents.values().forEach(expected::putAll);
            Map<String, String> pieced = new TreeMap<>();
            today.plan
                    .slices()
                    .forEach(slice -> pieced.putAll(read.get(slice).contents.get(slice)));
            assertThat(pieced).isEqualTo(expected);
        }
    }
}
