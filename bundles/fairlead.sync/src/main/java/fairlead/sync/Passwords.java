package fairlead.sync;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Between characters and bytes, leaving no copy behind. */
final class Passwords {
    private Passwords() {}

    /** The characters as UTF-8; the caller blanks the result. */
    static byte[] bytes(char[] password) {
        ByteBuffer encoded = ByteBuffer.allocate(password.length * 4);
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(password), encoded, true);
        byte[] bytes = Arrays.copyOf(encoded.array(), encoded.position());
        Arrays.fill(encoded.array(), (byte) 0);
        return bytes;
    }

    /** What {@link #bytes} made; blanks the bytes. The caller blanks the result. */
    static char[] characters(byte[] bytes) {
        CharBuffer decoded = CharBuffer.allocate(bytes.length);
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), decoded, true);
        char[] password = Arrays.copyOf(decoded.array(), decoded.position());
        Arrays.fill(decoded.array(), ' ');
        Arrays.fill(bytes, (byte) 0);
        return password;
    }
}
