/**
 * What a release would change here, computed before anything is touched. Pure reading of the
 * framework and of jars: the host plans with it before it acts, the updater copies it and tells a
 * person.
 */
package fairlead.launcher.plan;
