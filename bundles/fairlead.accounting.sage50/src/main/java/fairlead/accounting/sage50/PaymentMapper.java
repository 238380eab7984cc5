package fairlead.accounting.sage50;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.SourceRecord;

/**
 * An SR, SA, SD or SP header, or an SC that pays invoices, to a payment (mapping rules 6 to 12).
 */
final class PaymentMapper {
    private static final PaymentLines.Words WORDS =
            new PaymentLines.Words("Invoice", "CreditNote", "Payment");

    private final Parts parts;
    private final PaymentParts payment;

    PaymentMapper(Parts parts) {
        this.parts = parts;
        this.payment = new PaymentParts(DataType.PAYMENTS, parts, WORDS);
    }

    SourceRecord map(Entry entry) throws Unmappable {
        return payment.map(entry, () -> parts.bank(entry.self.bank()));
    }
}
