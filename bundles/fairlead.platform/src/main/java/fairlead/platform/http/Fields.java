package fairlead.platform.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The fields of a JSON object that somebody sent: each is as it has to be, or a 400 says what is
 * wrong.
 */
public final class Fields {
    /** 128 bits as a UUID in lower case. */
    public static final Pattern ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /** 32 bytes in hexadecimal. */
    public static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,24}(\\.[0-9]{1,12})?");

    private final ObjectNode object;
    private final String at;

    private Fields(ObjectNode object, String at) {
        this.object = object;
        this.at = at;
    }

    /** The fields of this object. */
    public static Fields of(ObjectNode object) {
        return new Fields(object, "");
    }

    private Problem wrong(String field, String what) {
        return Problem.badRequest(at + field + " " + what + ".");
    }

    /** Says what is wrong when there is any other field than these. */
    public Fields only(String... known) {
        Set<String> names = Set.of(known);
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!names.contains(field.getKey())) {
                throw wrong(Call.shortened(field.getKey()), "is not known here");
            }
        }
        return this;
    }

    /** Is the field there, and not null? */
    public boolean has(String field) {
        return object.hasNonNull(field);
    }

    /** Text. */
    public String text(String field, int most) {
        return optionalText(field, most).orElseThrow(() -> wrong(field, "is missing"));
    }

    /** Text; empty when the field is absent or null. */
    public Optional<String> optionalText(String field, int most) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw wrong(field, "must be text");
        }
        if (value.textValue().length() > most) {
            throw wrong(field, "must have at most " + most + " characters");
        }
        return Optional.of(value.textValue());
    }

    /** Text of this form. */
    public String text(String field, Pattern form, String what) {
        String text = text(field, 4096);
        if (!form.matcher(text).matches()) {
            throw wrong(field, "must be " + what);
        }
        return text;
    }

    /** An id. */
    public String id(String field) {
        return text(field, ID, "a UUID in lower case");
    }

    /** An id; empty when the field is null. */
    public Optional<String> optionalId(String field) {
        return has(field) ? Optional.of(id(field)) : Optional.empty();
    }

    /** A whole number. */
    public long number(String field, long least, long most) {
        JsonNode value = object.path(field);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw wrong(field, "must be a whole number from " + least + " to " + most);
        }
        return value.longValue();
    }

    /** A whole number; empty when the field is absent or null. */
    public Optional<Long> optionalNumber(String field, long least, long most) {
        return has(field) ? Optional.of(number(field, least, most)) : Optional.empty();
    }

    /** Yes or no, or what it is when the field is absent or null. */
    public boolean yes(String field, boolean otherwise) {
        return has(field) ? yes(field) : otherwise;
    }

    /** Yes or no. */
    public boolean yes(String field) {
        JsonNode value = object.path(field);
        if (!value.isBoolean()) {
            throw wrong(field, "must be true or false");
        }
        return value.booleanValue();
    }

    /** A decimal number, as text. */
    public BigDecimal decimal(String field) {
        return new BigDecimal(text(field, DECIMAL, "a decimal number as text"));
    }

    /** An instant, in milliseconds since 1970. */
    public long instant(String field) {
        try {
            return Instant.parse(text(field, 100)).toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException e) {
            throw wrong(field, "must be an instant like 2026-01-31T12:00:00Z");
        }
    }

    /** An object. */
    public Fields object(String field) {
        if (object.path(field) instanceof ObjectNode inner) {
            return new Fields(inner, at + field + ".");
        }
        throw wrong(field, "must be an object");
    }

    /** A list of objects. */
    public List<Fields> objects(String field, int most) {
        List<Fields> fields = new ArrayList<>();
        for (JsonNode value : list(field, most)) {
            if (!(value instanceof ObjectNode inner)) {
                throw wrong(field, "must be a list of objects");
            }
            fields.add(new Fields(inner, at + field + "[" + fields.size() + "]."));
        }
        return fields;
    }

    /** A list of texts. */
    public List<String> texts(String field, int most, int longest) {
        List<String> texts = new ArrayList<>();
        for (JsonNode value : list(field, most)) {
            if (!value.isTextual() || value.textValue().length() > longest) {
                throw wrong(field, "must be a list of texts of at most " + longest + " characters");
            }
            texts.add(value.textValue());
        }
        return texts;
    }

    private JsonNode list(String field, int most) {
        JsonNode value = object.path(field);
        if (value.isArray() && value.size() > most) {
            throw wrong(field, "must have at most " + most + " entries");
        }
        if (!value.isArray()) {
            throw wrong(field, "must be a list of at most " + most);
        }
        return value;
    }
}
