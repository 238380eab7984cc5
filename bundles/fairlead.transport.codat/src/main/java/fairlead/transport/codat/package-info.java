/**
 * Speaks the connector protocol ({@code docs/connector-protocol.yaml}) to the platform.
 *
 * <p>{@link fairlead.transport.codat.CodatTransport} is the service. A call goes through {@code
 * Session} (who we are: key, token, life, clock) and {@code Line} (one HTTP client: cancelling,
 * limits, what went wrong in plain words); {@code SetAnswers} reads what was said about a set,
 * {@code Poll} is the long poll. Nothing is retried here but a token that was refused and a
 * connection that broke: when to try again is said to the caller.
 */
package fairlead.transport.codat;
