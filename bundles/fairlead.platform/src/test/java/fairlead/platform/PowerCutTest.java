package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.platform.store.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a power cut leaves: only what was forced to disk before the answer. */
@Tag("h2")
class PowerCutTest {
    @TempDir Path data;
    @TempDir Path left;
    private Server server;
    private Http.Vendor vendor;
    private String company;
    private TestAgent agent;

    @BeforeAll
    static void filesThatKnowWhatWasForced() {
        FilePath.register(new SyncedFiles());
    }

    @BeforeEach
    void link() {
        server =
                Server.start(
                        data,
                        Clock.systemUTC(),
                        1_000_000,
                        new DatabaseAddress.H2(data.resolve("platform"), SyncedFiles.SCHEME));
        vendor = new Http(server.url).vendor(server.apiKey());
        company = vendor.company();
        agent = TestAgent.linked(server.url, company);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** The platform as it starts from what was on disk at this moment. */
    private Server afterPowerCut() throws IOException {
        SyncedFiles.afterPowerCut(
                data.resolve("platform").resolve("platform.mv.db"), left.resolve("platform"));
        return Server.start(
                left,
                Clock.systemUTC(),
                1_000_000,
                new DatabaseAddress.H2(left.resolve("platform")));
    }

    @Test
    @DisplayName("sync rule 22: an acknowledged chunk outlives a power cut")
    void rule22AcknowledgedChunksOutliveAPowerCut() throws IOException {
        TestSet set = TestSet.whole(agent, null, TestSet.customers(0, 20));
        try (Server again = afterPowerCut()) {
            TestAgent same = agent.at(again.url);
            expect(200, same.fetchToken());
            assertThat(same.ask(set.id).json().path("taken").path(set.dataset("customers")))
                    .hasSize(1);
        }
    }

    @Test
    @DisplayName("sync rule 25: what was answered Committed outlives a power cut")
    void rule25CommittedOutlivesAPowerCut() throws IOException {
        expect(200, TestSet.whole(agent, null, TestSet.customers(0, 20)).end());
        try (Server again = afterPowerCut()) {
            assertThat(
                            new Http(again.url)
                                    .vendor(vendor.key())
                                    .get("/companies/" + company + "/data/customers")
                                    .json()
                                    .path("totalResults")
                                    .asInt())
                    .isEqualTo(20);
        }
    }
}
