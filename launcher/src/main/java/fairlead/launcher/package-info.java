/**
 * The command line and the host. {@link fairlead.launcher.Main} reads the arguments; {@code agent}
 * and {@code platform} start a {@link fairlead.launcher.Host}, which is Felix with one set of
 * bundles on one data directory; everything else talks to a running one, over the agent's control
 * socket or the platform's public API. Imports no bundle's package.
 */
package fairlead.launcher;
