package fairlead.odbc.wire;

/** How a column's values travel. */
public enum Kind {
    /** 4 bytes. */
    INT('I', 4),
    /** 8 bytes. */
    LONG('L', 8),
    /** 8 bytes, IEEE 754. */
    DOUBLE('D', 8),
    /** ODBC's DATE_STRUCT: year, month, day, 2 bytes each. */
    DATE('d', 6),
    /** ODBC's TIME_STRUCT: hour, minute, second, 2 bytes each. */
    TIME('t', 6),
    /** ODBC's TIMESTAMP_STRUCT: date, time, and 4 bytes of nanoseconds. */
    TIMESTAMP('T', 16),
    /** One length a row, then the characters of all rows. */
    TEXT('S', 0);

    private final byte letter;
    private final int width;

    Kind(char letter, int width) {
        this.letter = (byte) letter;
        this.width = width;
    }

    /** How many bytes a value takes; 0 where that depends on the value. */
    public int width() {
        return width;
    }

    /** As a frame names it. */
    public byte letter() {
        return letter;
    }

    static Kind of(byte letter) throws BrokenFrameException {
        for (Kind kind : values()) {
            if (kind.letter == letter) {
                return kind;
            }
        }
        throw new BrokenFrameException("no kind of value is called " + letter);
    }
}
