package fairlead.itests.releases;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.itests.rig.Control;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The updates of a running agent, as whoever sits before it sees and asks for them. */
final class Updating {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Control control;

    Updating(Control control) {
        this.control = control;
    }

    /** Offers a release and gives its id; tries again while the agent is away. */
    String offer(Path release) throws InterruptedException, Control.RefusedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return offerOnce(release);
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("no agent takes " + release, e);
                }
                MILLISECONDS.sleep(200); // between two tries, as a person would
            }
        }
    }

    /** Offers a release; the agent may go while it is asked. */
    String offerOnce(Path release) throws IOException, Control.RefusedException {
        return control.ask("update", Map.of("from", release.toString())).get("release").asText();
    }

    /** How updates stand; empty while nobody answers. */
    Optional<Status> status() {
        try {
            return Optional.of(Status.of(control.ask("updateStatus", Map.of())));
        } catch (IOException | Control.RefusedException e) {
            return Optional.empty();
        }
    }

    /** How updates stand once it is as told; whatever the agent does meanwhile. */
    Status await(String what, Predicate<Status> wanted) {
        Status[] last = new Status[1];
        try {
            org.awaitility.Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(150, MILLISECONDS)
                    .until(
                            () -> {
                                Optional<Status> now = status();
                                now.ifPresent(status -> last[0] = status);
                                return now.filter(wanted).isPresent();
                            });
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError(what + ", but at last it was: " + last[0], e);
        }
        return last[0];
    }

    /** What it went back for, by the history. */
    String outcome(String release) throws IOException, Control.RefusedException {
        for (JsonNode entry : control.ask("updateHistory", Map.of()).get("history")) {
            if (entry.get("release").asText().equals(release)) {
                return entry.get("outcome").asText();
            }
        }
        return "";
    }

    /**
     * How updates stand.
     *
     * @param phase as {@code Swap.state} says it
     */
    record Status(
            String release,
            String previous,
            String trial,
            String phase,
            List<String> waiting,
            List<String> blocked,
            String outcome) {
        private static Status of(JsonNode json) {
            return new Status(
                    json.get("release").asText(),
                    json.get("previous").asText(),
                    json.get("trial").asText(),
                    json.get("phase").asText(),
                    texts(json.get("waiting")),
                    texts(json.get("blocked")),
                    json.get("lastOutcome").asText());
        }

        private static List<String> texts(JsonNode array) {
            List<String> texts = new ArrayList<>();
            array.forEach(text -> texts.add(text.asText()));
            return texts;
        }

        /** Nothing is under way; until the host has come, at a start, no release is named. */
        boolean rests() {
            return !release.isEmpty() && phase.equals("idle") && trial.isEmpty();
        }
    }
}
