package fairlead.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A company that is worked on: laws hold, and truth.json follows. */
final class WorkingCompanyTest {
    @TempDir Path directory;

    @Test
    void keepsLawsAndTruthThroughEveryChange() throws Exception {
        String followed;
        try (DemoCompany company = DemoCompany.create(directory, 600, 4)) {
            Books books = new Books(company);
            for (int round = 0; round < 25; round++) {
                company.post(6);
                company.amend();
                company.correct();
                company.delete();
            }
            books.holdTheLaws();
            assertThat(books.number("SELECT COUNT(*) FROM AUDIT_HEADER")).isEqualTo(775);
            assertThat(
                            books.number(
                                    "SELECT COUNT(*) FROM AUDIT_HEADER WHERE DELETED_FLAG = 1 AND"
                                            + " HEADER_NUMBER < 901"))
                    .isGreaterThan(20);
            followed = Files.readString(company.truthFile());
        }
        try (DemoCompany counted = DemoCompany.create(directory, 600, 4)) {
            assertThat(Files.readString(counted.truthFile()))
                    .as("what was followed is what the tables hold")
                    .isEqualTo(followed);
        }
    }

    @Test
    void countsWhatTheGeneratorSaid() throws Exception {
        String said;
        try (DemoCompany company = DemoCompany.create(directory, 3_000, 5)) {
            said = Files.readString(company.truthFile());
        }
        try (DemoCompany counted = DemoCompany.create(directory, 3_000, 5)) {
            assertThat(Files.readString(counted.truthFile())).isEqualTo(said);
        }
    }
}
