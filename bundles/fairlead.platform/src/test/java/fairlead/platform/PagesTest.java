package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Pages, wherever they are counted from, show each record once and in order. */
class PagesTest extends PlatformTest {
    private String company;

    private List<String> ids(String parameters) {
        List<String> ids = new ArrayList<>();
        JsonNode page =
                expect(200, vendor.get("/companies/" + company + "/data/customers?" + parameters))
                        .json();
        page.path("results").forEach(record -> ids.add(record.path("id").asText()));
        return ids;
    }

    private List<String> paged(int size, String order) {
        List<String> all = new ArrayList<>();
        for (int page = 1; page <= 40; page++) {
            List<String> ids = ids("page=" + page + "&pageSize=" + size + order);
            all.addAll(ids);
            if (ids.isEmpty()) {
                return all;
            }
        }
        throw new AssertionError("the pages do not end");
    }

    @Test
    void eachRecordIsOnOnePage() {
        company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        Map<String, String> records = TestSet.customers(0, 20);
        TestSet first = TestSet.whole(agent, null, records);
        expect(200, first.end());
        Map<String, String> later = new TreeMap<>(records);
        later.remove("C00004");
        later.remove("C00017");
        later.put("C00009", null);
        later.put("C00020", null);
        later.putAll(TestSet.customers(21, 24));
        TestSet second = new TestSet(agent);
        TestSet.Part part =
                second.part("customers")
                        .onto(first.dataset("customers"), "Delta")
                        .delete("C00004")
                        .delete("C00017")
                        .keep("C00009")
                        .keep("C00020"); // it has no good version, so it is not shown
        TestSet.customers(21, 24).forEach(part::record);
        expect(200, second.expecting("customers", later).send().end());

        List<String> expected = new ArrayList<>(TestSet.customers(0, 24).keySet());
        expected.remove("C00020");
        for (int size : new int[] {1, 3, 7, 22, 23, 24}) {
            assertThat(paged(size, "")).as("%d a page", size).isEqualTo(expected);
        }
        Collections.reverse(expected);
        assertThat(paged(5, "&orderBy=-id")).isEqualTo(expected);
        assertThat(ids("page=100&pageSize=5")).isEmpty();
    }
}
