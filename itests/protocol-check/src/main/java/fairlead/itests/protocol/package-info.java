/**
 * Holds what agent and platform really said to each other against {@code
 * docs/connector-protocol.yaml}; a {@link fairlead.itests.protocol.Tap} hears it. For tests on
 * either side; never shipped.
 *
 * <pre>{@code
 * ProtocolCheck check = ProtocolCheck.ofRepository();
 * check.check(new Exchange("POST", "/connector/v1/poll", requestHeaders, requestBody, 200, ...));
 * assertThat(check.neverSaid()).isEmpty();
 * }</pre>
 */
package fairlead.itests.protocol;
