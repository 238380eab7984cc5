package fairlead.accounting.sage50;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LedgerMapTest {
    private static HeaderRow header(int number, String type) {
        HeaderRow row = new HeaderRow();
        row.number = number;
        row.tran = number;
        row.type = type;
        return row;
    }

    private static SplitRow split(int number, int header) {
        SplitRow row = new SplitRow();
        row.number = number;
        row.header = header;
        return row;
    }

    private static UsageRow usage(int number, int settled, int settling) {
        UsageRow row = new UsageRow();
        row.number = number;
        row.settled = settled;
        row.settling = settling;
        return row;
    }

    /** Every second header is a receipt of one split that pays the one before it. */
    private static LedgerMap map(int first, int splits) {
        int last = first + splits - 1;
        SageMark mark = new SageMark(last, last, 2 * splits, last, 0, 0);
        LedgerMap.Builder builder = new LedgerMap.Builder(mark, first, first);
        for (int n = first; n <= last; n++) {
            builder.header(header(n, (n - first) % 2 == 0 ? "SI" : "SR"));
        }
        builder.headersEnd();
        for (int n = first; n <= last; n++) {
            builder.split(split(n, n));
        }
        int number = 0;
        for (int n = first; n < last; n += 2) {
            for (int times = 0; times < 3; times++) {
                builder.usage(usage(++number, n, n + 1));
            }
        }
        return builder.build();
    }

    @DisplayName("sync rule 2: what grows with the ledger is at most sixteen bytes a split")
    @Test
    void takesAtMostSixteenBytesASplitWhereEachHeaderHasASingleOne() {
        for (int splits : new int[] {1_000, 100_000, 1_000_000}) {
            assertThat(map(1, splits).size()).isLessThanOrEqualTo(16L * splits);
            assertThat(map(5_000_000, splits).size())
                    .as("numbers that start high")
                    .isLessThanOrEqualTo(16L * splits);
        }
    }

    @Test
    void aNumberFarOffTakesNoMoreThanAFewKilobytes() {
        int far = Integer.MAX_VALUE;
        SageMark mark = new SageMark(far, far, 2, far, 0, 0);
        LedgerMap.Builder builder = new LedgerMap.Builder(mark, 1, 1);
        builder.header(header(1, "SI"));
        builder.header(header(far, "SR"));
        builder.headersEnd();
        assertThat(builder.split(split(1, 1))).isTrue();
        assertThat(builder.split(split(far, far))).isTrue();
        assertThat(builder.usage(usage(1, 1, far))).isEqualTo(1);
        LedgerMap map = builder.build();
        assertThat(map.settledBy(far)).containsExactly(1);
        assertThat(map.header(far)).isEqualTo(far);
        assertThat(map.live(far - 1)).isFalse();
        assertThat(map.any(2, far - 1L)).isFalse();
        assertThat(map.any(1 << 24, far)).isTrue();
        assertThat(map.size()).isLessThan(8 * 1024);
    }

    @Test
    void knowsWhoSettlesWhomOnce() {
        LedgerMap map = map(10, 6);
        assertThat(map.settledBy(11)).containsExactly(10);
        assertThat(map.settledBy(10)).isEmpty();
        assertThat(map.settles(11)).isTrue();
        assertThat(map.settles(10)).isFalse();
        assertThat(map.header(11)).isEqualTo(11);
        assertThat(map.header(9)).isZero();
        assertThat(map.header(16)).isZero();
        assertThat(map.id(12)).isEqualTo("TX-12");
        assertThat(map.any(0, 9)).isFalse();
        assertThat(map.any(0, 10)).isTrue();
        assertThat(map.any(16, 4095)).isFalse();
    }

    @Test
    void doesNotCountWhatIsDeletedOrAboveTheMark() {
        LedgerMap.Builder builder = new LedgerMap.Builder(new SageMark(3, 3, 1, 3, 0, 0), 1, 1);
        HeaderRow deleted = header(2, "SR");
        deleted.deletedFlag = true;
        builder.header(header(1, "SI"));
        builder.header(deleted);
        builder.header(header(3, "SR"));
        builder.header(header(4, "SR"));
        builder.headersEnd();
        assertThat(builder.split(split(1, 1))).isTrue();
        assertThat(builder.split(split(2, 2))).isFalse();
        assertThat(builder.split(split(3, 3))).isTrue();
        assertThat(builder.split(split(4, 4))).isFalse();
        assertThat(builder.usage(usage(1, 1, 2))).isZero();
        assertThat(builder.usage(usage(2, 1, 3))).isZero();
        assertThat(builder.usage(usage(1, 1, 3))).isEqualTo(1);
    }
}
