package fairlead.launcher.swap;

import java.time.Duration;

/** One swap in a running framework, from its first step to commit or back. One thread at a time. */
interface Attempt {
    /**
     * Takes the new bundles.
     *
     * @throws SwapFailure.Busy nothing was touched; may be tried again
     * @throws SwapFailure.Bad {@link #back} is to be called
     * @throws SwapFailure.Stuck the process is to be restarted
     */
    void forward() throws SwapFailure;

    /**
     * Takes the old bundles again, from wherever {@link #forward} got to.
     *
     * @throws SwapFailure.Busy nothing was touched; may be tried again
     * @throws SwapFailure.Stuck the process is to be restarted
     */
    void back() throws SwapFailure;

    /** Lets the old bundles go for good. Never fails: what stays is gone with the next start. */
    void commit();

    /** From the start of the first new bundle to the end of the last old one. */
    Duration swapTook();

    /** How long the last {@link #back} took, without waiting for jobs. */
    Duration backTook();
}
