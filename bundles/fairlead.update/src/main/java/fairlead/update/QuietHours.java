package fairlead.update;

import java.time.DateTimeException;
import java.time.LocalTime;

/**
 * The hours in which nothing is swapped unless a person asks, by the PC's own clock.
 *
 * @param from inclusive
 * @param to exclusive; before {@code from} it is the next day's, equal to it there are no such
 *     hours
 */
record QuietHours(LocalTime from, LocalTime to) {
    /**
     * Reads {@code 08:00-18:00}; blank for none.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static QuietHours of(String text) {
        if (text.isBlank()) {
            return new QuietHours(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);
        }
        String[] ends = text.split("-", -1);
        try {
            if (ends.length == 2) {
                return new QuietHours(
                        LocalTime.parse(ends[0].trim()), LocalTime.parse(ends[1].trim()));
            }
        } catch (DateTimeException e) {
            throw refused(text, e);
        }
        throw refused(text, null);
    }

    private static IllegalArgumentException refused(String text, Throwable cause) {
        return new IllegalArgumentException(
                "quietHours is \"" + text + "\"; expected two times, for example 08:00-18:00.",
                cause);
    }

    boolean contains(LocalTime time) {
        return from.isAfter(to)
                ? !time.isBefore(from) || time.isBefore(to)
                : !time.isBefore(from) && time.isBefore(to);
    }
}
