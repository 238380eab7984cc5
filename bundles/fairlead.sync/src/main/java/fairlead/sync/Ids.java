package fairlead.sync;

import java.util.UUID;

/** Ids are random, never counted: a restored or cloned disk would count the same ones again. */
final class Ids {
    private Ids() {}

    /** 128 bits, of which a UUID leaves 122 to chance. */
    static String random() {
        return UUID.randomUUID().toString();
    }
}
