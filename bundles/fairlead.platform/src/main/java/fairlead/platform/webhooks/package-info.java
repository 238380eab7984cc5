/**
 * Webhooks: what happens is told to the vendor's programs.
 *
 * <p>Whatever changes a company or a connection writes its event in its own transaction ({@code
 * store.Events}), once for each consumer that wants it. The {@link
 * fairlead.platform.webhooks.Dispatcher} of any node claims what is due and sends it, signed,
 * always under the same {@code webhook-id}. A consumer takes a message by a 2xx within 15 seconds;
 * otherwise it is sent again by the schedule in {@code store.Deliveries}, eight times in all. A
 * message may come twice, when a node dies after the answer and before it was written down:
 * consumers know it by its id.
 */
package fairlead.platform.webhooks;
