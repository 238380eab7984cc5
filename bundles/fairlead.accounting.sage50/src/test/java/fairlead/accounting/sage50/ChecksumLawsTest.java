package fairlead.accounting.sage50;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.accounting.api.Checksum;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Mark;
import fairlead.accounting.api.Plan;
import fairlead.accounting.api.Slice;
import fairlead.accounting.api.SliceState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a checksum must say, tried by changing one value at a time in every column there is. */
class ChecksumLawsTest {
    private static final EnumSet<DataType> ALL = EnumSet.allOf(DataType.class);

    static Stream<String> tables() throws Exception {
        Set<String> tables = new LinkedHashSet<>();
        for (String line : Fixture.text("published.sql").lines().toList()) {
            if (line.startsWith("CREATE TABLE ")) {
                tables.add(line.split(" ")[2]);
            }
        }
        return tables.stream();
    }

    private static Map<String, String> columns(String table) throws Exception {
        String line =
                Fixture.text("published.sql")
                        .lines()
                        .filter(l -> l.startsWith("CREATE TABLE " + table + " "))
                        .findFirst()
                        .orElseThrow();
        Map<String, String> columns = new TreeMap<>();
        for (String column : line.substring(line.indexOf('(') + 1, line.length() - 2).split(", ")) {
            columns.put(column.split(" ")[0], column.substring(column.indexOf(' ') + 1));
        }
        return columns;
    }

    private static String other(String column, String type) {
        if (type.startsWith("VARCHAR")) {
            return "CASE WHEN " + column + " = 'Z' THEN 'Y' ELSE 'Z' END";
        }
        return switch (type) {
            case "DATE", "TIMESTAMP" -> "COALESCE(" + column + ", DATE '2024-02-29') + 1";
            case "INTEGER" -> "COALESCE(" + column + ", 0) + 20000";
            case "DOUBLE PRECISION" -> "COALESCE(" + column + ", 0) + 1.25";
            default -> "MOD(COALESCE(" + column + ", 0) + 1, 100)";
        };
    }

    static Stream<String> growing() {
        return Stream.of(
                "AUDIT_HEADER",
                "AUDIT_SPLIT",
                "AUDIT_USAGE",
                "AUDIT_JOURNAL",
                "INVOICE",
                "INVOICE_ITEM",
                "SALES_ORDER",
                "SOP_ITEM",
                "PURCHASE_ORDER",
                "POP_ITEM");
    }

    /** A company that is stamped in every table that grows, or in none. */
    static Fixture fixture(boolean stamped) throws Exception {
        Fixture fixture = new Fixture("published.sql", "more.sql");
        for (String table : growing().toList()) {
            String stamp = " COLUMN IF " + (stamped ? "NOT " : "") + "EXISTS " + Narrow.STAMP;
            fixture.sql(
                    "ALTER TABLE "
                            + table
                            + (stamped ? " ADD" + stamp + " TIMESTAMP" : " DROP" + stamp));
            if (stamped) {
                fixture.sql("UPDATE " + table + " SET " + Narrow.STAMP + " = '2024-05-01 10:00'");
            }
        }
        return fixture;
    }

    /** What is tried in each column of a table. */
    private enum Change {
        /** In a company without stamps. */
        WITHOUT_ANY_STAMP(""),
        /** As Sage changes a row. */
        WITH_THE_STAMP(", " + Narrow.STAMP + " = '2024-05-01 10:01'"),
        /** As nothing is known to change one. */
        BESIDE_THE_STAMP("");

        final String also;

        Change(String also) {
            this.also = also;
        }

        boolean mustBeSeen(String table, String column) {
            return this != BESIDE_THE_STAMP || Narrow.of(table).contains(column);
        }

        /** ... also by a sweep that follows another one of the same session. */
        boolean mustBeSeenAtASecondLook() {
            return this != BESIDE_THE_STAMP;
        }
    }

    @DisplayName("sync rule 4: whatever changes a record changes its slice's checksum")
    @ParameterizedTest
    @MethodSource("tables")
    void everyChangeOfARecordChangesTheChecksum(String table) throws Exception {
        change(table, Change.WITHOUT_ANY_STAMP);
    }

    @DisplayName("sync rule 3: whatever changes a record and its row's stamp changes the checksum")
    @ParameterizedTest
    @MethodSource("growing")
    void everyStampedChangeChangesTheChecksum(String table) throws Exception {
        change(table, Change.WITH_THE_STAMP);
    }

    @DisplayName("sync rule 3: keys, amounts and flags are seen whatever the stamp says")
    @ParameterizedTest
    @MethodSource("growing")
    void whatASweepCoversChangesTheChecksumWithoutAStamp(String table) throws Exception {
        change(table, Change.BESIDE_THE_STAMP);
    }

