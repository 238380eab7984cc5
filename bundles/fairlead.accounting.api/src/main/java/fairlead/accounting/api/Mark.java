package fairlead.accounting.api;

/**
 * Up to where the books are filled: the highest numbers of the tables that only grow.
 *
 * @param token the package's own text, at most 1,000 characters; the engine compares, keeps and
 *     hands it back
 */
public record Mark(String token) {}
