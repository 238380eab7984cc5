package fairlead.platform.portal;

import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Connections.Status;
import fairlead.platform.store.ReadingModes;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The API's words as a person says them, and how a page shows numbers and times. */
final class Words {
    /** A narrow column breaks it between day and time only. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d\u00a0MMM\u00a0yyyy, HH:mm\u00a0'UTC'", Locale.UK)
                    .withZone(ZoneOffset.UTC);

    private static final Map<String, String> OPERATIONS =
            Map.ofEntries(
                    Map.entry("Initial", "Never read"),
                    Map.entry("Queued", "Waits for the connector"),
                    Map.entry("Fetching", "Being read"),
                    Map.entry("MapQueued", "Being mapped"),
                    Map.entry("Mapping", "Being mapped"),
                    Map.entry("ValidationQueued", "Being checked"),
                    Map.entry("Validating", "Being checked"),
                    Map.entry("ProcessingQueued", "Being taken"),
                    Map.entry("Processing", "Being taken"),
                    Map.entry("Complete", "Up to date"),
                    Map.entry("FetchError", "Could not be read"),
                    Map.entry("MapError", "Could not be mapped"),
                    Map.entry("InternalError", "Failed"),
                    Map.entry("ProcessingError", "Could not be taken"),
                    Map.entry("ValidationError", "Is not consistent"),
                    Map.entry("AuthError", "User or password no longer right"),
                    Map.entry("Cancelled", "Cancelled"),
                    Map.entry("NotSupported", "Not in this package"),
                    Map.entry("RateLimitError", "Too many calls"),
                    Map.entry("PermissionsError", "Not allowed to the user"),
                    Map.entry("PrerequisiteNotMet", "Could not be read"));

    private Words() {}

    static String operation(String status) {
        return OPERATIONS.getOrDefault(status, status);
    }

    static String connection(Connection connection) {
        return switch (connection.status()) {
            case PendingAuth -> "Waits to be linked";
            case Linked -> "Linked";
            case Unlinked -> "Ended by you";
            case Deauthorized ->
                    ReadingModes.done(connection) ? "Read once, as agreed" : "Ended by the company";
        };
    }

    /** The class by which a mark gets its colour; the word beside it says the same. */
    static String tone(Status status) {
        return switch (status) {
            case PendingAuth -> "waits";
            case Linked -> "good";
            case Unlinked, Deauthorized -> "over";
        };
    }

    static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    static String time(Optional<Long> millis, String otherwise) {
        return millis.map(Words::time).orElse(otherwise);
    }

    static String number(long number) {
        return String.format(Locale.UK, "%,d", number);
    }

    static String amount(BigDecimal amount) {
        return String.format(Locale.UK, "%,.2f", amount);
    }

    /** How long ago, roughly. */
    static String ago(long millis, long now) {
        long minutes = Math.max(0, now - millis) / 60_000;
        if (minutes < 2) {
            return "just now";
        }
        if (minutes < 120) {
            return minutes + " minutes ago";
        }
        return minutes < 48 * 60 ? minutes / 60 + " hours ago" : minutes / (24 * 60) + " days ago";
    }
}
