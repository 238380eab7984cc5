package fairlead.update;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.launcher.release.StateFile;
import fairlead.update.api.UpdateOutcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotesTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir private Path data;

    /** Each time as another process, or another updater, finds them. */
    private Notes notes() {
        return new Notes(data);
    }

    private static UpdateOutcome staged(int n) {
        return new UpdateOutcome.Staged("main-" + n, NOON.plusSeconds(n));
    }

    @Test
    void whatWasToldIsNotToldAgainAfterAStart() {
        assertThat(notes().untold()).isEmpty();
        UpdateOutcome bad =
                new UpdateOutcome.WentBack(
                        "main-1",
                        NOON,
                        "it fails",
                        true,
                        Optional.of(Duration.ofMillis(5)),
                        Duration.ofSeconds(7));
        UpdateOutcome good =
                new UpdateOutcome.Committed(
                        "main-2",
                        NOON.minusSeconds(60), // the clock was set back
                        Optional.of(Duration.ofMillis(12)),
                        Duration.ofSeconds(60));
        notes().outcome(bad);
        notes().outcome(good);
        List<UpdateOutcome> both = notes().untold();
        assertThat(both).containsExactly(bad, good);
        notes().outcome(staged(3)); // while the two were on their way
        notes().told(both.get(1));
        assertThat(notes().untold()).containsExactly(staged(3));
        notes().told(staged(3));
        assertThat(notes().untold()).isEmpty();
        assertThat(notes().history()).hasSize(3);
    }

    @Test
    void whatIsNotKnownOfGoingBackIsKeptSo() {
        UpdateOutcome byTheHost =
                new UpdateOutcome.WentBack(
                        "main-1", NOON, "it: fails", false, Optional.empty(), Duration.ZERO);
        notes().outcome(byTheHost);
        assertThat(notes().history()).containsExactly(byTheHost);
    }

    @Test
    void anOfferThatTookAnothersPlaceIsNotForgottenWithIt() {
        Notes.Offer first = new Notes.Offer("main", "main-1", false);
        Notes.Offer second = new Notes.Offer("main", "main-10", true);
        notes().offer(first);
        notes().offer(second); // while the first one begins
        notes().forget(first);
        assertThat(notes().offers()).containsExactly(second);
        notes().forget(second);
        assertThat(notes().offers()).isEmpty();
    }

    @Test
    void whenMoreCameThanIsRememberedWhatIsRememberedIsTold() {
        notes().outcome(staged(0));
        notes().told(staged(0));
        for (int n = 1; n <= 60; n++) {
            notes().outcome(staged(n));
        }
        assertThat(notes().untold()).hasSize(50).startsWith(staged(11)).endsWith(staged(60));
    }

    @Test
    void theLongestReasonsFitIntoTheFile() throws Exception {
        String reason = "\ud83d\ude80\u20ac: it fails, and says so at length. ".repeat(100);
        UpdateOutcome longest =
                new UpdateOutcome.WentBack(
                        "m".repeat(40),
                        NOON,
                        reason,
                        true,
                        Optional.of(Duration.ofDays(400)),
                        Duration.ofSeconds(7));
        for (int n = 0; n < 60; n++) {
            notes().outcome(longest);
        }
        notes().told(longest);
        assertThat(notes().history()).hasSize(50);
        UpdateOutcome.WentBack kept = (UpdateOutcome.WentBack) notes().history().get(0);
        assertThat(kept.reason()).endsWith("...").hasSizeGreaterThan(150);
        assertThat(reason).startsWith(kept.reason().replaceAll("\\.\\.\\.$", ""));
        String text = Files.readString(data.resolve("update").resolve("updater.state"));
        assertThat(text.stripTrailing().lines().takeWhile(line -> !line.isEmpty()))
                .map(line -> line.getBytes(StandardCharsets.UTF_8).length + 1)
                .satisfies(
                        lines ->
                                assertThat(lines.stream().mapToInt(Integer::intValue).sum())
                                        .isLessThan(StateFile.SIZE * 5 / 8));
    }

    @Test
    void aShortReasonIsKeptAsItIs() {
        UpdateOutcome short1 = new UpdateOutcome.Refused("main-1", NOON, "\u20ac".repeat(80));
        notes().outcome(short1);
        assertThat(notes().history()).containsExactly(short1);
    }

    @Test
    void aReasonThatIsCutKeepsWholeCharacters() {
        for (int n = 0; n < 4; n++) {
            String reason = "x".repeat(n) + "\ud83d\ude80".repeat(100);
            notes().outcome(new UpdateOutcome.Refused("main-1", NOON, reason));
            UpdateOutcome.Refused kept = (UpdateOutcome.Refused) notes().history().get(0);
            assertThat(kept.reason())
                    .isEqualTo("x".repeat(n) + "\ud83d\ude80".repeat(59 - (n > 1 ? 1 : 0)) + "...");
        }
    }
}
