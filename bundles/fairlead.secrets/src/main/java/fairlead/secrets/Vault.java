package fairlead.secrets;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One directory: {@code lock}, {@code key} and one {@code <hash of the name>.sealed} an entry.
 * Exclusive from open to close. Used by one thread at a time.
 */
final class Vault implements AutoCloseable {
    private static final byte[] KEY_FORMAT = "fairlead-secrets-key 1\n".getBytes(US_ASCII);
    private static final byte[] ENTRY_FORMAT = "fairlead-secret 1\n".getBytes(US_ASCII);
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final OwnerFiles files;
    private final FileChannel lock;
    private final SecureRandom random = new SecureRandom();

    private Vault(OwnerFiles files, FileChannel lock) {
        this.files = files;
        this.lock = lock;
    }

    /** Waits for a predecessor that still holds it, as long as the patience lasts. */
    static Vault open(Path directory, Duration patience) throws IOException {
        OwnerFiles files = OwnerFiles.in(directory);
        FileChannel channel = files.open("lock");
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (!locked(channel)) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IOException(
                            "the secrets in " + directory + " are in use by another Fairlead");
                }
                pause();
            }
            files.removeTemporary();
            return new Vault(files, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock taken = channel.tryLock();
            return taken != null;
        } catch (OverlappingFileLockException e) {
            return false; // by the bundle's predecessor, in this process
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the secrets", e);
        }
    }

    void put(String name, byte[] value) throws IOException {
        byte[] key = keyOrNew();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, key, nonce, name, value);
        files.replace(
                fileOf(name),
                ByteBuffer.allocate(ENTRY_FORMAT.length + nonce.length + sealed.length)
                        .put(ENTRY_FORMAT)
                        .put(nonce)
                        .put(sealed)
                        .array());
    }

    Optional<byte[]> get(String name) throws IOException {
        Optional<byte[]> file = files.read(fileOf(name));
        if (file.isEmpty()) {
            return Optional.empty();
        }
        byte[] content = file.get();
        int sealedAt = ENTRY_FORMAT.length + NONCE_BYTES;
        if (!startsWith(content, ENTRY_FORMAT) || content.length < sealedAt + TAG_BITS / 8) {
            throw new IOException(
                    "the stored secret "
                            + name
                            + " is damaged or of a newer version; enter it"
                            + " again");
        }
        byte[] key =
                key().orElseThrow(
                                () ->
                                        new NoSuchFileException(
                                                "the key of the stored secrets is gone; enter "
                                                        + name
                                                        + " again"));
        return Optional.of(
                crypt(
                        Cipher.DECRYPT_MODE,
                        key,
                        Arrays.copyOfRange(content, ENTRY_FORMAT.length, sealedAt),
                        name,
                        Arrays.copyOfRange(content, sealedAt, content.length)));
    }

    void remove(String name) throws IOException {
        files.remove(fileOf(name));
    }

    @Override
    public void close() {
        try {
            lock.close(); // and with it the lock
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private byte[] keyOrNew() throws IOException {
        Optional<byte[]> there = key();
        if (there.isPresent()) {
            return there.get();
        }
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        files.replace(
                "key",
                ByteBuffer.allocate(KEY_FORMAT.length + KEY_BYTES)
                        .put(KEY_FORMAT)
                        .put(key)
                        .array());
        return key;
    }

    private Optional<byte[]> key() throws IOException {
        Optional<byte[]> file = files.read("key");
        if (file.isEmpty()) {
            return Optional.empty();
        }
        byte[] content = file.get();
        if (!startsWith(content, KEY_FORMAT) || content.length != KEY_FORMAT.length + KEY_BYTES) {
            throw new IOException(
                    "the key of the stored secrets is damaged or of a newer version: put its file"
                            + " back from a backup, or delete it and enter the passwords again");
        }
        return Optional.of(Arrays.copyOfRange(content, KEY_FORMAT.length, content.length));
    }

    /** The name is sealed in, so that exchanged files do not open. */
    private static byte[] crypt(int mode, byte[] key, byte[] nonce, String name, byte[] input)
            throws IOException {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(ENTRY_FORMAT);
            cipher.updateAAD(name.getBytes(UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "the stored secret " + name + " does not open with this key; enter it again",
                    e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static String fileOf(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16) + ".sealed";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static boolean startsWith(byte[] content, byte[] start) {
        return content.length >= start.length
                && Arrays.equals(content, 0, start.length, start, 0, start.length);
    }
}
