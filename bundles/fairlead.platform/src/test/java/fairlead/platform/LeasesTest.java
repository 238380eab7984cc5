package fairlead.platform;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.platform.store.Database;
import fairlead.platform.store.Leases;
import org.junit.jupiter.api.Test;

/** Whoever died with a lease keeps nobody waiting for longer than it takes to know. */
class LeasesTest extends PlatformTest {
    /** As a process leaves it that is killed in its commit. */
    private void leaveLease(String name) {
        Database database = server.node.store().database();
        database.run(
                tx ->
                        tx.update(
                                "INSERT INTO lease (name, holder, until_at) VALUES (?, ?, ?)",
                                name,
                                "another-process-1",
                                clock.millis() + Leases.VALID.toMillis()));
    }

    @Test
    void aStartFreesWhatNobodyElseCanHave() {
        Leases leases = server.node.store().leases();
        leaveLease("commit");
        assertThat(leases.take("commit")).isEmpty();
        leases.forgetOtherProcesses();
        assertThat(leases.take("commit").isPresent()).isEqualTo(!TestDatabase.isPostgres());
    }

    @Test
    void aStartLeavesWhatAnotherNodeOfThisProcessHas() {
        Leases leases = server.node.store().leases();
        assertThat(leases.take("commit")).isPresent();
        leases.forgetOtherProcesses();
        assertThat(leases.take("commit")).isEmpty();
    }
}
