package fairlead.accounting.sage50;

import fairlead.demo.standin.StandInDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Properties;

/** Copies a demo company into a SQLite file. */
public final class CopyCompany {
    private CopyCompany() {}

    /** Arguments: address, user, file of the password, file to write. */
    public static void main(String[] arguments) throws Exception {
        Properties logon = new Properties();
        logon.put("user", arguments[1]);
        logon.put("password", Files.readString(Path.of(arguments[2])).strip());
        try (Connection company = new StandInDriver().connect(arguments[0], logon)) {
            SqliteCopy.copy(company, Path.of(arguments[3]));
        }
    }
}
