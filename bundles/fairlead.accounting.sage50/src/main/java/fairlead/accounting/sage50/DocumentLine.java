package fairlead.accounting.sage50;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of an invoice or order, from wherever it comes; amounts in hundredths of its currency.
 *
 * @param discount of the whole line (mapping rule 19)
 * @param item the row that it is; null where it has none of its own
 */
record DocumentLine(
        String description,
        BigDecimal unitAmount,
        BigDecimal quantity,
        long discount,
        long net,
        long tax,
        String nominal,
        BigDecimal discountRate,
        String taxCode,
        int department,
        int project,
        int costCode,
        ItemRow item) {
    /** Of a split, at its net amount (mapping rule 18). */
    static DocumentLine of(SplitRow split, Money money) throws Unmappable {
        Unmappable.check(split.bad);
        return new DocumentLine(
                split.details,
                BigDecimal.valueOf(money.net(split), 2),
                BigDecimal.ONE,
                0,
                money.net(split),
                money.tax(split),
                split.nominal,
                BigDecimal.ZERO,
                split.taxCode,
                split.department,
                split.project,
                split.costCode,
                null);
    }

    private static DocumentLine of(ItemRow item, boolean base, CompanyRow company)
            throws Unmappable {
        Unmappable.check(item.bad);
        long net = base ? item.net : item.foreignNet;
        long full = base ? item.fullNet : item.foreignFullNet;
        double price = base ? item.unitPrice : item.foreignUnitPrice;
        return new DocumentLine(
                item.shown(),
                Repairs.decimal(price, company.unitDecimals),
                Repairs.decimal(item.quantity, company.quantityDecimals),
                full == 0 ? 0 : full - net,
                net,
                base ? item.tax : item.foreignTax,
                item.nominal,
                Repairs.decimal(item.discountRate, 2),
                item.taxCode,
                item.department,
                item.project,
                0,
                item);
    }

    private static DocumentLine single(
            String description,
            long net,
            long tax,
            String nominal,
            String taxCode,
            int department) {
        return new DocumentLine(
                description,
                BigDecimal.valueOf(net, 2),
                BigDecimal.ONE,
                0,
                net,
                tax,
                nominal,
                BigDecimal.ZERO,
                taxCode,
                department,
                0,
                0,
                null);
    }

    /**
     * Of a document of the invoicing or order module: its items, its carriage, and what was taken
     * off the whole (mapping rule 20).
     *
     * @param net of the whole document
     * @param tax of the whole document
     */
    static List<DocumentLine> of(
            List<ItemRow> items,
            Charges charges,
            boolean base,
            CompanyRow company,
            long net,
            long tax)
            throws Unmappable {
        List<DocumentLine> lines = new ArrayList<>(items.size() + 2);
        for (ItemRow item : items) {
            lines.add(of(item, base, company));
        }
        long carriageNet = base ? charges.net : charges.foreignNet;
        long carriageTax = base ? charges.tax : charges.foreignTax;
        if (carriageNet != 0 || carriageTax != 0) {
            lines.add(
                    single(
                            "Carriage",
                            carriageNet,
                            carriageTax,
                            charges.nominal,
                            charges.taxCode,
                            charges.department));
        }
        if (charges.discount != 0) {
            long restTax = tax; // which no column says
            for (DocumentLine line : lines) {
                restTax -= line.tax();
            }
            String text = charges.discountText;
            lines.add(
                    single(
                            text.isEmpty() ? "Net value discount" : text,
                            charges.discount(net),
                            restTax,
                            company.salesDiscount,
                            "",
                            0));
        }
        return lines;
    }
}
