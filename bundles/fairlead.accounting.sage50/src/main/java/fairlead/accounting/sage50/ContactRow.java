package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import java.time.LocalDateTime;

/** One row of SALES_LEDGER or PURCHASE_LEDGER. */
final class ContactRow {
    static final String[] COLUMNS = {
        "ACCOUNT_REF",
        "NAME",
        "CONTACT_NAME",
        "E_MAIL",
        "TELEPHONE",
        "ADDRESS_1",
        "ADDRESS_2",
        "ADDRESS_3",
        "ADDRESS_4",
        "ADDRESS_5",
        "COUNTRY_CODE",
        "VAT_REG_NUMBER",
        "CURRENCY",
        "INACTIVE_FLAG",
        "RECORD_MODIFY_DATE",
        "RECORD_DELETED"
    };

    String reference = "";
    String name = "";
    String contact = "";
    String email = "";
    String telephone = "";
    String[] address = {"", "", "", "", ""};
    String country = "";
    String taxNumber = "";
    int currency;
    boolean inactive;
    LocalDateTime modified;
    boolean deleted;

    ContactRow fill(Cursor c) throws AccountingException {
        reference = c.reference();
        name = c.text();
        contact = c.text();
        email = c.text();
        telephone = c.text();
        for (int i = 0; i < address.length; i++) {
            address[i] = c.text();
        }
        country = c.text();
        taxNumber = c.text();
        currency = c.number();
        inactive = c.flag();
        modified = c.stamp();
        deleted = c.flag();
        return this;
    }
}
