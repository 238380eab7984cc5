/**
 * Silent updates, as others see them. Somebody offers a release ({@link
 * fairlead.update.api.Updater#offer}): a person from the command line, later the signed repository.
 * The updater checks it and takes it into the store; its job asks the host to begin, watches the
 * trial, and commits it or goes back. One release is on trial at a time, ours before partners'.
 * What came of each is an {@link fairlead.update.api.UpdateOutcome}.
 *
 * <p>Where no host swaps bundles (the platform, a framework in a test), no {@link
 * fairlead.update.api.Updater} does anything and whoever asks is told so.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package fairlead.update.api;
