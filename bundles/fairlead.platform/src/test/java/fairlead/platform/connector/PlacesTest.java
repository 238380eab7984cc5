package fairlead.platform.connector;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.platform.connector.Places.Sender;
import fairlead.platform.http.Problem;
import org.junit.jupiter.api.Test;

/** Room that is shared. */
class PlacesTest {
    private final Places places = new Places(4, 3, 2);

    private static Sender sender(String vendor, String connection) {
        return new Sender(vendor, connection);
    }

    private void fits(Sender sender, int wanted) {
        assertThatCode(() -> places.enter(sender, wanted)).doesNotThrowAnyException();
    }

    private void doesNotFit(Sender sender, int wanted) {
        assertThatThrownBy(() -> places.enter(sender, wanted)).isInstanceOf(Problem.class);
    }

    @Test
    void aConnectionAVendorAndAllHaveSoMuchAndNoMore() {
        fits(sender("v", "1"), 2);
        doesNotFit(sender("v", "1"), 1);
        fits(sender("v", "2"), 1);
        doesNotFit(sender("v", "3"), 1);
        fits(sender("w", "4"), 1);
        doesNotFit(sender("x", "5"), 1);
    }

    @Test
    void whatIsGivenBackIsThereAgainForEverybody() {
        fits(sender("v", "1"), 2);
        fits(sender("w", "2"), 2);
        places.leave(sender("v", "1"), 2);
        fits(sender("x", "3"), 1);
        fits(sender("v", "1"), 1);
        doesNotFit(sender("v", "1"), 1);
    }

    @Test
    void whoWasRefusedHasTakenNothing() {
        doesNotFit(sender("v", "1"), 3);
        fits(sender("v", "1"), 2);
    }
}
