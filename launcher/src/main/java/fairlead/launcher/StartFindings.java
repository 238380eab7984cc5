package fairlead.launcher;

import fairlead.launcher.release.ReleaseState;
import fairlead.launcher.release.StartDecision;
import fairlead.launcher.release.Track;
import fairlead.launcher.release.Track.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a start decided and people should know, in plain sentences for the activity log. */
final class StartFindings {
    private StartFindings() {}

    /**
     * Compares what was written before with what this start decided.
     *
     * @param read the state as the last process left it
     * @param made what this start made of it
     */
    static List<String> of(ReleaseState read, StartDecision.Outcome made) {
        ReleaseState now = made.state();
        List<String> sentences = left(read, now);
        boolean crashing = now.main().deaths() >= ReleaseState.WITHOUT_PARTNERS;
        boolean hasPartners =
                now.tracks().entrySet().stream()
                        .anyMatch(
                                t ->
                                        !t.getKey().equals(ReleaseState.MAIN)
                                                && t.getValue().wanted().isPresent());
        if (crashing
                && hasPartners
                && made instanceof StartDecision.Run run
                && run.partners().isEmpty()) {
            sentences.add(
                    "Partners' bundles are left out of this start, since Fairlead ended unasked "
                            + now.main().deaths()
                            + " times in a row.");
        }
        return sentences;
    }

    /** The releases that are left, of those that ran or were to run. */
    static List<String> left(ReleaseState read, ReleaseState now) {
        List<String> sentences = new ArrayList<>();
        for (Map.Entry<String, Track> entry : read.tracks().entrySet()) {
            Track before = entry.getValue();
            Track after = now.track(entry.getKey());
            if (before.trial().isPresent() && after.trial().isEmpty()) {
                sentences.add(trialLeft(before.trial().get(), after));
            }
            if (before.current().isPresent() && !before.current().equals(after.current())) {
                sentences.add(
                        currentLeft(
                                before.current().get(),
                                after,
                                entry.getKey().equals(ReleaseState.MAIN)));
            }
        }
        return sentences;
    }

    private static String trialLeft(String release, Track after) {
        Optional<Cause> cause = after.blockedFor(release);
        return cause.isEmpty()
                ? release
                        + " is damaged on this PC's disk and does not run. It is fetched again from"
                        + " where it came; where that is gone, offer it again."
                : release + " is not tried again: " + cause.get().inWords() + ".";
    }

    private static String currentLeft(String release, Track after, boolean ours) {
        String next =
                after.current()
                        .orElse(ours ? "the release that came with the program" : "no release");
        return release
                + " is left for "
                + next
                + ": "
                + after.blockedFor(release).map(Cause::inWords).orElse("its files are damaged here")
                + ".";
    }
}
