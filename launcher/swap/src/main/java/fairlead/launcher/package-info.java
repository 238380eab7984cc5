/**
 * The one door between the host and the bundles that it changes: the system bundle exports this
 * package, and nobody but the updater imports it. Its version is 1.0 for ever.
 */
@org.osgi.annotation.versioning.Version("1.0.0")
package fairlead.launcher;
