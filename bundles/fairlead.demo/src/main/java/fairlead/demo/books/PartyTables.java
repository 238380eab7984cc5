package fairlead.demo.books;

import static fairlead.demo.books.LedgerTables.flag;
import static fairlead.demo.books.LedgerTables.pounds;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;

/** Customers and suppliers, with their delivery addresses. */
final class PartyTables {
    private static final String[] PARTY = {
        "ACCOUNT_REF",
        "NAME",
        "ADDRESS_1",
        "ADDRESS_2",
        "ADDRESS_3",
        "ADDRESS_4",
        "ADDRESS_5",
        "CONTACT_NAME",
        "TELEPHONE",
        "E_MAIL",
        "WEB_ADDRESS",
        "VAT_REG_NUMBER",
        "COUNTRY_CODE",
        "CURRENCY",
        "CREDIT_LIMIT",
        "ACCOUNT_ON_HOLD",
        "INACTIVE_FLAG",
        "STATUS_NUMBER",
        "PAYMENT_DUE_DAYS",
        "DEF_NOM_CODE",
        "DEF_TAX_CODE",
        "DEPT_NUMBER",
        "BALANCE",
        "FOREIGN_BALANCE",
        "TURNOVER_YTD",
        "LAST_INV_DATE",
        "LAST_PAYMENT_DATE",
        "DATE_ACCOUNT_OPENED",
        "RECORD_CREATE_DATE",
        "RECORD_MODIFY_DATE",
        "RECORD_DELETED"
    };

    private final Changes changes;
    private final LocalDateTime made;

    PartyTables(Changes changes, LocalDateTime made) {
        this.changes = changes;
        this.made = made;
    }

    void write(Parties parties) throws SQLException {
        parties("SALES", parties.customers);
        parties("PURCHASE", parties.suppliers);
    }

    private void parties(String ledger, List<Party> parties) throws SQLException {
        Rows rows = new Rows(changes, ledger + "_LEDGER", PARTY);
        Rows deliveries =
                new Rows(
                        changes,
                        ledger + "_DEL_ADDR",
                        "REFERENCE",
                        "ACCOUNT_REF",
                        "ADDRESS_REF",
                        "NAME",
                        "ADDRESS_1",
                        "ADDRESS_2",
                        "ADDRESS_3",
                        "ADDRESS_4",
                        "ADDRESS_5",
                        "COUNTRY_CODE",
                        "ADDRESS_TYPE",
                        "RECORD_CREATE_DATE",
                        "RECORD_MODIFY_DATE",
                        "RECORD_DELETED");
        int n = 0;
        int delivery = 0;
        for (Party p : parties) {
            n++;
            String[] a = p.address;
            rows.add(
                    p.ref,
                    p.name,
                    a[0],
                    a[1],
                    a[2],
                    a[3],
                    a[4],
                    p.contact,
                    n % 4 == 0 ? "" : "0191 496 " + (1_000 + n),
                    n % 5 == 0 ? "" : "accounts@" + p.ref.toLowerCase(Locale.ROOT) + ".example",
                    n % 7 == 0 ? "www." + p.ref.toLowerCase(Locale.ROOT) + ".example" : "",
                    p.vatNumber,
                    p.country,
                    p.currency,
                    5_000.0,
                    flag(n % 40 == 0),
                    flag(p.inactive),
                    0,
                    30,
                    p.customer ? "4000" : "5000",
                    "T1",
                    p.department,
                    pounds(p.balance),
                    pounds(p.foreignBalance),
                    pounds(p.turnover),
                    p.lastInvoice,
                    p.lastPayment,
                    made.toLocalDate(),
                    n % 17 == 0 ? null : made,
                    n % 23 == 0 ? null : made.plusDays(n % 300),
                    0);
            for (int i = 0; i < p.deliveries; i++) {
                boolean same = i == 1;
                deliveries.add(
                        String.valueOf(++delivery),
                        p.ref,
                        i + 1,
                        p.name,
                        same ? a[0] : "Gate " + (i + 1) + ", " + a[0],
                        a[1],
                        a[2],
                        a[3],
                        a[4],
                        p.country,
                        2,
                        made,
                        made,
                        0);
            }
        }
    }
}
