package fairlead.accounting.sage50;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Mark;
import fairlead.accounting.api.Plan;
import fairlead.accounting.api.Reject;
import fairlead.accounting.api.SliceState;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the orders of {@code more.sql}. */
class OrderReaderTest {
    private Fixture fixture;

    @BeforeEach
    void fill() throws Exception {
        fixture = new Fixture("published.sql", "more.sql");
    }

    @AfterEach
    void drop() throws Exception {
        fixture.close();
    }

    private Read read() throws Exception {
        try (CompanySession session = fixture.open()) {
            return Read.all(session);
        }
    }

    @DisplayName("how far an order is, by Sage's codes")
    @ParameterizedTest
    @CsvSource({
        "SALES, 0, 0, '', Open, NotInvoiced",
        "SALES, 2, 0, '', Open, NotInvoiced",
        "SALES, 1, 1, '9', Open, PartiallyInvoiced",
        "SALES, 0, 2, '      9', Closed, Invoiced",
        "SALES, 0, 8, '', Closed, NotInvoiced",
        "SALES, 3, 0, '', Void, NotInvoiced",
        "SALES, 3, 1, '9', Closed, PartiallyInvoiced",
        "SALES, 7, 1, '9', Closed, PartiallyInvoiced",
        "SALES, 9, 0, '0', Open, NotInvoiced",
        "SALES, 12, 0, '', Unknown, NotInvoiced",
        "SALES, 0, -1, '', Unknown, NotInvoiced",
        "PURCHASE, 0, 0, '', Draft, NotInvoiced",
        "PURCHASE, 2, 0, '', Open, NotInvoiced",
        "PURCHASE, 0, 1, '', Open, NotInvoiced",
        "PURCHASE, 0, 2, '', Closed, NotInvoiced",
        "PURCHASE, 3, 0, '', Void, NotInvoiced",
        "PURCHASE, 3, 4, '', Closed, NotInvoiced"
    })
    void statusByCodes(
            OrderKind kind,
            int status,
            int delivery,
            String invoice,
            String expected,
            String invoicing) {
        OrderRow row = new OrderRow(kind);
        row.status = status;
        row.delivery = delivery;
        row.invoice = invoice.strip();
        Order order = new Order(row);
        assertThat(order.status()).isEqualTo(expected);
        assertThat(order.invoicing()).isEqualTo(invoicing);
    }

    @DisplayName("sync rule 1: orders above the mark are not read")
    @Test
    void ordersAboveTheMarkAreNotRead() throws Exception {
        try (CompanySession session = fixture.open()) {
            Mark mark = session.mark();
            Read before = Read.all(session);
            for (OrderKind kind : OrderKind.values()) {
                fixture.sql("CREATE TABLE ONE AS SELECT * FROM " + kind.table + " LIMIT 1");
                fixture.sql("UPDATE ONE SET ORDER_NUMBER = 5001");
                fixture.sql("INSERT INTO " + kind.table + " SELECT * FROM ONE");
                fixture.sql("DROP TABLE ONE");
            }
            Plan plan = session.plan(mark, EnumSet.allOf(DataType.class));
            Read again = new Read();
            for (var slice : plan.slices()) {
                again.slice(session, slice, mark);
            }
            assertThat(again.contents).isEqualTo(before.contents);
            for (SliceState swept : session.sweep(plan, mark, Read.GO)) {
                assertThat(swept.checksum()).isEqualTo(before.states.get(swept.slice()).checksum());
            }
            assertThat(session.mark()).isNotEqualTo(mark);
            Read after = Read.all(session);
            assertThat(after.of(DataType.SALES_ORDERS)).containsKey("5001");
            assertThat(after.of(DataType.PURCHASE_ORDERS)).containsKey("5001");
        }
    }

