package fairlead.accounting.sage50;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Finding;
import fairlead.accounting.api.Reject;
import fairlead.accounting.api.Slice;
import fairlead.accounting.api.SliceState;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that name no owner, or another's number: no record is lost by it, and none invented. */
class LostReferencesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Fixture fixture;
    private Read before;
    private List<Finding> findings = List.of();

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture("published.sql", "more.sql");
        fixture.completeChart();
        before = read();
        assertThat(before.rejects).isEmpty();
        assertThat(findings).isEmpty();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    /**
     * As a set gets it: read, swept, and where the sweep saw more than the read, read again. Then
     * nothing more is seen.
     */
    private Read read() throws Exception {
        try (CompanySession session = fixture.open()) {
            Read read = Read.all(session);
            boolean still = true;
            for (SliceState swept : session.sweep(read.plan, read.mark, Read.GO)) {
                SliceState was = read.states.get(swept.slice());
                still &= swept.checksum().equals(was.checksum());
                assertThat(swept.keys()).isEqualTo(was.keys());
            }
            Read last = still ? read : new Read();
            if (!still) {
                for (var slice : read.plan.slices()) {
                    last.slice(session, slice, read.mark);
                }
                for (SliceState swept : session.sweep(read.plan, read.mark, Read.GO)) {
                    assertThat(swept.checksum())
                            .as(swept.slice().toString())
                            .isEqualTo(last.states.get(swept.slice()).checksum());
                }
            }
            findings = Fixture.findings(session, last);
            assertThat(findings).allMatch(finding -> finding.message().endsWith("."));
            return last;
        }
    }

    private List<String> codes() {
        return findings.stream().map(Finding::code).toList();
    }

    @DisplayName("a posting that names no transaction belongs to that of its split")
    @ParameterizedTest
    @ValueSource(strings = {"NULL", "0", "-7", "4000", "5004", "32000", "2147483647"})
    void aPostingWithoutItsTransaction(String none) throws Exception {
        for (int third = 0; third < 3; third++) {
            fixture.sql("CREATE TABLE KEPT AS SELECT * FROM AUDIT_JOURNAL");
            fixture.sql(
                    "UPDATE AUDIT_JOURNAL SET HEADER_NUMBER = "
                            + none
                            + " WHERE DELETED_FLAG = 0 AND MOD(_ROWID_, 3) = "
                            + third);
            assertThat(read().contents).isEqualTo(before.contents);
            assertThat(findings).isEmpty();
            fixture.sql("TRUNCATE TABLE AUDIT_JOURNAL");
            fixture.sql("INSERT INTO AUDIT_JOURNAL SELECT * FROM KEPT");
            fixture.sql("DROP TABLE KEPT");
        }
    }

    @DisplayName("a split that names no transaction belongs to that of its postings")
    @ParameterizedTest
    @ValueSource(strings = {"NULL", "0", "-7", "4000", "32000", "2147483647"})
    void aSplitWithoutItsTransaction(String none) throws Exception {
        fixture.sql("UPDATE AUDIT_SPLIT SET HEADER_NUMBER = " + none + " WHERE DELETED_FLAG = 0");
        assertThat(read().contents).isEqualTo(before.contents);
        assertThat(findings).isEmpty();
    }

    @DisplayName("a posting that names nothing is nobody's: no bank line is deleted for want of it")
    @ParameterizedTest
    @CsvSource({"NULL, NULL", "0, -1", "-7, 32000"})
    void aPostingThatNamesNothing(String header, String split) throws Exception {
        for (String where :
                List.of(
                        "HEADER_NUMBER = 9001 AND AMOUNT < 0", // of a transfer
                        "HEADER_NUMBER = 6020 AND NOMINAL_CODE = '1200'",
                        "HEADER_NUMBER = 6001")) { // all of it
            fixture.sql("CREATE TABLE KEPT AS SELECT * FROM AUDIT_JOURNAL");
            fixture.sql(
                    "UPDATE AUDIT_JOURNAL SET TRAN_NUMBER = "
                            + split
                            + ", SPLIT_NUMBER = "
                            + split
                            + ", HEADER_NUMBER = "
                            + header
                            + " WHERE "
                            + where);
            Read after = read();
            nothingIsLostOrInvented(after);
            assertThat(after.rejects)
                    .anyMatch(r -> r.field().equals("AUDIT_JOURNAL.HEADER_NUMBER"));
            fixture.sql("TRUNCATE TABLE AUDIT_JOURNAL");
            fixture.sql("INSERT INTO AUDIT_JOURNAL SELECT * FROM KEPT");
            fixture.sql("DROP TABLE KEPT");
        }
    }

    @Test
    @DisplayName("a posting that names another's transaction makes no journal of a transfer")
    void aPostingOfAnothersTransaction() throws Exception {
        fixture.sql(
                "UPDATE AUDIT_JOURNAL SET HEADER_NUMBER = 6020 WHERE HEADER_NUMBER = 9001 AND"
                        + " AMOUNT < 0");
        Read after = read();
        nothingIsLostOrInvented(after);
        assertThat(after.rejects)
                .extracting(Reject::type)
                .containsExactlyInAnyOrder(DataType.TRANSFERS, DataType.JOURNALS);
        assertThat(codes()).contains("unbalanced-entries");
    }

    @Test
    @DisplayName("sync rule 6: what is left of a deleted transaction is nobody else's")
    void whatIsLeftOfADeletedTransaction() throws Exception {
        fixture.sql("UPDATE AUDIT_JOURNAL SET DELETED_FLAG = 0 WHERE HEADER_NUMBER = 5004");
        fixture.sql("UPDATE AUDIT_SPLIT SET DELETED_FLAG = 0 WHERE HEADER_NUMBER = 5004");
        assertThat(read().contents).isEqualTo(before.contents);
        fixture.sql("DELETE FROM AUDIT_HEADER WHERE HEADER_NUMBER = 6020");
        Read after = read();
        assertThat(after.rejects).isEmpty();
        assertThat(after.of(DataType.DIRECT_INCOMES)).doesNotContainKey("6020");
        assertThat(after.of(DataType.BANK_TRANSACTIONS)).doesNotContainKey("6020");
    }

    @DisplayName("a credit of which an allocation lost an end keeps its payment")
    @ParameterizedTest
    @ValueSource(strings = {"NULL", "0", "-7", "4000", "32000", "2147483647"})
    void anAllocationWithoutAnEnd(String none) throws Exception {
        Map<Integer, DataType> credits =
                Map.of(32, DataType.PAYMENTS, 42, DataType.PAYMENTS, 45, DataType.BILL_PAYMENTS);
        for (Map.Entry<Integer, DataType> credit : credits.entrySet()) {
            for (String end : List.of("SPLIT_NUMBER", "SPLIT_CROSSREF")) {
                fixture.sql("CREATE TABLE KEPT AS SELECT * FROM AUDIT_USAGE");
                fixture.sql(
                        "UPDATE AUDIT_USAGE SET "
                                + end
                                + " = "
                                + none
                                + " WHERE USAGE_NUMBER = "
                                + credit.getKey());
                Read after = read();
                nothingIsLostOrInvented(after);
                assertThat(after.rejects)
                        .as(end)
                        .isNotEmpty()
                        .allMatch(r -> r.type() == credit.getValue() && r.id().isPresent());
                assertThat(codes()).contains("allocations");
                fixture.sql("TRUNCATE TABLE AUDIT_USAGE");
                fixture.sql("INSERT INTO AUDIT_USAGE SELECT * FROM KEPT");
                fixture.sql("DROP TABLE KEPT");
            }
        }
        assertThat(read().contents).isEqualTo(before.contents);
    }

    @Test
    @DisplayName("sync rule 6: an allocation to what is deleted keeps no payment")
    void anAllocationToWhatIsDeleted() throws Exception {
        fixture.sql("UPDATE AUDIT_HEADER SET DELETED_FLAG = 1 WHERE HEADER_NUMBER = 6010");
        Read after = read();
        assertThat(after.rejects).isEmpty();
        assertThat(after.of(DataType.BILL_PAYMENTS)).doesNotContainKey("6011");
    }

    @DisplayName("an invoice that lost a line has the ledger's, and no amount is made up")
    @ParameterizedTest
    @ValueSource(strings = {"NULL", "0", "-7", "4000", "32000", "2147483647"})
    void anItemWithoutItsInvoice(String none) throws Exception {
        int invoices = 0;
        for (String item : List.of("700", "79")) {
            fixture.sql("CREATE TABLE KEPT AS SELECT * FROM INVOICE_ITEM");
            fixture.sql(
                    "UPDATE INVOICE_ITEM SET INVOICE_NUMBER = " + none + " WHERE ITEMID = " + item);
            Read after = read();
            nothingIsLostOrInvented(after);
            assertThat(after.rejects).isEmpty();
            for (String id : after.of(DataType.INVOICES).keySet()) {
                JsonNode invoice = JSON.readTree(after.json(DataType.INVOICES, id));
                BigDecimal lines = BigDecimal.ZERO;
                for (JsonNode line : invoice.get("lineItems")) {
                    lines = lines.add(line.get("totalAmount").decimalValue());
                }
                assertThat(lines)
                        .as(id)
                        .isEqualByComparingTo(invoice.get("totalAmount").decimalValue());
                boolean same =
                        after.json(DataType.INVOICES, id)
                                .equals(before.json(DataType.INVOICES, id));
                invoices += same ? 0 : 1;
            }
            assertThat(codes()) // one that has no items at all is told by the ledger alone
                    .isEqualTo(item.equals("700") ? List.of() : List.of("document-totals"));
            fixture.sql("TRUNCATE TABLE INVOICE_ITEM");
            fixture.sql("INSERT INTO INVOICE_ITEM SELECT * FROM KEPT");
            fixture.sql("DROP TABLE KEPT");
        }
        assertThat(invoices).isEqualTo(2);
    }

    @DisplayName("an order that lost a line makes up no discount, and says so")
    @ParameterizedTest
    @ValueSource(strings = {"NULL", "0", "-7", "32000"})
    void anItemWithoutItsOrder(String none) throws Exception {
        fixture.sql("UPDATE SOP_ITEM SET ORDER_NUMBER = " + none + " WHERE ITEMID = 4");
        Read after = read();
        nothingIsLostOrInvented(after);
        assertThat(codes()).containsExactly("order-totals");
        JsonNode lines = JSON.readTree(after.json(DataType.SALES_ORDERS, "2")).get("lineItems");
        JsonNode discount = lines.get(lines.size() - 1);
        assertThat(discount.get("description").asText()).isEqualTo("Loyalty");
        assertThat(discount.get("subTotal").decimalValue()).isEqualByComparingTo("-6");
    }

    @DisplayName("a transaction that has another's number is called by its own")
    @ParameterizedTest
    @ValueSource(strings = {"5001", "6001", "1", "4000", "32000"})
    void aNumberOfAnother(String other) throws Exception {
        for (String table : List.of("AUDIT_HEADER", "AUDIT_JOURNAL")) {
            for (int third = 0; third < 3; third++) {
                fixture.sql("CREATE TABLE KEPT AS SELECT * FROM " + table);
                fixture.sql(
                        "UPDATE "
                                + table
                                + " SET TRAN_NUMBER = "
                                + other
                                + " WHERE DELETED_FLAG = 0 AND MOD(_ROWID_, 3) = "
                                + third);
                Read after = read();
                for (Slice slice : before.plan.slices()) {
                    boolean ordered = slice.section().equals(Statements.SECTION);
                    if (!ordered) { // accounts stand in the order of their first posting
                        assertThat(after.contents.get(slice)).isEqualTo(before.contents.get(slice));
                    }
                }
                if (table.equals("AUDIT_HEADER")) {
                    assertThat(codes()).containsExactly("transaction-numbers");
                }
                fixture.sql("TRUNCATE TABLE " + table);
                fixture.sql("INSERT INTO " + table + " SELECT * FROM KEPT");
                fixture.sql("DROP TABLE KEPT");
            }
        }
    }

    @Test
    @DisplayName("a transaction that has the number of its second part is called by its first")
    void aNumberOfALaterPart() throws Exception {
        fixture.sql("UPDATE AUDIT_HEADER SET TRAN_NUMBER = TRAN_NUMBER + 1 WHERE DELETED_FLAG = 0");
        assertThat(read().contents).isEqualTo(before.contents);
    }

    @DisplayName("of two rows with one reference one is told, and a finding says so")
    @ParameterizedTest
    @CsvSource({
        "SALES_LEDGER, ACCOUNT_REF = 'BRI001'",
        "PURCHASE_LEDGER, ACCOUNT_REF = 'CON001'",
        "NOMINAL_LEDGER, ACCOUNT_REF = '1220'",
        "BANK, ACCOUNT_REF = '1220'",
        "STOCK, STOCK_CODE = 'PEN-1'",
        "PROJECT, REFERENCE = 'PROJ1'"
    })
    void twoOfOneReference(String table, String which) throws Exception {
        fixture.sql("INSERT INTO " + table + " SELECT * FROM " + table + " WHERE " + which);
        Read after = read();
        nothingIsLostOrInvented(after);
        assertThat(after.rejects).isEmpty();
        assertThat(codes()).containsExactly("same-references");
    }

    /** Whatever was told is told or kept, and nothing else is. */
    private void nothingIsLostOrInvented(Read after) {
        Map<DataType, Set<String>> lost = new TreeMap<>();
        Map<DataType, Set<String>> invented = new TreeMap<>();
        for (DataType type : before.records.keySet()) {
            Set<String> told = new TreeSet<>(after.of(type).keySet());
            told.removeAll(before.of(type).keySet());
            invented.put(type, told);
            Set<String> gone = new TreeSet<>(before.of(type).keySet());
            gone.removeAll(after.of(type).keySet());
            lost.put(type, gone);
        }
        for (Reject reject : after.rejects) {
            assertThat(reject.reason()).endsWith(".");
            reject.id()
                    .ifPresentOrElse(
                            id -> lost.get(reject.type()).remove(id),
                            () -> lost.get(reject.type()).clear());
        }
        assertThat(lost.values()).as("lost: " + lost).allMatch(Set::isEmpty);
        assertThat(invented.values()).as("invented: " + invented).allMatch(Set::isEmpty);
    }
}
