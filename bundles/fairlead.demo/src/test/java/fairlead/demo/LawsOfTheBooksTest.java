package fairlead.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LawsOfTheBooksTest {
    @TempDir static Path shared;
    private DemoCompany company;
    private Books books;

    @BeforeAll
    void make() throws Exception {
        company = DemoCompany.create(shared.resolve("company"), 1_000, 1);
        books = new Books(company);
    }

    @AfterAll
    void close() {
        company.close();
    }

    @ParameterizedTest
    @CsvSource({"100, 1", "2000, 2", "1200, 99", "5000, -5"})
    void holdOnEverySeedAndSize(int transactions, long seed, @TempDir Path directory)
            throws Exception {
        try (DemoCompany other = DemoCompany.create(directory, transactions, seed)) {
            Books its = new Books(other);
            its.holdTheLaws();
            assertThat(its.number("SELECT COUNT(*) FROM AUDIT_HEADER")).isEqualTo(transactions);
        }
    }

    @Test
    void sameSeedGivesTheSameTruthByteForByte(@TempDir Path directory) throws Exception {
        try (DemoCompany again = DemoCompany.create(directory, 1_000, 1)) {
            assertThat(again.truthFile()).hasSameBinaryContentAs(company.truthFile());
        }
        try (DemoCompany other = DemoCompany.create(directory.resolve("other"), 1_000, 2)) {
            assertThat(Files.readAllBytes(other.truthFile()))
                    .isNotEqualTo(Files.readAllBytes(company.truthFile()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SI", "SC", "SR", "SA", "SD", "SP", "PI", "PC", "PP", "PA", "PD", "PR", "BP", "BR",
                "CP", "CR", "VP", "VR", "JD", "JC"
            })
    void everyTypeIsThere(String type) throws Exception {
        assertThat(
                        books.number(
                                "SELECT COUNT(*) FROM AUDIT_HEADER WHERE TYPE = '"
                                        + type
                                        + "' AND DELETED_FLAG = 0"))
                .isPositive();
    }

    record Case(String name, String sql) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> awkward() {
        String document =
                " FROM AUDIT_HEADER H JOIN INVOICE I ON I.INVOICE_NUMBER = H.INV_REF_NUMERIC"
                        + " WHERE H.TYPE = 'SI' AND H.DELETED_FLAG = 0 AND ";
        String agrees = "ABS(I.INVOICE_GROSS - H.GROSS_AMOUNT) < .005";
        return Stream.of(
                new Case(
                        "opening balances of customers and suppliers",
                        "SELECT COUNT(DISTINCT TYPE) - 1 FROM AUDIT_SPLIT WHERE INV_REF = 'O/BAL'"
                                + " AND NOMINAL_CODE = '9998' AND TYPE IN ('SI', 'PI')"),
                new Case(
                        "deleted in all four tables",
                        "SELECT COUNT(*) FROM AUDIT_HEADER H JOIN AUDIT_SPLIT S ON S.HEADER_NUMBER"
                                + " = H.HEADER_NUMBER JOIN AUDIT_JOURNAL J ON J.SPLIT_NUMBER ="
                                + " S.SPLIT_NUMBER JOIN AUDIT_USAGE U ON U.SPLIT_NUMBER ="
                                + " S.SPLIT_NUMBER WHERE H.DELETED_FLAG = 1 AND S.DELETED_FLAG = 1"
                                + " AND J.DELETED_FLAG = 1 AND U.DELETED_FLAG = 1"),
                new Case(
                        "part payment over several splits",
                        "SELECT COUNT(*) FROM (SELECT U.SPLIT_CROSSREF FROM AUDIT_USAGE U JOIN"
                                + " AUDIT_SPLIT S ON S.SPLIT_NUMBER = U.SPLIT_NUMBER JOIN"
                                + " AUDIT_HEADER H ON H.HEADER_NUMBER = S.HEADER_NUMBER WHERE"
                                + " U.DELETED_FLAG = 0 GROUP BY U.SPLIT_CROSSREF, S.HEADER_NUMBER"
                                + " HAVING COUNT(*) > 1 AND SUM(U.AMOUNT) <"
                                + " MAX(H.GROSS_AMOUNT) - .005)"),
                new Case(
                        "payment on account, nothing allocated",
                        "SELECT COUNT(*) FROM AUDIT_HEADER WHERE TYPE = 'SA' AND DELETED_FLAG = 0"
                                + " AND OUTSTANDING = GROSS_AMOUNT"),
                new Case(
                        "payment on account, partly allocated later",
                        "SELECT COUNT(*) FROM AUDIT_HEADER WHERE TYPE = 'SA' AND OUTSTANDING <> 0"
                                + " AND OUTSTANDING > GROSS_AMOUNT"),
                new Case(
                        "refund",
                        "SELECT COUNT(*) FROM AUDIT_USAGE U JOIN AUDIT_SPLIT S ON S.SPLIT_NUMBER ="
                                + " U.SPLIT_NUMBER WHERE S.TYPE = 'SP' AND U.TYPE IN ('SC', 'SA')"),
                new Case(
                        "credit note against invoice",
                        "SELECT COUNT(*) FROM AUDIT_USAGE U JOIN AUDIT_SPLIT S ON S.SPLIT_NUMBER ="
                                + " U.SPLIT_NUMBER WHERE S.TYPE = 'SI' AND U.TYPE = 'SC'"),
                new Case(
                        "discount against invoice",
                        "SELECT COUNT(*) FROM AUDIT_USAGE U JOIN AUDIT_SPLIT S ON S.SPLIT_NUMBER ="
                                + " U.SPLIT_NUMBER WHERE S.TYPE = 'SI' AND U.TYPE = 'SD'"),
                new Case("an invoice with its document", "SELECT COUNT(*)" + document + agrees),
                new Case(
                        "an invoice without one",
                        "SELECT COUNT(*) FROM AUDIT_HEADER WHERE TYPE = 'SI' AND INV_REF_NUMERIC ="
                                + " 0 AND INV_REF <> 'O/BAL'"),
                new Case(
                        "a document that agrees by number, not by gross",
                        "SELECT COUNT(*)"
                                + document
                                + "NOT "
                                + agrees
                                + " AND I.ACCOUNT_REF = H.ACCOUNT_REF"),
                new Case(
                        "a document of another account by the same number",
                        "SELECT COUNT(*)" + document + "I.ACCOUNT_REF <> H.ACCOUNT_REF"),
                new Case(
                        "an entry by hand that agrees with an unposted document",
                        "SELECT COUNT(*)" + document + agrees + " AND I.POSTED_CODE = 0"),
                new Case("unposted", "SELECT COUNT(*) FROM INVOICE WHERE POSTED_CODE = 0"),
                new Case("a quote", "SELECT COUNT(*) FROM INVOICE WHERE INVOICE_TYPE_CODE >= 5"),
                new Case(
                        "foreign currency: foreign is rate times base",
                        "SELECT COUNT(*) FROM AUDIT_HEADER WHERE CURRENCY = 3 AND"
                                + " ABS(GROSS_AMOUNT * FOREIGN_RATE - FOREIGN_GROSS_AMOUNT) < .1"
                                + " AND GROSS_AMOUNT <> FOREIGN_GROSS_AMOUNT"),
                new Case(
                        "a revaluation",
                        "SELECT COUNT(*) FROM AUDIT_HEADER WHERE REVAL_TRANSACTION_FLAG = 1"),
                new Case(
                        "customer and supplier of one reference",
                        "SELECT COUNT(*) FROM SALES_LEDGER S JOIN PURCHASE_LEDGER P ON"
                                + " P.ACCOUNT_REF = S.ACCOUNT_REF"),
                new Case("carriage", "SELECT COUNT(*) FROM INVOICE WHERE CARR_GROSS > 0"),
                new Case(
                        "a discount on the document",
                        "SELECT COUNT(*) FROM INVOICE WHERE NET_VALUE_DISCOUNT_NET > 0"),
                new Case(
                        "a discount on a line",
                        "SELECT COUNT(*) FROM INVOICE_ITEM WHERE FULL_NET_AMOUNT > NET_AMOUNT"),
                new Case(
                        "a blank date whose splits have one",
                        "SELECT COUNT(*) FROM AUDIT_HEADER H JOIN AUDIT_SPLIT S ON S.HEADER_NUMBER"
                                + " = H.HEADER_NUMBER WHERE H.DATE IS NULL AND S.DATE IS NOT NULL"),
                new Case(
                        "a date that cannot be",
                        "SELECT COUNT(*) FROM AUDIT_HEADER WHERE YEAR(DUE_DATE) < 1980"),
                new Case(
                        "a record made in 2130",
                        "SELECT COUNT(*) FROM AUDIT_HEADER WHERE YEAR(RECORD_CREATE_DATE) = 2130"),
                new Case(
                        "a split dated unlike its header",
                        "SELECT COUNT(*) FROM AUDIT_HEADER H JOIN AUDIT_SPLIT S ON S.HEADER_NUMBER"
                                + " = H.HEADER_NUMBER WHERE H.DATE <> S.DATE"),
                new Case(
                        "accented text",
                        "SELECT COUNT(*) FROM AUDIT_HEADER WHERE DETAILS LIKE '%brûlée – %£9½'"),
                new Case(
                        "trailing blanks",
                        "SELECT COUNT(*) FROM AUDIT_HEADER H JOIN SALES_LEDGER L ON L.ACCOUNT_REF"
                                + " = H.ACCOUNT_REF WHERE H.INV_REF LIKE '%   ' AND L.NAME LIKE"
                                + " '%  '"),
                new Case("1,000 departments", "SELECT COUNT(*) - 999 FROM DEPARTMENT"),
                new Case(
                        "21 tax codes",
                        "SELECT COUNT(*) - 20 FROM TAX_CODE WHERE DESCRIPTION <> ''"),
                new Case(
                        "a VAT payment",
                        "SELECT COUNT(*) FROM AUDIT_SPLIT WHERE TYPE = 'BP' AND NOMINAL_CODE ="
                                + " '2202'"),
                new Case(
                        "transfers in both orders of their legs",
                        "SELECT COUNT(DISTINCT TYPE) - 1 FROM AUDIT_HEADER WHERE INV_REF ="
                                + " 'TRANS'"),
                new Case(
                        "stamps that are missing",
                        "SELECT COUNT(*) FROM AUDIT_SPLIT WHERE RECORD_MODIFY_DATE IS NULL"),
                new Case(
                        "a service line, which carries TEXT",
                        "SELECT COUNT(*) FROM INVOICE_ITEM WHERE SERVICE_FLAG = 1 AND TEXT IS NOT"
                                + " NULL AND DESCRIPTION = ''"),
                new Case(
                        "an inactive customer",
                        "SELECT COUNT(*) FROM SALES_LEDGER WHERE INACTIVE_FLAG = 1"));
    }

    @ParameterizedTest
    @MethodSource("awkward")
    void everyAwkwardCaseIsThere(Case one) throws Exception {
        assertThat(books.number(one.sql())).isPositive();
    }
}
