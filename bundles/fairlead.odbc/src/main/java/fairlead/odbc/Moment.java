package fairlead.odbc;

import fairlead.odbc.wire.Bytes;
import fairlead.odbc.wire.Kind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Locale;

/** A date, time or both as a driver gave it: there may be no such day. */
record Moment(
        Kind kind, int year, int month, int day, int hour, int minute, int second, int nanos) {
    static Moment read(Kind kind, byte[] from, int at) {
        boolean time = kind == Kind.TIME;
        int clock = time ? at : at + 6;
        boolean noClock = kind == Kind.DATE;
        return new Moment(
                kind,
                time ? 0 : Bytes.getShort(from, at),
                time ? 0 : Bytes.getUnsignedShort(from, at + 2),
                time ? 0 : Bytes.getUnsignedShort(from, at + 4),
                noClock ? 0 : Bytes.getUnsignedShort(from, clock),
                noClock ? 0 : Bytes.getUnsignedShort(from, clock + 2),
                noClock ? 0 : Bytes.getUnsignedShort(from, clock + 4),
                kind == Kind.TIMESTAMP ? Bytes.getInt(from, at + 12) : 0);
    }

    /** LocalDate, LocalTime or LocalDateTime; null where no calendar and no clock has it. */
    Object value() {
        try {
            return switch (kind) {
                case DATE -> LocalDate.of(year, month, day);
                case TIME -> LocalTime.of(hour, minute, second);
                default -> LocalDateTime.of(year, month, day, hour, minute, second, nanos);
            };
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** As it came, whether there is such a moment or not. */
    @Override
    public String toString() {
        String date = String.format(Locale.ROOT, "%04d-%02d-%02d", year, month, day);
        String time = String.format(Locale.ROOT, "%02d:%02d:%02d", hour, minute, second);
        return switch (kind) {
            case DATE -> date;
            case TIME -> time;
            default -> date + " " + time + fraction();
        };
    }

    private String fraction() {
        return nanos == 0 ? "" : String.format(Locale.ROOT, ".%09d", nanos).replaceAll("0+$", "");
    }
}
