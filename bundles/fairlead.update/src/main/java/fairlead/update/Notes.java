package fairlead.update;

import fairlead.launcher.release.LocalDisk;
import fairlead.launcher.release.StateFile;
import fairlead.update.api.UpdateOutcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What the updater must remember over a swap of itself, a start or a power cut: offers that wait,
 * how healthy it was before a trial, what came of the last ones. In {@code update/updater.state},
 * in the form of the host's state files. Losing it loses history and an offer, never a release.
 */
final class Notes {
    private static final int REMEMBERED = 50;

    /** In bytes: all that are remembered take half of the file at most. */
    private static final int LONGEST_REASON = 240;

    private static final String CUT = "...";
    private static final String VERDICT = "before.verdict";

    private final StateFile file;

    Notes(Path data) {
        file =
                new StateFile(
                        LocalDisk.of("notes"), data.resolve("update").resolve("updater.state"));
    }

    /** A release that waits for its moment. */
    record Offer(String track, String release, boolean byPerson) {}

    /**
     * How healthy it was before a trial.
     *
     * @param checks names of checks that failed then already
     * @param jobs names of jobs that failed then already
     * @param millis how long each check took, warm
     */
    record Before(String release, Set<String> checks, Set<String> jobs, Map<String, Long> millis) {
        Before {
            checks = Set.copyOf(checks);
            jobs = Set.copyOf(jobs);
            millis = Map.copyOf(millis);
        }
    }

    /** Offers, ours first. */
    synchronized List<Offer> offers() {
        List<Offer> offers = new ArrayList<>();
        read().forEach(
                        (key, value) -> {
                            if (key.startsWith("offer.")) {
                                String[] parts = value.split(" ", 2);
                                offers.add(
                                        new Offer(
                                                key.substring("offer.".length()),
                                                parts[0],
                                                value.endsWith(" person")));
                            }
                        });
        offers.sort(
                Comparator.comparing((Offer o) -> !o.track().equals("main"))
                        .thenComparing(Offer::track));
        return offers;
    }

    /** Notes an offer; what a person offers waits for nothing. */
    void offer(Offer offer) {
        change(
                v -> {
                    v.put(
                            "offer." + offer.track(),
                            offer.release() + (offer.byPerson() ? " person" : " silent"));
                    if (offer.byPerson()) {
                        v.remove("retry." + offer.release());
                    }
                });
    }

    /** One that has taken its place meanwhile stays. */
    void forget(Offer offer) {
        change(
                v -> {
                    String noted = v.getOrDefault("offer." + offer.track(), "");
                    if (noted.startsWith(offer.release() + " ")) {
                        v.remove("offer." + offer.track());
                    }
                });
    }

    synchronized Optional<Before> before() {
        Map<String, String> v = read();
        return Optional.ofNullable(v.get("before.release"))
                .map(
                        release ->
                                new Before(
                                        release,
                                        set(v.get("before.checks")),
                                        set(v.get("before.jobs")),
                                        millis(v)));
    }

    private static Set<String> set(String text) {
        return text == null || text.isEmpty()
                ? Set.of()
                : new TreeSet<>(Arrays.asList(text.split(",")));
    }

    private static Map<String, Long> millis(Map<String, String> values) {
        Map<String, Long> millis = new TreeMap<>();
        values.forEach(
                (key, value) -> {
                    if (key.startsWith("before.millis.")) {
                        millis.put(key.substring("before.millis.".length()), Long.parseLong(value));
                    }
                });
        return millis;
    }

    void before(Before before) {
        change(
                v -> {
                    v.keySet().removeIf(k -> k.startsWith("before."));
                    v.put("before.release", before.release());
                    v.put("before.checks", String.join(",", before.checks()));
                    v.put("before.jobs", String.join(",", before.jobs()));
                    before.millis().forEach((k, ms) -> v.put("before.millis." + k, ms.toString()));
                });
    }

    /**
     * The verdict on a trial that the host takes back now.
     *
     * @param trial how long it was watched
     */
    record GoingBack(Instant at, String reason, Duration trial) {}

    /**
     * Notes it until {@link #outcome} has what came of it. A disk that does not take it holds no
     * going back up.
     */
    void goesBack(String release, GoingBack verdict) {
        changeIfPossible(
                v -> {
                    v.put("before.release", release);
                    v.put(
                            VERDICT,
                            verdict.at()
                                    + " "
                                    + verdict.trial().toSeconds()
                                    + " "
                                    + shortened(verdict.reason()));
                });
    }

    /** The host was not told of it: whoever looks next judges anew. */
    void forgetVerdict() {
        if (goingBack().isPresent()) {
            changeIfPossible(v -> v.remove(VERDICT));
        }
    }

    synchronized Optional<GoingBack> goingBack() {
        return Optional.ofNullable(read().get(VERDICT))
                .map(text -> text.split(" ", 3))
                .map(
                        parts ->
                                new GoingBack(
                                        Instant.parse(parts[0]),
                                        parts[2],
                                        Duration.ofSeconds(Long.parseLong(parts[1]))));
    }

    void forgetBefore() {
        change(v -> v.keySet().removeIf(k -> k.startsWith("before.")));
    }

    /** How often this release went back for the surroundings, and since when it waits. */
    synchronized Optional<Retry> retry(String release) {
        return Optional.ofNullable(read().get("retry." + release))
                .map(
                        text -> {
                            String[] parts = text.split(" ");
                            return new Retry(Integer.parseInt(parts[0]), Instant.parse(parts[1]));
                        });
    }