    @DisplayName("sync rule 6: an order that is marked as deleted, removed or a quotation is none")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE SALES_ORDER SET RECORD_DELETED = 1 WHERE ORDER_NUMBER = 2",
                "UPDATE SALES_ORDER SET ORDER_TYPE_CODE = 11 WHERE ORDER_NUMBER = 2",
                "DELETE FROM SALES_ORDER WHERE ORDER_NUMBER = 2"
            })
    void whatIsNoOrderIsNotRead(String change) throws Exception {
        fixture.sql(change);
        Read read = read();
        assertThat(read.rejects).isEmpty();
        assertThat(read.of(DataType.SALES_ORDERS)).containsOnlyKeys("1", "3", "5000");
        assertThat(read.states.get(Sections.slice("salesOrders", 0)).keys()).containsExactly(1, 3);
    }

    @DisplayName("sync rule 7: an order that cannot be mapped is a reject with field and reason")
    @ParameterizedTest
    @CsvSource({
        "SALES_ORDER.ORDER_TYPE_CODE, UPDATE SALES_ORDER SET ORDER_TYPE_CODE = 99",
        "SALES_ORDER.ORDER_TYPE_CODE, UPDATE SALES_ORDER SET ORDER_TYPE_CODE = -7",
        "SALES_ORDER.CURRENCY, UPDATE SALES_ORDER SET CURRENCY = 9",
        "SALES_ORDER.ACCOUNT_REF, UPDATE SALES_ORDER SET ACCOUNT_REF = ' '",
        "SALES_ORDER.INVOICE_GROSS, UPDATE SALES_ORDER SET INVOICE_GROSS = 'NaN'",
        "SALES_ORDER.ORDER_DATE, 'UPDATE SALES_ORDER SET ORDER_DATE = NULL,"
                + " RECORD_CREATE_DATE = NULL'",
        "SOP_ITEM.NET_AMOUNT, UPDATE SOP_ITEM SET NET_AMOUNT = 'Infinity'"
    })
    void whatCannotBeMappedIsAReject(String field, String change) throws Exception {
        fixture.sql(change + " WHERE ORDER_NUMBER = 2");
        Read read = read();
        assertThat(read.of(DataType.SALES_ORDERS)).containsOnlyKeys("1", "3", "5000");
        assertThat(read.rejects)
                .singleElement()
                .satisfies(
                        reject -> {
                            assertThat(reject.type()).isEqualTo(DataType.SALES_ORDERS);
                            assertThat(reject.id()).contains("2");
                            assertThat(reject.field()).isEqualTo(field);
                            assertThat(reject.reason()).endsWith(".");
                        });
    }

    @Test
    void aPurchaseOrderOfNoKnownStatusOfAQuotationIsAReject() throws Exception {
        fixture.sql("UPDATE PURCHASE_ORDER SET QUOTE_STATUS_ID = 4 WHERE ORDER_NUMBER = 2");
        assertThat(read().rejects)
                .extracting(Reject::field)
                .containsExactly("PURCHASE_ORDER.QUOTE_STATUS_ID");
    }

    @DisplayName("sync rule 5: an order whose lines do not add up may be half written")
    @Test
    void anOrderThatDoesNotAddUpIsTorn() throws Exception {
        assertThat(read().torn).noneMatch(torn -> torn.contains("ORDERS"));
        fixture.sql("DELETE FROM SOP_ITEM WHERE ORDER_NUMBER = 3");
        fixture.sql("UPDATE POP_ITEM SET FOREIGN_TAX_AMOUNT = 1 WHERE ORDER_NUMBER = 4100");
        assertThat(read().torn)
                .filteredOn(torn -> torn.contains("ORDERS"))
                .containsExactly("SALES_ORDERS 3", "PURCHASE_ORDERS 4100");
    }

    @DisplayName("orders whose tables cannot be read are left out alone")
    @ParameterizedTest
    @EnumSource(OrderKind.class)
    void aMissingTableLeavesOutItsOrdersAlone(OrderKind kind) throws Exception {
        Read whole = read();
        fixture.sql("DROP TABLE " + kind.items);
        Read read = read();
        assertThat(read.plan.unreadable()).containsOnlyKeys(kind.type);
        assertThat(read.plan.unreadable().get(kind.type)).contains(kind.items).endsWith(".");
        assertThat(read.of(kind.type)).isEmpty();
        Set<DataType> rest = EnumSet.copyOf(whole.records.keySet());
        rest.remove(kind.type);
        assertThat(read.records.keySet()).isEqualTo(rest);
    }

    @Test
    void aSlicePerFourThousandOrders() throws Exception {
        assertThat(read().plan.slices())
                .filteredOn(slice -> slice.section().endsWith("Orders"))
                .isEqualTo(
                        List.of(
                                Sections.slice("salesOrders", 0),
                                Sections.slice("salesOrders", 1),
                                Sections.slice("purchaseOrders", 0),
                                Sections.slice("purchaseOrders", 1)));
    }
}
