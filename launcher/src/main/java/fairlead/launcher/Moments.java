package fairlead.launcher;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Instants as a person reads them. */
final class Moments {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private Moments() {}

    /** Of a date as the public API writes it, with or without a zone, which is then UTC. */
    static Instant instant(String text) {
        return Instant.parse(text.endsWith("Z") ? text : text + "Z");
    }

    /** In the PC's time zone. */
    static String local(String instant) {
        return FORM.format(Instant.parse(instant).atZone(ZoneId.systemDefault()));
    }
}
