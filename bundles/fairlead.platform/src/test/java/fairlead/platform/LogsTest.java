package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A log may be given to anybody who helps: it holds nothing that opens anything, and no books. */
class LogsTest extends PlatformTest {
    private static final Logger OURS = (Logger) LoggerFactory.getLogger("fairlead");

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> appender =
            new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    String failure =
                            event.getThrowableProxy() == null
                                    ? ""
                                    : ThrowableProxyUtil.asString(event.getThrowableProxy());
                    lines.add(event.getFormattedMessage() + " " + failure);
                }
            };

    @BeforeEach
    void listen() {
        appender.start();
        OURS.setLevel(Level.TRACE);
        OURS.setAdditive(false);
        OURS.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        OURS.detachAppender(appender);
        OURS.setAdditive(true);
        OURS.setLevel(null);
    }

    @Test
    void aLogHoldsNoSecretAndNothingOfTheBooks() {
        List<String> secrets = new ArrayList<>(List.of(vendor.key(), "wrong-key", "wrong-token"));
        restart(); // its log is heard from the beginning
        String made = vendor.post("/apiKeys", "{}").json().path("apiKey").asText();
        secrets.add(made);
        secrets.add(Base64.getEncoder().encodeToString(made.getBytes(UTF_8)));
        expect(401, new Http(server.url).vendor("wrong-key").get("/companies"));
        String company = vendor.company();
        secrets.add(
                vendor.get("/companies/" + company + "/accessToken")
                        .json()
                        .path("accessToken")
                        .asText());
        portal(secrets);
        expect(201, vendor.post("/webhooks", "{\"url\":\"https://127.0.0.1:9/\"}"));
        String client = server.node.store().clients().ofKey(vendor.key()).orElseThrow();
        secrets.add(server.node.store().webhooks().of(client).get(0).secret());
        agent(company, secrets);
        server.node.tidy();
        server.node.sweep();
        server.close(); // what is logged last is heard too
        String log = lines.stream().collect(Collectors.joining("\n"));
        assertThat(lines).hasSizeGreaterThan(3);
        assertThat(log).contains("401", "committed"); // it is a log of what was done here
        assertThat(secrets).allMatch(secret -> secret.length() > 5);
        for (String secret : secrets) {
            assertThat(log).as("a log with " + secret).doesNotContain(secret);
        }
    }

    private void portal(List<String> secrets) {
        Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded");
        byte[] key = ("key=" + URLEncoder.encode(vendor.key(), UTF_8)).getBytes(UTF_8);
        String cookie =
                expect(303, vendor.http().send("POST", "/portal/sign-in", form, key))
                        .header("Set-Cookie");
        secrets.add(cookie.replaceAll("^[^=]*=|;.*$", ""));
        Map<String, String> signedIn = Map.of("Cookie", cookie.replaceAll(";.*$", ""));
        expect(200, vendor.http().send("GET", "/portal/keys", signedIn, new byte[0]));
        expect(404, vendor.http().send("GET", "/portal/companies/none", signedIn, new byte[0]));
    }

    private void agent(String company, List<String> secrets) {
        TestAgent agent = TestAgent.linked(server.url, company);
        secrets.add(agent.token);
        Map<String, String> customers =
                Map.of("SECRETID", "{\"id\":\"SECRETID\",\"customerName\":\"Secret Name Ltd\"}");
        secrets.addAll(List.of("SECRETID", "Secret Name"));
        expect(200, TestSet.whole(agent, null, customers).end());
        byte[] broken = TestAgent.gzip("U\t\"SECRETID\"\t{\"Secret Name\":}\n".getBytes(UTF_8));
        String set = UUID.randomUUID().toString();
        expect(400, agent.putChunk(set, UUID.randomUUID().toString(), "customers", 0, broken));
        String token = agent.token;
        agent.token = "wrong-token";
        expect(401, agent.poll(0));
        agent.token = token;
        expect(400, agent.fetchToken("eyJ.wrong-token.x"));
    }
}
