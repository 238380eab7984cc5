package fairlead.platform.connector;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.http.Answer;
import fairlead.platform.http.Json;
import fairlead.platform.store.Commits.Outcome;
import fairlead.platform.store.Uploads.State;
import fairlead.platform.store.Uploads.Taking;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How a set stands, as the protocol has it. */
final class SetAnswers {
    private SetAnswers() {}

    static Answer taking(Taking taking) {
        if (taking instanceof Taking.Taken) {
            return Answer.ok(Json.object().put("state", "Taken"));
        }
        if (taking instanceof Taking.Conflict conflict) {
            return refused("Conflict", conflict.reason());
        }
        State state = ((Taking.Ended) taking).state();
        return Answer.json(409, state(state));
    }

    static Answer refused(String state, String reason) {
        return Answer.json(409, reasoned(state, reason));
    }

    private static ObjectNode reasoned(String state, String reason) {
        return Json.object().put("state", state).put("reason", reason);
    }

    static ObjectNode state(State state) {
        if (state instanceof State.Open open) {
            ObjectNode answer = Json.object().put("state", "Open");
            answer.set("taken", numbers(open.taken()));
            return answer;
        }
        if (state instanceof State.Committed committed) {
            return committed(committed.digests());
        }
        if (state instanceof State.Aborted aborted) {
            return reasoned("Aborted", aborted.reason());
        }
        if (state instanceof State.LooksWrong wrong) {
            return reasoned("Rejected", wrong.reason());
        }
        if (state instanceof State.Rejected rejected) {
            return reasoned("Rejected", rejected.reason());
        }
        return Json.object().put("state", "Unknown");
    }

    static ObjectNode committed(Map<String, String> digests) {
        ObjectNode answer = Json.object().put("state", "Committed");
        ObjectNode list = answer.putObject("digests");
        new TreeMap<>(digests).forEach(list::put);
        return answer;
    }

    private static ObjectNode numbers(Map<String, List<Integer>> byDataset) {
        ObjectNode list = Json.object();
        new TreeMap<>(byDataset)
                .forEach(
                        (id, numbers) -> {
                            ArrayNode array = list.putArray(id);
                            numbers.forEach(number -> array.add(number));
                        });
        return list;
    }

    static ObjectNode refused(Outcome outcome) {
        if (outcome instanceof Outcome.Missing missing) {
            ObjectNode answer = Json.object().put("state", "Missing");
            answer.set("missing", numbers(missing.missing()));
            return answer;
        }
        if (outcome instanceof Outcome.BaseMismatch mismatch) {
            return mismatch("BaseMismatch", mismatch.bases(), mismatch.reason());
        }
        if (outcome instanceof Outcome.DigestMismatch mismatch) {
            return mismatch("DigestMismatch", mismatch.bases(), mismatch.reason());
        }
        if (outcome instanceof Outcome.LooksWrong wrong) {
            return reasoned("LooksWrong", wrong.reason());
        }
        if (outcome instanceof Outcome.Conflict conflict) {
            return reasoned("Conflict", conflict.reason());
        }
        return outcome instanceof Outcome.Aborted aborted
                ? reasoned("Aborted", aborted.reason())
                : reasoned("Rejected", ((Outcome.Rejected) outcome).reason());
    }

    private static ObjectNode mismatch(
            String state, Map<String, Optional<String>> bases, String reason) {
        ObjectNode answer = Json.object().put("state", state);
        ObjectNode list = answer.putObject("bases");
        new TreeMap<>(bases).forEach((type, base) -> list.put(type, base.orElse(null)));
        return answer.put("reason", reason);
    }
}
