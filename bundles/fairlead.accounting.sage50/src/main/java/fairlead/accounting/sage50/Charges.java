package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import java.util.List;

/** What an invoice or order charges beside its items: carriage, less a discount on the whole. */
final class Charges {
    static final String[] COLUMNS = {
        "CARR_NOM_CODE",
        "CARR_TAX_CODE",
        "CARR_DEPT_NUMBER",
        "CARR_NET",
        "CARR_TAX",
        "FOREIGN_CARR_NET",
        "FOREIGN_CARR_TAX",
        "NET_VALUE_DISCOUNT_NET",
        "NET_VALUE_DISCOUNT_DESC"
    };

    String nominal = "";
    String taxCode = "";
    int department;
    long net;
    long tax;
    long foreignNet;
    long foreignTax;
    long discount;
    String discountText = "";

    /**
     * What the discount takes off a total of this net amount; its own sign over ODBC is not known.
     */
    long discount(long net) {
        return net < 0 ? Math.abs(discount) : -Math.abs(discount);
    }

    /**
     * Do these items, with all that is charged beside them, come to a document's total? Of the
     * discount's tax no column tells, so nobody can tell it then.
     */
    boolean addUp(List<ItemRow> items, boolean base, long documentNet, long documentTax) {
        long restNet = documentNet - (base ? net : foreignNet) - discount(documentNet);
        long restTax = documentTax - (base ? tax : foreignTax);
        for (ItemRow item : items) {
            restNet -= base ? item.net : item.foreignNet;
            restTax -= base ? item.tax : item.foreignTax;
        }
        return restNet == 0 && (restTax == 0 || discount != 0);
    }

    Charges fill(Cursor c) throws AccountingException {
        nominal = c.reference();
        taxCode = c.reference();
        department = c.number();
        net = c.cents();
        tax = c.cents();
        foreignNet = c.cents();
        foreignTax = c.cents();
        discount = c.cents();
        discountText = c.text();
        return this;
    }
}