    /** A release that went back for the surroundings. */
    record Retry(int times, Instant last) {
        /** Three times after an hour each, then after a day, then weekly (rule 22). */
        Instant next() {
            Duration pause =
                    times < 3
                            ? Duration.ofHours(1)
                            : times == 3 ? Duration.ofDays(1) : Duration.ofDays(7);
            return last.plus(pause);
        }
    }

    void retry(String release, Retry retry) {
        change(v -> v.put("retry." + release, retry.times() + " " + retry.last()));
    }

    /**
     * Remembers what came of a release; a trial is over by that. One that is staged has its trial
     * still to come, in another process.
     */
    void outcome(UpdateOutcome outcome) {
        change(
                v -> {
                    if (!(outcome instanceof UpdateOutcome.Staged)) {
                        v.keySet().removeIf(k -> k.startsWith("before."));
                    }
                    if (outcome instanceof UpdateOutcome.Committed) {
                        v.keySet().removeIf(k -> k.startsWith("retry."));
                    }
                    List<String> history = history(v);
                    history.add(0, text(outcome));
                    v.keySet().removeIf(k -> k.startsWith("history."));
                    for (int i = 0; i < Math.min(REMEMBERED, history.size()); i++) {
                        v.put(String.format("history.%02d", i), history.get(i));
                    }
                });
    }

    synchronized List<UpdateOutcome> history() {
        return history(read()).stream().map(Notes::outcome).flatMap(Optional::stream).toList();
    }

    /** Outcomes behind the one that was told last, oldest first. */
    synchronized List<UpdateOutcome> untold() {
        Map<String, String> values = read();
        List<String> history = history(values);
        int told = history.indexOf(values.getOrDefault("told", ""));
        List<String> rest = new ArrayList<>(history.subList(0, told < 0 ? history.size() : told));
        Collections.reverse(rest);
        return rest.stream().map(Notes::outcome).flatMap(Optional::stream).toList();
    }

    void told(UpdateOutcome newest) {
        change(v -> v.put("told", text(newest)));
    }

    private static List<String> history(Map<String, String> values) {
        List<String> history = new ArrayList<>();
        new TreeMap<>(values)
                .forEach(
                        (key, value) -> {
                            if (key.startsWith("history.")) {
                                history.add(value);
                            }
                        });
        return history;
    }

    private static String text(UpdateOutcome outcome) {
        String head = outcome.at() + " " + outcome.release() + " ";
        if (outcome instanceof UpdateOutcome.Committed it) {
            return head
                    + "committed "
                    + it.swap().map(d -> d.toNanos() / 1000).orElse(-1L)
                    + " "
                    + it.trial().toSeconds();
        }
        if (outcome instanceof UpdateOutcome.WentBack it) {
            return head
                    + (it.blocked() ? "blocked" : "back")
                    + it.back().map(d -> ":" + d.toNanos() / 1000).orElse("")
                    + " "
                    + it.trial().toSeconds()
                    + " "
                    + shortened(it.reason());
        }
        if (outcome instanceof UpdateOutcome.Refused it) {
            return head + "refused " + shortened(it.reason());
        }
        return head + "staged ";
    }

    private static String shortened(String reason) {
        if (reason.getBytes(StandardCharsets.UTF_8).length <= LONGEST_REASON) {
            return reason;
        }
        ByteBuffer room = ByteBuffer.allocate(LONGEST_REASON - CUT.length());
        CharBuffer rest = CharBuffer.wrap(reason);
        StandardCharsets.UTF_8.newEncoder().encode(rest, room, true); // whole characters
        return reason.substring(0, rest.position()).strip() + CUT;
    }

    private static Optional<UpdateOutcome> outcome(String text) {
        String[] parts = text.split(" ", 4);
        if (parts.length < 4) {
            return Optional.empty();
        }
        Instant at = Instant.parse(parts[0]);
        String release = parts[1];
        String[] phase = parts[2].split(":", 2);
        return switch (phase[0]) {
            case "committed" -> {
                String[] numbers = parts[3].split(" ");
                yield Optional.of(
                        new UpdateOutcome.Committed(
                                release,
                                at,
                                numbers[0].equals("-1")
                                        ? Optional.empty()
                                        : Optional.of(micros(numbers[0])),
                                Duration.ofSeconds(Long.parseLong(numbers[1]))));
            }
            case "blocked", "back" -> {
                String[] rest = parts[3].split(" ", 2);
                yield Optional.of(
                        new UpdateOutcome.WentBack(
                                release,
                                at,
                                rest[1],
                                phase[0].equals("blocked"),
                                phase.length < 2 ? Optional.empty() : Optional.of(micros(phase[1])),
                                Duration.ofSeconds(Long.parseLong(rest[0]))));
            }
            case "refused" -> Optional.of(new UpdateOutcome.Refused(release, at, parts[3]));
            case "staged" -> Optional.of(new UpdateOutcome.Staged(release, at));
            default -> Optional.empty(); // of a later version
        };
    }

    private static Duration micros(String number) {
        return Duration.ofNanos(Long.parseLong(number) * 1000);
    }

    /** Always from the disk: the updater before this one may have written last. */
    private synchronized Map<String, String> read() {
        try {
            return new LinkedHashMap<>(file.read().map(StateFile.Content::values).orElse(Map.of()));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The updater's notes cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private void changeIfPossible(Consumer<Map<String, String>> change) {
        try {
            change(change);
        } catch (IllegalStateException e) {
            Checks.LOG.warn("{}", e.getMessage());
        }
    }

    private synchronized void change(Consumer<Map<String, String>> change) {
        Map<String, String> next = read();
        change.accept(next);
        try {
            file.write(next);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The updater's notes cannot be written: " + e.getMessage() + ".", e);
        }
    }
}
