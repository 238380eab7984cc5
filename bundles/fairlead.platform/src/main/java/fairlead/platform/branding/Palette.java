package fairlead.platform.branding;

import java.util.Locale;

/**
 * Colours for pages, made of one brand colour so that whatever is written in it or on it can be
 * read: the contrast is at least 4.5 to 1 (WCAG 2.2, 1.4.3).
 */
record Palette(int red, int green, int blue) {
    private static final double READABLE = 4.5;
    private static final Palette WHITE = new Palette(255, 255, 255);
    private static final Palette BLACK = new Palette(0, 0, 0);
    private static final Palette DARK_PAGE = new Palette(19, 23, 31);

    /** Of {@code #rrggbb}. */
    static Palette of(String colour) {
        int rgb = Integer.parseInt(colour.substring(1), 16);
        return new Palette(rgb >> 16, rgb >> 8 & 255, rgb & 255);
    }

    /** A style sheet that gives Pico's pages this colour. */
    String css() {
        Palette onBrand = contrast(WHITE) >= contrast(BLACK) ? WHITE : BLACK;
        return rules(":root:not([data-theme=dark])", readableOn(WHITE, BLACK), onBrand)
                + "@media (prefers-color-scheme: dark) {"
                + rules(":root:not([data-theme])", readableOn(DARK_PAGE, WHITE), onBrand)
                + "}\n";
    }

    private String rules(String where, Palette text, Palette onBrand) {
        return where
                + " {--pico-primary: "
                + text
                + "; --pico-primary-hover: "
                + text
                + "; --pico-primary-underline: "
                + text
                + "; --pico-primary-background: "
                + this
                + "; --pico-primary-border: "
                + this
                + "; --pico-primary-hover-background: "
                + mixed(onBrand.equals(WHITE) ? BLACK : WHITE, 0.12)
                + "; --pico-primary-inverse: "
                + onBrand
                + "; --pico-primary-focus: "
                + text
                + "80; --brand: "
                + this
                + "}\n";
    }

    /** This colour, or as little nearer to the other one as it takes. */
    private Palette readableOn(Palette page, Palette towards) {
        for (double part = 0; part < 1; part += 0.05) {
            Palette mixed = mixed(towards, part);
            if (mixed.contrast(page) >= READABLE) {
                return mixed;
            }
        }
        return towards;
    }

    private Palette mixed(Palette other, double part) {
        return new Palette(
                mixed(red, other.red, part),
                mixed(green, other.green, part),
                mixed(blue, other.blue, part));
    }

    private static int mixed(int from, int to, double part) {
        return (int) Math.round(from + (to - from) * part);
    }

    /** From 1 to 21. */
    double contrast(Palette other) {
        double lighter = Math.max(luminance(), other.luminance());
        double darker = Math.min(luminance(), other.luminance());
        return (lighter + 0.05) / (darker + 0.05);
    }

    private double luminance() {
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    }

    private static double linear(int channel) {
        double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "#%02x%02x%02x", red, green, blue);
    }
}
