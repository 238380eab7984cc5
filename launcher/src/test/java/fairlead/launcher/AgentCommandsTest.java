package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that talk to a running agent: what they ask, print and end with. */
class AgentCommandsTest {
    private static final String CHECK =
            "{'result':{'name':'Sandcastles Ltd','baseCurrency':'GBP','packageVersion':'v33',"
                    + "'dataDirectory':'C:/Sage','transactions':1234,'lastTransaction':'2026-11-24','warnings':['A"
                    + " draft is open.']}}";

    @TempDir Path data;
    private final InputStream oldIn = System.in;
    private final PrintStream oldOut = System.out;
    private final PrintStream oldErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private ScriptedAgent agent;

    @BeforeEach
    void start() throws Exception {
        agent = new ScriptedAgent(data);
        PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
    }

    @AfterEach
    void restore() throws Exception {
        System.setIn(oldIn);
        System.setOut(oldOut);
        System.setErr(oldErr);
        agent.close();
    }

    private int run(String line) {
        return Main.run((line + " --data " + data).split(" "));
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String company(String phase, String lastSuccess, String outcome) {
        return "{'result':{'platform':{'address':'https://p.example','online':true,'message':''},"
                + "'companies':[{'connectionId':'c1','companyId':'k1','companyName':'Sand','books':'Sandcastles"
                + " Ltd','location':'C:/Sage','state':'LINKED','stateReason':'','phase':'"
                + phase
                + "','message':'','progress':100,'lastSuccess':'"
                + lastSuccess
                + "','types':{'invoices':{'records':1234,'rejects':0,'outcome':'"
                + outcome
                + "','reason':''}},'findings':['An account has two categories.']}],'activity':[]}}";
    }

    @Test
    void linkShowsTheBooksAndLinksThem() {
        System.setIn(new ByteArrayInputStream("hush\n".getBytes(StandardCharsets.UTF_8)));
        agent.answers("check", CHECK)
                .answers(
                        "link",
                        "{'progress':{'message':'Registering.'}}",
                        "{'result':{'companyName':'Sand'}}");
        assertThat(
                        run(
                                "link --license-key k1 --company C:/Sage --user m --password-stdin"
                                        + " --yes"))
                .isZero();
        assertThat(said())
                .contains("Company       Sandcastles Ltd")
                .contains("1,234, the last one of 2026-11-24")
                .contains("Note          A draft is open.")
                .contains("Registering.")
                .contains("Linked to Sand.")
                .doesNotContain("hush");
        assertThat(agent.arguments("link").get("password").asText()).isEqualTo("hush");
        assertThat(agent.arguments("link").get("licenseKey").asText()).isEqualTo("k1");
    }

    @Test
    void linkRegistersNothingWhereTheBooksCannotBeOpened() {
        agent.answers("check", "{'error':{'code':'CREDENTIALS','message':'Sage says no.'}}");
        assertThat(run("link --license-key k1 --company C:/Sage --yes")).isEqualTo(25);
        assertThat(said()).isEqualTo("Sage says no.\n");
        assertThat(agent.commands()).containsExactly("check");
    }

    @Test
    void linkTakesTheOnlyCompanyThatIsFound() {
        agent.answers(
                        "discover",
                        "{'result':{'packages':[{'key':'sage50','companies':[{'location':'D:/One',"
                                + "'kind':'BOOKS','there':true},{'location':'D:/Demo',"
                                + "'kind':'DEMO','there':true}]}]}}")
                .answers("check", CHECK)
                .answers("link", "{'result':{'companyName':'Sand'}}");
        assertThat(run("link --license-key k1 --yes")).isZero();
        assertThat(agent.arguments("link").get("location").asText()).isEqualTo("D:/One");
    }

    @Test
    void syncWaitsUntilAllIsComplete() {
        agent.answers("status", company("IDLE", "", ""))
                .answers("status", company("READING", "", ""))
                .answers("status", company("IDLE", "2026-11-24T12:00:00Z", "Complete"))
                .answers("sync", "{'result':{'requests':[{'id':'r1','connectionId':'c1'}]}}");
        assertThat(run("sync")).isZero();
        assertThat(said()).contains("100 %  done").contains("invoices").contains("Complete");
    }

    @Test
    void syncEndsWith31WhereATypeIsNot() {
        agent.answers("status", company("IDLE", "", ""))
                .answers("status", company("IDLE", "2026-11-24T12:00:00Z", "FetchError"))
                .answers("sync", "{'result':{'requests':[{'id':'r1','connectionId':'c1'}]}}");
        assertThat(run("sync")).isEqualTo(31);
    }

    @Test
    void syncEndsWith31WhereNothingCameOfIt() {
        agent.answers("status", company("STOPPED", "2026-11-23T12:00:00Z", "Complete"))
                .answers("sync", "{'result':{'requests':[{'id':'r1','connectionId':'c1'}]}}");
        assertThat(run("sync")).isEqualTo(31);
    }

    @Test
    void statusSaysHowEverythingStands() {
        agent.answers("status", company("IDLE", "2026-11-24T12:00:00Z", "Complete"));
        assertThat(run("status")).isZero();
        assertThat(said())
                .contains("Platform   https://p.example, online")
                .contains("Company    k1")
                .contains("1,234")
                .contains("Note: An account has two categories.")
                .doesNotContain("could not be read");
    }

    @Test
    void statusSaysWhatIsOnTrialStagedOrWaits() {
        agent.answers("status", updates("trial", "main-2", "'acme-2'"))
                .answers("status", updates("staged", "main-2", ""))
                .answers("status", updates("going-back", "", ""))
                .answers("status", updates("idle", "", ""));
        assertThat(run("status")).isZero();
        assertThat(said())
                .contains("Release    main-1; last update: main-1 is in use")
                .contains("Update     main-2: It runs on trial.")
                .contains("Update     acme-2 waits for its moment.");
        run("status");
        assertThat(said()).contains("Update     main-2: It waits for the next start.");
        run("status");
        assertThat(said()).contains("Update     The old bundles come back.");
        out.reset();
        run("status");
        assertThat(said()).contains("Release    main-1").doesNotContain("Update ");
    }

    private static String updates(String phase, String trial, String waiting) {
        return "{'result':{'platform':{'online':true},'companies':[],"
                + "'release':'main-1','lastUpdate':'main-1 is in use','updatePhase':'"
                + phase
                + "','trial':'"
                + trial
                + "','waiting':["
                + waiting
                + "]}}";
    }

    @Test
    void statusSaysWhatBecameOfRecordsThatCouldNotBeRead() {
        String one =
                company("IDLE", "2026-11-24T12:00:00Z", "Complete")
                        .replace("'rejects':0", "'rejects':3");
        agent.answers("status", one);
        assertThat(run("status")).isZero();
        assertThat(said())
                .containsPattern("Data type +Records +Last good version +Status")
                .containsPattern("invoices +1,234 +3 +Complete")
                .contains(
                        "  Last good version: so many records could not be read from the books; the"
                                + " platform still shows them as they were before.\n");
    }

    @Test
    void unlinkAsksForACompanyThatIsLinked() {
        agent.answers("status", company("IDLE", "", ""))
                .answers("unlink", "{'result':{'companyName':'Sand'}}");
        assertThat(run("unlink --company k2 --yes")).isEqualTo(29);
        assertThat(run("unlink --company k1 --yes")).isZero();
        assertThat(agent.commands()).containsExactly("status", "status", "unlink");
    }

    @Test
    void aDryRunChangesNothing() {
        agent.answers("updateHistory", "{'result':{'history':[]}}")
                .answers("updatePlan", "{'result':{'plan':['fairlead.sync 1 becomes 2, beside']}}");
        assertThat(run("update --from r --dry-run")).isZero();
        assertThat(said()).contains("becomes 2").contains("nothing was changed");
        assertThat(agent.commands()).doesNotContain("update");
    }

    @Test
    void anUpdateThatGoesBackEndsWith34() {
        String idle = "{'result':{'release':'main-1','phase':'idle'}}";
        agent.answers("updateHistory", "{'result':{'history':[]}}")
                .answers(
                        "updateHistory",
                        "{'result':{'history':[{'release':'main-2','at':'2026-11-24T12:00:00Z',"
                                + "'outcome':'main-2 went back: it fails'}]}}")
                .answers("updateStatus", idle)
                .answers("update", "{'result':{'release':'main-2'}}");
        assertThat(run("update --from r")).isEqualTo(34);
        assertThat(said()).contains("main-2 went back: it fails.");
    }

    private static String outcome(String release, String words, boolean taken) {
        return "{'release':'%s','at':'2026-11-24T12:00:00Z','outcome':'%s','taken':%s}"
                .formatted(release, words, taken);
    }

    private static String history(String... outcomes) {
        return "{'result':{'history':[" + String.join(",", outcomes) + "]}}";
    }

    @Test
    void anUpdateWaitsForItsOwnOutcome() {
        String other = outcome("main-1", "main-1 is in use", true);
        agent.answers("updateHistory", history())
                .answers("updateHistory", history(other))
                .answers(
                        "updateHistory",
                        history(outcome("acme-2", "acme-2 is in use", true), other))
                .answers("updateStatus", "{'result':{'release':'main-1','phase':'idle'}}")
                .answers("update", "{'result':{'release':'acme-2'}}");
        assertThat(run("update --from r")).as("a partner's, beside main-1").isZero();
        assertThat(said()).contains("acme-2 is in use.").doesNotContain("main-1 is in use");
    }

    @Test
    void goingBackEndsWellWhenItWentBack() {
        agent.answers("updateHistory", history())
                .answers(
                        "updateHistory",
                        history(outcome("main-2", "main-2 went back: a person asked", false)))
                .answers("updateStatus", "{'result':{'release':'main-1','phase':'idle'}}")
                .answers(
                        "updateRollback",
                        "{'result':{'release':'main-2','comes':false,'message':'So it is.'}}");
        assertThat(run("update --rollback")).isZero();
    }

    @Test
    void goingBackEndsWith34WhenTheFormerOneIsNotTaken() {
        agent.answers("updateHistory", history())
                .answers(
                        "updateHistory",
                        history(outcome("main-0", "main-0 went back: it fails", false)))
                .answers("updateStatus", "{'result':{'release':'main-1','phase':'idle'}}")
                .answers(
                        "updateRollback",
                        "{'result':{'release':'main-0','comes':true,'message':'So it is.'}}");
        assertThat(run("update --rollback")).isEqualTo(34);
    }
}
