package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;

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
