/**
 * The portal: what the vendor's people see and do without writing a program. Every page is made on
 * the server from a record and a template; what changes by itself is fetched again by a script that
 * the pages also work without. Every form carries a token of the visit; what cannot be undone asks
 * first.
 */
package fairlead.platform.portal;
