package fairlead.transport.codat;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.itests.protocol.ProtocolCheck;
import fairlead.sync.api.SetAnswer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The kill point {@code end-sent}: the bytes have left, what became of them nobody here knows. */
class EndSentTest {
    @Test
    void isReachedWithTheBytesOnTheirWayAndBeforeTheAnswer() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (FakePlatform platform = FakePlatform.start(ProtocolCheck.ofRepository());
                FakeAgent agent = new FakeAgent(platform.url()).registered()) {
            agent.killPoint =
                    point -> {
                        seen.add(point);
                        // they need nothing more of the thread that would die here
                        Awaitility.await()
                                .atMost(Duration.ofSeconds(10))
                                .until(() -> !platform.heard("endSet").isEmpty());
                        seen.add("heard");
                    };
            SetAnswer answer = agent.transport.end(FakeAgent.end(), FakeAgent.GO);
            assertThat(answer).isInstanceOf(SetAnswer.Committed.class);
            assertThat(seen).containsExactly("end-sent", "heard");
            assertThat(platform.problems()).isEmpty();
        }
    }
}
