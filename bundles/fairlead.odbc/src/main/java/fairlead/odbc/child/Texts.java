package fairlead.odbc.child;

import fairlead.odbc.wire.FrameWriter;

/** Text on its way into a frame: one byte a character where all are below 256, else two. */
final class Texts {
    /** What Windows-1252 has between 0x80 and 0x9F; holes stand for themselves. */
    private static final String SPECIAL =
            "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f"
                    + "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

    private Texts() {}

    /**
     * Appends so many bytes of text as the driver gave them.
     *
     * @return the length for the frame: twice the characters, odd where each takes two bytes
     */
    static int append(FrameWriter frame, boolean ansi, byte[] from, int at, int length) {
        return ansi ? ansi(frame, from, at, length) : wide(frame, from, at, length / 2);
    }

    private static int wide(FrameWriter frame, byte[] from, int at, int characters) {
        frame.room(2 * characters);
        byte[] to = frame.array();
        int end = frame.end();
        for (int i = 0, p = at; i < characters; i++, p += 2) {
            if (from[p + 1] != 0) {
                frame.put(from, at, 2 * characters);
                return 2 * characters + 1;
            }
            to[end + i] = from[p];
        }
        frame.end(end + characters);
        return 2 * characters;
    }

    private static int ansi(FrameWriter frame, byte[] from, int at, int length) {
        for (int i = 0; i < length; i++) {
            if ((from[at + i] & 0xE0) == 0x80) {
                return special(frame, from, at, length);
            }
        }
        frame.put(from, at, length);
        return 2 * length;
    }

    private static int special(FrameWriter frame, byte[] from, int at, int length) {
        frame.room(2 * length);
        byte[] to = frame.array();
        int end = frame.end();
        for (int i = 0; i < length; i++) {
            int b = from[at + i] & 0xff;
            char c = b >= 0x80 && b < 0xA0 ? SPECIAL.charAt(b - 0x80) : (char) b;
            to[end++] = (byte) c;
            to[end++] = (byte) (c >> 8);
        }
        frame.end(end);
        return 2 * length + 1;
    }
}
