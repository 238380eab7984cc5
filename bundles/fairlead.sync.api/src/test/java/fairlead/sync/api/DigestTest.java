package fairlead.sync.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DigestTest {
    private static final byte[] ONE = Digest.hash("{\"id\":\"1\"}".getBytes(UTF_8));
    private static final byte[] TWO = Digest.hash("{\"id\":\"2\"}".getBytes(UTF_8));

    @Test
    void doesNotDependOnTheOrder() {
        assertThat(Digest.EMPTY.plus("1", ONE).plus("2", TWO))
                .isEqualTo(Digest.EMPTY.plus("2", TWO).plus("1", ONE));
    }

    @Test
    void takesBackWhatWasAdded() {
        assertThat(Digest.EMPTY.plus("1", ONE).plus("2", TWO).minus("1", ONE))
                .isEqualTo(Digest.EMPTY.plus("2", TWO));
        assertThat(Digest.EMPTY.minus("1", ONE).plus("1", ONE)).isEqualTo(Digest.EMPTY);
    }

    @Test
    void tellsAKeptRejectFromAGoodRecord() {
        assertThat(Digest.EMPTY.plus("1", ONE)).isNotEqualTo(Digest.EMPTY.plus("1", Digest.kept()));
    }

    @Test
    void isTheDocumentedSum() {
        // sha256("1", 0, 32 zero bytes), worked out with another tool
        assertThat(Digest.EMPTY.plus("1", Digest.kept()).toString()).isEqualTo(EXPECTED);
    }

    @Test
    void carriesThroughEveryBit() {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            byte[] edge = new byte[32];
            Arrays.fill(edge, (byte) (random.nextBoolean() ? 0xff : 0));
            edge[random.nextInt(32)] = (byte) random.nextInt();
            BigInteger before = new BigInteger(1, edge);
            Digest digest = Digest.of(HexFormat.of().formatHex(edge));
            String id = Integer.toString(i);
            BigInteger term =
                    new BigInteger(Digest.EMPTY.plus(id, ONE).toString(), 16); // as documented
            assertThat(digest.plus(id, ONE).toString()).isEqualTo(hex(before.add(term)));
            assertThat(digest.minus(id, ONE).toString()).isEqualTo(hex(before.subtract(term)));
        }
    }

    private static String hex(BigInteger number) {
        return String.format("%064x", number.mod(BigInteger.ONE.shiftLeft(256)));
    }

    @Test
    void readsWhatItWrites() {
        Digest digest = Digest.EMPTY.minus("1", ONE);
        assertThat(Digest.of(digest.toString())).isEqualTo(digest);
        assertThat(Digest.EMPTY.toString()).isEqualTo("0".repeat(64));
    }

    private static final String EXPECTED =
            "de5208b122945c3929a7b4826697c16bae62c734cf1a0399379757d86347466f";
}
