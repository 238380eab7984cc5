package fairlead.odbc.wire;

/** Numbers in arrays, the lowest byte first: as ODBC's structures lie in memory where it runs. */
public final class Bytes {
    private Bytes() {}

    public static int getShort(byte[] from, int at) {
        return (short) ((from[at] & 0xff) | from[at + 1] << 8);
    }

    public static int getUnsignedShort(byte[] from, int at) {
        return (from[at] & 0xff) | (from[at + 1] & 0xff) << 8;
    }

    public static int getInt(byte[] from, int at) {
        return (from[at] & 0xff)
                | (from[at + 1] & 0xff) << 8
                | (from[at + 2] & 0xff) << 16
                | from[at + 3] << 24;
    }

    public static long getLong(byte[] from, int at) {
        return (getInt(from, at) & 0xffff_ffffL) | (long) getInt(from, at + 4) << 32;
    }

    public static void putInt(byte[] to, int at, int value) {
        to[at] = (byte) value;
        to[at + 1] = (byte) (value >> 8);
        to[at + 2] = (byte) (value >> 16);
        to[at + 3] = (byte) (value >> 24);
    }
}
