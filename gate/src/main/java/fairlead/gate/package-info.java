/**
 * The few lines that several bundles need: bnd copies this package into each bundle that uses it.
 */
package fairlead.gate;
