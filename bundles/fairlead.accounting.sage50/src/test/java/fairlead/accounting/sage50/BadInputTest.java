package fairlead.accounting.sage50;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.ObjectMapper;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Reject;
import fairlead.accounting.api.Slice;
import fairlead.accounting.api.SliceState;
import fairlead.accounting.api.SourceRecord;
import fairlead.demo.DemoCompany;
import fairlead.demo.standin.StandInDriver;
import fairlead.odbc.OdbcDataSourceFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.service.jdbc.DataSourceFactory;

/** A company in which hundreds of rows are damaged, each in another way. */
class BadInputTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The number by which a row is damaged, and the tables that have it. */
    private static final Map<String, String> TABLES =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("AUDIT_HEADER", "HEADER_NUMBER"),
                            Map.entry("AUDIT_SPLIT", "SPLIT_NUMBER"),
                            Map.entry("AUDIT_JOURNAL", "_ROWID_"),
                            Map.entry("AUDIT_USAGE", "USAGE_NUMBER"),
                            Map.entry("AUDIT_HISTORY_HEADER", "HEADER_NUMBER"),
                            Map.entry("AUDIT_HISTORY_SPLIT", "SPLIT_NUMBER"),
                            Map.entry("AUDIT_HISTORY_JOURNAL", "_ROWID_"),
                            Map.entry("AUDIT_HISTORY_USAGE", "USAGE_NUMBER"),
                            Map.entry("INVOICE", "INVOICE_NUMBER"),
                            Map.entry("INVOICE_ITEM", "ITEMID"),
                            Map.entry("SALES_ORDER", "ORDER_NUMBER"),
                            Map.entry("SOP_ITEM", "ITEMID"),
                            Map.entry("PURCHASE_ORDER", "ORDER_NUMBER"),
                            Map.entry("POP_ITEM", "ITEMID")));

    /**
     * Tables that others quote: the type of their own records, and the column that these are called
     * by; without it what a damaged row says shows in any of them.
     */
    private record Quoted(String table, DataType type, String id) {}

    private static final List<Quoted> QUOTED =
            List.of(
                    new Quoted("SALES_LEDGER", DataType.CUSTOMERS, "ACCOUNT_REF"),
                    new Quoted("PURCHASE_LEDGER", DataType.SUPPLIERS, "ACCOUNT_REF"),
                    new Quoted("NOMINAL_LEDGER", DataType.CHART_OF_ACCOUNTS, "ACCOUNT_REF"),
                    new Quoted("BANK", DataType.BANK_ACCOUNTS, "ACCOUNT_REF"),
                    new Quoted("STOCK", DataType.ITEMS, "STOCK_CODE"),
                    new Quoted("SALES_DEL_ADDR", DataType.CUSTOMERS, ""),
                    new Quoted("PURCHASE_DEL_ADDR", DataType.SUPPLIERS, ""),
                    new Quoted("TAX_CODE", DataType.TAX_RATES, ""),
                    new Quoted("CURRENCY", DataType.COMPANY, ""),
                    new Quoted("DEPARTMENT", DataType.TRACKING_CATEGORIES, ""),
                    new Quoted("PROJECT", DataType.TRACKING_CATEGORIES, ""),
                    new Quoted("PROJECT_COST_CODE", DataType.TRACKING_CATEGORIES, ""),
                    new Quoted("COMPANY", DataType.COMPANY, ""),
                    new Quoted("CAT_TITLE", DataType.CHART_OF_ACCOUNTS, ""),
                    new Quoted("CATEGORY", DataType.BALANCE_SHEET, ""));

    /** Those of {@link #QUOTED}; a tax code without a description is none (mapping rule 23). */
    private static final Set<String> QUOTED_KEYS =
            Set.of(
                    "SALES_LEDGER.ACCOUNT_REF",
                    "PURCHASE_LEDGER.ACCOUNT_REF",
                    "NOMINAL_LEDGER.ACCOUNT_REF",
                    "BANK.ACCOUNT_REF",
                    "STOCK.STOCK_CODE",
                    "TAX_CODE.TAX_CODE",
                    "TAX_CODE.DESCRIPTION",
                    "DEPARTMENT.NUMBER",
                    "PROJECT.REFERENCE",
                    "PROJECT_COST_CODE.REFERENCE",
                    "COMPANY.COMPANYID");

    /** What says that a row is no more: damaging it is deleting. */
    private static final Set<String> GONE = Set.of("DELETED_FLAG", "RECORD_DELETED");

    /** Of which a row that lost its owner is found all the same, and all is as it was. */
    private static final Set<String> SAID_TWICE =
            Set.of("AUDIT_SPLIT", "AUDIT_JOURNAL", "AUDIT_HISTORY_SPLIT", "AUDIT_HISTORY_JOURNAL");

    @TempDir Path directory;
    private Connection books;
    private String url;
    private String password;
    private final Set<String> damagedRows = new TreeSet<>();
    private final Set<Long> damagedHeaders = new HashSet<>();
    private final Set<String> damagedOrders = new HashSet<>();
    private final Set<Long> retyped = new HashSet<>();

    /** Headers of which a leg names another account now: it may be on no bank account any more. */
    private final Set<Long> recoded = new HashSet<>();

    private Read read() throws Exception {
        return through(Fixture.h2(), new CompanyAddress(url, "KEEPER", password.toCharArray()));
    }

    private static Read through(DataSourceFactory driver, CompanyAddress address) throws Exception {
        Sage50Package sage = Fixture.today();
        sage.drivers = List.of(driver);
        try (CompanySession session = sage.open(address)) {
            Read read = Read.all(session);
            for (SliceState swept : session.sweep(read.plan, read.mark, Read.GO)) {
                SliceState before = read.states.get(swept.slice());
                assertThat(swept.checksum()).as("sweep").isEqualTo(before.checksum());
                assertThat(swept.keys()).isEqualTo(before.keys());
            }
            assertThat(session.findings(read.oddities())).allMatch(f -> f.message().endsWith("."));
            return read;
        }
    }

    @ParameterizedTest(name = "cleared: {0}")
    @ValueSource(booleans = {false, true})
    @Tag("slow")
    @DisplayName("hundreds of damaged rows: each a record or a reject, the rest as it was")
    void damagedRowsStopNothing(boolean cleared) throws Exception {
        try (Connection open = open(2_000, cleared)) {
            Read before = read();
            assertThat(before.rejects).isEmpty();
            Map<Long, Set<Long>> allocated = allocated();
            for (String table : TABLES.keySet()) {
                if (cleared || !isHistory(table)) {
                    damage(table, TABLES.get(table));
                }
            }
            assertThat(damagedRows.stream().anyMatch(BadInputTest::isHistory)).isEqualTo(cleared);
            assertThat(damagedRows).hasSizeGreaterThanOrEqualTo(500);
            Set<Long> touched = reached(damagedHeaders, allocated);
            hold(before, assertTimeoutPreemptively(Duration.ofMinutes(2), this::read), touched);
            try (OdbcDataSourceFactory odbc = SqliteOdbc.odbc(directory.resolve("odbc"))) {
                Path file = directory.resolve("damaged.db");
                SqliteCopy.copy(books, "PUBLIC", file);
                String copy = "jdbc:fairlead-odbc:Driver={SQLite3};Database=" + file;
                CompanyAddress address = new CompanyAddress(copy, "MANAGER", new char[0]);
                hold(before, through(odbc, address), touched);
            }
        }
    }

    private static boolean isHistory(String table) {
        return table.startsWith("AUDIT_HISTORY_");
    }

    private void hold(Read before, Read after, Set<Long> touched) throws Exception {
        everyRowIsStillThere(before, after);
        everyIdIsStillThere(before, after);
        whatWasRetypedIsKept(before, after);
        everyRejectSaysWhy(after);
        everyRecordIsSound(after);
        theRestIsAsItWas(before, after, touched);
        for (DataType type : List.of(DataType.BALANCE_SHEET, DataType.PROFIT_AND_LOSS)) {
            assertThat(ids(after).get(type)).as("months").isEqualTo(ids(before).get(type));
        }
    }

    @Test
    @Tag("slow")
    @DisplayName("damaged rows that others quote: no record is lost, and none that says its own")
    void damagedRowsThatOthersQuote() throws Exception {
        try (Connection open = open()) {
            Read before = read();
            for (Quoted quoted : QUOTED) {
                damagedRows.clear();
                execute("CREATE TABLE ASIDE AS SELECT * FROM " + quoted.table());
                damage(quoted.table(), "_ROWID_");
                Set<String> damaged = new HashSet<>();
                for (String row : damagedRows) {
                    String number = row.substring(row.indexOf(' ') + 1);
                    String where = " WHERE _ROWID_ = " + number;
                    if (!quoted.id().isEmpty()) {
                        damaged.add(
                                text("SELECT " + quoted.id() + " FROM " + quoted.table() + where));
                    }
                }
                Read after = assertTimeoutPreemptively(Duration.ofMinutes(1), this::read);
                assertThat(damagedRows).as(quoted.table()).isNotEmpty();
                everyRowIsStillThere(before, after);
                everyRecordIsSound(after);
                for (SourceRecord record : before.of(quoted.type()).values()) {
                    if (!quoted.id().isEmpty() && !damaged.contains(record.id())) {
                        assertThat(after.json(quoted.type(), record.id()))
                                .isEqualTo(before.json(quoted.type(), record.id()));
                    }
                }
                execute("DELETE FROM " + quoted.table());
                execute("INSERT INTO " + quoted.table() + " SELECT * FROM ASIDE");
                execute("DROP TABLE ASIDE");
            }
            assertThat(read().contents).isEqualTo(before.contents);
        }
    }

    private String text(String sql) throws SQLException {
        try (Statement statement = books.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** By header: those to which it is allocated, or which are allocated to it. */
    private Map<Long, Set<Long>> allocated() throws SQLException {
        Map<Long, Set<Long>> allocated = new HashMap<>();
        try (Statement statement = books.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT A.HEADER_NUMBER, B.HEADER_NUMBER FROM "
                                        + USAGES
                                        + " U JOIN "
                                        + SPLITS
                                        + " A ON A.SPLIT_NUMBER = U.SPLIT_NUMBER JOIN "
                                        + SPLITS
                                        + " B ON B.SPLIT_NUMBER = U.SPLIT_CROSSREF")) {
            while (rows.next()) {
                long one = rows.getLong(1);
                long other = rows.getLong(2);
                allocated.computeIfAbsent(one, h -> new HashSet<>()).add(other);
                allocated.computeIfAbsent(other, h -> new HashSet<>()).add(one);
            }
        }
        return allocated;
    }

    /** Those and all that say something of them: a receipt's note lists all that it pays. */
    private static Set<Long> reached(Set<Long> headers, Map<Long, Set<Long>> allocated) {
        Set<Long> reached = new HashSet<>(headers);
        for (int hops = 0; hops < 2; hops++) {
            for (long header : Set.copyOf(reached)) {
                reached.addAll(allocated.getOrDefault(header, Set.of()));
            }
        }
        return reached;
    }

    private Connection open() throws Exception {
        return open(700, false);
    }

    private Connection open(int transactions, boolean cleared) throws Exception {
        try (DemoCompany company = DemoCompany.create(directory, transactions, 9)) {
            if (cleared) {
                company.clear();
            }
            password = StandInDriver.passwordBehind("keeper:" + company.password());
        }
        url = "jdbc:h2:file:" + directory.toRealPath().resolve("company");
        books = DriverManager.getConnection(url, "KEEPER", password);
        return books;
    }

    @Test
    @DisplayName("transactions whose numbers are far too high are read all the same")
    void numbersFarOff() throws Exception {
        try (Connection open = open()) {
            Read before = read();
            int[] far = {3_000_000, 20_000_000, Integer.MAX_VALUE - 5000, Integer.MAX_VALUE};
            List<Integer> headers = numbers("AUDIT_HEADER", "HEADER_NUMBER");
            for (int i = 0; i < far.length; i++) {
                int header = headers.get((i + 1) * headers.size() / (far.length + 1));
                for (String table : List.of("AUDIT_HEADER", "AUDIT_SPLIT", "AUDIT_JOURNAL")) {
                    renumber(table, "HEADER_NUMBER", header, far[i]);
                }
            }
            List<Integer> splits = numbers("AUDIT_SPLIT", "SPLIT_NUMBER");
            for (int i = 0; i < far.length; i++) {
                int split = splits.get((i + 1) * splits.size() / (far.length + 1));
                int beside = far[i] - 1; // or it would be called as a header is
                renumber("AUDIT_SPLIT", "SPLIT_NUMBER", split, beside);
                renumber("AUDIT_USAGE", "SPLIT_NUMBER", split, beside);
                renumber("AUDIT_USAGE", "SPLIT_CROSSREF", split, beside);
            }
            List<Integer> usages = numbers("AUDIT_USAGE", "USAGE_NUMBER");
            renumber(
                    "AUDIT_USAGE",
                    "USAGE_NUMBER",
                    usages.get(usages.size() / 2),
                    Integer.MAX_VALUE);
            List<Integer> orders = numbers("SALES_ORDER", "ORDER_NUMBER");
            renumber("SOP_ITEM", "ORDER_NUMBER", orders.get(1), Integer.MAX_VALUE);
            renumber("SALES_ORDER", "ORDER_NUMBER", orders.get(1), Integer.MAX_VALUE);
            Read after = assertTimeoutPreemptively(Duration.ofMinutes(1), this::read);
            assertThat(after.rejects).isEmpty();
            Map<DataType, Set<String>> ids = ids(before);
            ids.get(DataType.SALES_ORDERS).remove(String.valueOf(orders.get(1)));
            ids.get(DataType.SALES_ORDERS).add(String.valueOf(Integer.MAX_VALUE));
            assertSame(ids(after), ids);
            assertThat(after.debits(DataType.JOURNAL_ENTRIES))
                    .isEqualByComparingTo(before.debits(DataType.JOURNAL_ENTRIES));
        }
    }

    @Test
    @DisplayName("a header that lost its splits by a number far too high is lost by nobody")
    void aHeaderFarOff() throws Exception {
        try (Connection open = open()) {
            Read before = read();
            List<Integer> headers = numbers("AUDIT_HEADER", "HEADER_NUMBER");
            Set<Integer> damaged = new TreeSet<>();
            for (int i = 1; i <= 20; i++) {
                damaged.add(headers.get(i * headers.size() / 21));
            }
            Set<Long> payments = new HashSet<>();
            before.of(DataType.PAYMENTS).values().forEach(record -> payments.add(record.key()));
            SourceRecord setOff =
                    before.of(DataType.CREDIT_NOTES).values().stream()
                            .filter(credit -> payments.contains(credit.key()))
                            .findFirst()
                            .orElseThrow();
            damaged.add((int) setOff.key());
            int far = Integer.MAX_VALUE;
            for (int header : damaged) {
                renumber("AUDIT_HEADER", "HEADER_NUMBER", header, far);
                far -= 5000;
            }
            Read after = assertTimeoutPreemptively(Duration.ofMinutes(1), this::read);
            everyRejectSaysWhy(after);
            assertThat(without(ids(after), ids(before))).as("invented").isEmpty();
            Map<DataType, Set<String>> told = ids(after);
            after.rejects.forEach(reject -> told.get(reject.type()).add(reject.id().orElse("")));
            assertThat(without(ids(before), told)).as("lost").isEmpty();
        }
    }

    @Test
    @DisplayName("rows that lost their own number lose nobody a record, and are well again after")
    void numbersThatAreNone() throws Exception {
        try (Connection open = open()) {
            Read before = read();
            List<String> damaged =
                    List.of("AUDIT_HEADER", "AUDIT_SPLIT", "AUDIT_USAGE", "SALES_ORDER");
            for (String table : damaged) {
                String key = TABLES.get(table);
                execute("CREATE TABLE " + table + "_ASIDE AS SELECT * FROM " + table);
                execute("ALTER TABLE " + table + " DROP PRIMARY KEY");
                execute("ALTER TABLE " + table + " ALTER COLUMN " + key + " DROP NOT NULL");
                List<Integer> numbers = numbers(table, key);
                for (int i = 1; i <= 12; i++) {
                    String none = i % 3 == 0 ? "NULL" : i % 3 == 1 ? "0" : String.valueOf(-i);
                    int number = numbers.get(i * numbers.size() / 13);
                    update(table, key, number, none);
                }
            }
            Read after = assertTimeoutPreemptively(Duration.ofMinutes(1), this::read);
            everyRejectSaysWhy(after);
            assertThat(without(ids(after), ids(before))).as("invented").isEmpty();
            Map<DataType, Set<String>> lost = ids(before);
            ids(after).forEach((type, ids) -> lost.get(type).removeAll(ids));
            after.rejects.forEach(
                    reject ->
                            reject.id()
                                    .ifPresentOrElse(
                                            id -> lost.get(reject.type()).remove(id),
                                            () -> lost.get(reject.type()).clear()));
            lost.values().removeIf(Set::isEmpty);
            assertThat(lost).as("lost").isEmpty();
            assertThat(after.rejects).anyMatch(r -> r.field().equals("SALES_ORDER.ORDER_NUMBER"));
            for (String table : damaged) {
                execute("DELETE FROM " + table);
                execute("INSERT INTO " + table + " SELECT * FROM " + table + "_ASIDE");
            }
            Read mended = read();
            assertThat(mended.rejects).isEmpty();
            assertSame(ids(mended), ids(before));
            before.states.forEach(
                    (slice, state) ->
                            assertThat(mended.states.get(slice).checksum())
                                    .as(slice.toString())
                                    .isEqualTo(state.checksum()));
        }
    }

    @Test
    @DisplayName("a leg or a department that lost its number is neither deleted nor called 0")
    void partsWithoutNumbers() throws Exception {
        try (Connection open = open()) {
            Read before = read();
            List<Integer> legs = numbers("AUDIT_JOURNAL WHERE NOMINAL_CODE LIKE '12%'", "_ROWID_");
            for (int i = 1; i <= 12; i++) {
                String none = i % 3 == 0 ? "NULL" : i % 3 == 1 ? "0" : "-7";
                int leg = legs.get(i * legs.size() / 13);
                execute("UPDATE AUDIT_JOURNAL SET TRAN_NUMBER = " + none + where(leg));
            }
            execute("UPDATE AUDIT_HEADER SET TRAN_NUMBER = NULL WHERE MOD(HEADER_NUMBER, 9) = 0");
            Read after = read();
            assertThat(after.rejects).isEmpty();
            assertThat(after.contents).isEqualTo(before.contents);
            execute(
                    "UPDATE AUDIT_JOURNAL SET TRAN_NUMBER = NULL, SPLIT_NUMBER = 0"
                            + where(legs.get(3)));
            execute(
                    "UPDATE AUDIT_JOURNAL SET TRAN_NUMBER = 0, SPLIT_NUMBER = NULL"
                            + where(legs.get(5)));
            execute("UPDATE DEPARTMENT SET NUMBER = NULL WHERE NUMBER = 2");
            after = read();
            everyRejectSaysWhy(after);
            assertThat(after.rejects)
                    .allMatch(reject -> reject.id().isEmpty()) // so that none is deleted
                    .extracting(Reject::field)
                    .containsExactlyInAnyOrder(
                            "AUDIT_JOURNAL.TRAN_NUMBER",
                            "AUDIT_JOURNAL.TRAN_NUMBER",
                            "DEPARTMENT.NUMBER");
            assertThat(without(ids(after), ids(before))).as("invented").isEmpty();
            assertThat(without(ids(before), ids(after)).values())
                    .as("kept")
                    .allMatch(ids -> ids.size() <= 2);
            assertThat(after.json(DataType.TRACKING_CATEGORIES, "department_0"))
                    .isEqualTo(before.json(DataType.TRACKING_CATEGORIES, "department_0"));
        }
    }

    @Test
    @DisplayName("the check before linking shows the last date that can be, whatever stands there")
    void theLastTransactionOfTheCheck() throws Exception {
        try (Connection open = open()) {
            execute("UPDATE AUDIT_HEADER SET DATE = '9999-12-31' WHERE HEADER_NUMBER = 20");
            execute("UPDATE AUDIT_HEADER SET DATE = '2050-06-01' WHERE HEADER_NUMBER = 40");
            execute("UPDATE AUDIT_HEADER SET DATE = CURRENT_DATE WHERE HEADER_NUMBER = 60");
            Sage50Package sage = Fixture.today();
            sage.drivers = List.of(Fixture.h2());
            CompanyAddress address = new CompanyAddress(url, "KEEPER", password.toCharArray());
            assertThat(sage.check(address, Read.GO).lastTransaction())
                    .isEqualTo(Optional.of(today()));
            execute("DELETE FROM AUDIT_HEADER");
            execute(
                    "INSERT INTO AUDIT_HISTORY_HEADER (HEADER_NUMBER, TRAN_NUMBER, TYPE, DATE)"
                            + " VALUES (20, 20, 'SI', '2024-03-09')");
            assertThat(sage.check(address, Read.GO).lastTransaction())
                    .as("all of it cleared from the audit trail")
                    .isEqualTo(Optional.of(LocalDate.of(2024, 3, 9)));
        }
    }

    private static String where(int row) {
        return " WHERE _ROWID_ = " + row;
    }

    private void update(String table, String column, int from, String to) throws SQLException {
        execute(
                "UPDATE " + table + " SET " + column + " = " + to + " WHERE " + column + " = "
                        + from);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = books.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Map<DataType, Set<String>> ids(Read read) {
        Map<DataType, Set<String>> ids = new TreeMap<>();
        read.records.forEach((type, records) -> ids.put(type, new TreeSet<>(records.keySet())));
        return ids;
    }

    private static void assertSame(
            Map<DataType, Set<String>> told, Map<DataType, Set<String>> expected) {
        Map<DataType, Set<String>> invented = without(told, expected);
        assertThat(without(expected, told)).as("lost; invented: " + invented).isEmpty();
        assertThat(invented).as("invented").isEmpty();
    }

    private static Map<DataType, Set<String>> without(
            Map<DataType, Set<String>> all, Map<DataType, Set<String>> some) {
        Map<DataType, Set<String>> rest = new TreeMap<>();
        all.forEach(
                (type, ids) -> {
                    Set<String> others = new TreeSet<>(ids);
                    others.removeAll(some.getOrDefault(type, Set.of()));
                    if (!others.isEmpty()) {
                        rest.put(type, others);
                    }
                });
        return rest;
    }

    private void renumber(String table, String column, int from, int to) throws SQLException {
        update(table, column, from, String.valueOf(to));
    }

    private void damage(String table, String key) throws SQLException {
        List<Integer> rows = numbers(table, key);
        int next = 0;
        for (String[] column : columns(table)) {
            widen(table, column);
            for (Object bad : bad(column[1])) {
                int row = rows.get(next++ % rows.size());
                update(table, column[0], bad, key, row);
            }
        }
    }

    private List<Integer> numbers(String table, String key) throws SQLException {
        List<Integer> numbers = new ArrayList<>();
        try (Statement statement = books.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT " + key + " FROM " + table + " ORDER BY 1")) {
            while (rows.next()) {
                numbers.add(rows.getInt(1));
            }
        }
        return numbers;
    }

    /** Name and type of each column that can be damaged. */
    private List<String[]> columns(String table) throws SQLException {
        Set<String> read = new HashSet<>(Arrays.asList(columnsRead(table)));
        List<String[]> columns = new ArrayList<>();
        try (ResultSet rows = books.getMetaData().getColumns(null, "PUBLIC", table, null)) {
            while (rows.next()) {
                String name = rows.getString("COLUMN_NAME");
                boolean key = isKey(table, name) || QUOTED_KEYS.contains(table + "." + name);
                if ((read.isEmpty() || read.contains(name)) && !key) {
                    columns.add(new String[] {name, rows.getString("TYPE_NAME")});
                }
            }
        }
        assertThat(columns).as(table).isNotEmpty();
        return columns;
    }

    /** What tells a row from others has tests of its own; where others quote it, it is damaged. */
    private static boolean isKey(String table, String column) {
        return GONE.contains(column) || column.equals(TABLES.get(table));
    }

    /** None for a small table, of which all may be damaged. */
    private static String[] columnsRead(String table) {
        return switch (table) {
            case "AUDIT_HEADER", "AUDIT_HISTORY_HEADER" -> HeaderRow.COLUMNS;
            case "AUDIT_SPLIT", "AUDIT_HISTORY_SPLIT" -> SplitRow.COLUMNS;
            case "AUDIT_JOURNAL", "AUDIT_HISTORY_JOURNAL" -> JournalRow.COLUMNS;
            case "AUDIT_USAGE", "AUDIT_HISTORY_USAGE" -> UsageRow.COLUMNS;
            case "INVOICE" -> InvoiceRow.COLUMNS;
            case "INVOICE_ITEM" -> ItemRow.COLUMNS;
            case "SALES_ORDER" -> OrderRow.columns(OrderKind.SALES);
            case "SOP_ITEM" -> ItemRow.columns(OrderKind.SALES);
            case "PURCHASE_ORDER" -> OrderRow.columns(OrderKind.PURCHASE);
            case "POP_ITEM" -> ItemRow.columns(OrderKind.PURCHASE);
            case "NOMINAL_LEDGER" -> AccountRow.COLUMNS;
            case "BANK" -> BankRow.COLUMNS;
            case "SALES_LEDGER", "PURCHASE_LEDGER" -> ContactRow.COLUMNS;
            case "STOCK" -> StockRow.COLUMNS;
            case "COMPANY" -> CompanyRow.COLUMNS;
            case "SALES_DEL_ADDR", "PURCHASE_DEL_ADDR" -> AddressRow.COLUMNS;
            default -> new String[0];
        };
    }

    private void widen(String table, String[] column) throws SQLException {
        if (column[1].startsWith("CHARACTER")) {
            try (Statement statement = books.createStatement()) {
                statement.execute(
                        "ALTER TABLE " + table + " ALTER COLUMN " + column[0] + " VARCHAR(40000)");
            }
        }
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneId.systemDefault());
    }

    private static List<Object> bad(String type) {
        List<Object> bad = new ArrayList<>();
        bad.add(null);
        if (type.startsWith("CHARACTER")) {
            bad.add("a\0b\u0001\u001f\n\t\"\\");
            bad.add("x".repeat(32_767));
            bad.add("\ud800 \uffff \u2028"); // half a pair, no character, a line's end
            bad.add("ZZ9"); // no such type, account, code
            bad.add("   ");
        } else if (type.startsWith("DATE")) {
            bad.add(LocalDate.of(1899, 12, 30));
            bad.add(LocalDate.of(9999, 12, 31));
            bad.add(today().plusYears(20));
        } else if (type.startsWith("TIMESTAMP")) {
            bad.add(LocalDate.of(1899, 12, 30).atStartOfDay());
            bad.add(LocalDate.of(9999, 12, 31).atTime(23, 59));
            bad.add(today().plusYears(20).atTime(12, 30));
        } else if (type.startsWith("DOUBLE")) {
            bad.add(Double.NaN);
            bad.add(Double.NEGATIVE_INFINITY);
            bad.add(1e300);
            bad.add(1234.565); // adds up with nothing
            bad.add(-0.0);
        } else {
            bad.add(-7);
            bad.add(type.startsWith("TINYINT") ? 99 : 32_000);
        }
        return bad;
    }

    private void update(String table, String column, Object value, String key, int row)
            throws SQLException {
        if (!SAID_TWICE.contains(table)) {
            damagedHeaders.addAll(headers(table, row));
        }
        if (table.equals("SOP_ITEM") || table.equals("POP_ITEM")) {
            damagedOrders.add(text("SELECT ORDER_NUMBER FROM " + table + " WHERE ITEMID = " + row));
        }
        try (PreparedStatement statement =
                books.prepareStatement(
                        "UPDATE " + table + " SET " + column + " = ? WHERE " + key + " = ?")) {
            statement.setObject(1, value);
            statement.setInt(2, row);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
        damagedRows.add(table + " " + row);
        for (long header : headers(table, row)) {
            damagedHeaders.add(header);
            if (table.endsWith("_JOURNAL") && column.equals("NOMINAL_CODE")) {
                recoded.add(header);
            }
        }
        if (column.equals("TYPE") || column.equals("REVAL_TRANSACTION_FLAG")) {
            retyped.addAll(table.endsWith("_HEADER") ? Set.of((long) row) : Set.of());
        }
        switch (table) {
            case "SALES_ORDER", "PURCHASE_ORDER" -> damagedOrders.add(String.valueOf(row));
            default -> {}
        }
    }

    /** The headers that a row of the ledger or of a document says something of. */
    private Set<Long> headers(String table, int row) throws SQLException {
        String sql =
                switch (table) {
                    case "AUDIT_HEADER", "AUDIT_HISTORY_HEADER" -> "VALUES (" + row + ")";
                    case "AUDIT_SPLIT", "AUDIT_HISTORY_SPLIT" -> OF_SPLIT + " = " + row;
                    case "AUDIT_JOURNAL", "AUDIT_HISTORY_JOURNAL" ->
                            "SELECT HEADER_NUMBER FROM " + table + " WHERE _ROWID_ = " + row;
                    case "AUDIT_USAGE", "AUDIT_HISTORY_USAGE" ->
                            OF_SPLIT
                                    + " IN (SELECT SPLIT_NUMBER"
                                    + OF_USAGE
                                    + row
                                    + " UNION"
                                    + " SELECT SPLIT_CROSSREF"
                                    + OF_USAGE
                                    + row
                                    + ")";
                    case "INVOICE" -> OF_DOCUMENT + " = " + row;
                    case "INVOICE_ITEM" ->
                            OF_DOCUMENT
                                    + " = (SELECT INVOICE_NUMBER FROM INVOICE_ITEM WHERE"
                                    + " ITEMID = "
                                    + row
                                    + ")";
                    default -> "VALUES (0)";
                };
        Set<Long> headers = new HashSet<>();
        try (Statement statement = books.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                headers.add(rows.getLong(1));
            }
        }
        return headers;
    }

    private static final String SPLITS = everywhere("SPLIT", "SPLIT_NUMBER, HEADER_NUMBER");
    private static final String USAGES =
            everywhere("USAGE", "USAGE_NUMBER, SPLIT_NUMBER, SPLIT_CROSSREF");
    private static final String OF_SPLIT =
            "SELECT HEADER_NUMBER FROM " + SPLITS + " WHERE SPLIT_NUMBER";
    private static final String OF_USAGE = " FROM " + USAGES + " WHERE USAGE_NUMBER = ";
    private static final String OF_DOCUMENT =
            "SELECT HEADER_NUMBER FROM (SELECT HEADER_NUMBER, INV_REF_NUMERIC FROM AUDIT_HEADER"
                    + " UNION ALL SELECT HEADER_NUMBER, CASE WHEN REGEXP_LIKE(INV_REF,"
                    + " '^[0-9]{1,8} *$') THEN CAST(INV_REF AS INTEGER) END FROM"
                    + " AUDIT_HISTORY_HEADER) WHERE INV_REF_NUMERIC";

    /** The rows of the audit trail and those that were cleared from it. */
    private static String everywhere(String table, String columns) {
        String rows = "SELECT " + columns + " FROM AUDIT_";
        return "(" + rows + table + " UNION ALL " + rows + "HISTORY_" + table + ")";
    }

    private static Map<DataType, Set<Long>> rows(Read read) {
        Map<DataType, Set<Long>> rows = new TreeMap<>();
        for (DataType type : read.records.keySet()) {
            Set<Long> keys = rows.computeIfAbsent(type, t -> new TreeSet<>());
            read.of(type).values().forEach(record -> keys.add(record.key()));
        }
        for (Reject reject : read.rejects) {
            rows.computeIfAbsent(reject.type(), t -> new TreeSet<>()).add(reject.key());
        }
        return rows;
    }

    /** A damaged row never looks like a deleted one: it gives a record or a reject of its type. */
    private void everyRowIsStillThere(Read before, Read after) {
        Map<DataType, Set<Long>> now = rows(after);
        rows(before)
                .forEach(
                        (type, rows) -> {
                            Set<Long> gone = new TreeSet<>(rows);
                            gone.removeAll(now.getOrDefault(type, Set.of()));
                            if (BANKED.contains(type)) {
                                gone.removeAll(recoded);
                            }
                            assertThat(gone).as("gone from " + type.key()).isEmpty();
                        });
    }

    private static final Set<DataType> BANKED =
            Set.of(DataType.BANK_TRANSACTIONS, DataType.TRANSFERS);

    /** Nor does its record: it is told or kept, under the id that it had. */
    private void everyIdIsStillThere(Read before, Read after) {
        Map<DataType, Set<String>> lost = new TreeMap<>();
        for (DataType type : before.records.keySet()) {
            boolean numbered = type != DataType.INVOICES && type != DataType.CREDIT_NOTES;
            if (numbered && (isOfTheLedger(type) || type == DataType.BANK_TRANSACTIONS)) {
                Set<String> ids = new TreeSet<>();
                for (SourceRecord record : before.of(type).values()) {
                    if (!BANKED.contains(type) || !recoded.contains(record.key())) {
                        ids.add(record.id());
                    }
                }
                ids.removeAll(after.of(type).keySet());
                lost.put(type, ids);
            }
        }
        for (Reject reject : after.rejects) {
            Set<String> ids = lost.getOrDefault(reject.type(), new TreeSet<>());
            reject.id().ifPresentOrElse(ids::remove, ids::clear);
        }
        lost.values().removeIf(Set::isEmpty);
        assertThat(lost).as("lost").isEmpty();
    }

    private static boolean isOfTheLedger(DataType type) {
        return type == DataType.JOURNAL_ENTRIES || Sections.DOCUMENTS.contains(type);
    }

    /**
     * Where a header's own TYPE is damaged, each id that it gave is a record or is kept; nothing
     * says any more which document it had, where that is damaged, too.
     */
    private void whatWasRetypedIsKept(Read before, Read after) {
        Set<String> kept = new HashSet<>();
        after.rejects.forEach(reject -> kept.add(reject.type() + " " + reject.id().orElse("")));
        int documents = 0;
        for (DataType type : before.records.keySet()) {
            for (SourceRecord record : before.of(type).values()) {
                String document = record.id().replace("INV-", "INVOICE ");
                boolean known = !damagedRows.contains(document);
                if (isOfTheLedger(type) && retyped.contains(record.key()) && known) {
                    boolean there = after.of(type).containsKey(record.id());
                    boolean keeps = kept.contains(type + " " + record.id());
                    assertThat(there || keeps).as(type + " " + record.id()).isTrue();
                    documents += keeps && type != DataType.JOURNAL_ENTRIES ? 1 : 0;
                }
            }
        }
        assertThat(documents).isPositive();
    }

    private static void everyRejectSaysWhy(Read after) {
        assertThat(after.rejects).isNotEmpty();
        for (Reject reject : after.rejects) {
            assertThat(reject.field()).as(reject.toString()).matches("[A-Z_]+\\.[A-Z_0-9]+");
            assertThat(reject.reason()).endsWith(".").hasSizeLessThan(300);
            boolean live = false;
            for (Map.Entry<Slice, SliceState> state : after.states.entrySet()) {
                live |=
                        state.getKey().contains(reject.key())
                                && Arrays.binarySearch(state.getValue().keys(), reject.key()) >= 0;
            }
            assertThat(live).as("its key is live: " + reject).isTrue();
        }
    }

    private static void everyRecordIsSound(Read after) throws Exception {
        for (Map<String, SourceRecord> records : after.records.values()) {
            for (SourceRecord record : records.values()) {
                String json = new String(record.json(), StandardCharsets.UTF_8);
                assertThat(json.chars().allMatch(c -> c >= ' ')).as(json).isTrue();
                assertThat(json).doesNotContain("NaN").doesNotContain("Infinity");
                assertThat(JSON.readTree(record.json()).isObject()).isTrue();
                assertThat(record.id()).isNotBlank();
            }
        }
    }

    /** But for the balance, which goes on through all legs of an account. */
    private void theRestIsAsItWas(Read before, Read after, Set<Long> touched) {
        Map<DataType, Integer> whole = new TreeMap<>();
        for (DataType type : before.records.keySet()) {
            boolean order = type == DataType.SALES_ORDERS || type == DataType.PURCHASE_ORDERS;
            boolean ledger = isOfTheLedger(type) || type == DataType.BANK_TRANSACTIONS;
            boolean statement = type == DataType.BALANCE_SHEET || type == DataType.PROFIT_AND_LOSS;
            for (SourceRecord record : before.of(type).values()) {
                if (statement
                        || (ledger && touched.contains(record.key()))
                        || (order && damagedOrders.contains(record.id()))) {
                    continue;
                }
                assertThat(after.of(type)).as(type.key()).containsKey(record.id());
                assertThat(BALANCE.matcher(after.json(type, record.id())).replaceAll(""))
                        .isEqualTo(BALANCE.matcher(before.json(type, record.id())).replaceAll(""));
                whole.merge(type, 1, Integer::sum);
            }
        }
        assertThat(whole.get(DataType.JOURNAL_ENTRIES)).isGreaterThan(300);
        assertThat(whole.get(DataType.INVOICES)).isGreaterThan(50);
        assertThat(whole.keySet()).as("types").hasSizeGreaterThan(20);
    }

    private static final Pattern BALANCE = Pattern.compile("\"balance\":[-0-9.]+,");
}
