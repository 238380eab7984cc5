package fairlead.demo.books;

import java.sql.SQLException;

/** The embedded database failed while a company was written: a defect, or a full disk. */
public final class DatabaseFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DatabaseFailure(SQLException cause) {
        super("The demo company's database failed: " + cause.getMessage(), cause);
    }
}
