/**
 * Changes bundles while they work, in the order of docs/swap.md. {@link
 * fairlead.launcher.swap.HostSwap} is the service that the updater calls; {@link
 * fairlead.launcher.swap.BesideSwap} and {@link fairlead.launcher.swap.RefreshSwap} are the two
 * ways to do it in a running framework; {@link fairlead.launcher.swap.SwapLog} is where decisions
 * are kept. Everything that calls into a bundle goes through {@link
 * fairlead.launcher.swap.Lifecycle}, which never waits for longer than its deadline.
 *
 * <p>What goes wrong: a {@link fairlead.launcher.swap.SwapFailure}, whose type says what to do.
 */
package fairlead.launcher.swap;
