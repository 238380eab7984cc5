package fairlead.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A demo company that can be changed as nobody at Sage would: in its package, to reach it. */
public final class JointCompany {
    private JointCompany() {}

    public static void change(DemoCompany company, String... changes) throws SQLException {
        Connection database = company.database();
        try (Statement statement = database.createStatement()) {
            for (String change : changes) {
                statement.execute(change);
            }
            database.commit();
        }
    }
}
