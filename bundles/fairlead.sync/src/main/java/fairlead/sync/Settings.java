package fairlead.sync;

import java.time.Duration;

/**
 * What can be set of the data's path; the numbers in brackets are rules of {@code docs/sync.md}.
 *
 * @param chunkBytes about how many bytes of operations go into a chunk, before compression
 * @param unsentBytes reading waits while more than this has not been taken (16)
 * @param sweepRounds after so many unclean sweeps the read waits (4)
 * @param sweepWait at most so long (4)
 * @param movingAfter without a clean sweep for so long, the set goes out as moving (5)
 * @param unusualRecords deletions are unusual beyond so many records of a type (9)
 * @param unusualPercent and beyond this share of it (9)
 * @param secondLook how long after an unusual deletion the company is read again (9)
 * @param setLife a set that could not be delivered for so long is dropped (21)
 * @param completeEvery so long after a complete read the next one is complete, too (3)
 * @param retry at most so long until the next try, when the company or the platform is not there
 */
record Settings(
        int chunkBytes,
        long unsentBytes,
        int sweepRounds,
        Duration sweepWait,
        Duration movingAfter,
        int unusualRecords,
        int unusualPercent,
        Duration secondLook,
        Duration setLife,
        Duration completeEvery,
        Duration retry) {
    static final Settings DEFAULT =
            new Settings(
                    1 << 20,
                    64L << 20,
                    3,
                    Duration.ofMinutes(5),
                    Duration.ofHours(24),
                    50,
                    5,
                    Duration.ofMinutes(1),
                    Duration.ofDays(1),
                    Duration.ofDays(7),
                    Duration.ofMinutes(5));

    Settings {
        positive("chunkBytes", chunkBytes);
        positive("unsentBytes", unsentBytes);
        positive("sweepRounds", sweepRounds);
        if (chunkBytes > 1 << 20) { // of 200,000 lines, the shortest has 8 bytes
            throw new IllegalArgumentException(
                    "chunkBytes is " + chunkBytes + "; the platform takes at most 1048576");
        }
        if (unusualPercent < 0 || unusualPercent > 100) {
            throw new IllegalArgumentException("unusualPercent is " + unusualPercent);
        }
    }

    private static void positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be at least 1");
        }
    }

    /** Is it unusual that so many of so many records are gone (sync rule 9)? */
    boolean isUnusual(long gone, long of) {
        return gone > unusualRecords && gone * 100 > of * unusualPercent;
    }
}
