package fairlead.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.launcher.Swap;
import fairlead.launcher.release.Disk;
import fairlead.launcher.release.Hash;
import fairlead.launcher.release.LocalDisk;
import fairlead.launcher.release.Manifest;
import fairlead.update.api.UpdateException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceException;
import org.osgi.framework.wiring.FrameworkWiring;

/** What is refused before anything is copied. */
class OffersTest {
    @TempDir private Path directory;
    private Path data;
    private Notes notes;
    private Offers offers;

    @BeforeEach
    void start() {
        data = directory.resolve("data");
        notes = new Notes(data);
        offers = offers(LocalDisk.of("test"));
    }

    @Test
    void refusesWhatCannotFollowTheVersionThatRuns() throws Exception {
        Path next = release("main", "0.3.0", "0.2.0", "fairlead.a");
        Map<String, String> old = Map.of("release", "main-0.1.9-aaaaaaaaaaaa");
        for (Offer offer : List.<Offer>of(offers::plan, (dir, s) -> offers.take(dir, true, s))) {
            assertThatThrownBy(() -> offer.of(next, old))
                    .isInstanceOf(UpdateException.class)
                    .hasMessageMatching(
                            "main-0.3.0-[0-9a-f]{12} can follow version 0.2.0 or a later one, here"
                                    + " runs 0.1.9: offer one in between first.");
        }
        assertThat(directory.resolve("data")).doesNotExist();
        Map<String, String> young = Map.of("release", "main-0.2.0-aaaaaaaaaaaa");
        assertThat(offers.plan(next, young)).isNotEmpty();
    }

    @Test
    @DisplayName("swap rule 19: a bundle's name belongs to one track")
    void rule19ANameBelongsToOneTrack() throws Exception {
        Path ours = release("main", "0.2.0", "0.1.0", "fairlead.a");
        Path theirs = release("acme", "1.0.0", "0.1.0", "fairlead.a");
        Map<String, String> none = Map.of();
        assertThat(offers.plan(theirs, none)).isNotEmpty();
        String id = offers.take(ours, true, none);
        assertThatThrownBy(() -> offers.plan(theirs, Map.of("release", id)))
                .isInstanceOf(UpdateException.class)
                .hasMessageContaining("brings fairlead.a 1.0.0, and fairlead.a belongs to");
        String other = offers.take(theirs, true, none);
        assertThatThrownBy(() -> offers.plan(ours, Map.of("release.acme", other)))
                .hasMessageContaining("brings fairlead.a 0.2.0, and fairlead.a belongs to");
    }

    @Test
    @DisplayName("swap rule 21: why a person had a trial go back is noted before the host does")
    void rule21APersonsWordsAreNotedFirst() {
        List<String> noted = new ArrayList<>();
        Swap host =
                (Swap)
                        Proxy.newProxyInstance(
                                OffersTest.class.getClassLoader(),
                                new Class<?>[] {Swap.class},
                                (proxy, method, arguments) -> {
                                    if (method.getName().equals("rollback")) {
                                        noted.add(notes.goingBack().orElseThrow().reason());
                                        throw new IllegalStateException("It was killed.");
                                    }
                                    return Map.of("phase", "trial", "trial", "main-2");
                                });
        assertThatThrownBy(() -> offers.goBack(host)).hasMessage("It was killed.");
        assertThat(noted).containsExactly("a person asked for it");
    }

    private Offers offers(Disk disk) {
        return new Offers(emptyFramework(), data, notes, Clock.systemUTC(), disk);
    }

    @Test
    @DisplayName("swapped away while it takes a release in: nothing is left, the next one takes it")
    void whoGoesTakesNothingInHalf() throws Exception {
        Path release = release("main", "0.2.0", "0.1.0", "fairlead.a");
        AtomicInteger writes = new AtomicInteger();
        Disk local = LocalDisk.of("test");
        Disk slow =
                (Disk)
                        Proxy.newProxyInstance(
                                OffersTest.class.getClassLoader(),
                                new Class<?>[] {Disk.class},
                                (proxy, method, arguments) -> {
                                    if (method.getName().equals("write")
                                            && arguments[0].toString().endsWith(".jar.tmp")) {
                                        writes.incrementAndGet();
                                        offers.leave(); // while its jar is copied
                                    }
                                    try {
                                        return method.invoke(local, arguments);
                                    } catch (InvocationTargetException e) {
                                        throw e.getCause();
                                    }
                                });
        offers = offers(slow);
        assertThatThrownBy(() -> offers.take(release, true, Map.of()))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        e -> assertThat(e.getType()).isEqualTo(ServiceException.UNREGISTERED));
        assertThat(writes).hasValue(1);
        assertThat(notes.offers()).isEmpty();
        assertThat(data.resolve("store")).isEmptyDirectory();
        assertThat(data.resolve("releases")).isEmptyDirectory();

        String id = offers(local).take(release, true, Map.of());
        assertThat(notes.offers()).containsExactly(new Notes.Offer("main", id, true));
    }

    private interface Offer {
        Object of(Path directory, Map<String, String> state) throws UpdateException;
    }

    private Path release(String track, String version, String minimum, String bundle)
            throws IOException {
        Path out = Files.createDirectories(directory.resolve(track + version));
        java.util.jar.Manifest headers = new java.util.jar.Manifest();
        Attributes main = headers.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-SymbolicName", bundle);
        main.putValue("Bundle-Version", version);
        Path jar = out.resolve("made.jar");
        try (OutputStream bytes = Files.newOutputStream(jar);
                JarOutputStream closed = new JarOutputStream(bytes, headers)) {
            closed.finish();
        }
        String sha256 = Hash.of(Files.readAllBytes(jar));
        Path bundles = Files.createDirectories(out.resolve("bundles"));
        Files.move(jar, bundles.resolve(sha256 + ".jar"));
        String unnamed = track + "-" + version + "-000000000000";
        String text =
                """
                {"format": 1, "id": "%s", "track": "%s", "version": "%s",
                 "minimumVersion": "%s", "slot": "factory", "created": "2026-11-24",
                 "bundles": [{"name": "%s", "version": "%s", "sha256": "%s", "size": %d,
                              "kind": "beside"}]}
                """
                        .formatted(
                                unnamed,
                                track,
                                version,
                                minimum,
                                bundle,
                                version,
                                sha256,
                                Files.size(bundles.resolve(sha256 + ".jar")));
        String id = Manifest.idOf(text.getBytes(StandardCharsets.UTF_8), unnamed);
        Files.writeString(out.resolve(Manifest.FILE), text.replace(unnamed, id));
        return out;
    }

    /** A framework in which nothing is installed. */
    private static BundleContext emptyFramework() {
        FrameworkWiring wiring = answers(FrameworkWiring.class, List.of());
        Bundle system = answers(Bundle.class, wiring);
        return (BundleContext)
                Proxy.newProxyInstance(
                        OffersTest.class.getClassLoader(),
                        new Class<?>[] {BundleContext.class},
                        (proxy, method, arguments) ->
                                method.getName().equals("getBundles") ? new Bundle[0] : system);
    }

    private static <T> T answers(Class<T> type, Object answer) {
        return type.cast(
                Proxy.newProxyInstance(
                        OffersTest.class.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> answer));
    }
}
