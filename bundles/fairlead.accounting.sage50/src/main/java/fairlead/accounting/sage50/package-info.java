/**
 * Reads the books of Sage 50 Accounts (UK and Ireland) through JDBC.
 *
 * <p>{@link fairlead.accounting.sage50.Sage50Package} picks a driver and opens a {@code
 * Sage50Session}. A session asks {@code Source} for rows by narrow projections and integer ranges;
 * a {@code *Row} class takes the columns of one table, in one place, and hashes them while it does
 * so; a {@code *Mapper} turns rows into one record. Reading and sweeping share the row classes and
 * {@code LedgerHash}, so that both see the same checksum of the same rows.
 */
package fairlead.accounting.sage50;
