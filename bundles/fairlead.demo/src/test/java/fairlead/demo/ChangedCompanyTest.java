package fairlead.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clear Audit Trail, year end, backup and restore. */
class ChangedCompanyTest {
    @TempDir Path directory;

    private static String truth(DemoCompany company) throws Exception {
        return Files.readString(company.truthFile());
    }

    @Test
    void clearingMovesRowsAndKeepsTheTruth() throws Exception {
        String before;
        try (DemoCompany company = DemoCompany.create(directory, 400, 6)) {
            before = truth(company);
            Books books = new Books(company);
            long all = books.number("SELECT COUNT(*) FROM AUDIT_JOURNAL");
            int moved = company.clear();
            assertThat(moved).isBetween(50, 250);
            assertThat(books.number("SELECT COUNT(*) FROM AUDIT_HISTORY_HEADER")).isEqualTo(moved);
            assertThat(
                            books.number(
                                    "SELECT (SELECT COUNT(*) FROM AUDIT_JOURNAL) + (SELECT COUNT(*)"
                                            + " FROM AUDIT_HISTORY_JOURNAL)"))
                    .isEqualTo(all);
            assertThat(
                            books.number(
                                    "SELECT COUNT(*) FROM AUDIT_USAGE U WHERE NOT EXISTS (SELECT 1"
                                            + " FROM AUDIT_SPLIT S WHERE S.SPLIT_NUMBER ="
                                            + " U.SPLIT_CROSSREF)"))
                    .as("allocations of which one side was cleared")
                    .isZero();
            assertThat(truth(company)).isEqualTo(before);
        }
        try (DemoCompany counted = DemoCompany.create(directory, 400, 6)) {
            assertThat(truth(counted)).isEqualTo(before);
            try (Connection reader = counted.connect();
                    Statement statement = reader.createStatement();
                    ResultSet row =
                            statement.executeQuery("SELECT COUNT(*) FROM AUDIT_HISTORY_HEADER")) {
                row.next();
                assertThat(row.getInt(1)).as("counting leaves nothing behind").isGreaterThan(50);
            }
        }
    }

    @Test
    void aYearEndHoldsTheLaws() throws Exception {
        try (DemoCompany company = DemoCompany.create(directory, 300, 6)) {
            Books books = new Books(company);
            long year = books.number("SELECT FINANCIAL_YEAR FROM COMPANY");
            company.yearEnd();
            books.holdTheLaws();
            assertThat(books.number("SELECT FINANCIAL_YEAR FROM COMPANY")).isEqualTo(year + 1);
            assertThat(
                            books.number(
                                    "SELECT COUNT(*) FROM (SELECT NOMINAL_CODE FROM AUDIT_JOURNAL"
                                            + " WHERE DELETED_FLAG = 0 AND NOMINAL_CODE >= '4000'"
                                            + " GROUP BY NOMINAL_CODE HAVING ROUND(SUM(AMOUNT), 2)"
                                            + " <> 0) N"))
                    .as("income and expenses that are not closed")
                    .isZero();
        }
    }

    @Test
    void aRestoreBringsTheBackupsBooksAndTruthBack() throws Exception {
        try (DemoCompany company = DemoCompany.create(directory, 300, 6)) {
            company.post(3);
            company.backup();
            String then = truth(company);
            company.post(20);
            company.delete();
            company.restore();
            assertThat(truth(company)).isEqualTo(then);
            new Books(company).holdTheLaws();
            company.post(1);
            try (Connection reader = company.connect()) {
                assertThat(reader.isValid(5)).isTrue();
            }
        }
    }
}
