package fairlead.accounting.api;

import java.math.BigDecimal;

/**
 * One record, ready to travel.
 *
 * @param type the data type
 * @param key the key of its row within the slice; the row's disappearance is the record's
 * @param id unique within company and type, as the platform shows it
 * @param json UTF-8 JSON in Codat's shape, properties in a fixed order, numbers as plain decimals,
 *     without {@code modifiedDate} and {@code metadata}, which the platform adds; equal rows give
 *     equal bytes. Contains no raw tab or line feed (JSON escapes them in strings). Handed over:
 *     the caller does not change it any more.
 * @param debit what the record adds to its type's first control total: debits of a journal entry,
 *     or the {@code totalAmount} of a document; otherwise zero
 * @param credit what the record adds to its type's second control total: credits of a journal
 *     entry, as a positive number; otherwise zero
 */
@SuppressWarnings(
        "ArrayRecordComponent") // the frozen bytes themselves; identity of a record is its id
public record SourceRecord(
        DataType type, long key, String id, byte[] json, BigDecimal debit, BigDecimal credit) {}
