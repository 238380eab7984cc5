package fairlead.itests.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import aQute.bnd.osgi.Jar;
import fairlead.launcher.Swap;
import fairlead.launcher.release.LocalDisk;
import fairlead.launcher.release.Manifest;
import fairlead.launcher.release.ReleaseState;
import fairlead.launcher.release.ReleaseStore;
import fairlead.launcher.release.StartDecision;
import fairlead.launcher.release.StateFile;
import fairlead.launcher.swap.DurableLog;
import fairlead.launcher.swap.HostSwap;
import fairlead.launcher.swap.Timing;
import fairlead.update.api.UpdateException;
import fairlead.update.api.UpdateOutcome;
import fairlead.update.api.Updater;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.util.tracker.ServiceTracker;

/** The real updater and the real scheduler, released, swapped and taken back. */
class UpdateIT {
    private static final String EXPORTS =
            String.join(
                    ",",
                    "fairlead.launcher;version=1.0,fairlead.update.api;version=1.0",
                    "org.slf4j;version=1.7.36,org.slf4j;version=2.0.17",
                    "org.slf4j.helpers;version=1.7.36",
                    "org.osgi.service.component;version=1.5.1",
                    "org.osgi.service.component.runtime;version=1.5",
                    "org.osgi.service.component.runtime.dto;version=1.5",
                    "org.osgi.util.promise;version=1.3,org.osgi.util.function;version=1.2");

    private static final List<String> SHIPPED =
            List.of(
                    "org.apache.felix.scr",
                    "org.apache.felix.healthcheck.api",
                    "jackson-core",
                    "fairlead.schedule.api",
                    "fairlead.schedule",
                    "fairlead.update");

    @TempDir(cleanup = CleanupMode.NEVER)
    static Path shared;

    private static Path factory;

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path data;

    private final List<String> restarts = new CopyOnWriteArrayList<>();
    private Framework framework;
    private HostSwap swap;
    private ServiceTracker<Updater, Updater> updaters;

    @BeforeAll
    static void makeFactoryRelease() throws Exception {
        factory = release("factory", "0.1.0", Map.of());
    }

