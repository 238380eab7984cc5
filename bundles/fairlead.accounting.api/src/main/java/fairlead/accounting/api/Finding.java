package fairlead.accounting.api;

/**
 * Something about the company's own books that a person should know.
 *
 * @param code stable, for example {@code trial-balance}
 * @param message one plain sentence with both values
 */
public record Finding(String code, String message) {}
