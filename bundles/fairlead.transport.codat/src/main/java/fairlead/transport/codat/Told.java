package fairlead.transport.codat;

import com.fasterxml.jackson.core.JsonGenerator;
import fairlead.update.api.UpdateOutcome;
import fairlead.update.api.Updater;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.osgi.framework.ServiceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What came of releases, told with the polls until one is answered. The updater remembers what was
 * told; when it cannot say, or cannot remember, it is told later, or twice.
 */
final class Told {
    private static final Logger LOG = LoggerFactory.getLogger(Told.class);

    private final Supplier<Updater> updater;

    /**
     * @param updater gives null while there is no such service
     */
    Told(Supplier<Updater> updater) {
        this.updater = updater;
    }

    List<UpdateOutcome> next() {
        Updater now = updater.get();
        try {
            return now == null ? List.of() : now.untold();
        } catch (ServiceException e) {
            return List.of(); // it is being swapped
        } catch (IllegalStateException e) {
            LOG.warn("{}", e.getMessage());
            return List.of();
        }
    }

    void done(List<UpdateOutcome> told) {
        Updater now = updater.get();
        if (now == null || told.isEmpty()) {
            return;
        }
        try {
            now.told(told);
        } catch (ServiceException e) {
            LOG.debug("the updater is being swapped; it is told again", e);
        } catch (IllegalStateException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    /** Writes the field, when there is something in it. */
    static void write(JsonGenerator json, List<UpdateOutcome> outcomes) throws IOException {
        if (outcomes.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("updates");
        for (UpdateOutcome outcome : outcomes) {
            json.writeStartObject();
            json.writeStringField("release", outcome.release());
            json.writeStringField("at", outcome.at().toString());
            write(json, outcome);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, UpdateOutcome outcome) throws IOException {
        if (outcome instanceof UpdateOutcome.Committed it) {
            phase(json, "committed", "");
            if (it.swap().isPresent()) {
                json.writeNumberField("swapMillis", it.swap().get().toMillis());
            }
            json.writeNumberField("trialSeconds", it.trial().toSeconds());
        } else if (outcome instanceof UpdateOutcome.WentBack it) {
            phase(json, it.blocked() ? "blocked" : "wentBack", it.reason());
            if (it.back().isPresent()) {
                json.writeNumberField("backMillis", it.back().get().toMillis());
            }
            json.writeNumberField("trialSeconds", it.trial().toSeconds());
        } else if (outcome instanceof UpdateOutcome.Refused it) {
            phase(json, "refused", it.reason());
        } else {
            phase(json, "staged", "");
        }
    }

    private static void phase(JsonGenerator json, String phase, String reason) throws IOException {
        json.writeStringField("phase", phase);
        json.writeStringField("reason", reason);
    }
}
