package fairlead.accounting.sage50;

import fairlead.accounting.api.Checksum;

/** The checksum of one slice while it grows: order-free. */
final class Sum {
    private long high;
    private long low;

    void add(RowHash hash) {
        high += hash.high();
        low += hash.low();
    }

    Checksum checksum() {
        return new Checksum(high, low);
    }
}
