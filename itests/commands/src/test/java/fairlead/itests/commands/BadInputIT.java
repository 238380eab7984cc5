package fairlead.itests.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.itests.rig.Command;
import fairlead.itests.rig.Control;
import fairlead.itests.rig.Program;
import fairlead.itests.rig.Rig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bad input on the real command line, before a real agent and a real platform: one plain sentence,
 * the exit code of launcher/README.md, and nothing lost. Two agents: one to which the demo company
 * is linked, and one to which nothing is.
 */
@Tag("slow")
class BadInputIT {
    private static final String NAME = "Fairlead Chandlery & Stationery";

    @TempDir static Path directory;
    private static Rig rig;
    private static Path bare;
    private static Program bareAgent;

    @BeforeAll
    static void start() throws Exception {
        rig = new Rig(directory, 400, 3);
        bare = directory.resolve("bare");
        bareAgent =
                Program.start(
                        directory,
                        "bare",
                        Optional.empty(),
                        "agent",
                        "--data",
                        bare.toString(),
                        "--platform",
                        rig.platformUrl(),
                        "--headless",
                        "--no-supervisor",
                        "--ready-json");
        bareAgent.line();
    }

    @AfterAll
    static void stop() {
        if (bareAgent != null) {
            bareAgent.close();
        }
        if (rig != null) {
            rig.close();
        }
    }

    /** One company is linked, to one agent. */
    @AfterEach
    void nothingElseIsLinked() throws Exception {
        JsonNode companies = rig.control().ask("status", Map.of()).get("companies");
        assertThat(companies).hasSize(1);
        assertThat(companies.get(0).get("companyId").asText()).isEqualTo(rig.companyId());
        assertThat(companies.get(0).get("state").asText()).isEqualTo("LINKED");
        assertThat(new Control(bare).ask("status", Map.of()).get("companies")).isEmpty();
    }

    /** Syncs go on, and the platform holds exactly the company's records. */
    private static void nothingIsLost() {
        await().atMost(Duration.ofMinutes(3)) // or the next request would be one with the last
                .until(() -> status("/companies/0/phase"), Set.of("IDLE", "STOPPED")::contains);
        rig.change("post 1");
        rig.syncToNow();
        rig.assertBooksEqual("afterwards");
    }

    private static Command fairlead(String command, Path data, String... more) throws Exception {
        String[] words = new String[3 + more.length];
        words[0] = command;
        words[1] = "--data";
        words[2] = data.toString();
        System.arraycopy(more, 0, words, 3, more.length);
        return Command.run("", words);
    }

    private static void says(Command command, int code, String sentence) {
        assertThat(command.errors()).isEqualTo(sentence + "\n");
        assertThat(command.code()).isEqualTo(code);
    }

    private static Rig.Served at(String location) {
        return new Rig.Served(location, rig.served().user(), rig.served().password());
    }

    @Test
    void anUnknownLicenceKey() throws Exception {
        says(
                rig.link(bare, "no-such-key"),
                20,
                "The platform knows no company with this licence key; copy it from the link page"
                        + " again.");
    }

    @Test
    void aWrongPassword() throws Exception {
        String sentence =
                "Sage 50 refused the user name or password; enter those with which you log on to"
                        + " Sage.";
        Rig.Served wrong = new Rig.Served(rig.served().location(), rig.served().user(), "wrong");
        says(rig.link(bare, rig.newCompany("Wrong password"), wrong), 25, sentence);
        says(rig.link(rig.agentData(), rig.companyId(), wrong), 25, sentence);
        nothingIsLost(); // the right one is still kept
    }

    @Test
    void aPathWithNoCompany() throws Exception {
        String key = rig.newCompany("No company");
        Path nowhere = directory.resolve("nowhere");
        says(
                rig.link(bare, key, at(nowhere.toString())),
                26,
                "The folder "
                        + nowhere
                        + " does not exist or cannot be reached; copy the data directory from"
                        + " Sage's Help > About.");
        Path empty = Files.createDirectories(directory.resolve("empty"));
        says(
                rig.link(bare, key, at(empty.toString())),
                26,
                "The folder "
                        + empty
                        + " holds no Sage 50 company: there is no ACCDATA in it; copy the data"
                        + " directory from Sage's Help > About.");
        says(
                rig.link(bare, key, at(rig.served().location() + "2")),
                26,
                "There is no Sage 50 company at this place; copy the data directory from Sage's"
                        + " Help > About.");
    }

