/**
 * The data's path on the agent: who asks, who keeps, who sends.
 *
 * <p>A {@link fairlead.sync.api.SyncRequest} comes from the platform (an {@link
 * fairlead.sync.api.Order}, handed to {@link fairlead.sync.api.OrderHandler} by the transport),
 * from the schedule, or from a person ({@link fairlead.sync.api.SyncEngine}). It is stored before
 * anybody is told that it was taken. The engine's job turns the stored requests of a connection
 * into one <em>set</em>, one dataset for each type, reads the company, appends frozen chunks to the
 * outbox, and lets the {@link fairlead.sync.api.Transport} deliver them. What a delivery can answer
 * is a {@link fairlead.sync.api.SetAnswer}. The rules are numbered in {@code docs/sync.md}.
 *
 * <p>Everything that must survive a power cut is in the outbox; passwords are in {@link
 * fairlead.sync.api.Secrets}.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.2.0")
package fairlead.sync.api;
