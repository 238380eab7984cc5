package fairlead.sync;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.felix.hc.api.Result;

/**
 * What ended in a defect when it was last tried. A trial is judged by it (swap rule 21): nobody
 * else sees it, since it is tried again and the job goes on. A full disk blames no release (22).
 * Any thread may use it.
 */
final class Defects {
    private final Map<String, RuntimeException> last = new ConcurrentHashMap<>();

    void failed(String what, RuntimeException failure) {
        last.put(what, failure);
    }

    void wentWell(String what) {
        last.remove(what);
    }

    Result result() {
        Map<String, RuntimeException> now = new TreeMap<>(last);
        Map<String, RuntimeException> faults = new TreeMap<>(now);
        faults.values().removeIf(Defects::isFullDisk);
        if (now.isEmpty()) {
            return new Result(Result.Status.OK, "Nothing failed when it was last tried.");
        }
        return faults.isEmpty()
                ? new Result(Result.Status.TEMPORARILY_UNAVAILABLE, "The disk is full.")
                : new Result(Result.Status.CRITICAL, sentence(faults));
    }

    private static String sentence(Map<String, RuntimeException> faults) {
        return faults.entrySet().stream()
                .map(f -> f.getKey() + " failed by a defect: " + f.getValue())
                .collect(Collectors.joining("; "));
    }

    /** Is that why it failed? It is told by words, in whatever exception a bundle wraps it. */
    static boolean isFullDisk(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String said = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (said.contains("no space left") || said.contains("not enough space")) {
                return true;
            }
        }
        return false;
    }
}
