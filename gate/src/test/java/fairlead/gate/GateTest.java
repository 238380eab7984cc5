package fairlead.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceException;

class GateTest {
    private final Gate gate = new Gate();

    @Test
    void waitsForThoseInside() throws Exception {
        Gate.Inside inside = gate.enter();
        CompletableFuture<Boolean> closing =
                CompletableFuture.supplyAsync(() -> gate.close(Duration.ofSeconds(30)));
        while (!refusesEntry()) {
            Thread.onSpinWait();
        }
        assertThat(closing).isNotDone();
        inside.close();
        assertThat(closing.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void givesUpAtTheDeadline() {
        try (Gate.Inside stays = gate.enter()) {
            assertThat(gate.close(Duration.ofMillis(20))).isFalse();
        }
    }

    @Test
    void turnsLateCallersAwayWithOsgisOwnException() {
        gate.close(Duration.ZERO);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(gate::enter)
                    .isInstanceOfSatisfying(
                            ServiceException.class,
                            e -> assertThat(e.getType()).isEqualTo(ServiceException.UNREGISTERED));
        }
    }

    private boolean refusesEntry() {
        try (Gate.Inside probe = gate.enter()) {
            return false;
        } catch (ServiceException e) {
            return true;
        }
    }
}
