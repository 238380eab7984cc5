package fairlead.accounting.api;

import java.util.List;

/**
 * What a package finds on this PC by itself, before anybody has logged on anywhere.
 *
 * @param drivers what reads the books and is installed, the one that is used first
 * @param companies the companies that the package's own lists name
 * @param notes plain sentences about what is in the way, empty when nothing is
 */
public record Discovery(
        List<InstalledDriver> drivers, List<FoundCompany> companies, List<String> notes) {
    /** Of a package that looks for nothing. */
    public static final Discovery NOTHING = new Discovery(List.of(), List.of(), List.of());

    public Discovery {
        drivers = List.copyOf(drivers);
        companies = List.copyOf(companies);
        notes = List.copyOf(notes);
    }

    /**
     * A driver that is installed.
     *
     * @param name as the system lists it, for example {@code Sage Line 50 v34}
     * @param bits 64 or 32
     * @param usable can this program use it?
     */
    public record InstalledDriver(String name, int bits, boolean usable) {}

    /**
     * A company that could be linked.
     *
     * @param location what to hand to {@link AccountingPackage#check}
     * @param source who names it, for example {@code Sage 50 v32}
     * @param kind what it is for
     * @param there can its folder be reached now?
     */
    public record FoundCompany(String location, String source, Kind kind, boolean there) {}

    /** What a company is for. */
    public enum Kind {
        /** Somebody's books. */
        BOOKS,
        /** The package's own demonstration data. */
        DEMO,
        /** For trying things out. */
        PRACTICE
    }
}
