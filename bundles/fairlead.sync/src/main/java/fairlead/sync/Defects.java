package fairlead.sync;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What ended in a defect when it was last tried. It is tried again and the job goes on, so that
 * only {@link SyncCheck} tells it to whoever judges a release. Any thread may use it.
 */
final class Defects {
    private final Map<String, Throwable> last = new ConcurrentHashMap<>();

    void failed(String what, Throwable failure) {
        last.put(what, failure);
    }

    void wentWell(String what) {
        last.remove(what);
    }

    /** Each with its failure, as it is now. */
    Map<String, Throwable> now() {
        return new TreeMap<>(last);
    }

    /** Is that why it failed? It is told by words, in whatever exception a bundle wraps it. */
    static boolean isFullDisk(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String said = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (said.contains("no space left") || said.contains("not enough space")) {
                return true;
            }
        }
        return false;
    }
}
