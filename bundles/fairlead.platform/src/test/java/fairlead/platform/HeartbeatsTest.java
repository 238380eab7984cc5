package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fairlead.platform.store.Heartbeats;
import fairlead.platform.store.Heartbeats.About;
import fairlead.platform.store.Updates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When agents were last heard is written now and then, what has changed at once. */
class HeartbeatsTest extends PlatformTest {
    private static final About OLD = new About("1.0", "17.0.15", "Windows 11");
    private static final About NEW = new About("1.1", "17.0.15", "Windows 11");

    private Heartbeats here;
    private TestAgent agent;

    @BeforeEach
    void link() {
        here = node();
        agent = TestAgent.linked(server.url, vendor.company());
        clock.ahead = Duration.ofMinutes(1);
        here.heard(agent.id, OLD);
    }

    private Heartbeats node() {
        return new Heartbeats(server.node.store().database(), clock);
    }

    private Updates.Agent kept() {
        String client = server.node.store().clients().ofKey(vendor.key()).orElseThrow();
        return server.node.store().updates().agents(client, "", 0, 1).items().get(0);
    }

    private long lastSeen() {
        return kept().lastSeenAt().orElseThrow();
    }

    @Test
    void aChangeIsWrittenAtOnce() {
        assertThat(kept().version()).contains("1.0");
        here.heard(agent.id, NEW);
        assertThat(kept().version()).contains("1.1");
    }

    @Test
    void thatItIsStillThereIsWrittenWithTheOthers() {
        long first = lastSeen();
        clock.ahead = Duration.ofMinutes(2);
        here.heard(agent.id, OLD);
        assertThat(lastSeen()).isEqualTo(first);
        here.write();
        assertThat(lastSeen()).isGreaterThanOrEqualTo(first + 59_000);
        assertThat(kept().version()).contains("1.0");
    }

    @Test
    void whatAnotherNodeHeardLaterStands() {
        clock.ahead = Duration.ofMinutes(2);
        here.heard(agent.id, OLD);
        clock.ahead = Duration.ofMinutes(3);
        node().heard(agent.id, NEW);
        long last = lastSeen();
        here.write();
        assertThat(kept().version()).contains("1.1");
        assertThat(lastSeen()).isEqualTo(last);
    }

    @Test
    void aVersionThatCameBackByWayOfAnotherNodeIsWritten() {
        node().heard(agent.id, NEW);
        clock.ahead = Duration.ofMinutes(2);
        here.heard(agent.id, OLD);
        here.write();
        assertThat(kept().version()).isEqualTo(Optional.of("1.0"));
    }

    @Test
    @Tag("slow")
    void aLongSweepKeepsNoHeartbeatWaiting() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        Clock slowSweeps =
                new Clock() {
                    @Override
                    public Instant instant() {
                        if (StackWalker.getInstance()
                                .walk(s -> s.anyMatch(f -> f.getMethodName().equals("sweep")))) {
                            try {
                                over.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        }
                        return clock.instant();
                    }

                    @Override
                    public ZoneId getZone() {
                        return clock.getZone();
                    }

                    @Override
                    public Clock withZone(ZoneId zone) {
                        return this;
                    }
                };
        server.close();
        server = Server.start(data, slowSweeps);
        try {
            TestAgent again = agent.at(server.url);
            expect(200, again.poll(0)); // what has changed is written at once
            server.node.start();
            clock.ahead = Duration.ofMinutes(5);
            expect(200, again.poll(0));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> lastSeen() >= clock.millis() - 120_000);
        } finally {
            over.countDown();
        }
    }

    @Test
    void aPollIsAHeartbeat() {
        agent.poll(0);
        clock.ahead = Duration.ofMinutes(5);
        agent.poll(0);
        restart(); // what waited is written when a node stops in order
        assertThat(lastSeen()).isGreaterThanOrEqualTo(clock.millis() - 60_000);
    }
}
