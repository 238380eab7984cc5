package fairlead.accounting.sage50;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.SourceRecord;

/** What a payment and a bill payment have in common (mapping rules 6 to 12). */
final class PaymentParts {
    private final DataType type;
    private final Parts parts;
    private final PaymentLines lines;

    PaymentParts(DataType type, Parts parts, PaymentLines.Words words) {
        this.type = type;
        this.parts = parts;
        this.lines = new PaymentLines(parts.json, words);
    }

    /**
     * @param bank writes the bank account, where it is told
     */
    SourceRecord map(Entry entry, Runnable bank) throws Unmappable {
        HeaderRow header = entry.header;
        Money money = Money.of(header, parts.names.currencies);
        String id = String.valueOf(entry.transaction());
        Json json = parts.json.record().text("id", id);
        parts.contact(header);
        bank.run();
        json.cents("totalAmount", entry.self.total())
                .text("currency", money.currency())
                .number("currencyRate", money.rate())
                .date("date", entry.dated())
                .text("note", parts.note(entry.self));
        lines.write(entry, money);
        json.stamp("sourceModifiedDate", header.modified, "");
        return parts.record(type, header.number, id, entry.self.total());
    }
}
