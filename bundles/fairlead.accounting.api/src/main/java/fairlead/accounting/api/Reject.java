package fairlead.accounting.api;

import java.util.Optional;

/**
 * A row that could not be mapped. Its last good version stays on the platform, marked stale.
 *
 * @param type the data type
 * @param key the key of its row within the slice
 * @param id the record's id; empty when even that could not be made out, and then nothing of this
 *     type is deleted
 * @param field the source field that is wrong, for example {@code AUDIT_HEADER.CURRENCY}
 * @param reason one plain sentence, without ledger content beyond the id
 */
public record Reject(DataType type, long key, Optional<String> id, String field, String reason) {}
