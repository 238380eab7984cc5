package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StopOrdersTest {
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final StopOrders orders = new StopOrders();

    @Test
    void theWordStopIsAnOrder() throws IOException {
        try (PipedOutputStream out = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(out)) {
            orders.then(() -> done.add("stops"));
            orders.listen(in, () -> done.add("heard"));
            out.write("nothing\nstop\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            await().until(() -> done.size() == 2);
            assertThat(done).containsExactly("heard", "stops");
        }
    }

    @Test
    @DisplayName("an order that came while it could not be done is done as soon as it can")
    void anEarlyOrderIsNotLost() {
        orders.listen(new ByteArrayInputStream(new byte[0]), () -> done.add("heard"));
        await().until(() -> done.size() == 1);
        await().untilAsserted(
                        () -> {
                            orders.then(() -> done.add("stops"));
                            assertThat(done).contains("stops");
                        });
    }

    @Test
    void twoOrdersStopOnce() {
        orders.then(() -> done.add("stops"));
        orders.listen(new ByteArrayInputStream(new byte[0]), () -> done.add("one"));
        orders.listen(new ByteArrayInputStream(new byte[0]), () -> done.add("two"));
        await().until(() -> done.size() == 3);
        assertThat(done).containsExactlyInAnyOrder("one", "two", "stops");
    }
}
