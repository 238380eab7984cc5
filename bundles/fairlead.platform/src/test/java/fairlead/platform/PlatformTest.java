package fairlead.platform;

import static fairlead.platform.TestAgent.expect;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.platform.Http.Reply;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A fresh platform for each test, its clock in the test's hand. */
abstract class PlatformTest {
    @TempDir Path data;
    final MovedClock clock = new MovedClock();
    Server server;
    Http.Vendor vendor;

    /** The time of this machine, and as much later as the test wants. */
    static final class MovedClock extends Clock {
        volatile Duration ahead = Duration.ZERO;
        volatile boolean broken;

        @Override
        public Instant instant() {
            if (broken) {
                throw new IllegalStateException("a defect, for the test");
            }
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void startPlatform() {
        server = Server.start(data, clock);
        vendor = new Http(server.url).vendor(server.apiKey());
    }

    @AfterEach
    void stopPlatform() {
        server.close();
    }

    /** Stops the platform and starts it again on the same directory. */
    void restart() {
        server.close();
        startPlatform();
    }

    /** Every event that the platform has to tell is one that Codat publishes, in its shape. */
    void eventsAreAsPublished() {
        server.node
                .store()
                .database()
                .call(
                        tx ->
                                tx.list(
                                        "SELECT event_type, body FROM webhook_event",
                                        r -> List.of(r.getString(1), r.getString(2))))
                .forEach(event -> Http.CONTRACT.checkEvent(event.get(0), event.get(1)));
    }

    static String state(Reply reply) {
        return reply.json().path("state").asText();
    }

    /** What the public API shows of a type: the record's own JSON by id, deleted ones left out. */
    Map<String, JsonNode> shown(String company, String path) {
        Map<String, JsonNode> shown = new TreeMap<>();
        for (JsonNode record :
                expect(
                                200,
                                vendor.get(
                                        "/companies/"
                                                + company
                                                + "/data/"
                                                + path
                                                + "?pageSize=5000&query=metadata.isDeleted%3Dfalse"))
                        .json()
                        .path("results")) {
            shown.put(record.path("id").asText(), record);
        }
        return shown;
    }
}
