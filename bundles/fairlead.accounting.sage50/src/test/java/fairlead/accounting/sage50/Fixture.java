package fairlead.accounting.sage50;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.osgi.service.jdbc.DataSourceFactory;

/** The company of the published payloads, as rows in a database of its own. */
final class Fixture implements AutoCloseable {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);

    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private final Connection connection;

    Fixture(String... scripts) throws SQLException, IOException {
        connection = DriverManager.getConnection(url, "sa", "");
        for (String script : scripts) {
            sql(text(script));
        }
    }

    static String text(String name) throws IOException {
        try (InputStream in = Fixture.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** One record of a file that has lists by type, printed as records are. */
    static String record(String file, DataType type, String id) throws IOException {
        for (JsonNode record : new ObjectMapper().readTree(text(file)).get(type.key())) {
            if (record.get("id").asText().equals(id)) {
                return record.toString();
            }
        }
        throw new IOException(file + " has no " + type + " " + id);
    }

    void sql(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Gives every account a category: what these fixtures leave out is a finding. */
    void completeChart() throws SQLException {
        sql(
                "INSERT INTO CATEGORY VALUES (1, 6, 0, 'Other banks', '1210', '1250', 11, 0),"
                        + " (1, 7, 0, 'Creditors', '2100', '2199', 12, 0),"
                        + " (1, 1, 0, 'Other sales', '4900', '4999', 13, 0),"
                        + " (1, 2, 0, 'Purchases', '5000', '5099', 14, 0),"
                        + " (1, 4, 0, 'Overheads', '7010', '9000', 15, 0),"
                        + " (1, 4, 0, 'Suspense', '9002', '9999', 16, 0)");
    }

    String value(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    /** With no driver yet, and today's date. */
    /**
     * What is told of the books, but for what is told of these ever: the published documents are of
     * another day than their postings.
     */
    static List<Finding> findings(CompanySession session, Read read) throws AccountingException {
        return session.findings(read.oddities()).stream()
                .filter(finding -> !finding.code().startsWith("aged-"))
                .toList();
    }

    static Sage50Package today() {
        return new Sage50Package(Clock.system(ZoneId.systemDefault()), "1.2.3");
    }

    static Sage50Package sage() {
        Sage50Package sage = new Sage50Package(CLOCK, "1.2.3");
        sage.drivers = List.of(h2());
        return sage;
    }

    /** H2 itself: it takes more than Sage's driver does, so it proves nothing about the SQL. */
    static DataSourceFactory h2() {
        return (DataSourceFactory)
                Proxy.newProxyInstance(
                        Fixture.class.getClassLoader(),
                        new Class<?>[] {DataSourceFactory.class},
                        (self, method, arguments) -> new org.h2.Driver());
    }

    CompanyAddress address() {
        return new CompanyAddress(url, "sa", new char[0]);
    }

    CompanySession open() throws AccountingException {
        return sage().open(address());
    }

    @Override
    public void close() throws SQLException {
        sql("SHUTDOWN");
        connection.close();
    }
}
