package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import java.util.Arrays;

/**
 * The documents of the invoicing module, as a sweep meets them: what each puts into a checksum is
 * known before the header that has it. Twelve bytes a document, while the sweep runs.
 */
final class Documents {
    private final LedgerMap.Builder builder;
    private final Glance glance;
    private final InvoiceRow row = new InvoiceRow();
    private int[] numbers = new int[64];
    private long[] hashes = new long[64];
    private int size;

    /**
     * @param glance gets every row
     */
    Documents(LedgerMap.Builder builder, Glance glance) {
        this.builder = builder;
        this.glance = glance;
    }

    void add(Cursor cursor) throws AccountingException {
        row.fill(cursor);
        builder.document(row);
        glance.add(InvoiceRow.TABLE, row.number, cursor);
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size + size / 2);
            hashes = Arrays.copyOf(hashes, size + size / 2);
        }
        numbers[size] = row.number;
        hashes[size++] = cursor.hash().low();
    }

    /** After the last header: each into the slice of the header that has it. */
    void end(SliceSums sums, LedgerHash hash) {
        for (int i = 0; i < size; i++) {
            int owner = builder.owner(numbers[i]);
            if (owner != 0) {
                sums.add(owner, hash.invoice(hashes[i]));
            }
        }
        numbers = new int[0];
        hashes = new long[0];
    }
}
