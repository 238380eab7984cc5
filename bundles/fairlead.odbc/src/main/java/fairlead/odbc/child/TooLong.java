package fairlead.odbc.child;

/** A bound text is longer than the driver said and could not be asked for as a whole. */
final class TooLong extends OdbcFailure {
    private static final long serialVersionUID = 1;

    private final String column;

    TooLong(String column) {
        super("22001", 0, "A text in " + column + " is longer than the driver says; try again.");
        this.column = column;
    }

    String column() {
        return column;
    }
}
