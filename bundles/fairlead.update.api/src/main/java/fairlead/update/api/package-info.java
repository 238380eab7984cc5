/**
 * Silent updates, as others see them. The updater itself comes with the swap; until it is there, no
 * service of this package is registered and whoever asks says so.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package fairlead.update.api;
