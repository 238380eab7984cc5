package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DiscoverCommandTest {
    private static JsonNode found(String companies) throws Exception {
        return ControlClient.JSON.readTree(
                """
                {"packages":[{"key":"sage50","drivers":[
                  {"name":"Sage Line 50 v34","bits":64,"usable":true},
                  {"name":"Sage Line 50 v27","bits":32,"usable":false}],
                 "companies":[%s],"notes":["One thing is odd."]}]}
                """
                        .formatted(companies));
    }

    private static String company(String location, String kind, boolean there) {
        return "{\"location\":\"%s\",\"source\":\"Sage 50 v34\",\"kind\":\"%s\",\"there\":%s}"
                .formatted(location, kind, there);
    }

    @Test
    void showsDriversCompaniesAndNotes() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DiscoverCommand.show(
                found(company("/a", "BOOKS", true) + "," + company("/d", "DEMO", false)),
                new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "Driver  Sage Line 50 v34, 64 bits",
                        "Driver  Sage Line 50 v27, 32 bits, which cannot be used",
                        "Note    One thing is odd.",
                        "",
                        "Company  Known to     What                Reachable",
                        "/a       Sage 50 v34  books               yes",
                        "/d       Sage 50 v34  demonstration data  no");
    }

    @Test
    void linksTheOnlyCompanyOrAsksWhich() throws Exception {
        String demo = company("/d", "DEMO", true);
        String gone = company("/g", "BOOKS", false);
        String one = company("/a", "BOOKS", true);
        assertThat(DiscoverCommand.onlyCompany(found(demo + "," + gone + "," + one), "sage50"))
                .isEqualTo("/a");
        assertThatThrownBy(
                        () ->
                                DiscoverCommand.onlyCompany(
                                        found(one + "," + company("/b", "BOOKS", true)), "sage50"))
                .hasMessageContaining("--company")
                .hasMessageContaining("/a, /b");
        assertThatThrownBy(() -> DiscoverCommand.onlyCompany(found(demo), "sage50"))
                .hasMessageContaining("No company was found");
        assertThatThrownBy(() -> DiscoverCommand.onlyCompany(found(one), "other"))
                .hasMessageContaining("No company was found");
    }
}
