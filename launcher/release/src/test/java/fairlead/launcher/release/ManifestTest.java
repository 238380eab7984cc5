package fairlead.launcher.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestTest {
    private static final String SHA = "a".repeat(64);

    @Test
    void readsWhatARelaseSays() throws ReleaseException {
        Manifest manifest = parse(Releases.main("0.2.0").bundle("fairlead.a", "0.2.0"));
        assertThat(manifest.id()).startsWith("main-0.2.0-").hasSize("main-0.2.0-".length() + 12);
        assertThat(manifest.slot()).isZero();
        assertThat(manifest.mappingVersions()).containsEntry("sage50", 1);
        assertThat(manifest.bundles())
                .singleElement()
                .satisfies(
                        b -> {
                            assertThat(b.title()).isEqualTo("fairlead.a 0.2.0");
                            assertThat(b.kind()).isEqualTo(Kind.BESIDE);
                        });
    }

    @Test
    void ignoresFieldsOfALaterVersion() throws ReleaseException {
        assertThat(
                        parse(
                                        Releases.main("0.2.0")
                                                .more("\"rollout\":{\"a\":[1,true,null,1.5]},")
                                                .bundle("fairlead.a", "0.2.0"))
                                .version())
                .isEqualTo("0.2.0");
    }

    @Test
    void refusesAFormatFromTheFutureAndNamesBoth() {
        assertThatThrownBy(
                        () -> parse(Releases.main("0.2.0").format(2).bundle("fairlead.a", "0.2.0")))
                .isInstanceOf(ReleaseException.UnknownFormat.class)
                .hasMessageContainingAll("format 2", "format 1", "release.json");
    }

    @Test
    void refusesABundleThatIsNamedTwice() {
        assertThatThrownBy(
                        () ->
                                parse(
                                        Releases.main("0.2.0")
                                                .bundle("fairlead.a", "0.2.0")
                                                .bundle("fairlead.a", "0.3.0")))
                .isInstanceOf(ReleaseException.RepeatedBundle.class)
                .hasMessage("The bundle fairlead.a is named twice: 0.2.0 and 0.3.0.");
    }

    @Test
    void refusesAKindThatDoesNotExist() {
        assertThatThrownBy(
                        () ->
                                parse(
                                        Releases.main("0.2.0")
                                                .entry("fairlead.a", "1.0.0", SHA, 1, "magic")))
                .isInstanceOf(ReleaseException.Malformed.class)
                .hasMessageContaining("expected beside, refresh or restart, found magic");
    }

    @Test
    void refusesAHashOrASlotPathThatLeavesTheStore() {
        assertThatThrownBy(
                        () ->
                                parse(
                                        Releases.main("0.2.0")
                                                .entry("a", "1", "../../etc/passwd", 1, "beside")))
                .isInstanceOf(ReleaseException.Malformed.class)
                .hasMessageContaining("../../etc/passwd");
        assertThatThrownBy(
                        () ->
                                parse(
                                        Releases.main("0.2.0")
                                                .bundle("a", "1")
                                                .slot(1, "../host", new byte[1])))
                .isInstanceOf(ReleaseException.Malformed.class)
                .hasMessageContaining("../host");
    }

    @Test
    void refusesASlotWithoutAHost() {
        Releases.Builder release = Releases.main("0.2.0").bundle("a", "1");
        String good =
                new String(release.slot(5, "host", new byte[1]).manifest(), StandardCharsets.UTF_8);
        refusesSlot(good.replace("\"host\"", "\"bin/host\""), "slot 5, found bin/host");
        refusesSlot(good.replace(":true", ":false"), "an executable host for slot 5, found host");
        refusesSlot(good.replaceFirst("\"slotFiles.*]", "\"slotFiles\":[]"), "slot 5, found none");
        refusesSlot(
                good.replace("\"5\"", "\"factory\""), "none beside the slot factory, found host");
    }

    private static void refusesSlot(String manifest, String why) {
        assertThatThrownBy(() -> Manifest.parse(manifest.getBytes(StandardCharsets.UTF_8), "test"))
                .isInstanceOf(ReleaseException.Malformed.class)
                .hasMessageStartingWith("test, field slotFiles: expected ")
                .hasMessageContaining(why);
    }

    @Test
    void refusesAVersionThatIsNone() {
        for (String bad : List.of("abc", "1.x", "1.2.3.4.5", "1.", "99999999999")) {
            assertThatThrownBy(() -> parse(Releases.main("0.2.0").bundle("fairlead.a", bad)))
                    .isInstanceOf(ReleaseException.Malformed.class)
                    .hasMessageContaining("field version: expected a version like 1.2.3")
                    .hasMessageContaining("found " + bad);
        }
        assertThatThrownBy(() -> parse(Releases.main("abc").bundle("fairlead.a", "1.0.0")))
                .hasMessageContaining("found abc");
        byte[] minimum =
                new String(
                                Releases.main("0.2.0").bundle("fairlead.a", "1").manifest(),
                                StandardCharsets.UTF_8)
                        .replace("\"minimumVersion\":\"0.1.0\"", "\"minimumVersion\":\"new\"")
                        .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Manifest.parse(minimum, "release.json"))
                .hasMessage(
                        "release.json, field minimumVersion: expected a version like 1.2.3, found"
                                + " new.");
    }

    @Test
    void everyFlippedByteIsFound() {
        byte[] good = Releases.main("0.2.0").bundle("fairlead.a", "0.2.0").manifest();
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            assertThatThrownBy(() -> Manifest.parse(bad, "release.json"))
                    .as("byte %d", i)
                    .isInstanceOf(ReleaseException.class);
        }
    }

    @Test
    void everyTruncationIsFound() {
        byte[] good = Releases.main("0.2.0").bundle("fairlead.a", "0.2.0").manifest();
        for (int length = 0; length < good.length; length++) {
            byte[] bad = java.util.Arrays.copyOf(good, length);
            assertThatThrownBy(() -> Manifest.parse(bad, "release.json"))
                    .as("length %d", length)
                    .isInstanceOf(ReleaseException.class);
        }
    }

    @Test
    void saysWhatItsIdIsAndWhatItsContentGives() {
        String text =
                new String(
                        Releases.main("0.2.0").bundle("fairlead.a", "0.2.0").manifest(),
                        StandardCharsets.UTF_8);
        byte[] altered = text.replace("\"size\":", "\"size\":1").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Manifest.parse(altered, "release.json"))
                .isInstanceOf(ReleaseException.Altered.class)
                .hasMessageContaining("its id ends in");
    }

    @Test
    void whatExportsNothingIsBesideAndWhatExportsIsRefresh() throws Exception {
        assertThat(kind("fairlead.a", "")).isEqualTo(Kind.BESIDE);
        assertThat(kind("fairlead.a.api", "Export-Package: fairlead.a.api"))
                .isEqualTo(Kind.REFRESH);
        assertThat(kind("some.fragment", "Fragment-Host: other")).isEqualTo(Kind.REFRESH);
        assertThat(kind("org.apache.felix.scr", "Export-Package: org.osgi.service.component"))
                .isEqualTo(Kind.RESTART);
        assertThat(kind("org.apache.felix.configadmin", "")).isEqualTo(Kind.RESTART);
    }

    private static Kind kind(String name, String headers) {
        return Kind.of(ReleaseDirectory.headers(Releases.jar(name, "1.0.0", headers)));
    }

    private static Manifest parse(Releases.Builder release) throws ReleaseException {
        return Manifest.parse(release.manifest(), "release.json");
    }
}