    @BeforeEach
    void start() throws Exception {
        Map<String, String> properties = new HashMap<>();
        properties.put(Constants.FRAMEWORK_STORAGE, data.resolve("cache").toString());
        properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, EXPORTS);
        properties.put("ds.lock.timeout.milliseconds", "30000");
        properties.put("ds.delayed.keepInstances", "true");
        properties.put("felix.log.level", "1");
        properties.put("fairlead.data", data.toString());
        framework = new FrameworkFactory().newFramework(properties);
        framework.start();
        LocalDisk disk = new LocalDisk();
        ReleaseStore store = new ReleaseStore(disk, data, factory);
        List<Bundle> bundles = new ArrayList<>();
        for (Manifest.Bundle bundle : store.factory().orElseThrow().bundles()) {
            bundles.add(
                    framework
                            .getBundleContext()
                            .installBundle(
                                    "reference:" + store.jar(Optional.empty(), bundle).toUri()));
        }
        for (Bundle bundle : bundles) {
            bundle.start(Bundle.START_TRANSIENT);
        }
        DurableLog log =
                new DurableLog(
                        new StateFile(disk, data.resolve("release.state")),
                        store,
                        new StartDecision.Run(ReleaseState.FACTORY, Optional.empty(), Map.of()),
                        0);
        Map<String, String> times =
                Map.of("fairlead.trial.window", "0", "fairlead.trial.deadline", "60");
        swap =
                new HostSwap(
                        framework.getBundleContext(), log, Timing.of(times::get), restarts::add);
        framework.getBundleContext().registerService(Swap.class, swap, null);
        updaters = new ServiceTracker<>(framework.getBundleContext(), Updater.class, null);
        updaters.open(true);
        assertThat(updaters.waitForService(60_000)).isNotNull();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> updater().status().release().startsWith("main-0.1.0-"));
    }

    /** Read for each call: the updater is swapped, too. */
    private Updater updater() {
        return updaters.getService();
    }

    @AfterEach
    void stop() throws Exception {
        swap.close();
        framework.stop();
        framework.waitForStop(10_000);
    }

    /** A release of the shipped bundles, some of them in another version or with a header. */
    private static Path release(String name, String version, Map<String, Map<String, String>> how)
            throws Exception {
        Path jars = Files.createDirectories(shared.resolve(name + "-jars"));
        for (String bundle : SHIPPED) {
            Path built = onClassPath(bundle);
            Path to = jars.resolve(bundle + ".jar");
            if (how.containsKey(bundle)) {
                try (Jar jar = new Jar(built.toFile())) {
                    how.get(bundle)
                            .forEach(
                                    (header, value) -> {
                                        try {
                                            jar.getManifest()
                                                    .getMainAttributes()
                                                    .putValue(header, value);
                                        } catch (Exception e) { // bnd's own signature
                                            throw new IllegalStateException(e);
                                        }
                                    });
                    jar.write(to.toFile());
                }
            } else {
                Files.copy(built, to);
            }
        }
        return made(name, jars, version, "main");
    }

    /** A partner's release of one bundle, which does nothing. */
    private static Path partners(String name, String version, Map<String, String> more)
            throws Exception {
        Path jars = Files.createDirectories(shared.resolve(name + "-jars"));
        java.util.jar.Manifest manifest = new java.util.jar.Manifest();
        var headers = manifest.getMainAttributes();
        headers.putValue("Manifest-Version", "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", "acme.accounting");
        headers.putValue("Bundle-Version", version);
        more.forEach(headers::putValue);
        try (Jar jar = new Jar("acme")) {
            jar.setManifest(manifest);
            jar.write(jars.resolve("acme.jar").toFile());
        }
        return made(name, jars, version, "acme");
    }

    private static Path made(String name, Path jars, String version, String track)
            throws Exception {
        Path out = shared.resolve(name);
        Process made =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "fairlead.publish.release.Main",
                                "make",
                                jars.toString(),
                                "--out",
                                out.toString(),
                                "--version",
                                version,
                                "--track",
                                track,
                                "--created",
                                "2026-11-24T00:00:00Z")
                        .inheritIO()
                        .start();
        assertThat(made.waitFor()).isZero();
        return out;
    }

    private static Path onClassPath(String bundle) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(
                        p ->
                                p.getFileName()
                                        .toString()
                                        .matches("\\Q" + bundle + "\\E-[0-9.]+\\.jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(bundle + " is not on the class path"));
    }

    private static Map<String, String> version(String version) {
        return Map.of("Bundle-Version", version);
    }

    private List<String> active() {
        return Arrays.stream(framework.getBundleContext().getBundles())
                .filter(b -> b.getState() == Bundle.ACTIVE)
                .map(b -> b.getSymbolicName() + " " + b.getVersion())
                .toList();
    }

    private UpdateOutcome awaitOutcome(String release) {
        await().atMost(Duration.ofSeconds(40))
                .until(
                        () ->
                                updaters.getService() != null
                                        && isIdle()
                                        && updater().history().stream()
                                                .anyMatch(o -> o.release().equals(release)));
        return updater().history().get(0);
    }

    private boolean isIdle() {
        return swap.state().get("phase").equals("idle");
    }

    private ReleaseState onDisk() throws Exception {
        return new StateFile(new LocalDisk(), data.resolve("release.state"))
                .read()
                .map(content -> ReleaseState.of(content.values()))
                .orElse(ReleaseState.FACTORY);
    }

    @Test
    @DisplayName("the updater and the scheduler replace themselves, and go back when a person asks")
    void theUpdaterAndTheSchedulerReplaceThemselves() throws Exception {
        Path next =
                release(
                        "next",
                        "0.2.0",
                        Map.of(
                                "fairlead.update",
                                version("0.2.0"),
                                "fairlead.schedule",
                                version("0.2.0")));
        assertThat(updater().plan(next))
                .contains(
                        "fairlead.schedule 0.1.0 becomes 0.2.0 (beside)",
                        "fairlead.update 0.1.0 becomes 0.2.0 (beside)");
        assertThat(updater().status().waiting()).isEmpty();

        String id = updater().offer(next, true);
        assertThat(awaitOutcome(id)).isInstanceOf(UpdateOutcome.Committed.class);
        assertThat(active())
                .contains("fairlead.update 0.2.0", "fairlead.schedule 0.2.0")
                .doesNotContain("fairlead.update 0.1.0", "fairlead.schedule 0.1.0");
        assertThat(onDisk().main().current()).contains(id);
        assertThat(restarts).isEmpty();

        Path third = release("third", "0.3.0", Map.of("fairlead.schedule", version("0.3.0")));
        assertThatThrownBy(() -> updater().offer(next, true))
                .isInstanceOf(UpdateException.class)
                .hasMessageContaining("runs already");
        String later = updater().offer(third, true);
        assertThat(awaitOutcome(later)).isInstanceOf(UpdateOutcome.Committed.class);

        assertThat(updater().rollback().inWords()).startsWith(id + " comes back");
        await().atMost(Duration.ofSeconds(40))
                .until(() -> onDisk().main().current().equals(Optional.of(id)));
        assertThat(active()).contains("fairlead.schedule 0.2.0", "fairlead.update 0.2.0");
    }

    @Test
    @DisplayName("after the first update a person can go back to what came with the program")
    void theFactoryReleaseIsBeforeTheFirstUpdate() throws Exception {
        String factoryId = updater().status().release();
        assertThatThrownBy(() -> updater().rollback())
                .isInstanceOf(UpdateException.class)
                .hasMessageContaining("no release before " + factoryId);
        Path next = release("only", "0.2.6", Map.of("fairlead.schedule", version("0.2.6")));
        assertThat(awaitOutcome(updater().offer(next, true)))
                .isInstanceOf(UpdateOutcome.Committed.class);
        assertThat(updater().rollback())
                .isEqualTo(
                        new Updater.Rollback(
                                factoryId,
                                true,
                                factoryId + " comes back, on trial like any other."));
        assertThat(awaitOutcome(factoryId)).isInstanceOf(UpdateOutcome.Committed.class);
        assertThat(active()).contains("fairlead.schedule 0.1.0");
        assertThat(onDisk().main().current()).contains(factoryId);
    }

    @Test
    @DisplayName("swap rule 24: who plans, or goes back, is told what would not be understood")
    void rule24WhatIsNotUnderstoodIsTold() throws Exception {
        Path older = release("format-1", "0.2.7", Map.of("fairlead.schedule", format("0.2.7", 1)));
        Path newer = release("format-2", "0.2.8", Map.of("fairlead.schedule", format("0.2.8", 2)));
        String id = updater().offer(older, true);
        assertThat(awaitOutcome(id)).isInstanceOf(UpdateOutcome.Committed.class);
        assertThat(updater().plan(newer)).noneMatch(line -> line.contains("format"));
        assertThat(awaitOutcome(updater().offer(newer, true)))
                .isInstanceOf(UpdateOutcome.Committed.class);
        String words =
                "fairlead.schedule keeps its state in format 2 here; %s understands it up to format"
                        + " 1, puts it aside and starts as on a new PC: every company is read and"
                        + " sent in full.";
        assertThat(updater().plan(older)).contains(words.formatted(id));
        assertThat(updater().rollback().inWords())
                .isEqualTo(id + " comes back, on trial like any other. " + words.formatted(id));
    }

    private static Map<String, String> format(String version, int format) {
        return Map.of("Bundle-Version", version, "Fairlead-State-Format", Integer.toString(format));
    }

    @Test
    @DisplayName("swap rule 21: a release that does not resolve goes back and is blocked")
    void rule21OneThatDoesNotResolveGoesBack() throws Exception {
        Path bad =
                release(
                        "unresolved",
                        "0.2.1",
                        Map.of(
                                "fairlead.update",
                                Map.of(
                                        "Bundle-Version",
                                        "0.2.1",
                                        "Require-Bundle",
                                        "nobody.has.it")));
        String id = updater().offer(bad, true);
        assertThat(awaitOutcome(id))
                .isInstanceOfSatisfying(
                        UpdateOutcome.WentBack.class,
                        it -> {
                            assertThat(it.blocked()).isTrue();
                            assertThat(it.reason()).contains("nobody.has.it");
                        });
        assertThat(active()).contains("fairlead.update 0.1.0", "fairlead.schedule 0.1.0");
        assertThat(onDisk().main().blockedFor(id)).isPresent();
        assertThatThrownBy(() -> updater().offer(bad, true))
                .isInstanceOf(UpdateException.class)
                .hasMessageContaining("is blocked");
    }

    @Test
    @DisplayName("refresh: an API of ours goes with all that is wired to it, between two jobs")
    void anApiIsRefreshed() throws Exception {
        Path next = release("api", "0.2.2", Map.of("fairlead.schedule.api", version("1.0.1")));
        assertThat(updater().plan(next))
                .anySatisfy(line -> assertThat(line).contains("1.0.1 (refresh)"))
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .endsWith("jobs: fairlead.schedule, fairlead.update."));
        String id = updater().offer(next, true);
        await().atMost(Duration.ofSeconds(40))
                .until(() -> isIdle() && onDisk().main().current().equals(Optional.of(id)));
        assertThat(active())
                .contains(
                        "fairlead.schedule.api 1.0.1",
                        "fairlead.schedule 0.1.0",
                        "fairlead.update 0.1.0");
        assertThat(restarts).isEmpty();
    }

    @Test
    @DisplayName("swap rule 18: Declarative Services itself waits for the next start")
    void rule18TheRuntimeWaitsForTheNextStart() throws Exception {
        Path next = release("scr", "0.2.3", Map.of("org.apache.felix.scr", version("2.2.19")));
        String id = updater().offer(next, true);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> updater().history().stream().anyMatch(o -> o.release().equals(id)));
        assertThat(updater().history().get(0)).isInstanceOf(UpdateOutcome.Staged.class);
        assertThat(onDisk().main().trialStarts()).isEqualTo(-1);
        assertThat(active()).contains("org.apache.felix.scr 2.2.18");

        assertThat(updater().rollback())
                .isEqualTo(
                        new Updater.Rollback(
                                id, false, id + " is not taken; it is not tried again here."));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> updater().history().get(0) instanceof UpdateOutcome.WentBack);
        assertThat(updater().history().get(0).inWords())
                .isEqualTo(id + " went back: a person asked for it; it is not tried again here");
        assertThat(onDisk().main().trial()).isEmpty();
    }

    @Test
    void aDirectoryThatIsNoReleaseIsRefused() {
        assertThatThrownBy(() -> updater().offer(data, true))
                .isInstanceOf(UpdateException.class)
                .hasMessageContaining("is no release: there is no release.json in it");
    }

    @Test
    @DisplayName(
            "swap rule 19: a partner's bad release never holds back ours, nor a good one of its")
    void rule19APartnersBadReleaseHoldsNothingBack() throws Exception {
        Path bad = partners("acme-bad", "1.0.0", Map.of("Require-Bundle", "nobody.has.it"));
        Path ours = release("ours", "0.2.4", Map.of("fairlead.schedule", version("0.2.4")));
        Path good = partners("acme-good", "1.0.1", Map.of());
        String badId = updater().offer(bad, false);
        String ourId = updater().offer(ours, false);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> isIdle() && updater().history().size() >= 2);
        assertThat(onDisk().main().current()).contains(ourId);
        assertThat(updater().status().blocked()).containsExactly(badId);
        assertThat(active()).contains("fairlead.schedule 0.2.4").noneMatch(b -> b.contains("acme"));

        String goodId = updater().offer(good, false);
        assertThat(awaitOutcome(goodId)).isInstanceOf(UpdateOutcome.Committed.class);
        assertThat(active()).contains("fairlead.schedule 0.2.4", "acme.accounting 1.0.1");
        assertThat(onDisk().main().current()).contains(ourId);
        assertThat(restarts).isEmpty();

        Path next = release("ours-next", "0.2.5", Map.of("fairlead.schedule", version("0.2.5")));
        String nextId = updater().offer(next, false);
        assertThat(awaitOutcome(nextId)).isInstanceOf(UpdateOutcome.Committed.class);
        assertThat(active()).contains("fairlead.schedule 0.2.5", "acme.accounting 1.0.1");
    }
}
