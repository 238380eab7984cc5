package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MakingTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);

    @Test
    void saysNowAndThenHowMuchOfACompanyIsMade() {
        try (Making making = new Making(out);
                PrintStream said = new PrintStream(making, true, StandardCharsets.UTF_8)) {
            for (int made = 10_000; made <= 1_000_000; made += 10_000) {
                said.println("made " + made + " of 1000000 transactions");
            }
        }
        assertThat(shown.toString(StandardCharsets.UTF_8).lines())
                .hasSizeBetween(10, 12)
                .first()
                .asString()
                .isEqualTo("    1 %  of 1,000,000 transactions made");
    }

    @Test
    void letsEveryOtherLineThrough() {
        try (PrintStream said = new PrintStream(new Making(out), true, StandardCharsets.UTF_8)) {
            said.println("The demo company cannot be served.");
        }
        assertThat(shown.toString(StandardCharsets.UTF_8))
                .isEqualTo("The demo company cannot be served.\n");
    }
}
