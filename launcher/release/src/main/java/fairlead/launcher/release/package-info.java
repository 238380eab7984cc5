/**
 * Releases on this machine: what one is ({@link Manifest}), where its bytes lie ({@link
 * ReleaseStore}), which one counts ({@link ReleaseState} in a {@link StateFile}) and what a start
 * makes of all that ({@link StartDecision}).
 *
 * <p>The host calls; nothing here starts a thread or a framework. States and decisions are pure, so
 * that every order of kills, power cuts and full disks can be tried; what touches the disk goes
 * through {@link Disk}, where tests make it fail and forget.
 *
 * <p>The order at a start: read the state, heal its copies; {@link StartDecision#verified} and
 * write; a fresh framework cache; {@link StartDecision#counted} and write; run what it names. The
 * order of an update: {@link ReleaseStore#add} (jars, then the manifest, each durable), {@link
 * ReleaseState#begin} and write, swap; then {@link ReleaseState#commit} or {@link
 * ReleaseState#rollback} and write; after a durable commit {@link ReleaseStore#clean}. The numbers
 * in comments are those of the rules in docs/swap.md.
 */
package fairlead.launcher.release;
