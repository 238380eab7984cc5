package fairlead.sync.api;

import fairlead.accounting.api.DataType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the platform can say about a chunk, the end of a set, or a set that it is asked for. */
public sealed interface SetAnswer {
    /** The chunk is durable over there. */
    record Taken() implements SetAnswer {}

    /**
     * The set is open.
     *
     * @param taken per dataset id, the numbers of the chunks that are durable; a dataset that it
     *     does not know is absent
     */
    record Open(Map<String, Set<Integer>> taken) implements SetAnswer {
        public Open {
            taken = Map.copyOf(taken);
        }
    }

    /** The platform knows no such set. */
    record Unknown() implements SetAnswer {}

    /**
     * The set is committed and durable; said again each time it is asked.
     *
     * @param digests per type, what came out then
     */
    record Committed(Map<DataType, Digest> digests) implements SetAnswer {
        public Committed {
            digests = Map.copyOf(digests);
        }
    }

    /** The set was given up over there (untouched for 7 days, or cancelled). */
    record Aborted(String reason) implements SetAnswer {}

    /** Other bytes than before under the same number or id: drop the set. */
    record Conflict(String reason) implements SetAnswer {}

    /**
     * The end names chunks that are not there.
     *
     * @param missing per dataset id, their numbers
     */
    record Missing(Map<String, Set<Integer>> missing) implements SetAnswer {
        public Missing {
            missing = Map.copyOf(missing);
        }
    }

    /**
     * A base is not the current one, or a digest did not come out: nothing changed; forget the
     * index and send a Replace onto these.
     *
     * @param bases per type, the current base; empty when there is none
     * @param reason one plain sentence
     */
    record BaseMismatch(Map<DataType, Optional<String>> bases, String reason) implements SetAnswer {
        public BaseMismatch {
            bases = Map.copyOf(bases);
        }
    }

    /** A Replace would lose an unusual number of records: read afresh and send it once more. */
    record LooksWrong(String reason) implements SetAnswer {}

    /**
     * The set is refused for good, for example because its control totals do not add up: a defect
     * of ours.
     */
    record Rejected(String reason) implements SetAnswer {}

    /**
     * Not now: network, overload, maintenance. The same call again, not before this time has
     * passed.
     */
    record RetryAfter(Duration delay, String reason) implements SetAnswer {}

    /**
     * The connection has ended (unlinked, deleted, revoked) or is stopped over there: nothing more
     * is sent.
     */
    record Gone(String reason, boolean stopped) implements SetAnswer {}
}
