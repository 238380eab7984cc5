package fairlead.platform.http;

/** Hears of every call that was answered. Called on the call's thread, before its answer leaves. */
@FunctionalInterface
public interface Watcher {
    /** A call was answered. */
    void answered(Answered call);

    /**
     * What there is to know of it.
     *
     * @param method HTTP's
     * @param path as it was called, without its query
     * @param status HTTP's; 0 when it will be answered later
     * @param nanos how long that took
     */
    record Answered(String method, String path, int status, long nanos) {}
}
