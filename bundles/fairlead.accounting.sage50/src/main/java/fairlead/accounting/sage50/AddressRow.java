package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;

/** One row of SALES_DEL_ADDR or PURCHASE_DEL_ADDR. */
final class AddressRow {
    static final String[] COLUMNS = {
        "REFERENCE",
        "ACCOUNT_REF",
        "ADDRESS_1",
        "ADDRESS_2",
        "ADDRESS_3",
        "ADDRESS_4",
        "ADDRESS_5",
        "COUNTRY_CODE",
        "RECORD_DELETED"
    };

    String reference = "";
    String account = "";
    String[] address = {"", "", "", "", ""};
    String country = "";
    boolean deleted;

    AddressRow fill(Cursor c) throws AccountingException {
        reference = c.reference();
        account = c.reference();
        for (int i = 0; i < address.length; i++) {
            address[i] = c.text();
        }
        country = c.text();
        deleted = c.flag();
        return this;
    }

    /** Sage numbers them, and keeps the number as a text. */
    long order() {
        long order = 0;
        for (int i = 0; i < reference.length(); i++) {
            char digit = reference.charAt(i);
            if (digit < '0' || digit > '9') {
                return Long.MAX_VALUE;
            }
            order = order * 10 + digit - '0';
        }
        return order;
    }
}
