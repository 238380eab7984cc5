package fairlead.platform.http;

/** How a person at a page hears what a program gets as the error body. */
@FunctionalInterface
public interface ErrorPage {
    /**
     * The page.
     *
     * @param sentence what is wrong, and what to do
     * @param correlationId by which the platform's log finds the call
     */
    Answer of(int status, String sentence, String correlationId);
}
