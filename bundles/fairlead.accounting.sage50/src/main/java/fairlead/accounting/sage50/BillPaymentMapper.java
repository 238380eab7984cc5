package fairlead.accounting.sage50;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.SourceRecord;

/**
 * A PP, PA, PD or PR header, or a PC that pays bills, to a bill payment; its bank account is not
 * told (mapping rules 6 to 12).
 */
final class BillPaymentMapper {
    private static final PaymentLines.Words WORDS =
            new PaymentLines.Words("Bill", "CreditNote", "BillPayment");

    private final PaymentParts payment;

    BillPaymentMapper(Parts parts) {
        this.payment = new PaymentParts(DataType.BILL_PAYMENTS, parts, WORDS);
    }

    SourceRecord map(Entry entry) throws Unmappable {
        return payment.map(entry, () -> {});
    }
}
