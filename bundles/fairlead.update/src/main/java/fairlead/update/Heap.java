package fairlead.update;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Looks for a leak: three collections in a row that leave the heap above 80 % of its maximum while
 * no job runs (rule 21).
 */
final class Heap {
    private static final double FULL = 0.8;
    private static final int ROWS = 3;

    private final Source source;
    private long seen;
    private int inARow;

    /** What the virtual machine says. */
    interface Source {
        /** How many collections of the whole heap there were. */
        long collections();

        /** What the last ones left, as a part of the maximum; empty before the first. */
        OptionalDouble left();
    }

    Heap(Source source) {
        this.source = source;
        this.seen = source.collections();
    }

    /** Forgets what it saw: from now on it is another release's. */
    void begin() {
        seen = source.collections();
        inARow = 0;
    }

    /** Looks now; is it a leak? */
    boolean leaks(boolean jobRuns) {
        long now = source.collections();
        if (now == seen) {
            return inARow >= ROWS;
        }
        seen = now;
        boolean full = source.left().orElse(0) > FULL;
        if (!full) {
            inARow = 0;
        } else if (!jobRuns) {
            inARow++;
        }
        return inARow >= ROWS;
    }

    /** This virtual machine. */
    static final class OfThisProcess implements Source {
        /** A collector of the young part alone says nothing about what the old one holds. */
        @Override
        public long collections() {
            List<String> heap =
                    ManagementFactory.getMemoryPoolMXBeans().stream()
                            .filter(pool -> pool.getType() == MemoryType.HEAP)
                            .map(MemoryPoolMXBean::getName)
                            .toList();
            return ManagementFactory.getGarbageCollectorMXBeans().stream()
                    .filter(gc -> Arrays.asList(gc.getMemoryPoolNames()).containsAll(heap))
                    .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                    .sum();
        }

        /** Old and young: what no longer fits in the old part stays in the young one. */
        @Override
        public OptionalDouble left() {
            long max = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax();
            long left =
                    ManagementFactory.getMemoryPoolMXBeans().stream()
                            .filter(pool -> pool.getType() == MemoryType.HEAP)
                            .map(MemoryPoolMXBean::getCollectionUsage)
                            .filter(usage -> usage != null)
                            .mapToLong(MemoryUsage::getUsed)
                            .sum();
            return max <= 0 ? OptionalDouble.empty() : OptionalDouble.of((double) left / max);
        }
    }
}
