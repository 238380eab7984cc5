package fairlead.launcher.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.launcher.release.Track.Blocked;
import fairlead.launcher.release.Track.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReleaseStateTest {
    private static final ReleaseState OLD =
            ReleaseState.of(
                    Map.of("main.current", "old", "main.trialStarts", "0", "main.deaths", "3"));

    @Test
    @DisplayName("swap rule 3: begin does not move current, commit makes it previous")
    void rule3BeginAndCommit() throws BeginRefusedException {
        ReleaseState begun = OLD.begin("main", "new", List.of("a.Component"));
        assertThat(begun.main().current()).contains("old");
        assertThat(begun.main().trial()).contains("new");
        assertThat(begun.main().active()).containsExactly("a.Component");
        ReleaseState committed = begun.commit("new");
        assertThat(committed.main().current()).contains("new");
        assertThat(committed.main().previous()).contains("old");
        assertThat(committed.main().trial()).isEmpty();
        assertThat(committed.main().active()).isEmpty();
    }

    @Test
    @DisplayName("swap rule 3: what is written is what is read")
    void rule3ValuesAndBack() throws BeginRefusedException {
        ReleaseState state =
                OLD.begin("main", "new", List.of("a", "b"))
                        .rollback("new", Optional.of(Cause.VERDICT))
                        .stage("acme", "theirs", List.of());
        assertThat(ReleaseState.of(state.values())).isEqualTo(state);
        assertThat(state.track("acme").staged()).isTrue();
        ReleaseState trial = OLD.begin("main", "new", List.of("a.B", "a.C"));
        assertThat(ReleaseState.of(trial.values())).isEqualTo(trial);
        assertThat(ReleaseState.of(Map.of())).isEqualTo(ReleaseState.FACTORY);
    }

    @Test
    @DisplayName("swap rule 11: begin counts the running process")
    void rule11BeginCountsOne() throws BeginRefusedException {
        assertThat(begun().main().trialStarts()).isEqualTo(1);
    }

    @Test
    @DisplayName("swap rule 11: commit and rollback remove the count; a clean stop takes off its 1")
    void rule11WhatEndsTheCount() throws BeginRefusedException {
        assertThat(begun().uncounted().main().trialStarts()).isZero();
        assertThat(begun().uncounted().main().trial()).contains("new");
        assertThat(begun().uncounted().uncounted().main().trialStarts()).isZero();
        assertThat(begun().commit("new").main().trialStarts()).isZero();
        assertThat(begun().rollback("new", Optional.empty()).main().trialStarts()).isZero();
        ReleaseState staged = OLD.stage("main", "new", List.of());
        assertThat(staged.uncounted()).isEqualTo(staged);
    }

    @Test
    @DisplayName("swap rule 12: a commit and a calm day set the deaths to 0")
    void rule12WhatEndsTheDeaths() throws BeginRefusedException {
        assertThat(OLD.calmFor(Duration.ofDays(1)).main().deaths()).isZero();
        assertThat(begun().commit("new").main().deaths()).isZero();
        assertThat(begun().rollback("new", Optional.empty()).main().deaths()).isEqualTo(3);
    }

    @Test
    @DisplayName("swap rule 12: a day of calm adds up over processes, and a death ends it")
    void rule12ADayOfCalmAddsUp() {
        ReleaseState evening = OLD.calmFor(Duration.ofHours(23));
        ReleaseState morning = ReleaseState.of(evening.values());
        assertThat(morning.main().deaths()).isEqualTo(3);
        ReleaseState calm = morning.calmFor(Duration.ofHours(1));
        assertThat(calm.main().deaths()).isZero();
        assertThat(calm.other()).isEmpty();
        assertThat(calm.calmFor(Duration.ofHours(1))).as("nothing to count").isEqualTo(calm);
        ReleaseState died = ReleaseState.of(evening.values()).died();
        assertThat(died.main().deaths()).isEqualTo(4);
        assertThat(died.calmFor(Duration.ofHours(23)).main().deaths()).isEqualTo(4);
    }

    @Test
    @DisplayName("swap rule 24: what a later version says of the calm is no calm")
    void rule24ADurationThatIsNotUnderstood() {
        ReleaseState later =
                ReleaseState.of(
                        Map.of("main.trialStarts", "0", "main.deaths", "1", "calm", "2 days"));
        assertThat(later.calmFor(Duration.ofHours(23)).main().deaths()).isEqualTo(1);
    }

    @Test
    @DisplayName("swap rule 14: begin of a blocked release is refused, with the cause")
    void rule14BlockedIsRefused() throws BeginRefusedException {
        ReleaseState back = begun().rollback("new", Optional.of(Cause.START));
        assertThat(back.main().blocked()).containsExactly(new Blocked("new", Cause.START));
        assertThatThrownBy(() -> back.begin("main", "new", List.of()))
                .isInstanceOf(BeginRefusedException.class)
                .hasMessage("Release new is blocked here (start); offer a newer one.");
        assertThatThrownBy(() -> back.stage("main", "new", List.of()))
                .isInstanceOf(BeginRefusedException.class);
        assertThatThrownBy(() -> OLD.begin("main", "old", List.of()))
                .isInstanceOf(BeginRefusedException.class)
                .hasMessageContaining("runs already");
    }

    @Test
    @DisplayName("swap rule 18: staged is no trial, and another begin replaces it")
    void rule18StagedIsReplaced() throws BeginRefusedException {
        ReleaseState staged = OLD.stage("main", "new", List.of());
        assertThat(staged.onTrial()).isEmpty();
        assertThat(staged.main().trialStarts()).isEqualTo(Track.STAGED);
        assertThatThrownBy(() -> staged.commit("new")).isInstanceOf(IllegalStateException.class);
        assertThat(staged.begin("main", "newer", List.of()).main().trial()).contains("newer");
        ReleaseState takenBack = staged.rollback("new", Optional.of(Cause.VERDICT));
        assertThat(takenBack.main().staged()).isFalse();
        assertThat(takenBack.main().current()).isEqualTo(OLD.main().current());
        assertThat(takenBack.main().blockedFor("new")).contains(Cause.VERDICT);
    }

    @Test
    @DisplayName("swap rule 19: one trial at a time over all tracks")
    void rule19OneTrialAtATime() throws BeginRefusedException {
        assertThatThrownBy(() -> begun().begin("acme", "theirs", List.of()))
                .isInstanceOf(BeginRefusedException.class)
                .hasMessage("Release theirs has to wait: new is on trial or staged.");
        assertThatThrownBy(() -> begun().begin("main", "newer", List.of()))
                .isInstanceOf(BeginRefusedException.class);
        ReleaseState theirs = OLD.begin("acme", "theirs", List.of());
        assertThatThrownBy(() -> theirs.begin("main", "new", List.of()))
                .isInstanceOf(BeginRefusedException.class);
        assertThat(theirs.onTrial()).contains("acme");
    }

    @Test
    @DisplayName("swap rule 19: a partner's block by deaths alone is lifted when ours changes")
    void rule19OursChangesAPartnersChance() throws BeginRefusedException {
        ReleaseState byDeaths =
                OLD.begin("acme", "theirs", List.of())
                        .rollback("theirs", Optional.of(Cause.DEATHS));
        ReleaseState byStart =
                OLD.begin("acme", "theirs", List.of()).rollback("theirs", Optional.of(Cause.START));
        assertThat(changed(byDeaths).track("acme").blocked()).isEmpty();
        assertThat(byDeaths.giveWay(Optional.empty(), false).track("acme").blocked()).isEmpty();
        assertThat(changed(byStart).track("acme").blockedFor("theirs")).contains(Cause.START);
        ReleaseState oursByDeaths = begun().rollback("new", Optional.of(Cause.DEATHS));
        assertThat(oursByDeaths.giveWay(Optional.empty(), false).main().blockedFor("new"))
                .contains(Cause.DEATHS);
    }

    @Test
    @DisplayName("swap rule 13: a current that gives way for its bytes is not blocked")
    void rule13GivesWayUnblocked() throws BeginRefusedException {
        ReleaseState two = begun().commit("new");
        assertThat(two.giveWay(Optional.empty(), true).main().current()).contains("old");
        assertThat(two.giveWay(Optional.empty(), true).main().blocked()).isEmpty();
        assertThat(two.giveWay(Optional.empty(), false).main().current()).isEmpty();
        assertThat(two.giveWay(Optional.of(Cause.DEATHS), true).main().blockedFor("new"))
                .contains(Cause.DEATHS);
    }

    @Test
    void neverGivesWayToABlockedRelease() throws BeginRefusedException {
        ReleaseState two = begun().commit("new");
        Track blocked = two.main().block("old", Cause.VERDICT);
        assertThat(two.with("main", t -> blocked).giveWay(Optional.empty(), true).main().current())
                .isEmpty();
    }

    @Test
    void committingWhatIsNotOnTrialNamesBoth() throws BeginRefusedException {
        ReleaseState begun = begun();
        assertThatThrownBy(() -> begun.commit("other"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("other is not on trial; on trial is new");
        assertThatThrownBy(() -> OLD.rollback("new", Optional.empty()))
                .hasMessage("new is not on trial; on trial is nothing");
    }

    @Test
    void remembersTheLastFiftyBlocksAndStaysSmall() throws Exception {
        ReleaseState state = OLD;
        for (int i = 0; i < 200; i++) {
            String id = "main-0.0." + i + "-abcdefabcdef";
            state = state.begin("main", id, List.of()).rollback(id, Optional.of(Cause.VERDICT));
        }
        assertThat(state.main().blocked()).hasSize(50);
        assertThat(state.main().blockedFor("main-0.0.199-abcdefabcdef")).isPresent();
        assertThat(ReleaseState.of(state.values())).isEqualTo(state);
    }

    @Test
    void aCauseOfALaterVersionStillBlocks() {
        ReleaseState state =
                ReleaseState.of(Map.of("main.trialStarts", "0", "main.blocked", "new/weather"));
        assertThat(state.main().blockedFor("new")).isPresent();
    }

    private static ReleaseState begun() throws BeginRefusedException {
        return OLD.begin("main", "new", List.of());
    }

    private static ReleaseState changed(ReleaseState state) throws BeginRefusedException {
        return state.begin("main", "new", List.of()).commit("new");
    }
}
