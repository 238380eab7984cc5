/**
 * Makes a release directory from built bundle jars and checks one. The same bundles give the same
 * bytes; what did not change since the former release is taken over from it byte for byte, so that
 * a fix of one bundle is a release of one bundle. The format is that of {@link
 * fairlead.launcher.release.Manifest}.
 */
package fairlead.publish.release;
