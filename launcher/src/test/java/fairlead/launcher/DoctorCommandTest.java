package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the doctor makes of the agent's answers about a company. */
class DoctorCommandTest {
    @TempDir Path data;
    private final PrintStream out = System.out;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private ScriptedAgent agent;

    @BeforeEach
    void link() throws Exception {
        agent = new ScriptedAgent(data);
        agent.answers(
                "status",
                "{'result':{'version':'1','process':7,'platform':{'online':true},'companies':["
                        + "{'connectionId':'c1','companyName':'Books Ltd','location':'C:/ACCDATA'}]}}");
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() throws Exception {
        System.setOut(out);
        agent.close();
    }

    private String doctor() {
        assertThat(Main.run("doctor", "--data", data.toString()))
                .isEqualTo(ExitCode.UNHEALTHY.number); // it knows no platform
        return said.toString(StandardCharsets.UTF_8);
    }

    private void drivers(String drivers, String notes) {
        agent.answers(
                "discover",
                "{'result':{'packages':[{'key':'sage50','drivers':["
                        + drivers
                        + "],'companies':[],'notes':["
                        + notes
                        + "]}]}}");
    }

    private static String driver(int bits) {
        return "{'name':'Sage Line 50 v34','bits':" + bits + ",'usable':" + (bits == 64) + "}";
    }

    @Test
    void showsWhatTheCheckBeforeLinkingShows() {
        drivers(driver(64), "");
        agent.answers(
                "check",
                "{'result':{'name':'Books','packageVersion':'v34 (UK & Ireland edition)',"
                        + "'dataDirectory':'C:/ACCDATA','transactions':1234,"
                        + "'lastTransaction':'2026-11-30','warnings':['One thing is odd.']}}");
        assertThat(doctor())
                .contains("ok    Driver           Sage Line 50 v34, 64 bits")
                .contains(
                        "ok    Data file        Books Ltd: Books with 1,234 transactions, the last"
                                + " one of 2026-11-30, can be read")
                .contains("version v34 (UK & Ireland edition)")
                .contains("books in C:/ACCDATA")
                .contains("One thing is odd.")
                .doesNotContain("FAIL  Data file");
        assertThat(agent.arguments("check").get("company").asText()).isEqualTo("c1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    CREDENTIALS | Sage 50 does not know this user.     | Link the company again
                    CREDENTIALS | The password is not that of this user. | Link the company again
                    NO_COMPANY  | There is no company at this place.   | Put the company back
                    UNSUPPORTED | Sage 50 v25 is too old.              | Install on this PC the 64-bit
                    UNSUPPORTED | No driver is installed.              | Install on this PC the 64-bit
                    BUSY        | Sage 50 is in exclusive mode.        | Wait; the agent tries again
                    """)
    void saysWhatToDoAboutACompanyThatCannotBeRead(String code, String reason, String todo) {
        drivers(driver(64), "");
        agent.answers("check", "{'error':{'code':'" + code + "','message':'" + reason + "'}}");
        assertThat(doctor())
                .contains("FAIL  Data file        Books Ltd: " + reason)
                .contains("-> " + todo)
                .doesNotContain("agent's log");
    }

    @ParameterizedTest
    @CsvSource({"32", "0"})
    void aDriverThatCannotBeUsedIsAFault(int bits) {
        drivers(bits == 0 ? "" : driver(bits), "'No driver can be used.'");
        agent.answers("check", "{'error':{'code':'UNSUPPORTED','message':'It cannot be read.'}}");
        assertThat(doctor())
                .contains("FAIL  Driver           No driver can be used.")
                .contains("-> Install it, then sync again.");
        if (bits != 0) {
            assertThat(said.toString(StandardCharsets.UTF_8))
                    .contains("Sage Line 50 v34, 32 bits, which cannot be used");
        }
    }
}
