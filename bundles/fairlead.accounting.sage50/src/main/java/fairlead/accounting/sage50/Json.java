package fairlead.accounting.sage50;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;

/**
 * Writes one record after the other as Codat prints them: UTF-8, numbers as plain decimals without
 * trailing zeros, dates with a time of day. For one thread; nothing is kept between records.
 */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(4096);
    private final char[] digits = new char[40];
    private JsonGenerator out;

    /** Starts a record; whatever was begun and not finished is forgotten. */
    Json record() {
        buffer.reset();
        try {
            out = FACTORY.createGenerator(buffer);
            out.writeStartObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Ends the record and hands over its bytes. */
    byte[] bytes() {
        try {
            out.writeEndObject();
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return buffer.toByteArray();
    }

    Json text(String name, String value) {
        try {
            out.writeFieldName(name);
            out.writeString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Json none(String name) {
        try {
            out.writeFieldName(name);
            out.writeNull();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Json flag(String name, boolean value) {
        try {
            out.writeFieldName(name);
            out.writeBoolean(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Json cents(String name, long cents) {
        try {
            out.writeFieldName(name);
            if (cents % 100 == 0) {
                out.writeNumber(cents / 100);
            } else {
                int start = format(cents);
                out.writeNumber(digits, start, digits.length - start);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private int format(long cents) {
        long rest = Math.abs(cents);
        int at = digits.length;
        int decimals = 2;
        if (rest % 10 == 0) {
            rest /= 10;
            decimals = 1;
        }
        for (; decimals > 0; decimals--) {
            digits[--at] = (char) ('0' + rest % 10);
            rest /= 10;
        }
        digits[--at] = '.';
        do {
            digits[--at] = (char) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        if (cents < 0) {
            digits[--at] = '-';
        }
        return at;
    }

    Json number(String name, BigDecimal value) {
        if (value == null) {
            return this;
        }
        try {
            out.writeFieldName(name);
            out.writeNumber(Repairs.plain(value).toPlainString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Nothing at all where there is no date. */
    Json date(String name, LocalDate value) {
        return value == null ? this : stamped(name, value, 0, 0, 0, "");
    }

    /** To the second; nothing at all where there is no stamp. */
    Json stamp(String name, LocalDateTime value, String zone) {
        return value == null
                ? this
                : stamped(
                        name,
                        value.toLocalDate(),
                        value.getHour(),
                        value.getMinute(),
                        value.getSecond(),
                        zone);
    }

    private Json stamped(
            String name, LocalDate date, int hour, int minute, int second, String zone) {
        int year = date.getYear();
        int at = 0;
        for (int power = 1000; power > 0; power /= 10) {
            digits[at++] = (char) ('0' + year / power % 10);
        }
        at = two(at, '-', date.getMonthValue());
        at = two(at, '-', date.getDayOfMonth());
        at = two(at, 'T', hour);
        at = two(at, ':', minute);
        at = two(at, ':', second);
        for (int i = 0; i < zone.length(); i++) {
            digits[at++] = zone.charAt(i);
        }
        try {
            out.writeFieldName(name);
            out.writeString(digits, 0, at);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private int two(int at, char before, int value) {
        digits[at] = before;
        digits[at + 1] = (char) ('0' + value / 10);
        digits[at + 2] = (char) ('0' + value % 10);
        return at + 3;
    }

    /** An object without a name stands in a list. */
    Json object() {
        try {
            out.writeStartObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Json object(String name) {
        try {
            out.writeFieldName(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return object();
    }

    Json end() {
        try {
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Json list(String name) {
        try {
            out.writeFieldName(name);
            out.writeStartArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Json endList() {
        try {
            out.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }
}
