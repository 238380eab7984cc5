package fairlead.accounting.sage50;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checksum;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Mark;
import fairlead.accounting.api.Plan;
import fairlead.accounting.api.Slice;
import fairlead.accounting.api.SliceState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.service.jdbc.DataSourceFactory;

/** The sweep that follows one after which nothing was read (ADR 9). */
class SecondLookTest {
    private static final String STAMPED = "', RECORD_MODIFY_DATE = TIMESTAMP '2024-05-01 ";

    private static List<Checksum> sweep(CompanySession session)
            throws AccountingException, InterruptedException {
        Mark mark = session.mark();
        Plan plan = session.plan(mark, EnumSet.allOf(DataType.class));
        return session.sweep(plan, mark, Read.GO).stream().map(SliceState::checksum).toList();
    }

    private static List<Checksum> sweep(Fixture company) throws Exception {
        try (CompanySession session = company.open()) {
            return sweep(session);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM AUDIT_USAGE WHERE USAGE_NUMBER = (SELECT MIN(USAGE_NUMBER) FROM"
                        + " AUDIT_USAGE)",
                "DELETE FROM AUDIT_JOURNAL WHERE TRAN_NUMBER = (SELECT MIN(TRAN_NUMBER) FROM"
                        + " AUDIT_JOURNAL)",
                "UPDATE AUDIT_HEADER SET DETAILS = 'x"
                        + STAMPED
                        + "10:30' WHERE HEADER_NUMBER = (SELECT MIN(HEADER_NUMBER) FROM"
                        + " AUDIT_HEADER)",
                "UPDATE AUDIT_SPLIT SET DETAILS = 'x"
                        + STAMPED
                        + "12:30' WHERE SPLIT_NUMBER = (SELECT MAX(SPLIT_NUMBER) FROM AUDIT_SPLIT)"
            })
    @DisplayName("sync rule 4: rows fewer or changed since the sweep make it a whole one")
    void seesThatSomethingHasMoved(String change) throws Exception {
        try (Fixture company = ChecksumLawsTest.fixture(true)) {
            company.sql(
                    "INSERT INTO AUDIT_HEADER (HEADER_NUMBER, TRAN_NUMBER, TYPE, DATE,"
                            + " GROSS_AMOUNT, RECORD_MODIFY_DATE, DELETED_FLAG, RECORD_DELETED) VALUES"
                            + " (70000, 70000, 'JC', DATE '2024-05-01', 0, TIMESTAMP '2024-05-01"
                            + " 12:00', 0, 0)"); // by somebody whose clock goes fast
            try (CompanySession session = company.open()) {
                List<Checksum> before = sweep(session);
                assertThat(sweep(session)).isEqualTo(before);
                company.sql(change);
                assertThat(sweep(session)).isEqualTo(sweep(company)).isNotEqualTo(before);
            }
        }
    }

    @Test
    @DisplayName("sync rule 4: after a read of anything, every row is looked at")
    void looksAtEveryRowAfterARead() throws Exception {
        try (Fixture company = ChecksumLawsTest.fixture(true);
                CompanySession session = company.open()) {
            List<Checksum> before = sweep(session);
            new Read().slice(session, Slice.whole(Masters.CUSTOMERS), session.mark());
            company.sql(
                    "UPDATE AUDIT_JOURNAL SET AMOUNT = AMOUNT + 1 WHERE TRAN_NUMBER = (SELECT"
                            + " MIN(TRAN_NUMBER) FROM AUDIT_JOURNAL)");
            assertThat(sweep(session)).isEqualTo(sweep(company)).isNotEqualTo(before);
        }
    }

    @Test
    @DisplayName("where nothing has moved, no row of the ledger is read")
    void readsNoRowOfTheLedger() throws Exception {
        List<String> asked = new ArrayList<>();
        Sage50Package sage = Fixture.sage();
        sage.drivers = List.of(h2(asked));
        try (Fixture company = ChecksumLawsTest.fixture(true);
                CompanySession session = sage.open(company.address())) {
            sweep(session);
            assertThat(asked).anyMatch(sql -> sql.startsWith("SELECT HEADER_NUMBER"));
            asked.clear();
            sweep(session);
            assertThat(asked)
                    .filteredOn(
                            sql -> sql.contains(" FROM AUDIT_") || sql.contains(" FROM INVOICE"))
                    .isNotEmpty()
                    .allMatch(sql -> sql.matches("SELECT (COUNT|MAX|MIN)\\(.*"));
        }
    }

    private static DataSourceFactory h2(List<String> asked) {
        return (DataSourceFactory)
                Proxy.newProxyInstance(
                        SecondLookTest.class.getClassLoader(),
                        new Class<?>[] {DataSourceFactory.class},
                        (self, method, arguments) -> telling(new org.h2.Driver(), asked));
    }

    /** The same, which notes every query that is asked of it or of what it makes. */
    private static Object telling(Object told, List<String> asked) {
        for (Class<?> type : List.of(Driver.class, Connection.class, Statement.class)) {
            if (type.isInstance(told)) {
                return Proxy.newProxyInstance(
                        SecondLookTest.class.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> {
                            if (method.getName().equals("executeQuery")) {
                                asked.add((String) arguments[0]);
                            }
                            try {
                                return telling(method.invoke(told, arguments), asked);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
            }
        }
        return told;
    }
}
