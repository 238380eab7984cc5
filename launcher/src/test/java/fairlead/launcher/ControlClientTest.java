package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the agent answers ends a command with its documented exit code and its own sentence. */
class ControlClientTest {
    @TempDir Path data;
    private ScriptedAgent agent;

    @BeforeEach
    void serve() throws Exception {
        agent = new ScriptedAgent(data);
    }

    @AfterEach
    void close() throws Exception {
        agent.close();
    }

    private LauncherException refused() throws LauncherException {
        try (ControlClient client = ControlClient.open(data)) {
            return catchThrowableOfType(LauncherException.class, () -> client.ask("status"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_READY, 9",
        "STOPPING, 9",
        "PLATFORM_UNREACHABLE, 10",
        "PLATFORM_REFUSED, 11",
        "UNKNOWN_LICENSE_KEY, 20",
        "LINK_EXPIRED, 21",
        "AWAITING_APPROVAL, 22",
        "ALREADY_LINKED, 23",
        "NO_SUCH_PACKAGE, 24",
        "CREDENTIALS, 25",
        "NO_COMPANY, 26",
        "BUSY, 27",
        "UNAVAILABLE, 27",
        "UNSUPPORTED, 28",
        "NO_SUCH_COMPANY, 29",
        "REFUSED, 35",
        "FAILED, 1",
        "OF_A_LATER_AGENT, 1"
    })
    void aRefusalHasItsExitCodeAndItsSentence(String code, int exit) throws Exception {
        agent.answers("status", "{'error':{'code':'" + code + "','message':'The reason.'}}");
        LauncherException refusal = refused();
        assertThat(refusal.code().number).isEqualTo(exit);
        assertThat(refusal).hasMessage("The reason.");
    }

    @Test
    void anAgentThatGoesIsSaidToHaveGone() throws Exception {
        LauncherException refusal = refused();
        assertThat(refusal.code()).isEqualTo(ExitCode.NO_AGENT);
        assertThat(refusal).hasMessageContaining("ask again");
    }

    @Test
    void rubbishIsNotBelieved() throws Exception {
        agent.answers("status", "rubbish");
        assertThat(refused().code()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void progressIsToldBeforeTheResult() throws Exception {
        agent.answers(
                "link",
                "{'progress':{'message':'Opening the books.'}}",
                "{'result':{'books':'Sandcastles'}}");
        List<String> told = new ArrayList<>();
        try (ControlClient client = ControlClient.open(data)) {
            assertThat(client.ask("link", Map.of("user", "m"), told::add).path("books").asText())
                    .isEqualTo("Sandcastles");
        }
        assertThat(told).containsExactly("Opening the books.");
        assertThat(agent.arguments("link").toString()).isEqualTo("{\"user\":\"m\"}");
    }
}
