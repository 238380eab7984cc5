package fairlead.odbc.wire;

/** What a frame is about, by its second byte; docs/odbc.md says what each carries. */
public final class Frame {
    /** The first byte of each frame: what a driver prints by itself is not taken for one. */
    static final byte MAGIC = (byte) 0xF1;

    /** Magic, type and the length of what follows. */
    static final int HEADER = 6;

    /** No frame is longer. */
    static final int LONGEST = 16 << 20;

    /** Said by the child in its first frame; parent and child come from one jar. */
    public static final int VERSION = 2;

    // from the parent
    public static final byte CONNECT = 'C';
    public static final byte SOURCES = 'S';
    public static final byte TABLES = 'T';
    public static final byte COLUMNS = 'L';
    public static final byte QUERY = 'Q';
    public static final byte FETCH = 'F';
    public static final byte CLOSE = 'X';

    // from the child
    public static final byte HELLO = 'h';
    public static final byte CONNECTED = 'c';
    public static final byte FOUND = 's';
    public static final byte RESULT = 'r';
    public static final byte ROWS = 'b';
    public static final byte CLOSED = 'x';
    public static final byte FAILED = 'e';

    private Frame() {}
}
