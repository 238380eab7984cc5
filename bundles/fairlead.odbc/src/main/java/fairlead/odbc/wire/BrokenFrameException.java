package fairlead.odbc.wire;

import java.io.IOException;

/**
 * What came is no frame: something else was written between, or the other side is of another
 * version.
 */
public final class BrokenFrameException extends IOException {
    private static final long serialVersionUID = 1;

    public BrokenFrameException(String message) {
        super(message);
    }
}
