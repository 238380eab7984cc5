/**
 * The process that runs an ODBC driver. It has this jar and JNA's on its class path and nothing
 * else. {@link fairlead.odbc.child.ChildMain} takes one request after the other from standard
 * input; one thread makes all calls of the driver. A driver may crash or hang: only this process
 * goes with it.
 */
package fairlead.odbc.child;
