package fairlead.demo.books;

import java.time.LocalDate;
import java.time.LocalDateTime;

/** RECORD_CREATE_DATE and RECORD_MODIFY_DATE as Sage fills them: mostly, and not always. */
final class Stamps {
    private static final LocalDate START = LocalDate.of(2024, 1, 1);

    private Stamps() {}

    /** Sets what the posting's entry says, by its number alone. */
    static void enter(Header header) {
        int n = header.number;
        header.entered = header.date == null ? START : header.date.plusDays(n % 3);
        LocalDateTime at = header.entered.atTime(8 + n % 10, n * 7 % 60, n * 13 % 60);
        header.created = n % 89 == 0 ? null : at;
        header.modified = n % 97 == 0 ? null : at.plusDays(n % 5);
    }
}
