package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.RecordSink;
import fairlead.accounting.api.Reject;
import fairlead.accounting.api.Slice;
import fairlead.accounting.api.SliceState;
import fairlead.accounting.api.SourceRecord;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the orders of one slice and joins them with their items in memory. A sweep reads what a
 * checksum covers of the same rows ({@link Narrow}), so both have the same.
 */
final class OrderReader {
    private final Source source;
    private final SageMark mark;
    private final Names names;
    private final LedgerHash hash;
    private final SalesOrderMapper sales;
    private final PurchaseOrderMapper purchases;

    OrderReader(Source source, SageMark mark, Names names, Json json) {
        this.source = source;
        this.mark = mark;
        this.names = names;
        this.hash = new LedgerHash(names);
        Parts parts = new Parts(json, names);
        this.sales = new SalesOrderMapper(parts);
        this.purchases = new PurchaseOrderMapper(parts);
    }

    SageMark mark() {
        return mark;
    }

    SliceState read(OrderKind kind, Slice slice, RecordSink sink, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        Sum sum = new Sum();
        Keys keys = new Keys();
        Map<Integer, Order> orders = new TreeMap<>();
        Runnable reject = () -> sink.reject(unnumbered(kind));
        unnumbered(OrderRow.columns(kind), kind, slice, keys, sum, reject, checkpoint);
        Windows.Row order =
                c -> {
                    OrderRow row = new OrderRow(kind).fill(c);
                    if (counts(row)) {
                        keys.add(row.number);
                        orders.put(row.number, new Order(row));
                        sum.add(hash.order(c.hash(), row));
                    }
                };
        each(kind.table, OrderRow.columns(kind), kind, slice, order, checkpoint);
        Windows.Row item =
                c -> {
                    ItemRow row = new ItemRow().fill(c);
                    Order owner = orders.get(row.document);
                    if (owner != null && !row.deleted) {
                        owner.items.add(row);
                        sum.add(c.hash());
                    }
                };
        if (!orders.isEmpty()) {
            each(kind.items, ItemRow.columns(kind), kind, slice, item, checkpoint);
        }
        Oddities oddities = new Oddities();
        for (Order each : orders.values()) {
            checkpoint.check();
            each.sort();
            boolean base = each.base(names.currencies);
            boolean agrees = each.agrees(base);
            oddities.add(Oddities.ORDER_TOTALS, agrees ? 0 : 1);
            oddities.add(Oddities.RATES, each.rate(base) == null ? 1 : 0);
            deliver(each, agrees, sink);
        }
        return new SliceState(slice, sum.checksum(), keys.sorted(), oddities.counted());
    }

    SliceState sweep(OrderKind kind, Slice slice, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        Sum sum = new Sum();
        Keys keys = new Keys();
        Set<Integer> live = new HashSet<>();
        OrderRow row = new OrderRow(kind);
        Windows.Row order =
                c -> {
                    if (counts(row.fill(c))) {
                        keys.add(row.number);
                        live.add(row.number);
                        sum.add(hash.order(c.hash(), row));
                    }
                };
        String[] columns = source.covered(kind.table, OrderRow.columns(kind), Set.of());
        unnumbered(columns, kind, slice, keys, sum, () -> {}, checkpoint);
        each(kind.table, columns, kind, slice, order, checkpoint);
        ItemRow line = new ItemRow();
        Windows.Row item =
                c -> {
                    if (live.contains(line.fill(c).document) && !line.deleted) {
                        sum.add(c.hash());
                    }
                };
        String[] itemColumns = source.covered(kind.items, ItemRow.columns(kind), Set.of());
        if (!live.isEmpty()) {
            each(kind.items, itemColumns, kind, slice, item, checkpoint);
        }
        return new SliceState(slice, sum.checksum(), keys.sorted());
    }

    /** Orders without a number stand in the first slice, under the key 0. */
    private void unnumbered(
            String[] columns,
            OrderKind kind,
            Slice slice,
            Keys keys,
            Sum sum,
            Runnable forEach,
            Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        if (slice.from() > 0) {
            return;
        }
        OrderRow row = new OrderRow(kind);
        new Windows(source, checkpoint)
                .unnumbered(
                        kind.table,
                        columns,
                        OrderRow.NUMBER,
                        c -> {
                            if (counts(row.fill(c))) {
                                keys.add(0);
                                sum.add(hash.order(c.hash(), row));
                                forEach.run();
                            }
                        });
    }

    private static Reject unnumbered(OrderKind kind) {
        return new Reject(
                kind.type,
                0,
                Optional.empty(),
                kind.table + "." + OrderRow.NUMBER,
                "The order has no number by which it could be called.");
    }

    private static boolean counts(OrderRow row) {
        return !row.deleted && !Order.isQuote(row);
    }

    /** Takes the rows of a slice, up to the mark. */
    private void each(
            String table,
            String[] columns,
            OrderKind kind,
            Slice slice,
            Windows.Row row,
            Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        int first = (int) Math.max(1, slice.from());
        int last = (int) Math.min(slice.to(), mark.of(kind));
        if (last < first) {
            return;
        }
        Source.Range range = new Source.Range(OrderRow.NUMBER, first, last);
        try (Cursor c = source.range(table, columns, range, checkpoint)) {
            while (c.next()) {
                row.take(c);
            }
        }
    }

    private void deliver(Order order, boolean agrees, RecordSink sink) {
        OrderRow row = order.row;
        try {
            if (row.form != 0) {
                throw new Unmappable(
                        row.kind == OrderKind.SALES
                                ? "SALES_ORDER.ORDER_TYPE_CODE"
                                : "PURCHASE_ORDER.QUOTE_STATUS_ID",
                        "The code " + row.form + " of an order or quotation is not known.");
            }
            SourceRecord record =
                    row.kind == OrderKind.SALES ? sales.map(order) : purchases.map(order);
            if (agrees) {
                sink.record(record);
            } else {
                sink.torn(record);
            }
        } catch (Unmappable e) {
            sink.reject(
                    new Reject(
                            row.kind.type,
                            row.number,
                            Optional.of(order.id()),
                            e.field(),
                            e.getMessage()));
        }
    }
}
