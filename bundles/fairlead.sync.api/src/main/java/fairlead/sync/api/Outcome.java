package fairlead.sync.api;

import fairlead.accounting.api.DataType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the last sync of a company ended: what is shown until the next one.
 *
 * @param at when
 * @param message one plain sentence
 * @param lastSuccess when the platform last said Committed; empty when it never did
 * @param types per data type, how it stands
 * @param findings plain sentences about the company's own books
 */
public record Outcome(
        Instant at,
        String message,
        Optional<Instant> lastSuccess,
        Map<DataType, SyncStatus.TypeStatus> types,
        List<String> findings) {
    public Outcome {
        types = Map.copyOf(types);
        findings = List.copyOf(findings);
    }
}
