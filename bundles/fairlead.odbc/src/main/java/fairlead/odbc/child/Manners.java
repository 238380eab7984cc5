package fairlead.odbc.child;

import fairlead.odbc.wire.FrameReader;
import fairlead.odbc.wire.FrameWriter;
import fairlead.odbc.wire.Kind;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * What was learnt of a driver while this connection has been open; nothing of it can be asked. What
 * costs a read to learn is told to the parent, which hands it to the next child.
 */
final class Manners {
    /** Does it give text as bytes of Windows-1252 alone? */
    boolean ansi;

    /** May it fill several rows at once? */
    boolean blocks = true;

    /** Has it done so? Before, its word that there are no rows counts for nothing. */
    boolean proven;

    /** Columns whose text was longer than it said; and {@link #CAREFUL}. */
    final Set<String> longer = new HashSet<>();

    /** No column's name. */
    private static final String CAREFUL = "";

    void read(FrameReader from) throws IOException {
        for (int left = from.getInt(); left > 0; left--) {
            longer.add(from.getText());
        }
    }

    void write(FrameWriter to) {
        to.putInt(longer.size());
        longer.forEach(to::putText);
    }

    /** A value could not be handed over, which failed its whole row; false when that is known. */
    boolean beCareful() {
        return longer.add(CAREFUL);
    }

    /** Are values to be asked for one by one, so that one that fails does not fail its row? */
    boolean careful() {
        return longer.contains(CAREFUL);
    }

    /** Has the column's text to be asked for in pieces? */
    boolean isLong(Column column) throws OdbcFailure {
        return column.isLong() || (column.kind() == Kind.TEXT && longer.contains(column.name()));
    }
}
