package fairlead.sync.api;

/** How a dataset goes onto what the platform holds of its type (sync rules 7, 23 and 24). */
public enum Mode {
    /** Its operations go onto the base. */
    DELTA,
    /** It is everything: ids that it names neither as record nor as keep are deleted. */
    REPLACE,
    /**
     * It is everything that could be read: nothing is deleted, what it does not name is marked
     * stale.
     */
    MERGE
}
