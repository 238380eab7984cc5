package fairlead.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoCompanyTest {
    @TempDir Path directory;

    @Test
    void isReadThroughTheStandIn() throws Exception {
        try (DemoCompany company = DemoCompany.create(directory, 500, 7);
                Connection connection = company.connect();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT HEADER_NUMBER, TYPE, DATE, GROSS_AMOUNT, DELETED_FLAG,"
                                        + " RECORD_MODIFY_DATE FROM AUDIT_HEADER WHERE"
                                        + " HEADER_NUMBER > 0 AND HEADER_NUMBER < 4097")) {
            int count = 0;
            while (rows.next()) {
                count++;
                assertThat(rows.getInt(1)).isPositive();
                assertThat(rows.getString(2)).hasSize(2);
                if (rows.getObject(3) != null) {
                    assertThat(rows.getObject(3, LocalDate.class)).isBefore("2030-01-01");
                }
            }
            assertThat(count).isEqualTo(500);
        }
    }

    @Test
    void isTheSameCompanyAfterARestart() throws Exception {
        String url;
        String truth;
        try (DemoCompany company = DemoCompany.create(directory, 200, 7)) {
            url = company.url();
            truth = Files.readString(company.truthFile());
        }
        try (DemoCompany company = DemoCompany.create(directory, 999, 8);
                Connection connection = company.connect()) {
            assertThat(company.url()).isEqualTo(url);
            assertThat(Files.readString(company.truthFile())).isEqualTo(truth);
            assertThat(connection.isValid(1)).isTrue();
        }
    }

    @Test
    void keepsThePasswordToItsOwner() throws Exception {
        try (DemoCompany company = DemoCompany.create(directory, 100, 7)) {
            assertThat(company.passwordFile()).hasContent(company.password());
            Set<String> rights =
                    Files.getPosixFilePermissions(company.passwordFile()).stream()
                            .map(Enum::name)
                            .collect(Collectors.toSet());
            assertThat(rights).containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
        }
    }
}
