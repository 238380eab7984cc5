package fairlead.platform.http;

/** Writes down what callers do, before they do it. */
@FunctionalInterface
public interface Journal {
    /**
     * A call begins to change something, as far as it can; it is known who makes it. What is thrown
     * refuses it. Called on the call's thread.
     */
    Entry begin(Call call, Actor actor);

    /** What was written down of one call. */
    @FunctionalInterface
    interface Entry {
        /**
         * The call was answered.
         *
         * @param status HTTP's; 0 when it will be answered later
         */
        void end(int status);
    }
}
