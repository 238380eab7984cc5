/**
 * The partner SPI: what an accounting package hands over, and nothing else.
 *
 * <p>A partner's bundle registers one {@link fairlead.accounting.api.AccountingPackage}. The sync
 * engine is its only caller, from one job at a time. The order of calls for one sync:
 *
 * <ol>
 *   <li>{@code open(address, checkpoint)} gives a {@link fairlead.accounting.api.CompanySession}:
 *       one connection to one company, used by one thread at a time and closed by the engine.
 *   <li>{@code pin()} says which company lies there. Another one than was linked: the engine stops
 *       and deletes nothing.
 *   <li>{@code mark()} before the first row; rows above the mark are not read.
 *   <li>{@code plan(mark, types)} cuts the company into {@link fairlead.accounting.api.Slice
 *       slices}; {@code read} hands each slice's records to a {@link
 *       fairlead.accounting.api.RecordSink} and returns the slice's state.
 *   <li>{@code mark()} and {@code sweep(mark)} again, until every slice has the checksum that it
 *       had when it was read and the mark stands still. Slices that differ are read again. Only
 *       then is a set delivered.
 * </ol>
 *
 * <p>Failures: an {@link fairlead.accounting.api.AccountingException} says in plain words what is
 * wrong and, by its kind, whether waiting helps. A row that cannot be mapped is no failure but a
 * {@link fairlead.accounting.api.Reject}: it stops nothing. Every call that may take longer than a
 * second takes a {@link fairlead.accounting.api.Checkpoint} and calls it at least that often.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.3.0")
package fairlead.accounting.api;
