package fairlead.launcher.release;

import fairlead.launcher.release.Track.Blocked;
import fairlead.launcher.release.Track.Cause;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Which releases count on this machine (rule 3). Immutable: each transition gives the state to
 * write; it has happened when {@link StateFile#write} has returned, and not before.
 *
 * @param tracks by name; {@link #MAIN} is always there
 * @param other keys that this version does not know, kept as they are
 */
public record ReleaseState(Map<String, Track> tracks, Map<String, String> other) {
    /** Our own track. */
    public static final String MAIN = "main";

    /** So many unasked ends without a trial, and partners' bundles are left out (rule 12). */
    public static final int WITHOUT_PARTNERS = 2;

    /** So many, and the current release gives way (rule 12). */
    public static final int GIVES_WAY = 4;

    private static final String CALM = "calm";
    private static final String TRIED = "tried";
    private static final Duration CALM_DAY = Duration.ofDays(1);

    /** The factory release, with nothing else: what holds when no copy of the state is valid. */
    public static final ReleaseState FACTORY = new ReleaseState(Map.of(), Map.of());

    public ReleaseState {
        Map<String, Track> sorted = new TreeMap<>(tracks);
        sorted.putIfAbsent(MAIN, Track.running(Optional.empty()));
        tracks = Collections.unmodifiableMap(sorted);
        other = Collections.unmodifiableMap(new TreeMap<>(other));
    }

    /** Our own track. */
    public Track main() {
        return tracks.get(MAIN);
    }

    /** The track of this name; a new one runs nothing. */
    public Track track(String name) {
        return tracks.getOrDefault(name, Track.running(Optional.empty()));
    }

    /** The track on which a trial runs, if one does; a staged release is no trial. */
    public Optional<String> onTrial() {
        return tracks.keySet().stream().filter(name -> tracks.get(name).onTrial()).findFirst();
    }

    /** Every release that this state names: their bytes stay (rule 4). */
    public Set<String> named() {
        Set<String> ids = new LinkedHashSet<>();
        for (Track track : tracks.values()) {
            Stream.of(track.current(), track.previous(), track.trial())
                    .flatMap(Optional::stream)
                    .forEach(ids::add);
        }
        return ids;
    }

    /**
     * Puts a release on trial; the running process counts as its first start (rule 11).
     *
     * @param active the components that are active now
     * @throws BeginRefusedException when it is blocked here, runs already, or another one is on
     *     trial
     */
    public ReleaseState begin(String track, String release, List<String> active)
            throws BeginRefusedException {
        return begin(track, release, 1, active);
    }

    /**
     * Leaves a release for the next start to take (rule 18); replaces one of the same track that
     * was only staged.
     *
     * @throws BeginRefusedException as {@link #begin}
     */
    public ReleaseState stage(String track, String release, List<String> active)
            throws BeginRefusedException {
        return begin(track, release, Track.STAGED, active);
    }

    private ReleaseState begin(String name, String release, int starts, List<String> active)
            throws BeginRefusedException {
        Track track = track(name);
        Optional<Cause> blocked = track.blockedFor(release);
        if (blocked.isPresent()) {
            throw BeginRefusedException.blocked(release, blocked.get());
        }
        if (track.current().equals(Optional.of(release))) {
            throw BeginRefusedException.running(release);
        }
        for (Map.Entry<String, Track> each : tracks.entrySet()) {
            boolean replaced = each.getKey().equals(name) && each.getValue().staged();
            if (each.getValue().trial().isPresent() && !replaced) {
                throw BeginRefusedException.busy(release, each.getValue().trial().get());
            }
        }
        return with(name, t -> t.begin(release, starts, active));
    }

    /**
     * Makes the trial the current release and keeps the former one as previous.
     *
     * @throws IllegalStateException when another release is on trial, or none
     */
    public ReleaseState commit(String release) {
        String name = trackOf(release, Track::onTrial);
        ReleaseState next = with(name, Track::commit).withOther(TRIED, Duration.ZERO);
        return name.equals(MAIN) ? next.mainChanged() : next;
    }

    /**
     * Takes the trial back, or what is staged; current runs on.
     *
     * @param cause why it is not tried again here; empty when the surroundings failed (rule 22)
     * @throws IllegalStateException when another release is on trial or staged, or none
     */
    public ReleaseState rollback(String release, Optional<Cause> cause) {
        return endTrial(trackOf(release, track -> true), cause);
    }

    /** Takes off the start that this process counted, as the first step of an asked stop (11). */
    public ReleaseState uncounted() {
        return each(t -> t.onTrial() && t.trialStarts() > 0 ? t.starts(t.trialStarts() - 1) : t);
    }

    /**
     * So much waking time went by without an unasked end; after a day of it, in however many
     * processes, no death counts any more (rule 12).
     */
    public ReleaseState calmFor(Duration more) {
        if (main().deaths() == 0) {
            return this;
        }
        Duration calm = duration(CALM).plus(more);
        return calm.compareTo(CALM_DAY) >= 0
                ? with(MAIN, t -> t.deaths(0)).withOther(CALM, Duration.ZERO)
                : withOther(CALM, calm);
    }

    /** The trial that runs, should there be one, ran for so long in this process (rule 15). */
    public ReleaseState triedFor(Duration more) {
        return onTrial().isEmpty() ? this : withOther(TRIED, tried().plus(more));
    }

    /** How long the trial ran in the processes before, as far as they ended in order. */
    public Duration tried() {
        return duration(TRIED);
    }

    /** One more unasked end; the calm begins anew. */
    ReleaseState died() {
        int deaths = Math.min(main().deaths() + 1, GIVES_WAY);
        return with(MAIN, t -> t.deaths(deaths)).withOther(CALM, Duration.ZERO);
    }

    /** A duration among the other keys; zero when there is none that this version understands. */
    public Duration duration(String key) {
        try {
            return Duration.parse(other.getOrDefault(key, "PT0S"));
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
    }

    /** The same state with this duration among the other keys; zero takes the key away. */
    public ReleaseState withOther(String key, Duration value) {
        Map<String, String> all = new TreeMap<>(other);
        if (value.isZero()) {
            all.remove(key);
        } else {
            all.put(key, value.toString());
        }
        return new ReleaseState(tracks, all);
    }

    /**
     * Leaves our current release for the previous one, or for the factory's when there is none.
     *
     * @param cause why it is not begun again here; empty when its bytes are wrong (rule 13)
     * @param usable is the previous release whole?
     */
    public ReleaseState giveWay(Optional<Cause> cause, boolean usable) {
        Track main = main();
        Optional<String> to = main.previous().filter(p -> usable && main.blockedFor(p).isEmpty());
        Track next = main.fallBackTo(to);
        if (cause.isPresent() && main.current().isPresent()) {
            next = next.block(main.current().get(), cause.get());
        }
        Track left = next;
        return with(MAIN, t -> left).mainChanged();
    }

    ReleaseState endTrial(String name, Optional<Cause> cause) {
        Track track = track(name);
        Track next = track.withoutTrial();
        if (cause.isPresent() && track.trial().isPresent()) {
            next = next.block(track.trial().get(), cause.get());
        }
        Track left = next;
        return with(name, t -> left).withOther(TRIED, Duration.ZERO);
    }

    ReleaseState with(String name, UnaryOperator<Track> change) {
        Map<String, Track> all = new TreeMap<>(tracks);
        all.put(name, change.apply(track(name)));
        return new ReleaseState(all, other);
    }

    private ReleaseState each(UnaryOperator<Track> change) {
        Map<String, Track> all = new TreeMap<>(tracks);
        all.replaceAll((name, track) -> change.apply(track));
        return new ReleaseState(all, other);
    }

    /** What a partner's release was blocked for may have been our fault (rule 19). */
    private ReleaseState mainChanged() {
        Map<String, Track> all = new TreeMap<>(tracks);
        all.replaceAll((n, t) -> n.equals(MAIN) ? t : t.withoutBlocksBy(Cause.DEATHS));
        return new ReleaseState(all, other);
    }

    private String trackOf(String release, Predicate<Track> which) {
        return tracks.entrySet().stream()
                .filter(t -> which.test(t.getValue()))
                .filter(t -> t.getValue().trial().equals(Optional.of(release)))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        release
                                                + " is not on trial; on trial is "
                                                + onTrial()
                                                        .flatMap(n -> track(n).trial())
                                                        .orElse("nothing")));
    }

    /** The state as the keys and values of a {@link StateFile}. */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        tracks.forEach(
                (name, track) -> {
                    track.current().ifPresent(id -> values.put(name + ".current", id));
                    track.previous().ifPresent(id -> values.put(name + ".previous", id));
                    track.trial().ifPresent(id -> values.put(name + ".trial", id));
                    values.put(name + ".trialStarts", Integer.toString(track.trialStarts()));
                    values.put(name + ".deaths", Integer.toString(track.deaths()));
                    values.put(
                            name + ".blocked",
                            String.join(
                                    ",",
                                    track.blocked().stream()
                                            .map(b -> b.release() + "/" + word(b.cause()))
                                            .toList()));
                    values.put(name + ".active", String.join(",", track.active()));
                });
        values.putAll(other);
        return values;
    }

    /** The state that {@link #values} gave; what is not understood is kept in {@link #other}. */
    public static ReleaseState of(Map<String, String> values) {
        Map<String, String> left = new TreeMap<>(values);
        Map<String, Track> tracks = new TreeMap<>();
        for (String key : values.keySet()) {
            if (key.endsWith(".trialStarts")) {
                String name = key.substring(0, key.length() - ".trialStarts".length());
                tracks.put(name, track(name, left));
            }
        }
        return new ReleaseState(tracks, left);
    }

    private static Track track(String name, Map<String, String> left) {
        return new Track(
                Optional.ofNullable(left.remove(name + ".current")),
                Optional.ofNullable(left.remove(name + ".previous")),
                Optional.ofNullable(left.remove(name + ".trial")),
                number(left.remove(name + ".trialStarts")),
                number(left.remove(name + ".deaths")),
                blocked(left.remove(name + ".blocked")),
                list(left.remove(name + ".active")));
    }

    private static List<Blocked> blocked(String text) {
        List<Blocked> blocked = new ArrayList<>();
        for (String entry : list(text)) {
            int slash = entry.lastIndexOf('/');
            String word = slash < 0 ? "" : entry.substring(slash + 1);
            // A cause of a later version blocks as well.
            Cause cause =
                    Arrays.stream(Cause.values())
                            .filter(c -> word(c).equals(word))
                            .findFirst()
                            .orElse(Cause.VERDICT);
            blocked.add(new Blocked(slash < 0 ? entry : entry.substring(0, slash), cause));
        }
        return blocked;
    }

    static String word(Cause cause) {
        return cause.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> list(String text) {
        return text == null || text.isEmpty() ? List.of() : List.of(text.split(","));
    }

    private static int number(String text) {
        try {
            return text == null ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0; // the CRC was right: a later version says something else there
        }
    }
}
