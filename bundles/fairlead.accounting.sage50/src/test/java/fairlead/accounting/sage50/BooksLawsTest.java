package fairlead.accounting.sage50;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Finding;
import fairlead.accounting.api.SourceRecord;
import fairlead.demo.DemoCompany;
import fairlead.demo.standin.StandInDataSourceFactory;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The laws that hold between the records of any sound company, and what a broken one is told. */
class BooksLawsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<DataType, Map<String, JsonNode>> records = new EnumMap<>(DataType.class);
    private final List<String> broken = new ArrayList<>();

    private Iterable<JsonNode> all(DataType type) {
        return records.get(type).values();
    }

    private void law(String law, JsonNode record, BigDecimal expected, BigDecimal actual) {
        if (expected.compareTo(actual) != 0) {
            String id = record.path("id").asText(record.path("date").asText());
            broken.add(law + " " + id + ": " + actual + ", not " + expected);
        }
    }

    private static BigDecimal number(JsonNode record, String field) {
        return record.get(field).decimalValue();
    }

    private static BigDecimal sum(JsonNode list, String field) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode each : list) {
            sum = sum.add(each.at(field).decimalValue());
        }
        return sum;
    }

    private void keep(Read read) throws Exception {
        for (DataType type : Fixture.today().info().types()) {
            Map<String, JsonNode> byId = new TreeMap<>();
            for (SourceRecord record : read.of(type).values()) {
                byId.put(record.id(), JSON.readTree(record.json()));
            }
            assertThat(byId).as(type.key()).isNotEmpty();
            records.put(type, byId);
        }
    }

    private void holdAll() {
        BigDecimal trial = BigDecimal.ZERO;
        for (JsonNode entry : all(DataType.JOURNAL_ENTRIES)) {
            BigDecimal sum = sum(entry.get("journalLines"), "/netAmount");
            law("a journal entry sums to zero", entry, BigDecimal.ZERO, sum);
            trial = trial.add(sum);
        }
        assertThat(trial).as("the trial balance").isEqualByComparingTo("0");
        for (JsonNode sheet : all(DataType.BALANCE_SHEET)) {
            BigDecimal net =
                    number(sheet.get("assets"), "value")
                            .subtract(number(sheet.get("liabilities"), "value"));
            law("net assets are assets less liabilities", sheet, net, number(sheet, "netAssets"));
            law("a balance sheet balances", sheet, net, number(sheet.get("equity"), "value"));
        }
        for (DataType type : new DataType[] {DataType.INVOICES, DataType.BILLS}) {
            for (JsonNode document : all(type)) {
                BigDecimal paid =
                        sum(document.get("paymentAllocations"), "/allocation/totalAmount");
                law(
                        "paid and outstanding are the total",
                        document,
                        number(document, "totalAmount"),
                        number(document, "amountDue").subtract(paid));
            }
        }
        for (DataType type : new DataType[] {DataType.CREDIT_NOTES, DataType.BILL_CREDIT_NOTES}) {
            for (JsonNode credit : all(type)) {
                law(
                        "used and remaining are the total",
                        credit,
                        number(credit, "totalAmount"),
                        number(credit, "remainingCredit")
                                .add(
                                        sum(
                                                credit.get("paymentAllocations"),
                                                "/allocation/totalAmount")));
            }
        }
        for (DataType type :
                new DataType[] {
                    DataType.INVOICES,
                    DataType.BILLS,
                    DataType.CREDIT_NOTES,
                    DataType.BILL_CREDIT_NOTES,
                    DataType.DIRECT_COSTS,
                    DataType.DIRECT_INCOMES,
                    DataType.SALES_ORDERS,
                    DataType.PURCHASE_ORDERS
                }) {
            for (JsonNode document : all(type)) {
                law(
                        "lines add up to their " + type.key(),
                        document,
                        number(document, "totalAmount"),
                        sum(document.get("lineItems"), "/totalAmount"));
            }
        }
        allocations(DataType.INVOICES, DataType.PAYMENTS, "Invoice");
        allocations(DataType.CREDIT_NOTES, DataType.PAYMENTS, "CreditNote");
        allocations(DataType.BILLS, DataType.BILL_PAYMENTS, "Bill");
        allocations(DataType.BILL_CREDIT_NOTES, DataType.BILL_PAYMENTS, "CreditNote");
        payments(DataType.PAYMENTS);
        payments(DataType.BILL_PAYMENTS);
        control("1100", 1, DataType.INVOICES, DataType.CREDIT_NOTES, DataType.PAYMENTS);
        control("2100", -1, DataType.BILLS, DataType.BILL_CREDIT_NOTES, DataType.BILL_PAYMENTS);
        banks();
        assertThat(broken).isEmpty();
    }

    /** Every allocation is found on both sides, by the same amount, as often. */
    private void allocations(DataType documents, DataType payments, String link) {
        List<String> here = new ArrayList<>();
        List<String> there = new ArrayList<>();
        for (JsonNode document : all(documents)) {
            for (JsonNode each : document.get("paymentAllocations")) {
                here.add(
                        each.at("/payment/id").asText()
                                + " "
                                + document.get("id").asText()
                                + " "
                                + each.at("/allocation/totalAmount"));
            }
        }
        for (JsonNode payment : all(payments)) {
            for (JsonNode line : payment.get("lines")) {
                for (JsonNode each : line.get("links")) {
                    if (each.get("type").asText().equals(link)) {
                        there.add(
                                payment.get("id").asText()
                                        + " "
                                        + each.get("id").asText()
                                        + " "
                                        + each.get("amount"));
                    }
                }
            }
        }
        assertThat(there)
                .as(documents + " and " + payments)
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(here);
    }

    private void payments(DataType type) {
        for (JsonNode payment : all(type)) {
            law(
                    "lines add up to their payment",
                    payment,
                    number(payment, "totalAmount"),
                    sum(payment.get("lines"), "/amount"));
            for (JsonNode line : payment.get("lines")) {
                law(
                        "a line is minus the sum of its links",
                        payment,
                        number(line, "amount").negate(),
                        sum(line.get("links"), "/amount"));
            }
        }
    }

    /**
     * In the base currency: exactly for what counts in it, within pence for what counts in another,
     * each amount of which was rounded by itself.
     */
    private void control(
            String nominal, int sign, DataType documents, DataType credits, DataType payments) {
        for (boolean base : new boolean[] {true, false}) {
            BigDecimal control = BigDecimal.ZERO;
            for (JsonNode entry : all(DataType.JOURNAL_ENTRIES)) {
                DataType of =
                        DataType.ofKey(entry.at("/recordRef/dataType").asText()).orElseThrow();
                JsonNode record =
                        records.getOrDefault(of, Map.of()).get(entry.at("/recordRef/id").asText());
                if (record != null && record.has("currency") && isBase(record) == base) {
                    for (JsonNode line : entry.get("journalLines")) {
                        if (line.at("/accountRef/id").asText().equals(nominal)) {
                            control = control.add(number(line, "netAmount"));
                        }
                    }
                }
            }
            BigDecimal open = BigDecimal.ZERO;
            int rounded = 0;
            for (JsonNode document : counting(base, documents)) {
                open = open.add(inBase(document, number(document, "amountDue")));
                rounded += 1 + document.get("lineItems").size();
            }
            for (JsonNode credit : counting(base, credits)) {
                open = open.subtract(inBase(credit, number(credit, "remainingCredit")));
                rounded += 1 + credit.get("lineItems").size();
            }
            for (JsonNode payment : counting(base, payments)) {
                String contact =
                        payment.has("customerRef")
                                ? payment.at("/customerRef/id").asText()
                                : payment.at("/supplierRef/id").asText();
                for (JsonNode line : payment.get("lines")) {
                    rounded++;
                    for (JsonNode link : line.get("links")) {
                        if (link.get("id").asText().equals(contact)) {
                            open = open.add(inBase(payment, number(link, "amount")));
                        }
                    }
                }
            }
            assertThat(rounded).isPositive();
            assertThat(control.multiply(BigDecimal.valueOf(sign)))
                    .as("control account " + nominal + (base ? "" : ", foreign"))
                    .isCloseTo(
                            open, within(base ? BigDecimal.ZERO : BigDecimal.valueOf(rounded, 2)));
        }
    }

    private static boolean isBase(JsonNode record) {
        return record.get("currency").asText().equals("GBP");
    }

    private static BigDecimal inBase(JsonNode record, BigDecimal amount) {
        return amount.multiply(number(record, "currencyRate"));
    }

    private List<JsonNode> counting(boolean base, DataType type) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode record : all(type)) {
            if (isBase(record) == base) {
                found.add(record);
            }
        }
        return found;
    }

    private void banks() {
        Map<String, BigDecimal> balances = new HashMap<>();
        List<JsonNode> lines = new ArrayList<>();
        all(DataType.BANK_TRANSACTIONS).forEach(lines::add);
        lines.sort(Comparator.comparingInt(line -> line.get("id").asInt()));
        for (JsonNode line : lines) {
            String account = line.get("accountId").asText();
            BigDecimal balance =
                    balances.getOrDefault(account, BigDecimal.ZERO).add(number(line, "amount"));
            law("a running balance runs", line, balance, number(line, "balance"));
            balances.put(account, balance);
        }
        for (JsonNode account : all(DataType.BANK_ACCOUNTS)) {
            law(
                    "the last running balance is the account's",
                    account,
                    number(account, "balance"),
                    balances.getOrDefault(account.get("id").asText(), BigDecimal.ZERO));
        }
    }

    @DisplayName("the laws of the books hold between the records of every company")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 23, 4711})
    void hold(long seed, @TempDir Path directory) throws Exception {
        hold(seed, 350, directory);
    }

    static LongStream seedOfTheDay() {
        return LongStream.of(LocalDate.now(ZoneOffset.UTC).toEpochDay());
    }

    @DisplayName("the laws of the books hold in another company each day")
    @Tag("slow")
    @ParameterizedTest
    @MethodSource("seedOfTheDay")
    void holdToday(long seed, @TempDir Path directory) throws Exception {
        hold(seed, 1_500, directory);
    }

    private void hold(long seed, int transactions, Path directory) throws Exception {
        Sage50Package sage = Fixture.today();
        sage.drivers = List.of(new StandInDataSourceFactory());
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
            try (CompanySession session = sage.open(address)) {
                Read read = Read.all(session);
                session.sweep(read.plan, read.mark, Read.GO);
                assertThat(read.rejects).isEmpty();
                keep(read);
                assertThat(session.findings(read.oddities()))
                        .extracting(Finding::code)
                        .containsExactly("dates");
            }
            holdAll();
            noDeletedRowComesOut(company);
        }
    }

    private void noDeletedRowComesOut(DemoCompany company) throws Exception {
        Set<Integer> headers = new HashSet<>();
        Set<String> documents = new HashSet<>(); // of deleted headers, and of no other one
        Set<String> ids = new HashSet<>();
        try (Connection connection = company.connect();
                Statement statement = connection.createStatement()) {
            Set<String> live = new HashSet<>();
            String columns = "HEADER_NUMBER, DELETED_FLAG, INV_REF_NUMERIC";
            try (ResultSet rows =
                    statement.executeQuery("SELECT " + columns + " FROM AUDIT_HEADER")) {
                while (rows.next()) {
                    if (rows.getInt(2) == 1) {
                        headers.add(rows.getInt(1));
                    }
                    (rows.getInt(2) == 1 ? documents : live).add("INV-" + rows.getString(3));
                }
            }
            documents.removeAll(live);
            columns = "HEADER_NUMBER, TRAN_NUMBER";
            try (ResultSet rows =
                    statement.executeQuery("SELECT " + columns + " FROM AUDIT_SPLIT")) {
                while (rows.next()) {
                    if (headers.contains(rows.getInt(1))) {
                        ids.add(rows.getString(2));
                        ids.add("TX-" + rows.getString(2));
                    }
                }
            }
        }
        assertThat(headers).hasSizeGreaterThan(10);
        assertThat(documents).isNotEmpty();
        ids.addAll(documents);
        for (DataType type : Sections.OF_THE_LEDGER) {
            assertThat(records.get(type).keySet()).as(type.key()).doesNotContainAnyElementsOf(ids);
        }
        noDeletedOrderComesOut(company, OrderKind.SALES);
        noDeletedOrderComesOut(company, OrderKind.PURCHASE);
    }

    private void noDeletedOrderComesOut(DemoCompany company, OrderKind kind) throws Exception {
        int deleted = 0;
        try (Connection connection = company.connect();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT ORDER_NUMBER FROM "
                                        + kind.table
                                        + " WHERE RECORD_DELETED = 1")) {
            while (rows.next()) {
                deleted++;
                assertThat(records.get(kind.type)).doesNotContainKey(rows.getString(1));
            }
        }
        assertThat(deleted).isPositive();
    }

    @DisplayName("a company that breaks a law is read all the same, and is told in plain words")
    @ParameterizedTest
    @CsvSource({
        "trial-balance, UPDATE AUDIT_JOURNAL SET AMOUNT = 121.5 WHERE AMOUNT = 120",
        "unbalanced-entries, UPDATE AUDIT_JOURNAL SET AMOUNT = 121.5 WHERE AMOUNT = 120",
        "balance-sheet, UPDATE AUDIT_JOURNAL SET DATE = '2022-05-31' WHERE TRAN_NUMBER = 9002",
        "debtors-control, UPDATE AUDIT_HEADER SET GROSS_AMOUNT = 99 WHERE HEADER_NUMBER = 6000",
        "creditors-control, UPDATE AUDIT_HEADER SET GROSS_AMOUNT = 99 WHERE HEADER_NUMBER = 6010",
        "aged-debtors, UPDATE AUDIT_JOURNAL SET DATE = '2022-05-31' WHERE HEADER_NUMBER = 6000",
        "aged-debtors, UPDATE AUDIT_JOURNAL SET NOMINAL_CODE = '1100' WHERE TRAN_NUMBER = 9002",
        "aged-creditors, UPDATE AUDIT_JOURNAL SET DATE = '2022-05-31' WHERE HEADER_NUMBER = 6010",
        "allocations, UPDATE AUDIT_SPLIT SET DELETED_FLAG = 1 WHERE SPLIT_NUMBER = 6001",
        "over-allocated, 'UPDATE AUDIT_USAGE SET AMOUNT = 500, FOREIGN_AMOUNT = 500 WHERE"
                + " USAGE_NUMBER = 40'",
        "uncategorised-accounts, DELETE FROM CATEGORY WHERE LOW = '2100'",
        "order-totals, UPDATE PURCHASE_ORDER SET INVOICE_GROSS = 4 WHERE ORDER_NUMBER = 4",
        "order-totals, UPDATE SOP_ITEM SET TAX_AMOUNT = 4 WHERE ITEMID = 2",
        "ambiguous-accounts, 'INSERT INTO CATEGORY VALUES (1, 3, 0, ''Twice'', ''5000'', ''5001'',"
                + " 20, 0)'"
    })
    void aBrokenLawIsToldAndStopsNothing(String code, String change) throws Exception {
        try (Fixture fixture = new Fixture("published.sql", "more.sql")) {
            fixture.completeChart();
            assertThat(codes(fixture)).as("documents of another day").containsOnly("aged-debtors");
            fixture.sql("UPDATE INVOICE SET INVOICE_DATE = NULL");
            assertThat(codes(fixture)).isEmpty();
            fixture.sql(change);
            assertThat(codes(fixture)).contains(code);
        }
    }

    private static List<String> codes(Fixture fixture) throws Exception {
        try (CompanySession session = fixture.open()) {
            Read read = Read.all(session);
            session.sweep(read.plan, read.mark, Read.GO);
            assertThat(read.rejects).isEmpty();
            assertThat(read.of(DataType.INVOICES)).hasSizeGreaterThan(8);
            assertThat(session.findings(read.oddities()))
                    .allSatisfy(f -> assertThat(f.message()).matches("[A-Z0-9].*[.]"));
            return session.findings(read.oddities()).stream().map(Finding::code).toList();
        }
    }
}
