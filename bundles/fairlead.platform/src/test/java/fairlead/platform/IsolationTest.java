package fairlead.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One vendor's key never reaches another's company, by any operation that there is. */
class IsolationTest extends PlatformTest {
    @Test
    void anothersCompanyIsNotThereByAnyOperation() {
        Sandcastles theirs = Sandcastles.synced(server, vendor);
        String company = "/companies/" + theirs.company;
        String before = vendor.get(company).text();
        String records = shown(theirs.company, "customers").toString();
        server.node.store().clients().add("another-key");
        Http.Vendor other = new Http(server.url).vendor("another-key");
        List<String> tried = new ArrayList<>();
        List<String> reached = new ArrayList<>();
        for (String operation : Http.CONTRACT.everything()) {
            String[] words = operation.split(" ");
            if (words[1].contains("{companyId}")) {
                String path = words[1].replace("{companyId}", theirs.company);
                path = path.replace("{connectionId}", theirs.agent.connection);
                path = path.replaceAll("\\{[^}]*}", "invoices");
                tried.add(operation);
                int status = other.call(words[0], path, "{}").status();
                if (status != 404) {
                    reached.add(operation + ": " + status);
                }
            }
        }
        assertThat(tried).hasSizeGreaterThan(50);
        assertThat(reached).isEmpty();
        assertThat(vendor.get(company).text()).isEqualTo(before);
        assertThat(shown(theirs.company, "customers")).hasToString(records);
    }
}
