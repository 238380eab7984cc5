package fairlead.platform.link;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.accounting.api.DataType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every data type that an agent can deliver has a name for people. */
class DataNamesTest {
    @ParameterizedTest
    @EnumSource
    void isNoKey(DataType type) {
        assertThat(DataNames.of(type.key())).isNotEqualTo(type.key());
        assertThat(DataNames.of(type.key())).matches("[A-Z].*");
    }
}
