package fairlead.accounting.sage50;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.SourceRecord;
import java.time.LocalDate;

/** Money straight from or to a nominal account: one line a split, net, and paid by itself. */
final class DirectPosting {
    private final Json json;
    private final Parts parts;
    private final DataType type;

    DirectPosting(Parts parts, DataType type) {
        this.json = parts.json;
        this.parts = parts;
        this.type = type;
    }

    SourceRecord map(Entry entry) throws Unmappable {
        HeaderRow header = entry.header;
        Money money = Money.of(header, parts.names.currencies);
        String id = String.valueOf(entry.transaction());
        LocalDate day = entry.dated();
        json.record()
                .text("id", id)
                .text("reference", header.reference)
                .date("issueDate", day)
                .text("currency", money.currency())
                .number("currencyRate", money.rate())
                .list("lineItems");
        for (SplitRow split : entry.splits) {
            Unmappable.check(split.bad);
            line(split, money);
        }
        long gross = money.gross(header);
        json.endList()
                .list("paymentAllocations")
                .object()
                .object("payment")
                .text("id", id)
                .text("reference", header.reference);
        parts.account(header.bank);
        json.text("currency", money.currency())
                .number("currencyRate", money.rate())
                .date("paidOnDate", day)
                .cents("totalAmount", gross)
                .end()
                .object("allocation")
                .text("currency", money.currency())
                .number("currencyRate", money.rate())
                .date("allocatedOnDate", day)
                .cents("totalAmount", gross)
                .end()
                .end()
                .endList()
                .cents("subTotal", money.net(header))
                .cents("taxAmount", money.tax(header))
                .cents("totalAmount", gross)
                .stamp("sourceModifiedDate", header.modified, "");
        return parts.record(type, header.number, id, gross);
    }

    private void line(SplitRow split, Money money) {
        long net = money.net(split);
        long tax = money.tax(split);
        json.object().text("description", split.details);
        parts.account(split.nominal);
        parts.taxRate(split.taxCode);
        json.cents("unitAmount", net)
                .cents("quantity", 100)
                .cents("subTotal", net)
                .cents("taxAmount", tax)
                .cents("totalAmount", net + tax);
        parts.tracking("trackingCategoryRefs", split);
        json.end();
    }
}
