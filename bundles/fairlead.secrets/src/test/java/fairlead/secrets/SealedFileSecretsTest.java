package fairlead.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceException;

class SealedFileSecretsTest {
    private static final String NAME = "company/1/password";
    private static final byte[] VALUE = "hunter2, größer".getBytes(UTF_8);

    @TempDir Path data;
    private Path directory;
    private SealedFileSecrets secrets;

    @BeforeEach
    void open() {
        directory = data.resolve("secrets");
        secrets = new SealedFileSecrets(directory);
    }

    @AfterEach
    void close() {
        secrets.close();
    }

    private void reopen() {
        secrets.close();
        secrets = new SealedFileSecrets(directory);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.sorted().toList();
        }
    }

    private Path sealed() throws IOException {
        return files().stream().filter(f -> f.toString().endsWith(".sealed")).findFirst().get();
    }

    @Test
    void touchesNothingBeforeItsFirstUse() {
        assertThat(directory).doesNotExist();
        assertThat(secrets.get(NAME)).isEmpty();
        assertThat(directory).exists();
    }

    @Test
    void keepsWhatWasPutAcrossARestart() {
        secrets.put(NAME, VALUE);
        secrets.put("agent/key", new byte[0]);
        reopen();
        assertThat(secrets.get(NAME)).contains(VALUE);
        assertThat(secrets.get("agent/key")).contains(new byte[0]);
        secrets.put(NAME, new byte[] {1});
        assertThat(secrets.get(NAME)).contains(new byte[] {1});
        secrets.remove(NAME);
        secrets.remove(NAME);
        reopen();
        assertThat(secrets.get(NAME)).isEmpty();
    }

    @Test
    void showsNeitherValuesNorNames() throws IOException {
        secrets.put(NAME, VALUE);
        for (Path file : files()) {
            String content = Files.readString(file, ISO_8859_1) + file.getFileName();
            assertThat(content).doesNotContain("hunter2").doesNotContain("password");
        }
        byte[] first = Files.readAllBytes(sealed());
        secrets.put(NAME, VALUE);
        assertThat(Files.readAllBytes(sealed())).isNotEqualTo(first); // a new nonce each time
    }

    @Test
    void onlyTheOwnerCanOpenTheFiles() throws IOException {
        assumeTrue(data.getFileSystem().supportedFileAttributeViews().contains("posix"));
        secrets.put(NAME, VALUE);
        assertThat(permissions(directory)).isEqualTo("rwx------");
        for (Path file : files()) {
            assertThat(permissions(file)).as(file.toString()).isEqualTo("rw-------");
        }
        Files.setPosixFilePermissions(
                directory.resolve("key"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(secrets.get(NAME)).contains(VALUE);
        assertThat(permissions(directory.resolve("key"))).isEqualTo("rw-------");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void noticesADamagedFile() throws IOException {
        secrets.put(NAME, VALUE);
        Path file = sealed();
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            Files.write(file, bad);
            assertThatThrownBy(() -> secrets.get(NAME))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(NAME);
        }
        Files.write(file, new byte[0]);
        assertThatThrownBy(() -> secrets.get(NAME)).isInstanceOf(UncheckedIOException.class);
        Files.write(file, good);
        assertThat(secrets.get(NAME)).contains(VALUE);
    }

    @Test
    void noticesExchangedFiles() throws IOException {
        secrets.put("a", VALUE);
        Path a = sealed();
        byte[] sealedA = Files.readAllBytes(a);
        secrets.remove("a");
        secrets.put("b", new byte[] {1});
        Files.write(sealed(), sealedA);
        assertThatThrownBy(() -> secrets.get("b")).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void saysSoWhenTheKeyIsGoneAndTakesNewSecrets() throws IOException {
        secrets.put(NAME, VALUE);
        Files.delete(directory.resolve("key"));
        assertThatThrownBy(() -> secrets.get(NAME)).hasMessageContaining("enter " + NAME);
        secrets.put("new", VALUE);
        assertThat(secrets.get("new")).contains(VALUE);
        assertThatThrownBy(() -> secrets.get(NAME)).hasMessageContaining("enter it again");
        Files.writeString(directory.resolve("key"), "fairlead-secrets-key 2\n");
        assertThatThrownBy(() -> secrets.put(NAME, VALUE)).hasMessageContaining("newer version");
    }

    @Test
    void removesWhatAKillLeft() throws IOException {
        secrets.put(NAME, VALUE);
        secrets.close();
        Path left = directory.resolve("key.tmp");
        Files.writeString(left, "half");
        secrets = new SealedFileSecrets(directory);
        assertThat(secrets.get(NAME)).contains(VALUE);
        assertThat(left).doesNotExist();
    }

    @Test
    void waitsForItsPredecessorAndTurnsLateCallersAway() throws Exception {
        secrets.put(NAME, VALUE);
        SealedFileSecrets next = new SealedFileSecrets(directory);
        CompletableFuture<byte[]> waiting =
                CompletableFuture.supplyAsync(() -> next.get(NAME).orElseThrow());
        secrets.close();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(VALUE);
        assertThatThrownBy(() -> secrets.get(NAME)).isInstanceOf(ServiceException.class);
        next.close();
    }

    @Test
    void readsTheFormatOfTheFirstRelease() throws IOException {
        Files.createDirectory(directory);
        byte[] key = new byte[32];
        key[0] = 1;
        Files.write(
                directory.resolve("key"), concat("fairlead-secrets-key 1\n".getBytes(UTF_8), key));
        try (InputStream golden =
                SealedFileSecretsTest.class.getResourceAsStream("golden.sealed")) {
            Files.copy(golden, directory.resolve("dd56de4137951d9c92681b03416ec15f.sealed"));
        }
        assertThat(secrets.get("golden")).contains("value".getBytes(UTF_8));
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = new byte[a.length + b.length];
        System.arraycopy(a, 0, both, 0, a.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
