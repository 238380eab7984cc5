/** The frames between the agent and the process that runs an ODBC driver: docs/odbc.md. */
package fairlead.odbc.wire;
