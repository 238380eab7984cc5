package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Mark;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Up to where the books are filled: the highest number of each table that grows.
 *
 * @param header HEADER_NUMBER of AUDIT_HEADER
 * @param split SPLIT_NUMBER of AUDIT_SPLIT
 * @param usage USAGE_NUMBER of AUDIT_USAGE
 * @param journal TRAN_NUMBER of AUDIT_JOURNAL
 * @param salesOrder ORDER_NUMBER of SALES_ORDER
 * @param purchaseOrder ORDER_NUMBER of PURCHASE_ORDER
 */
record SageMark(int header, int split, int usage, int journal, int salesOrder, int purchaseOrder) {
    private static final int NUMBERS = 6;

    static SageMark read(Source source) throws AccountingException {
        return new SageMark(
                max(source, "AUDIT_HEADER", "HEADER_NUMBER"),
                max(source, "AUDIT_SPLIT", "SPLIT_NUMBER"),
                max(source, "AUDIT_USAGE", "USAGE_NUMBER"),
                max(source, "AUDIT_JOURNAL", "TRAN_NUMBER"),
                max(source, OrderKind.SALES.table, "ORDER_NUMBER"),
                max(source, OrderKind.PURCHASE.table, "ORDER_NUMBER"));
    }

    private static int max(Source source, String table, String column) throws AccountingException {
        return Math.toIntExact(Math.max(0, source.max(table, column).orElse(0)));
    }

    static SageMark of(Mark mark) {
        String[] parts = mark.token().split(",", -1);
        if (parts.length != NUMBERS) {
            throw new IllegalArgumentException("no mark of Sage 50: " + mark.token());
        }
        return new SageMark(
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3]),
                Integer.parseInt(parts[4]),
                Integer.parseInt(parts[5]));
    }

    /** The highest number of an order. */
    int of(OrderKind kind) {
        return kind == OrderKind.SALES ? salesOrder : purchaseOrder;
    }

    Mark mark() {
        return new Mark(
                Stream.of(header, split, usage, journal, salesOrder, purchaseOrder)
                        .map(String::valueOf)
                        .collect(Collectors.joining(",")));
    }
}
