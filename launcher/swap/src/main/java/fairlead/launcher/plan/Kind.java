package fairlead.launcher.plan;

import java.util.Locale;

/** How a bundle is changed; in the order of how much it costs. */
public enum Kind {
    /** The new one starts beside the old one, which then goes: it exports nothing. */
    BESIDE,
    /** It exports: whoever is wired to it is stopped for a moment. */
    REFRESH,
    /** Taken at the next start of the process. */
    RESTART;

    /**
     * The kind of this name, as it stands in a manifest.
     *
     * @throws PlanRefusedException when there is none
     */
    public static Kind of(String name) {
        for (Kind kind : values()) {
            if (kind.word().equals(name)) {
                return kind;
            }
        }
        throw new PlanRefusedException(
                "\"" + name + "\" is no kind of swap: beside, refresh and restart are.");
    }

    /** As it stands in a manifest. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
