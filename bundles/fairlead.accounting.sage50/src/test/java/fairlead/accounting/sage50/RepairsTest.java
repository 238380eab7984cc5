package fairlead.accounting.sage50;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepairsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1.005, 101",
        "2.675, 268",
        "-2.675, -268",
        "14.25, 1425",
        "0.1, 10",
        "1234567890.12, 123456789012",
        "9999999999999.99, 999999999999999",
        "-0.0, 0"
    })
    void anAmountIsRoundedByItsDecimalDigits(double amount, long cents) {
        assertThat(Repairs.cents(amount)).isEqualTo(cents);
    }

    @Test
    void theQuickWayToHundredthsAgreesWithTheExactOne() {
        SplittableRandom random = new SplittableRandom(50);
        for (int i = 0; i < 200_000; i++) {
            double amount =
                    random.nextBoolean()
                            ? random.nextLong(-100_000_000_000L, 100_000_000_000L) / 100.0
                            : random.nextDouble(-1e7, 1e7);
            long exact =
                    BigDecimal.valueOf(amount)
                            .setScale(2, RoundingMode.HALF_UP)
                            .movePointRight(2)
                            .longValueExact();
            assertThat(Repairs.cents(amount)).as("%s", amount).isEqualTo(exact);
        }
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity", "1e30"})
    void whatIsNoAmountIsSaidToBeNone(double amount) {
        assertThat(Repairs.cents(amount)).isEqualTo(Repairs.NOT_MONEY);
    }

    @ParameterizedTest
    @CsvSource({
        "1974-01-02, false",
        "1979-12-31, false",
        "1980-01-01, true",
        "2026-11-24, true",
        "2056-11-24, true",
        "2056-11-25, false",
        "2130-05-06, false"
    })
    void datesThatCannotBeAreLeftOutAndCounted(LocalDate date, boolean stays) {
        Repairs repairs = new Repairs(Fixture.CLOCK);
        assertThat(repairs.date(date)).isEqualTo(stays ? date : null);
        assertThat(repairs.bogusDates()).isEqualTo(stays ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource({
        "1425, 14.25",
        "1900, 19",
        "8540, 85.4",
        "-4071000, -40710",
        "0, 0",
        "5, 0.05",
        "-50, -0.5",
        "-5, -0.05",
        "123456789012, 1234567890.12"
    })
    void amountsArePrintedWithoutTrailingZeros(long cents, String printed) {
        byte[] json = new Json().record().cents("a", cents).bytes();
        assertThat(new String(json, StandardCharsets.UTF_8)).isEqualTo("{\"a\":" + printed + "}");
    }

    @Test
    void keysPackTheBytesOfAReference() {
        assertThat(Keys.of("A1D001")).isEqualTo(0x4131443030310000L);
        assertThat(Keys.of("£")).isEqualTo(0xA300000000000000L);
        assertThat(Keys.of("ABCDEFGHI")).isNotEqualTo(Keys.of("ABCDEFGH"));
    }
}
