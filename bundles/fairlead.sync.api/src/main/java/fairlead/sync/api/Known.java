package fairlead.sync.api;

/**
 * One id of the index, as the open set will leave it.
 *
 * @param id the record's id
 * @param entry what is remembered of it
 * @param inBase does the platform hold it already, so that its absence would be a deletion?
 */
public record Known(String id, Entry entry, boolean inBase) {}
