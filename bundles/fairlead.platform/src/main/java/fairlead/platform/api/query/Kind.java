package fairlead.platform.api.query;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.platform.http.Call;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** What a property's values are. */
public enum Kind {
    /** A {@link String}. */
    TEXT,
    /** A {@link BigDecimal}. */
    NUMBER,
    /** Milliseconds since 1970, a {@link Long}; without a zone: in UTC. */
    DATE,
    /** A {@link Boolean}. */
    FLAG;

    /** Longer than any number of any accounting package; exponents beyond it cost time. */
    private static final int LONGEST_NUMBER = 40;

    /** The value that a query's text means. */
    Comparable<?> parse(String text) {
        return switch (this) {
            case TEXT -> text;
            case NUMBER ->
                    number(text).orElseThrow(() -> QueryText.malformed(text, "is no number"));
            case DATE -> date(text).orElseThrow(() -> QueryText.malformed(text, "is no date"));
            case FLAG -> {
                if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
                    throw QueryText.malformed(Call.shortened(text), "is neither true nor false");
                }
                yield Boolean.parseBoolean(text);
            }
        };
    }

    /** The value of a field; empty when it has none of this kind. */
    public Optional<Comparable<?>> of(JsonNode field) {
        return switch (this) {
            case TEXT ->
                    field.isTextual()
                            ? Optional.of(field.textValue())
                            : Optional.<Comparable<?>>empty();
            case NUMBER ->
                    field.isNumber()
                            ? Optional.of(field.decimalValue())
                            : Optional.<Comparable<?>>empty();
            case DATE ->
                    field.isTextual()
                            ? date(field.textValue()).map(at -> at)
                            : Optional.<Comparable<?>>empty();
            case FLAG ->
                    field.isBoolean()
                            ? Optional.of(field.booleanValue())
                            : Optional.<Comparable<?>>empty();
        };
    }

    private static Optional<BigDecimal> number(String text) {
        if (text.length() > LONGEST_NUMBER || !text.matches("[-+]?[0-9]*\\.?[0-9]+")) {
            return Optional.empty();
        }
        return Optional.of(new BigDecimal(text));
    }

    private static Optional<Long> date(String text) {
        try {
            if (!text.contains("T")) {
                return Optional.of(millis(LocalDate.parse(text).atStartOfDay()));
            }
            return Optional.of(
                    zoned(text)
                            ? OffsetDateTime.parse(text).toInstant().toEpochMilli()
                            : millis(LocalDateTime.parse(text)));
        } catch (DateTimeParseException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static boolean zoned(String text) {
        int time = text.indexOf('T');
        return text.endsWith("Z") || text.indexOf('+', time) > 0 || text.indexOf('-', time) > 0;
    }

    private static long millis(LocalDateTime local) {
        Instant instant = local.toInstant(ZoneOffset.UTC);
        return instant.toEpochMilli();
    }
}
