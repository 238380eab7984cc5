package fairlead.launcher.release;

/**
 * A release is refused; nothing was changed. One type a reason, and each message names the value
 * that was expected and the one that was found.
 */
public abstract sealed class ReleaseException extends Exception {
    private static final long MEGABYTE = 1 << 20;

    private ReleaseException(String message) {
        super(message);
    }

    /** The manifest cannot be understood at all. */
    public static final class Malformed extends ReleaseException {
        Malformed(String where, String expected, String found) {
            super(where + ": expected " + expected + ", found " + found + ".");
        }
    }

    /** The manifest is of a format that this version does not know. */
    public static final class UnknownFormat extends ReleaseException {
        UnknownFormat(String where, int known, String found) {
            super(
                    where
                            + " has format "
                            + found
                            + ", this version reads format "
                            + known
                            + "; install the newer version first.");
        }
    }

    /** The manifest's bytes are not those that its id names. */
    public static final class Altered extends ReleaseException {
        Altered(String where, String expected, String found) {
            super(
                    where
                            + " was altered or damaged: its id ends in "
                            + expected
                            + ", its content gives "
                            + found
                            + ".");
        }
    }

    /** One bundle is named twice. */
    public static final class RepeatedBundle extends ReleaseException {
        RepeatedBundle(String name, String first, String second) {
            super("The bundle " + name + " is named twice: " + first + " and " + second + ".");
        }
    }

    /** A bundle's kind is not what its jar says. */
    public static final class WrongKind extends ReleaseException {
        WrongKind(String bundle, Kind declared, Kind real) {
            super(
                    "The bundle "
                            + bundle
                            + " is declared as "
                            + declared.word()
                            + ", its own manifest makes it "
                            + real.word()
                            + ".");
        }
    }

    /** A file that the manifest names is not there. */
    public static final class Missing extends ReleaseException {
        Missing(String what, String file) {
            super(what + " is named in the manifest, but there is no file " + file + ".");
        }
    }

    /** A file's bytes are not those that the manifest names. */
    public static final class WrongBytes extends ReleaseException {
        WrongBytes(String what, String expected, String found) {
            super(what + " has other bytes than named: expected " + expected + ", found " + found);
        }
    }

    /** Another bundle is in the jar. */
    public static final class WrongBundle extends ReleaseException {
        WrongBundle(String expected, String found) {
            super("The jar named for " + expected + " holds " + found + ".");
        }
    }

    /** Two releases fill the same slot with different bytes. */
    public static final class SlotReused extends ReleaseException {
        SlotReused(int slot, String other, String offered) {
            super(
                    "Slot "
                            + slot
                            + " is filled by "
                            + other
                            + " with other files than "
                            + offered
                            + " names; a changed host takes a new number.");
        }
    }

    /** The release does not fit on this machine's disk, beside what a start needs. */
    public static final class NoRoom extends ReleaseException {
        NoRoom(long needed, long free) {
            super(
                    "The release needs "
                            + megabytes(needed)
                            + " MB of free space on this PC's disk, there are "
                            + free / MEGABYTE
                            + " MB: make room, then offer it again.");
        }

        private static long megabytes(long bytes) {
            return (bytes + MEGABYTE - 1) / MEGABYTE;
        }
    }

    /** The directory that a release is taken from went away. */
    public static final class SourceGone extends ReleaseException {
        SourceGone(String directory, String cause) {
            super("The release in " + directory + " cannot be read any more: " + cause + ".");
        }
    }
}
