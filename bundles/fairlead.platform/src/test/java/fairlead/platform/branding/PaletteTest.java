package fairlead.platform.branding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaletteTest {
    @Test
    void contrastIsWcags() {
        assertThat(Palette.of("#000000").contrast(Palette.of("#ffffff"))).isEqualTo(21.0);
        // WebAIM's well-known example of a grey that just passes
        assertThat(Palette.of("#767676").contrast(Palette.of("#ffffff"))).isBetween(4.5, 4.6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#ffff00", "#ffffff", "#000000", "#c2410c", "#1d4f91", "#7f7f7f"})
    void whateverTheBrandTextCanBeRead(String colour) {
        String css = Palette.of(colour).css();
        String light = css.substring(0, css.indexOf("@media"));
        String dark = css.substring(css.indexOf("@media"));
        assertThat(value(light, "--pico-primary").contrast(Palette.of("#ffffff")))
                .isGreaterThanOrEqualTo(4.5);
        assertThat(value(dark, "--pico-primary").contrast(Palette.of("#13171f")))
                .isGreaterThanOrEqualTo(4.5);
        assertThat(
                        value(light, "--pico-primary-inverse")
                                .contrast(value(light, "--pico-primary-background")))
                .isGreaterThanOrEqualTo(4.5);
        assertThat(value(light, "--brand")).isEqualTo(Palette.of(colour));
    }

    private static Palette value(String css, String name) {
        Matcher found = Pattern.compile(name + ": (#[0-9a-f]{6})").matcher(css);
        assertThat(found.find()).isTrue();
        return Palette.of(found.group(1));
    }
}
