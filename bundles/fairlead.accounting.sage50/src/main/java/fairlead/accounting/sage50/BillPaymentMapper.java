package fairlead.accounting.sage50;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.SourceRecord;
import java.math.BigDecimal;

/**
 * A PP, PA, PD or PR header, or a PC that pays bills, to a bill payment; its bank account is not
 * told (mapping rules 6 to 12).
 */
final class BillPaymentMapper {
    private static final PaymentLines.Words WORDS =
            new PaymentLines.Words("Bill", "CreditNote", "BillPayment");

    private final Json json;
    private final Parts parts;

    BillPaymentMapper(Parts parts) {
        this.json = parts.json;
        this.parts = parts;
    }

    SourceRecord map(Entry entry) throws Unmappable {
        HeaderRow header = entry.header;
        Money money = Money.of(header, parts.names.currencies);
        String id = String.valueOf(entry.transaction());
        json.record().text("id", id);
        parts.contact(header);
        json.cents("totalAmount", entry.self.total())
                .text("currency", money.currency())
                .number("currencyRate", money.rate())
                .date("date", entry.dated())
                .text("note", parts.note(entry.self));
        new PaymentLines(json, WORDS).write(entry, money);
        json.stamp("sourceModifiedDate", header.modified, "");
        return new SourceRecord(
                DataType.BILL_PAYMENTS,
                header.number,
                id,
                json.bytes(),
                BigDecimal.valueOf(entry.self.total(), 2),
                BigDecimal.ZERO);
    }
}
