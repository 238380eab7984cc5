package fairlead.launcher.release;

import fairlead.launcher.release.Track.Cause;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What a start makes of the state (rules 8, 10 to 13, 18, 19): first {@link #verified}, then a
 * fresh cache, then {@link #counted}; each result is made durable before the next step. Pure.
 */
public final class StartDecision {
    private StartDecision() {}

    /** What is right of a release in the store. */
    @FunctionalInterface
    public interface Verifier {
        /**
         * The slot that the release needs, 0 for the factory's; empty when any of its bytes are
         * missing or wrong.
         *
         * @throws IOException when a file is there and cannot be opened: the start is tried again,
         *     uncounted
         */
        OptionalInt slotIfWhole(String release) throws IOException;
    }

    /**
     * What the supervisor knows.
     *
     * @param slot the slot in which this host runs
     * @param failedSlot a slot in which three hosts died before they counted (rule 7)
     * @param unasked did the last host end without having been asked or having chosen to?
     */
    public record Circumstances(int slot, OptionalInt failedSlot, boolean unasked) {}

    /** What the start does. */
    public sealed interface Outcome {
        /** The state to write before anything else is done, if it differs from the former one. */
        ReleaseState state();
    }

    /**
     * Run these.
     *
     * @param state is durable before Felix starts
     * @param main our release; empty for the factory's
     * @param partners by track
     */
    public record Run(ReleaseState state, Optional<String> main, Map<String, String> partners)
            implements Outcome {
        public Run {
            partners = Map.copyOf(partners);
        }
    }

    /** End with this slot for the supervisor to start; no trial was counted (rule 8). */
    public record OtherSlot(ReleaseState state, int slot) implements Outcome {}

    /**
     * Drops what is not whole (rule 13): a trial is taken back unblocked, a current release gives
     * way. Only what may run is looked at.
     */
    public static ReleaseState verified(ReleaseState state, Verifier verifier) throws IOException {
        ReleaseState next = state;
        for (Map.Entry<String, Track> entry : state.tracks().entrySet()) {
            Optional<String> trial = entry.getValue().trial();
            if (trial.isPresent() && verifier.slotIfWhole(trial.get()).isEmpty()) {
                next = next.endTrial(entry.getKey(), Optional.empty());
            }
            Optional<String> current = entry.getValue().current();
            if (current.isPresent() && verifier.slotIfWhole(current.get()).isEmpty()) {
                Optional<String> previous = entry.getValue().previous();
                boolean usable =
                        previous.isPresent() && verifier.slotIfWhole(previous.get()).isPresent();
                if (entry.getKey().equals(ReleaseState.MAIN)) {
                    next = next.giveWay(Optional.empty(), usable);
                } else {
                    next =
                            next.with(
                                    entry.getKey(),
                                    t -> t.fallBackTo(previous.filter(p -> usable)));
                }
            }
        }
        return next;
    }

    /**
     * Counts this start (rules 7, 11, 12) and says what runs.
     *
     * @param read the state as the last process left it
     * @param state the same, {@link #verified}
     */
    public static Outcome counted(
            ReleaseState read, ReleaseState state, Circumstances now, Verifier verifier)
            throws IOException {
        ReleaseState judged = slotFailed(state, now, verifier);
        if (now.unasked() && diedOfCurrent(read, state, now, verifier)) {
            judged = died(judged, verifier); // the host of another slot is not told of it
        }
        ReleaseState next = judged;
        for (Map.Entry<String, Track> entry : judged.tracks().entrySet()) {
            Track track = entry.getValue();
            if (track.trial().isPresent()) {
                next =
                        track.trialStarts() >= 2
                                ? next.endTrial(entry.getKey(), Optional.of(Cause.DEATHS))
                                : next.with(
                                        entry.getKey(),
                                        t -> t.starts(Math.max(t.trialStarts(), 0) + 1));
            }
        }
        Optional<String> main = next.main().wanted();
        int slot = slot(main, verifier);
        if (slot != now.slot()) {
            return new OtherSlot(judged, slot);
        }
        return new Run(next, main, partners(next));
    }

    private static ReleaseState slotFailed(ReleaseState state, Circumstances now, Verifier verifier)
            throws IOException {
        ReleaseState next = state;
        if (now.failedSlot().isEmpty()) {
            return next;
        }
        // Verified before: had the slot's own bytes been wrong, its release would be gone already.
        int failed = now.failedSlot().getAsInt();
        Optional<String> trial = next.main().trial();
        if (trial.isPresent() && slot(trial, verifier) == failed) {
            next = next.endTrial(ReleaseState.MAIN, Optional.of(Cause.SLOT));
        }
        while (next.main().current().isPresent()
                && slot(next.main().current(), verifier) == failed) {
            next = giveWay(next, Cause.SLOT, verifier);
        }
        return next;
    }

    /** Not of a trial, of a slot, of a host that was on its way to another, of what gave way. */
    private static boolean diedOfCurrent(
            ReleaseState read, ReleaseState state, Circumstances now, Verifier verifier)
            throws IOException {
        Optional<String> current = state.main().current();
        return read.onTrial().isEmpty()
                && now.failedSlot().isEmpty()
                && current.equals(read.main().current())
                && slot(current, verifier) == now.slot();
    }

    private static ReleaseState died(ReleaseState state, Verifier verifier) throws IOException {
        ReleaseState next = state.died();
        return next.main().deaths() == ReleaseState.GIVES_WAY && next.main().current().isPresent()
                ? giveWay(next, Cause.DEATHS, verifier)
                : next;
    }

    private static ReleaseState giveWay(ReleaseState state, Cause cause, Verifier verifier)
            throws IOException {
        Optional<String> previous = state.main().previous();
        return state.giveWay(
                Optional.of(cause),
                previous.isPresent() && verifier.slotIfWhole(previous.get()).isPresent());
    }

    private static int slot(Optional<String> release, Verifier verifier) throws IOException {
        return release.isPresent() ? verifier.slotIfWhole(release.get()).orElse(0) : 0;
    }

    private static Map<String, String> partners(ReleaseState state) {
        boolean crashing =
                state.main().deaths() >= ReleaseState.WITHOUT_PARTNERS
                        && state.tracks().values().stream().allMatch(t -> t.trial().isEmpty());
        Map<String, String> partners = new TreeMap<>();
        if (crashing || state.main().trial().isPresent()) {
            return partners;
        }
        state.tracks()
                .forEach(
                        (name, track) -> {
                            if (!name.equals(ReleaseState.MAIN)) {
                                track.wanted().ifPresent(id -> partners.put(name, id));
                            }
                        });
        return partners;
    }

    /**
     * The trial failed in start: its bytes are hashed again before it is judged (rule 13).
     *
     * @param verifier puts nothing right: what it heals was not what failed
     * @return the state to write before the process is started anew
     */
    public static ReleaseState startFailed(ReleaseState state, String track, Verifier verifier)
            throws IOException {
        Optional<String> trial = state.track(track).trial();
        boolean whole = trial.isPresent() && verifier.slotIfWhole(trial.get()).isPresent();
        return state.endTrial(track, whole ? Optional.of(Cause.START) : Optional.empty());
    }
}
