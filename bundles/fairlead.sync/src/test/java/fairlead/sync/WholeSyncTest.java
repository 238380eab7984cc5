package fairlead.sync;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.accounting.api.DataType;
import fairlead.sync.api.Mode;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeSyncTest {
    @TempDir Path data;
    private final FakeLedger ledger = new FakeLedger();
    private final FakePlatform platform = new FakePlatform();
    private Agent agent;

    @BeforeEach
    void linkACompany() {
        ledger.customer();
        for (int k = 0; k < 20; k++) {
            ledger.post();
        }
        agent = new Agent(data, ledger, platform, Clock.systemUTC());
        agent.link();
    }

    @Test
    void carriesACompanyToThePlatform() {
        agent.sync();
        assertThat(platform.disk.visible.get(DataType.INVOICES)).hasSize(20);
        assertThat(platform.disk.visible.get(DataType.JOURNAL_ENTRIES)).hasSize(20);
        assertThat(platform.disk.visible.get(DataType.CUSTOMERS)).hasSize(1);
        assertThat(agent.outbox.held(Agent.CONNECTION, DataType.INVOICES).digest())
                .isEqualTo(FakePlatform.digest(platform.disk.visible.get(DataType.INVOICES)));
        assertThat(agent.outbox.requests(Agent.CONNECTION)).isEmpty();
    }

    @Test
    void sendsOnlyWhatChangedTheNextTime() {
        agent.sync();
        platform.chunksTaken = 0;
        agent.sync();
        assertThat(platform.chunksTaken).isZero();
        ledger.change("amend", n -> 3);
        ledger.change("delete", n -> 5);
        agent.sync();
        assertThat(platform.ends.get(2).datasets())
                .allMatch(part -> part.mode() == Mode.DELTA)
                .filteredOn(part -> part.type() == DataType.INVOICES)
                .allMatch(part -> part.upserts() == 1 && part.deletes() == 1);
        assertThat(platform.disk.visible.get(DataType.INVOICES)).hasSize(19);
    }
}