    @Test
    void anotherCompanyUnderTheSamePath() throws Exception {
        String sentence =
                "The books at "
                        + rig.served().location()
                        + " are those of Another Company Ltd now, not of "
                        + NAME
                        + ". Nothing is read or deleted until the right company is back or linked"
                        + " anew.";
        rig.change("other");
        Command sync = fairlead("sync", rig.agentData());
        assertThat(sync.code()).isEqualTo(31);
        assertThat(sync.out()).contains("State      stopped: " + sentence + "\n");
        rig.assertBooksEqual("while another company lies there");
        says(
                rig.link(rig.agentData(), rig.companyId()),
                23,
                "This licence key is already used here for the books of "
                        + NAME
                        + "; unlink that first.");
        rig.change("same");
        assertThat(rig.link(rig.agentData(), rig.companyId()).code()).isZero();
        nothingIsLost();
    }

    @Test
    void aCompanyThatIsAlreadyLinked() throws Exception {
        says(
                rig.link(rig.agentData(), rig.newCompany("Second key")),
                23,
                "The books of "
                        + NAME
                        + " are already linked here as Kill test; unlink that first.");
        says(
                rig.link(bare, rig.companyId()),
                22,
                "This company is connected from another computer already. Ask your provider to"
                        + " agree to the change.");
        Command again = rig.link(rig.agentData(), rig.companyId());
        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("Linked to Kill test.");
        nothingIsLost();
    }

    @Test
    void aPortInUse() throws Exception {
        int port = URI.create(rig.platformUrl()).getPort();
        says(
                fairlead("platform", directory.resolve("port"), "--port", Integer.toString(port)),
                5,
                "Nothing can listen on 127.0.0.1:"
                        + port
                        + " (Address already in use): stop what uses it, or choose another port"
                        + " with --port.");
    }

    @Test
    void aDataDirectoryInUseByAnotherProcess() throws Exception {
        says(fairlead("platform", rig.platformData()), 3, inUse(rig.platformData()));
        says(fairlead("agent", rig.agentData(), "--no-supervisor"), 3, inUse(rig.agentData()));
        Command company = fairlead("demo-company", rig.companyData());
        says(
                company,
                3,
                "The demo company cannot be served. Another process serves the company in this"
                        + " directory; end it first.");
        nothingIsLost();
    }

    private static String inUse(Path data) throws Exception {
        return "Another Fairlead process ("
                + Files.readString(data.resolve("lock")).strip()
                + ") uses "
                + data
                + ": stop it first, or choose another directory with --data.";
    }

    @Test
    void aPlatformThatAnswersRubbish() throws Exception {
        String key = rig.newCompany("Rubbish");
        rig.change("post 3");
        rig.platform().stop();
        try (Rubbish rubbish = new Rubbish(rig.platformUrl())) {
            assertThat(fairlead("sync", rig.agentData(), "--no-wait").code()).isZero();
            refusesToLink(key, notThePlatform(200));
            rubbish.answers(200, "application/json", "{}");
            refusesToLink(key, notThePlatform(200));
            rubbish.answers(404, "text/html", "<html>Not found</html>");
            refusesToLink(key, notThePlatform(404));
            rubbish.answers(503, "text/plain", "later");
            refusesToLink(key, "The platform answered 503.");
            rubbish.answers(200, "application/json", "[]");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> status("/platform/message"), notThePlatform(200)::equals);
            assertThat(fairlead("status", rig.agentData()).out())
                    .contains(rig.platformUrl() + ", not online: " + notThePlatform(200) + "\n");
        }
        rig.restartPlatform(Optional.empty());
        assertThat(rig.link(rig.agentData(), rig.companyId()).code())
                .isZero(); // and wakes the rest
        nothingIsLost();
    }

    private static String status(String field) throws Exception {
        return rig.control().ask("status", Map.of()).at(field).asText();
    }

    private static void refusesToLink(String key, String sentence) throws Exception {
        says(rig.link(bare, key), 10, sentence);
    }

    private static String notThePlatform(int status) {
        return "What answers for 127.0.0.1 is not the platform (status "
                + status
                + "); check the address and the proxy.";
    }
}
