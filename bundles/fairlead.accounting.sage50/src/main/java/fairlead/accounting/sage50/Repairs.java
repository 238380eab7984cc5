package fairlead.accounting.sage50;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** Makes values of what Sage's driver hands over, and counts what cannot be one. */
final class Repairs {
    static final long NOT_MONEY = Long.MIN_VALUE;
    private static final LocalDate FIRST = LocalDate.of(1980, 1, 1);
    private static final int YEARS_AHEAD = 30;
    private static final double EXACT = 1e13;

    private final LocalDate today;
    private final LocalDate last;
    private long bogusDates;

    Repairs(Clock clock) {
        this.today = LocalDate.now(clock);
        this.last = today.plusYears(YEARS_AHEAD);
    }

    LocalDate today() {
        return today;
    }

    /** Null where no books of this company can have such a date. */
    LocalDate date(LocalDate date) {
        if (date == null || !(date.isBefore(FIRST) || date.isAfter(last))) {
            return date;
        }
        bogusDates++;
        return null;
    }

    LocalDateTime stamp(LocalDateTime stamp) {
        return stamp == null || date(stamp.toLocalDate()) == null ? null : stamp;
    }

    void forget() {
        bogusDates = 0;
    }

    long bogusDates() {
        return bogusDates;
    }

    /**
     * An amount in hundredths, half up as its decimal digits say; {@link #NOT_MONEY} where it is no
     * amount.
     */
    static long cents(double amount) {
        if (Math.abs(amount) < EXACT) {
            long cents = Math.round(amount * 100);
            if (cents / 100.0 == amount) {
                return cents; // the digits of the double are these two decimals
            }
        }
        if (!Double.isFinite(amount)) {
            return NOT_MONEY;
        }
        BigDecimal cents =
                BigDecimal.valueOf(amount).setScale(2, RoundingMode.HALF_UP).scaleByPowerOfTen(2);
        return cents.precision() > 18 ? NOT_MONEY : cents.longValueExact();
    }

    /** A price, quantity or rate with so many decimals, without trailing zeros. */
    static BigDecimal decimal(double value, int decimals) {
        BigDecimal decimal = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
        return plain(decimal);
    }

    static BigDecimal plain(BigDecimal decimal) {
        return decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
    }
}
