package fairlead.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fairlead.accounting.api.AccountingPackage;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Mark;
import fairlead.accounting.api.RecordSink;
import fairlead.accounting.api.Reject;
import fairlead.accounting.api.Slice;
import fairlead.accounting.api.SourceRecord;
import fairlead.accounting.sage50.JointSage;
import fairlead.demo.DemoCompany;
import fairlead.demo.JointCompany;
import fairlead.platform.api.AgedReport.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A law of any company's books: what the aged reports say that is owed on a day is what stood on
 * the control account then, contact by contact, each in its own currency.
 */
class AgedLawTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> CODES = List.of("", "GBP", "USD", "EUR");
    private static final int BASE = 1;

    /** A posting on a control account. */
    private record Leg(LocalDate day, String contactAndCurrency, BigDecimal amount) {}

    private final Map<DataType, List<JsonNode>> records = new EnumMap<>(DataType.class);

    private void read(CompanyAddress address) throws Exception {
        AccountingPackage sage = JointSage.ofStandIn();
        RecordSink sink =
                new RecordSink() {
                    @Override
                    public void record(SourceRecord record) {
                        try {
                            records.computeIfAbsent(record.type(), type -> new ArrayList<>())
                                    .add(JSON.readTree(record.json()));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }

                    @Override
                    public void reject(Reject reject) {
                        throw new AssertionError(reject.toString());
                    }
                };
        records.clear();
        try (CompanySession session = sage.open(address)) {
            Mark mark = session.mark();
            for (Slice slice : session.plan(mark, EnumSet.copyOf(sage.info().types())).slices()) {
                session.read(slice, mark, sink, () -> {});
            }
        }
    }

    /** What was posted to a control account, whatever for: a revaluation moves no such amount. */
    private static List<Leg> legs(DemoCompany company, String nominal, int sign)
            throws SQLException {
        List<Leg> legs = new ArrayList<>();
        Map<Integer, Integer> currencies = new HashMap<>();
        try (Connection connection = company.connect();
                Statement statement = connection.createStatement()) {
            try (ResultSet row =
                    statement.executeQuery(
                            "SELECT HEADER_NUMBER, CURRENCY, DELETED_FLAG FROM AUDIT_HEADER")) {
                while (row.next()) {
                    if (row.getInt(3) == 0) {
                        currencies.put(row.getInt(1), row.getInt(2));
                    }
                }
            }
            try (ResultSet row =
                    statement.executeQuery(
                            "SELECT HEADER_NUMBER, NOMINAL_CODE, DATE, DATE_ENTERED, ACCOUNT_REF,"
                                    + " AMOUNT, FOREIGN_AMOUNT FROM AUDIT_JOURNAL")) {
                while (row.next()) {
                    int currency = currencies.getOrDefault(row.getInt(1), 0);
                    if (currency != 0 && row.getString(2).equals(nominal)) {
                        Date date = row.getDate(3) == null ? row.getDate(4) : row.getDate(3);
                        legs.add(
                                new Leg(
                                        date.toLocalDate(),
                                        row.getString(5) + " " + CODES.get(currency),
                                        BigDecimal.valueOf(
                                                        sign
                                                                * row.getDouble(
                                                                        currency == BASE ? 6 : 7))
                                                .setScale(2, RoundingMode.HALF_UP)));
                    }
                }
            }
        }
        return legs;
    }

    private static Map<String, BigDecimal> control(List<Leg> legs, LocalDate day) {
        Map<String, BigDecimal> owed = new TreeMap<>();
        for (Leg leg : legs) {
            if (!leg.day.isAfter(day)) {
                owed.merge(leg.contactAndCurrency, leg.amount, BigDecimal::add);
            }
        }
        owed.values().removeIf(amount -> amount.signum() == 0);
        return owed;
    }

    private Map<String, BigDecimal> report(Side side, LocalDate day) {
        AgedReport report = new AgedReport(side, day, 4, 30, "GBP");
        for (String key : side.types()) {
            DataType type = DataType.ofKey(key).orElseThrow();
            records.getOrDefault(type, List.of()).forEach(record -> report.add(key, record));
        }
        Map<String, BigDecimal> owed = new TreeMap<>();
        for (JsonNode contact : report.json(Instant.EPOCH).path("data")) {
            String id = contact.path(side == Side.DEBTORS ? "customerId" : "supplierId").asText();
            for (JsonNode currency : contact.path("agedCurrencyOutstanding")) {
                BigDecimal sum = BigDecimal.ZERO.setScale(2);
                for (JsonNode period : currency.path("agedOutstandingAmounts")) {
                    sum = sum.add(period.path("amount").decimalValue());
                }
                owed.put(id + " " + currency.path("currency").asText(), sum);
            }
        }
        owed.values().removeIf(amount -> amount.signum() == 0);
        return owed;
    }

    private void holds(DemoCompany company, Side side, String nominal, int sign)
            throws SQLException {
        List<Leg> legs = legs(company, nominal, sign);
        TreeSet<LocalDate> days = new TreeSet<>();
        legs.forEach(leg -> days.add(leg.day));
        assertThat(days).hasSizeGreaterThan(20);
        days.add(days.first().minusDays(1));
        days.add(LocalDate.now(ZoneOffset.UTC));
        for (LocalDate day : days) {
            assertThat(report(side, day)).as(side + " " + day).isEqualTo(control(legs, day));
        }
        assertThat(control(legs, days.last())).hasSizeGreaterThan(5);
    }

    private void hold(long seed, int transactions, Path directory) throws Exception {
        try (DemoCompany company = DemoCompany.create(directory, transactions, seed)) {
            for (int i = 0; i < 8; i++) {
                company.post(5);
                company.amend();
                company.correct();
                company.delete();
            }
            CompanyAddress address =
                    new CompanyAddress(
                            company.url(), company.user(), company.password().toCharArray());
            read(address);
            holds(company, Side.DEBTORS, "1100", 1);
            holds(company, Side.CREDITORS, "2100", -1);
            mixUpTheDates(company);
            read(address);
            holds(company, Side.DEBTORS, "1100", 1);
            holds(company, Side.CREDITORS, "2100", -1);
        }
    }

    /** Payments come before what they pay, refunds before what they pay back. */
    private static void mixUpTheDates(DemoCompany company) throws SQLException {
        JointCompany.change(
                company,
                "UPDATE AUDIT_HEADER SET DATE = DATEADD('DAY', MOD(HEADER_NUMBER * 7919, 200) - 100,"
                        + " COALESCE(DATE, DATE_ENTERED))",
                "UPDATE AUDIT_JOURNAL J SET DATE = (SELECT DATE FROM AUDIT_HEADER H WHERE"
                        + " H.HEADER_NUMBER = J.HEADER_NUMBER)",
                "UPDATE INVOICE SET INVOICE_DATE = NULL");
    }

    @DisplayName("the aged reports are the control accounts on every day")
    @Test
    void hold(@TempDir Path directory) throws Exception {
        hold(1, 100, directory);
    }

    static LongStream seedOfTheDay() {
        return LongStream.of(LocalDate.now(ZoneOffset.UTC).toEpochDay(), 2, 3, 23, 4711);
    }

    @DisplayName("the aged reports are the control accounts on every day, in another company a day")
    @Tag("slow")
    @ParameterizedTest
    @MethodSource("seedOfTheDay")
    void holdToday(long seed, @TempDir Path directory) throws Exception {
        hold(seed, 350, directory);
    }
}
