package fairlead.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.accounting.api.Checksum;
import fairlead.accounting.api.CompanyPin;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Mark;
import fairlead.accounting.api.Slice;
import fairlead.sync.api.Digest;
import fairlead.sync.api.Entry;
import fairlead.sync.api.Held;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.Mode;
import fairlead.sync.api.OpenSet;
import fairlead.sync.api.Outcome;
import fairlead.sync.api.SettledRead;
import fairlead.sync.api.SliceSum;
import fairlead.sync.api.SyncRequest;
import fairlead.sync.api.SyncStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Format 1, frozen: other bytes here are another format, which needs a number and a migration. */
class CodecTest {
    private static final Instant NOW = Instant.parse("2026-11-24T21:00:00.5Z");

    private static void frozen(byte[] bytes, String sha256) {
        assertThat(HexFormat.of().formatHex(Digest.hash(bytes)).substring(0, 16)).isEqualTo(sha256);
    }

    @Test
    void entries() {
        Entry entry = new Entry(Digest.hash(new byte[] {1}), -5);
        frozen(Codec.entry(entry), "0349bb419e6893f2");
        assertThat(Codec.entry(Codec.entry(entry)).sameAs(entry)).isTrue();
    }

    @Test
    void slices() {
        SliceSum sum =
                new SliceSum(
                        Slice.whole("customers"),
                        new Checksum(1, 2),
                        Map.of(DataType.CUSTOMERS, 3));
        assertThat(Codec.key(sum.slice()))
                .isEqualTo("customers\t" + Long.MIN_VALUE + "\t" + Long.MAX_VALUE);
        frozen(Codec.sum(sum), "e613c94f16c94892");
        assertThat(Codec.sum(Codec.key(sum.slice()), Codec.sum(sum))).isEqualTo(sum);
    }

    @Test
    void whatIsOddFollowsWhereAReleaseBeforeStops() {
        Slice slice = Slice.whole("customers");
        SliceSum plain = new SliceSum(slice, new Checksum(1, 2), Map.of(DataType.CUSTOMERS, 3));
        SliceSum odd =
                new SliceSum(
                        slice, plain.checksum(), plain.named(), Map.of("dates", 5_000_000_000L));
        byte[] bytes = Codec.sum(odd);
        frozen(bytes, "5471d3bde728747c");
        assertThat(bytes).startsWith(Codec.sum(plain));
        assertThat(Codec.sum(Codec.key(slice), bytes)).isEqualTo(odd);
    }

    @Test
    void requests() {
        SyncRequest request =
                new SyncRequest("r", "c", DataType.INVOICES, SyncRequest.Origin.SCHEDULE, NOW);
        frozen(Codec.request(request), "2de36e9abf51fa15");
        assertThat(Codec.request("r", Codec.request(request))).isEqualTo(request);
    }

    @Test
    void whatIsHeld() {
        Held held =
                new Held(Optional.of("b"), true, Digest.EMPTY.plus("1", Digest.kept()), 4, 5, 6);
        frozen(Codec.held(held), "76112659549b63ed");
        assertThat(Codec.held(Codec.held(held))).isEqualTo(held);
    }

    @Test
    void outcomes() {
        Outcome outcome =
                new Outcome(
                        NOW,
                        "ü",
                        Optional.empty(),
                        Map.of(DataType.INVOICES, new SyncStatus.TypeStatus(1, 2, "Complete", "")),
                        List.of("f"));
        frozen(Codec.outcome(outcome), "f21ecd3919ab0065");
        assertThat(Codec.outcome(Codec.outcome(outcome))).isEqualTo(outcome);
    }

    @Test
    void openSets() {
        OpenSet set =
                new OpenSet(
                        "s",
                        7,
                        NOW,
                        Optional.of(new Mark("m")),
                        Map.of(
                                DataType.INVOICES,
                                new OpenSet.Dataset(
                                        "d",
                                        Optional.empty(),
                                        Mode.MERGE,
                                        1,
                                        "ab",
                                        2,
                                        3,
                                        4,
                                        new BigDecimal("5.00"),
                                        BigDecimal.ONE,
                                        Digest.EMPTY,
                                        6,
                                        7)),
                        Map.of(DataType.ITEMS, "why"),
                        Set.of(DataType.INVOICES),
                        Optional.of(new OpenSet.Closed(NOW, true, List.of("r"), List.of("f"))),
                        true);
        frozen(Codec.set(set), "0ca1b55fc42d9695");
        assertThat(Codec.set(Codec.set(set))).isEqualTo(set);
        byte[] first = Arrays.copyOf(Codec.set(set), Codec.set(set).length - 1);
        frozen(first, "782690d03dd19739"); // before there were incremental reads
        assertThat(Codec.set(first)).isEqualTo(set);
    }

    @Test
    void settledReads() {
        SettledRead read = new SettledRead(NOW, Set.of(DataType.INVOICES), 3);
        frozen(Codec.settledRead(read), "b0b294502738dda7");
        assertThat(Codec.settledRead(Codec.settledRead(read))).isEqualTo(read);
    }

    @Test
    void chunks() {
        ChunkRow chunk = new ChunkRow(DataType.INVOICES, "d", 1, 2, "ab", true);
        frozen(Codec.chunk(chunk), "4459d49235a4ef02");
        assertThat(Codec.chunk(Codec.chunk(chunk))).isEqualTo(chunk);
    }

    @Test
    void companies() {
        LinkedCompany company =
                new LinkedCompany(
                        "c",
                        "k",
                        "n",
                        "sage50",
                        "l",
                        "u",
                        new CompanyPin(Optional.empty(), "p", "GBP"),
                        NOW,
                        LinkedCompany.State.ENDED,
                        "why");
        frozen(Codec.company(company), "07da682a97db6416");
        assertThat(Codec.company("c", Codec.company(company))).isEqualTo(company);
    }
}