    private static void change(String table, Change change) throws Exception {
        List<String> broken = new ArrayList<>();
        int effective = 0;
        try (Fixture fixture = fixture(change != Change.WITHOUT_ANY_STAMP);
                CompanySession during = fixture.open()) {
            Read before = Read.all(during);
            int rows = Integer.parseInt(fixture.value("SELECT COUNT(*) FROM " + table));
            Map<String, String> columns = columns(table);
            if (growing().anyMatch(table::equals)) {
                columns.remove(Narrow.STAMP);
            }
            for (Map.Entry<String, String> column : columns.entrySet()) {
                boolean mustBeSeen = change.mustBeSeen(table, column.getKey());
                boolean atASecondLook = change.mustBeSeenAtASecondLook();
                for (int row : new int[] {rows / 2, rows - 1}) {
                    String what = table + "." + column.getKey() + " of row " + row;
                    try {
                        during.sweep(before.plan, before.mark, Read.GO);
                        if (!atASecondLook) {
                            new Read().slice(during, Sections.ledger(0), before.mark);
                        }
                        fixture.sql("CREATE TABLE KEPT AS SELECT * FROM " + table);
                        fixture.sql(
                                "UPDATE "
                                        + table
                                        + " SET "
                                        + column.getKey()
                                        + " = "
                                        + other(column.getKey(), column.getValue())
                                        + change.also
                                        + " WHERE _ROWID_ = (SELECT _ROWID_ FROM "
                                        + table
                                        + " ORDER BY _ROWID_ OFFSET "
                                        + row
                                        + " ROWS FETCH FIRST ROW ONLY)");
                        effective += compare(fixture, before, during, what, mustBeSeen, broken);
                    } finally {
                        fixture.sql("TRUNCATE TABLE " + table);
                        fixture.sql("INSERT INTO " + table + " SELECT * FROM KEPT");
                        fixture.sql("DROP TABLE KEPT");
                    }
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(effective).as("changes that show").isPositive();
    }

    /** Counts 1 when the change shows in any record. */
    private static int compare(
            Fixture fixture,
            Read before,
            CompanySession during,
            String what,
            boolean mustBeSeen,
            List<String> broken)
            throws Exception {
        Read after;
        try (CompanySession session = fixture.open()) {
            after = Read.all(session);
            for (SliceState state : session.sweep(after.plan, after.mark, Read.GO)) {
                same(after.states.get(state.slice()), state, what + ": read and sweep", broken);
            }
        }
        Mark mark = during.mark();
        Plan plan = during.plan(mark, ALL);
        for (SliceState state : during.sweep(plan, mark, Read.GO)) {
            Slice slice = state.slice();
            same(after.states.get(slice), state, what + ": an older session's sweep", broken);
            boolean shows = !after.contents.get(slice).equals(before.contents.get(slice));
            SliceState old = before.states.get(slice);
            if (mustBeSeen && shows && old != null && old.checksum().equals(state.checksum())) {
                broken.add(what + " shows in " + slice + ", and its checksum does not say so");
            }
        }
        Read again = new Read();
        for (Slice slice : plan.slices()) {
            again.slice(during, slice, mark);
            same(after.states.get(slice), again.states.get(slice), what + ": read again", broken);
        }
        if (!again.contents.equals(after.contents)) {
            broken.add(what + ": read again it gives other records");
        }
        return after.contents.equals(before.contents) ? 0 : 1;
    }

    private static void same(
            SliceState expected, SliceState actual, String what, List<String> broken) {
        if (!expected.checksum().equals(actual.checksum())
                || !Arrays.equals(expected.keys(), actual.keys())) {
            broken.add(what + " differ in " + actual.slice());
        }
    }

    private static Map<Slice, Checksum> sums(Read read) {
        Map<Slice, Checksum> sums = new HashMap<>();
        read.states.forEach((slice, state) -> sums.put(slice, state.checksum()));
        return sums;
    }

    private static Set<Slice> changed(String sql) throws Exception {
        try (Fixture fixture = new Fixture("published.sql", "more.sql")) {
            Map<Slice, Checksum> before;
            try (CompanySession session = fixture.open()) {
                before = sums(Read.all(session));
            }
            fixture.sql(sql);
            Set<Slice> changed = new LinkedHashSet<>();
            try (CompanySession session = fixture.open()) {
                sums(Read.all(session))
                        .forEach(
                                (slice, sum) -> {
                                    if (!sum.equals(before.get(slice))) {
                                        changed.add(slice);
                                    }
                                });
            }
            return changed;
        }
    }

    @Test
    void aRenamedCustomerChangesOnlyTheSlicesThatQuoteIt() throws Exception {
        assertThat(changed("UPDATE SALES_LEDGER SET NAME = 'B' WHERE ACCOUNT_REF = 'BRI001'"))
                .containsExactlyInAnyOrder(
                        Slice.whole("customers"),
                        Sections.ledger(1),
                        Sections.ledger(2),
                        Sections.slice("salesOrders", 0));
    }

    @Test
    void aChangedReceiptChangesTheSlicesOfTheInvoicesThatItPays() throws Exception {
        assertThat(
                        changed(
                                "UPDATE AUDIT_HEADER SET DATE = '2022-03-01',"
                                        + " RECORD_MODIFY_DATE = '2026-03-01 09:30' WHERE"
                                        + " HEADER_NUMBER = 9000"))
                .containsExactlyInAnyOrder(Sections.ledger(1), Sections.ledger(2));
    }

    @Test
    void aNewPaymentOfOneInvoiceChangesTheNotesOfAllThatItsReceiptPays() throws Exception {
        // receipt 9000 pays 5000 and 5001 in slice 1; now it pays the invoice in slice 0 as well
        assertThat(changed("INSERT INTO AUDIT_USAGE VALUES (400, 2243, 9000, 1.0, 1.0, 0, 0)"))
                .containsExactlyInAnyOrder(
                        Sections.ledger(0), Sections.ledger(1), Sections.ledger(2));
    }
}
