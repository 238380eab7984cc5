/**
 * A JDBC driver over the ODBC C API. Callers get it from {@link
 * fairlead.odbc.OdbcDataSourceFactory}; each connection has a process of its own ({@link
 * fairlead.odbc.Child}) in which the ODBC driver runs, so a driver that crashes or hangs costs one
 * read. Only reading: one statement at a time, rows forward only, no parameters. Everything else is
 * refused by {@link java.sql.SQLFeatureNotSupportedException}.
 */
package fairlead.odbc;
