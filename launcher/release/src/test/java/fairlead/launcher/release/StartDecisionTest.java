package fairlead.launcher.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.launcher.release.StartDecision.Circumstances;
import fairlead.launcher.release.StartDecision.OtherSlot;
import fairlead.launcher.release.StartDecision.Outcome;
import fairlead.launcher.release.StartDecision.Run;
import fairlead.launcher.release.StartDecision.Verifier;
import fairlead.launcher.release.Track.Cause;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StartDecisionTest {
    private static final Circumstances CALM = new Circumstances(0, OptionalInt.empty(), false);
    private static final Circumstances DIED = new Circumstances(0, OptionalInt.empty(), true);

    private final Set<String> damaged = new HashSet<>();
    private final Map<String, Integer> slots = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final Verifier verifier =
            release -> {
                asked.add(release);
                return damaged.contains(release)
                        ? OptionalInt.empty()
                        : OptionalInt.of(slots.getOrDefault(release, 0));
            };

    @Test
    @DisplayName("swap rule 10: a start without a trial changes nothing and writes nothing")
    void rule10AQuietStart() throws Exception {
        ReleaseState state = state("current=two", "previous=one");
        Run run = run(state, CALM);
        assertThat(run.state()).isEqualTo(state);
        assertThat(run.main()).contains("two");
        assertThat(asked).as("previous is not hashed when nobody needs it").doesNotContain("one");
    }

    @Test
    @DisplayName("swap rule 10: without a state the factory release runs")
    void rule10TheFactory() throws Exception {
        Run run = run(ReleaseState.FACTORY, CALM);
        assertThat(run.main()).isEmpty();
        assertThat(run.state()).isEqualTo(ReleaseState.FACTORY);
    }

    @Test
    @DisplayName("swap rule 10: a file that cannot be opened ends the start before it counts")
    void rule10UnopenableIsNoVerdict() {
        assertThatThrownBy(
                        () ->
                                StartDecision.verified(
                                        state("current=one", "trial=two", "trialStarts=1"),
                                        release -> {
                                            throw new IOException("held");
                                        }))
                .isInstanceOf(IOException.class);
    }

    @Test
    @DisplayName("swap rule 11: a start of a trial adds 1; one that reads 2 blocks it")
    void rule11TwoDeathsEndATrial() throws Exception {
        Run second = run(state("current=one", "trial=two", "trialStarts=1"), DIED);
        assertThat(second.main()).contains("two");
        assertThat(second.state().main().trialStarts()).isEqualTo(2);
        Run third = run(second.state(), DIED);
        assertThat(third.main()).contains("one");
        assertThat(third.state().main().blockedFor("two")).contains(Cause.DEATHS);
        assertThat(third.state().main().trial()).isEmpty();
    }

    @Test
    @DisplayName("swap rule 11: switching the PC off any number of times does not end a trial")
    void rule11CleanStopsDoNotCount() throws Exception {
        ReleaseState state = state("current=one", "trial=two", "trialStarts=1");
        for (int i = 0; i < 10; i++) {
            Run run = run(state.uncounted(), CALM);
            assertThat(run.main()).contains("two");
            assertThat(run.state().main().trialStarts()).isEqualTo(1);
            state = run.state();
        }
    }

    @Test
    @DisplayName("swap rule 12: deaths are counted without a trial only")
    void rule12DeathsOfATrialAreItsOwn() throws Exception {
        assertThat(run(state("current=one"), DIED).state().main().deaths()).isEqualTo(1);
        assertThat(run(state("current=one"), CALM).state().main().deaths()).isZero();
        assertThat(
                        run(state("current=one", "trial=two", "trialStarts=1"), DIED)
                                .state()
                                .main()
                                .deaths())
                .isZero();
        assertThat(
                        run(state("current=one", "trial=two", "trialStarts=2"), DIED)
                                .state()
                                .main()
                                .deaths())
                .as("the third start: its death was the trial's")
                .isZero();
    }

    @Test
    @DisplayName("swap rule 12: at 2 deaths partners are left out, at 4 current gives way, twice")
    void rule12TheLadder() throws Exception {
        ReleaseState state =
                ReleaseState.of(
                        Map.of(
                                "main.trialStarts", "0",
                                "main.current", "two",
                                "main.previous", "one",
                                "acme.trialStarts", "0",
                                "acme.current", "theirs"));
        List<String> ran = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            Run run = run(state, DIED);
            ran.add(run.main().orElse("factory") + (run.partners().isEmpty() ? "" : "+theirs"));
            state = run.state();
        }
        assertThat(ran)
                .containsExactly(
                        "two+theirs",
                        "two",
                        "two",
                        "one+theirs",
                        "one+theirs",
                        "one",
                        "one",
                        "factory+theirs",
                        "factory+theirs");
        assertThat(state.main().blockedFor("two")).contains(Cause.DEATHS);
        assertThat(state.main().blockedFor("one")).contains(Cause.DEATHS);
    }

    @Test
    @DisplayName("swap rules 8, 12: the same where each release has a host of its own")
    void rule12TheLadderOverSlots() throws Exception {
        slots.put("two", 3);
        slots.put("one", 2);
        ReleaseState state = state("current=two", "previous=one");
        int slot = 3;
        List<String> ran = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Outcome outcome = decide(state, new Circumstances(slot, OptionalInt.empty(), true));
            if (outcome instanceof OtherSlot other) { // whose host hears of no death
                slot = other.slot();
                outcome =
                        decide(other.state(), new Circumstances(slot, OptionalInt.empty(), false));
            }
            ran.add(((Run) outcome).main().orElse("factory") + " in " + slot);
            state = outcome.state();
        }
        assertThat(ran)
                .containsExactly(
                        "two in 3",
                        "two in 3",
                        "two in 3",
                        "one in 2",
                        "one in 2",
                        "one in 2",
                        "one in 2",
                        "factory in 0");
    }

    @Test
    @DisplayName("swap rule 12: the factory release that dies is still started, without partners")
    void rule12TheFactoryIsTheLast() throws Exception {
        ReleaseState state = ReleaseState.FACTORY;
        for (int i = 0; i < 20; i++) {
            Run run = run(state, DIED);
            assertThat(run.main()).isEmpty();
            state = run.state();
        }
        assertThat(state.main().deaths()).isEqualTo(ReleaseState.GIVES_WAY);
        assertThat(state.main().blocked()).isEmpty();
    }

    @Test
    @DisplayName("swap rule 13: a damaged trial is dropped and not blocked")
    void rule13ADamagedTrial() throws Exception {
        damaged.add("two");
        Run run = run(state("current=one", "trial=two", "trialStarts=2"), DIED);
        assertThat(run.main()).contains("one");
        assertThat(run.state().main().trial()).isEmpty();
        assertThat(run.state().main().blocked()).isEmpty();
        assertThat(run.state().main().deaths()).as("it was the trial that died").isZero();
    }

    @Test
    @DisplayName("swap rule 13: a damaged current gives way to previous, then to the factory")
    void rule13ADamagedCurrent() throws Exception {
        damaged.add("two");
        Run run = run(state("current=two", "previous=one"), CALM);
        assertThat(run.main()).contains("one");
        assertThat(run.state().main().blocked()).isEmpty();
        damaged.add("one");
        assertThat(run(state("current=two", "previous=one"), CALM).main()).isEmpty();
        assertThat(run(state("current=two"), CALM).main()).isEmpty();
        assertThat(run(state("current=two"), DIED).state().main().deaths())
                .as("what takes its place begins anew")
                .isZero();
    }

    @Test
    @DisplayName("swap rule 13: a damaged partner's release gives way without touching ours")
    void rule13ADamagedPartner() throws Exception {
        damaged.add("theirs2");
        ReleaseState state =
                ReleaseState.of(
                        Map.of(
                                "main.trialStarts", "0",
                                "main.current", "one",
                                "acme.trialStarts", "0",
                                "acme.current", "theirs2",
                                "acme.previous", "theirs1"));
        assertThat(run(state, CALM).partners()).containsEntry("acme", "theirs1");
        damaged.add("theirs1");
        assertThat(run(state, CALM).partners()).isEmpty();
        assertThat(run(state, CALM).main()).contains("one");
    }

    @Test
    @DisplayName("swap rule 13: a failure in start is judged after the bytes were hashed again")
    void rule13AFailureInStart() throws Exception {
        ReleaseState counted = state("current=one", "trial=two", "trialStarts=2");
        assertThat(StartDecision.startFailed(counted, "main", verifier).main().blockedFor("two"))
                .contains(Cause.START);
        damaged.add("two");
        ReleaseState unjudged = StartDecision.startFailed(counted, "main", verifier);
        assertThat(unjudged.main().blocked()).isEmpty();
        assertThat(unjudged.main().trial()).as("or it might fail for ever").isEmpty();
    }

    @Test
    @DisplayName("swap rule 8: a release that needs another slot is started there, uncounted")
    void rule8AsksForTheSlot() throws Exception {
        slots.put("two", 3);
        ReleaseState state = state("current=one", "trial=two", "trialStarts=-1");
        Outcome outcome = decide(state, CALM);
        assertThat(outcome).isEqualTo(new OtherSlot(state, 3));
        Outcome there = decide(state, new Circumstances(3, OptionalInt.empty(), false));
        assertThat(((Run) there).main()).contains("two");
        assertThat(there.state().main().trialStarts()).isEqualTo(1);
    }

    @Test
    @DisplayName("swap rule 8: a host in a newer slot than its release needs goes back as well")
    void rule8AsksForTheFactorySlot() throws Exception {
        Outcome outcome =
                decide(state("current=one"), new Circumstances(3, OptionalInt.empty(), false));
        assertThat(outcome).isInstanceOf(OtherSlot.class).extracting("slot").isEqualTo(0);
    }

    @Test
    @DisplayName("swap rule 7: a trial whose slot failed is blocked; a current gives way")
    void rule7TheFailedSlotIsLeft() throws Exception {
        slots.put("two", 3);
        Circumstances failed = new Circumstances(0, OptionalInt.of(3), true);
        Run run = run(state("current=one", "trial=two", "trialStarts=-1"), failed);
        assertThat(run.main()).contains("one");
        assertThat(run.state().main().blockedFor("two")).contains(Cause.SLOT);
        assertThat(run.state().main().deaths()).as("they were not those of one").isZero();
        Run current = run(state("current=two", "previous=one"), failed);
        assertThat(current.main()).contains("one");
        assertThat(current.state().main().blockedFor("two")).contains(Cause.SLOT);
        assertThat(current.state().main().deaths()).as("its successor begins anew").isZero();
        slots.put("one", 3);
        assertThat(run(state("current=two", "previous=one"), failed).main()).isEmpty();
    }

    @Test
    @DisplayName("swap rule 7: a slot with wrong bytes blocks nothing")
    void rule7ADamagedSlotIsNoVerdict() throws Exception {
        slots.put("two", 3);
        damaged.add("two");
        Run run =
                run(
                        state("current=one", "trial=two", "trialStarts=-1"),
                        new Circumstances(0, OptionalInt.of(3), true));
        assertThat(run.main()).contains("one");
        assertThat(run.state().main().blocked()).isEmpty();
        assertThat(run.state().main().deaths()).isZero();
    }

    @Test
    @DisplayName("swap rules 7, 12: a host of a staged release that dies early is not current's")
    void rule12AnEarlyDeathInAnotherSlot() throws Exception {
        slots.put("two", 3);
        Run run =
                run(
                        state("current=one", "trial=two", "trialStarts=-1"),
                        new Circumstances(3, OptionalInt.empty(), true));
        assertThat(run.main()).contains("two");
        assertThat(run.state().main().deaths()).isZero();
        assertThat(run.state().main().trialStarts()).isEqualTo(1);
    }

    @Test
    @DisplayName("swap rule 7: what was judged for a failed slot is written although it goes on")
    void rule7TheVerdictIsNotLostOnTheWay() throws Exception {
        slots.put("three", 3);
        slots.put("two", 2);
        Outcome outcome =
                decide(
                        state("current=two", "trial=three", "trialStarts=-1"),
                        new Circumstances(0, OptionalInt.of(3), true));
        assertThat(outcome).isInstanceOf(OtherSlot.class).extracting("slot").isEqualTo(2);
        assertThat(outcome.state().main().blockedFor("three")).contains(Cause.SLOT);
    }

    @Test
    @DisplayName("swap rules 8, 12: four deaths leave a release with a slot of its own, too")
    void rule12ADeathIsCountedAlsoOnTheWayToAnotherSlot() throws Exception {
        slots.put("two", 2);
        Outcome outcome =
                decide(
                        state("current=two", "previous=one", "deaths=3"),
                        new Circumstances(2, OptionalInt.empty(), true));
        assertThat(outcome).isInstanceOf(OtherSlot.class).extracting("slot").isEqualTo(0);
        Run there = run(outcome.state(), CALM);
        assertThat(there.main()).contains("one");
        assertThat(there.state().main().blockedFor("two")).contains(Cause.DEATHS);
    }

    @Test
    @DisplayName("swap rule 18: the start that takes a staged release counts 1")
    void rule18TheStartThatTakesItCounts() throws Exception {
        Run run = run(state("current=one", "trial=two", "trialStarts=-1"), CALM);
        assertThat(run.main()).contains("two");
        assertThat(run.state().main().trialStarts()).isEqualTo(1);
    }

    @Test
    @DisplayName("swap rule 19: while ours is on trial a start leaves the partners out")
    void rule19PartnersWait() throws Exception {
        ReleaseState state =
                ReleaseState.of(
                        Map.of(
                                "main.trialStarts", "1",
                                "main.current", "one",
                                "main.trial", "two",
                                "acme.trialStarts", "0",
                                "acme.current", "theirs"));
        assertThat(run(state, CALM).partners()).isEmpty();
        ReleaseState theirs =
                ReleaseState.of(
                        Map.of(
                                "main.trialStarts", "0",
                                "main.current", "one",
                                "acme.trialStarts", "1",
                                "acme.current", "theirs",
                                "acme.trial", "theirs2"));
        assertThat(run(theirs, CALM).partners()).containsEntry("acme", "theirs2");
    }

    @Test
    @DisplayName("swap rule 19: a partner's trial that dies twice leaves ours alone")
    void rule19ThePartnersDeaths() throws Exception {
        ReleaseState state =
                ReleaseState.of(
                        Map.of(
                                "main.trialStarts", "0",
                                "main.current", "one",
                                "acme.trialStarts", "2",
                                "acme.current", "theirs",
                                "acme.trial", "theirs2"));
        Run run = run(state, DIED);
        assertThat(run.partners()).containsEntry("acme", "theirs");
        assertThat(run.state().track("acme").blockedFor("theirs2")).contains(Cause.DEATHS);
        assertThat(run.state().main()).isEqualTo(state.main());
    }

    private Run run(ReleaseState state, Circumstances now) throws IOException {
        return (Run) decide(state, now);
    }

    private Outcome decide(ReleaseState state, Circumstances now) throws IOException {
        return StartDecision.counted(state, StartDecision.verified(state, verifier), now, verifier);
    }

    private static ReleaseState state(String... main) {
        Map<String, String> values = new HashMap<>(Map.of("main.trialStarts", "0"));
        for (String each : main) {
            String[] parts = each.split("=", 2);
            values.put("main." + parts[0], parts[1]);
        }
        return ReleaseState.of(values);
    }
}
