package fairlead.accounting.sage50;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Finding;
import fairlead.demo.DemoCompany;
import fairlead.demo.standin.StandInDataSourceFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sync rule 5: what lies between the commits of header, splits and journal does not agree. */
class AgreementTest {
    /**
     * Header: type and gross, of which a sixth is tax. Splits: nominal and net each, taxed alike
     * where the header is. Journal: split's place, nominal, amount.
     */
    @DisplayName("sync rule 5: only what agrees in header, splits and journal can be of one moment")
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "posted, SI 120, 4000:100, 1:1100:120 1:4000:-100 1:2200:-20, true",
        "two splits, SI 180, 4000:100 4001:50, 1:1100:120 1:4000:-100 1:2200:-20 2:1100:60"
                + " 2:4001:-50 2:2200:-10, true",
        "header only, SI 120, , , false",
        "no journal yet, SI 120, 4000:100, , false",
        "one split of two, SI 180, 4000:100, 1:1100:120 1:4000:-100 1:2200:-20, false",
        "journal of one split, SI 180, 4000:100 4001:50, 1:1100:120 1:4000:-100 1:2200:-20, false",
        "amended: header first, SI 240, 4000:100, 1:1100:120 1:4000:-100 1:2200:-20, false",
        "amended: journal last, SI 240, 4000:200, 1:1100:120 1:4000:-100 1:2200:-20, false",
        "amended: done, SI 240, 4000:200, 1:1100:240 1:4000:-200 1:2200:-40, true",
        "half a journal, SI 120, 4000:100, 1:1100:120 1:4000:-100, false",
        "other nominal, SI 120, 4001:100, 1:1100:120 1:4000:-100 1:2200:-20, false",
        "journal outlives split, SI 120, 4000:100, 1:1100:120 1:4000:-100 1:2200:-20 7:1100:1"
                + " 7:4000:-1, false",
        "only the tax is new, SI 120, 4000:100, 1:1100:110 1:4000:-100 1:2200:-10, false",
        "credit, SC -120, 4000:-100, 1:1100:-120 1:4000:100 1:2200:20, true",
        "receipt, SR -60, 1200:-60, 1:1100:-60 1:1200:60, true",
        "nothing, SI 0, 4000:0, , true",
        "journal, JD 50, 7000:50 1200:50, 1:7000:50 2:1200:-50, true",
        "journal of three legs, JC 50, 1200:50 7000:30 7001:20, 1:1200:-50 2:7000:30 3:7001:20,"
                + " true",
        "journal without its second leg, JD 50, 7000:50 1200:50, 1:7000:50, false",
        "journal without legs, JD 50, 7000:50 1200:50, , false",
        "journal amended, JD 70, 7000:70 1200:70, 1:7000:50 2:1200:-50, false"
    })
    void agrees(String name, String header, String splits, String journal, boolean agrees) {
        assertThat(Agreement.of(entry(header, splits, journal))).as(name).isEqualTo(agrees);
    }

    @Test
    @DisplayName("sync rule 5: a header that does not add up in its own currency does not agree")
    void foreignAmountsCountToo() {
        Entry entry = entry("SI 120", "4000:100", "1:1100:120 1:4000:-100 1:2200:-20");
        entry.header.foreignNet++;
        entry.header.foreignGross++;
        assertThat(Agreement.of(entry)).isFalse();
    }

    private static Entry entry(String header, String splits, String journal) {
        HeaderRow row = new HeaderRow();
        String[] parts = header.split(" ");
        row.type = parts[0];
        row.gross = Long.parseLong(parts[1]);
        boolean taxed = row.type.equals("SI") || row.type.equals("SC");
        row.tax = taxed ? row.gross / 6 : 0;
        row.net = row.gross - row.tax;
        row.foreignNet = row.net;
        row.foreignTax = row.tax;
        row.foreignGross = row.gross;
        Entry entry = new Entry(row);
        for (String split : splits == null ? new String[0] : splits.split(" ")) {
            SplitRow s = new SplitRow();
            s.number = entry.splits.size() + 1;
            s.nominal = split.split(":")[0];
            s.net = Long.parseLong(split.split(":")[1]);
            s.tax = taxed ? s.net / 5 : 0;
            s.foreignNet = s.net;
            s.foreignTax = s.tax;
            entry.splits.add(s);
        }
        for (String leg : journal == null ? new String[0] : journal.split(" ")) {
            JournalRow j = new JournalRow();
            j.split = Integer.parseInt(leg.split(":")[0]);
            j.nominal = leg.split(":")[1];
            j.amount = Long.parseLong(leg.split(":")[2]);
            entry.journal.add(j);
        }
        return entry;
    }

    @DisplayName("sync rule 5: a read between two commits says that the transaction is torn")
    @ParameterizedTest
    @CsvSource({
        "DELETE FROM AUDIT_JOURNAL WHERE HEADER_NUMBER = 5000, INVOICES TX-5000",
        "DELETE FROM AUDIT_SPLIT WHERE HEADER_NUMBER = 5003, INVOICES INV-7;JOURNAL_ENTRIES 5003",
        "'UPDATE AUDIT_HEADER SET NET_AMOUNT = 11, GROSS_AMOUNT = 13 WHERE HEADER_NUMBER = 5001',"
                + " INVOICES TX-5001;JOURNAL_ENTRIES 5001",
        "UPDATE AUDIT_SPLIT SET NET_AMOUNT = 60 WHERE HEADER_NUMBER = 9001, TRANSFERS 9001;"
                + "JOURNAL_ENTRIES 9001;BANK_TRANSACTIONS 9001;BANK_TRANSACTIONS 9002",
        "UPDATE AUDIT_JOURNAL SET DELETED_FLAG = 1 WHERE SPLIT_NUMBER = 9002,"
                + " JOURNAL_ENTRIES 9001;BANK_TRANSACTIONS 9001"
    })
    void theReaderSaysWhatIsTorn(String change, String torn) throws Exception {
        try (Fixture fixture = new Fixture("published.sql", "more.sql")) {
            try (CompanySession session = fixture.open()) {
                assertThat(Read.all(session).torn).isEmpty();
            }
            fixture.sql(change);
            try (CompanySession session = fixture.open()) {
                assertThat(Read.all(session).torn).containsExactlyInAnyOrder(torn.split(";"));
            }
        }
    }

    @Test
    @DisplayName("sync rule 5: a company at rest has nothing torn, after much work too")
    void aCompanyAtRestAgrees(@TempDir Path directory) throws Exception {
        Sage50Package sage = Fixture.today();
        sage.drivers = List.of(new StandInDataSourceFactory());
        try (DemoCompany company = DemoCompany.create(directory, 1_500, 5)) {
            for (int k = 0; k < 20; k++) {
                company.post(2);
                company.amend();
                company.correct();
            }
            try (CompanySession session =
                    sage.open(
                            new CompanyAddress(
                                    company.url(),
                                    company.user(),
                                    company.password().toCharArray()))) {
                Read read = Read.all(session);
                assertThat(read.of(DataType.JOURNAL_ENTRIES)).hasSizeGreaterThan(1_000);
                assertThat(read.torn).isEmpty();
                assertThat(session.findings(read.oddities()))
                        .extracting(Finding::code)
                        .doesNotContain("outstanding", "unbalanced-entries");
            }
        }
    }
}
