package fairlead.sync.api;

import fairlead.accounting.api.DataType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the sync of one company stands: what tray, command line and window show.
 *
 * @param company which one
 * @param phase what is being done now
 * @param message one plain sentence: what is done, or what is waited for and why
 * @param progressPercent 0 to 100 of the set that is under way; 100 when none is
 * @param lastSuccess when the platform last said Committed to a set; empty when it never did
 * @param types per data type, the outcome of the last set
 * @param findings plain sentences about the company's own books, from the last set
 */
public record SyncStatus(
        LinkedCompany company,
        Phase phase,
        String message,
        int progressPercent,
        Optional<Instant> lastSuccess,
        Map<DataType, TypeStatus> types,
        List<String> findings) {
    public SyncStatus {
        types = Map.copyOf(types);
        findings = List.copyOf(findings);
    }

    /** What is being done. */
    public enum Phase {
        IDLE,
        QUEUED,
        READING,
        SENDING,
        WAITING,
        STOPPED
    }

    /**
     * How one data type stands.
     *
     * @param records live records on the platform after the last committed set
     * @param rejects how many of them are kept in an older version, because their row could not be
     *     mapped
     * @param outcome a status of the platform's API, for example {@code Complete}, {@code Queued},
     *     {@code Fetching}
     * @param reason one plain sentence when it is not complete, otherwise empty
     */
    public record TypeStatus(long records, long rejects, String outcome, String reason) {}
}
