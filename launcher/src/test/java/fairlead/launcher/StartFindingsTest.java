package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.launcher.release.ReleaseState;
import fairlead.launcher.release.StartDecision;
import fairlead.launcher.release.StartDecision.Circumstances;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the activity log says of a start's decisions. */
class StartFindingsTest {
    private static final Circumstances DIED = new Circumstances(0, OptionalInt.empty(), true);

    private static List<String> after(Map<String, String> values, Circumstances now)
            throws IOException {
        Map<String, String> all = new TreeMap<>(Map.of("main.trialStarts", "0"));
        all.putAll(values);
        ReleaseState read = ReleaseState.of(all);
        StartDecision.Verifier whole = id -> OptionalInt.of(id.equals("main-slot") ? 1 : 0);
        return StartFindings.of(read, StartDecision.counted(read, read, now, whole));
    }

    @Test
    void anOrdinaryStartIsNotWorthAWord() throws IOException {
        assertThat(after(Map.of("main.current", "main-2"), DIED)).isEmpty();
    }

    @Test
    void saysThatPartnersAreLeftOut() throws IOException {
        Map<String, String> values =
                Map.of(
                        "main.deaths", "1",
                        "acme.trialStarts", "0",
                        "acme.current", "acme-1");
        assertThat(after(values, DIED))
                .containsExactly(
                        "Partners' bundles are left out of this start, since Fairlead ended"
                                + " unasked 2 times in a row.");
        assertThat(after(Map.of("main.deaths", "1"), DIED)).as("without partners").isEmpty();
    }

    @Test
    void saysWhatGivesWayToWhat() throws IOException {
        assertThat(
                        after(
                                Map.of(
                                        "main.deaths", "3",
                                        "main.current", "main-3",
                                        "main.previous", "main-2"),
                                DIED))
                .singleElement()
                .asString()
                .startsWith("main-3 is left for main-2: Fairlead ended unasked again and again");
        assertThat(after(Map.of("main.deaths", "3", "main.current", "main-3"), DIED))
                .singleElement()
                .asString()
                .contains("main-3 is left for the release that came with the program");
    }

    @Test
    void saysWhatGivesWayAlsoOnTheWayToAnotherSlot() throws IOException {
        Map<String, String> values =
                Map.of(
                        "main.deaths", "3",
                        "main.current", "main-slot",
                        "main.previous", "main-2");
        assertThat(after(values, new Circumstances(1, OptionalInt.empty(), true)))
                .singleElement()
                .asString()
                .startsWith("main-slot is left for main-2: Fairlead ended unasked again and again");
    }

    @Test
    void saysWhyATrialIsOver() throws IOException {
        assertThat(after(Map.of("main.trialStarts", "2", "main.trial", "main-3"), DIED))
                .singleElement()
                .asString()
                .startsWith("main-3 is not tried again: Fairlead ended unasked again and again");
        Circumstances slotFailed = new Circumstances(0, OptionalInt.of(1), true);
        assertThat(after(Map.of("main.trialStarts", "1", "main.trial", "main-slot"), slotFailed))
                .containsExactly("main-slot is not tried again: its host did not start.");
    }
}
