package fairlead.odbc.child;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * Text as ODBC's wide calls take and give it: UTF-16 of 2 bytes a character. JNA's own characters
 * are those of C, which have 4 bytes on Linux, so they are not used.
 */
final class Wide {
    private Wide() {}

    static Memory of(String text) {
        Memory memory = new Memory((text.length() + 1) * (long) Character.BYTES);
        for (int i = 0; i < text.length(); i++) {
            memory.setShort(i * (long) Character.BYTES, (short) text.charAt(i));
        }
        memory.setShort(text.length() * (long) Character.BYTES, (short) 0);
        return memory;
    }

    /** At most so many characters, up to the first NUL: lengths that drivers report differ. */
    static String text(Pointer memory, int most) {
        StringBuilder text = new StringBuilder();
        while (text.length() < most) {
            char c = (char) memory.getShort(text.length() * (long) Character.BYTES);
            if (c == '\0') {
                break;
            }
            text.append(c);
        }
        return text.toString();
    }
}
