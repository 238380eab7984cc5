package fairlead.demo.books;

import java.sql.SQLException;

/** The rows of a posting, table by table, as Sage would write them. */
final class LedgerTables {
    private static final String USER = "MANAGER";

    private final Rows headers;
    private final Rows splits;
    private final Rows journal;
    private final Rows usages;
    private final Rows invoices;
    private final Rows items;

    LedgerTables(Changes c) {
        this.headers =
                new Rows(
                        c,
                        "AUDIT_HEADER",
                        "HEADER_NUMBER",
                        "TRAN_NUMBER",
                        "ITEM_COUNT",
                        "TYPE",
                        "DATE",
                        "ACCOUNT_REF",
                        "SALES_PURCHASE_REF",
                        "BANK_CODE",
                        "INV_REF",
                        "INV_REF_NUMERIC",
                        "USER_NAME",
                        "DETAILS",
                        "DUE_DATE",
                        "FINANCE_CHARGE",
                        "DISPUTED",
                        "PAID_FLAG",
                        "DELETED_FLAG",
                        "NET_AMOUNT",
                        "TAX_AMOUNT",
                        "GROSS_AMOUNT",
                        "BANK_AMOUNT",
                        "AMOUNT_PAID",
                        "OUTSTANDING",
                        "FOREIGN_NET_AMOUNT",
                        "FOREIGN_TAX_AMOUNT",
                        "FOREIGN_GROSS_AMOUNT",
                        "FOREIGN_AMOUNT_PAID",
                        "FOREIGN_OUTSTANDING",
                        "FOREIGN_BANK_AMOUNT",
                        "CURRENCY",
                        "FOREIGN_RATE",
                        "IS_DISCOUNT",
                        "BANK_FLAG",
                        "DATE_ENTERED",
                        "DATE_BANK_RECONCILED",
                        "ISP_REFERENCE",
                        "REVAL_TRANSACTION_FLAG",
                        "RECORD_CREATE_DATE",
                        "RECORD_MODIFY_DATE",
                        "RECORD_DELETED");
        this.splits =
                new Rows(
                        c,
                        "AUDIT_SPLIT",
                        "SPLIT_NUMBER",
                        "TRAN_NUMBER",
                        "HEADER_NUMBER",
                        "TYPE",
                        "DATE",
                        "ACCOUNT_REF",
                        "NOMINAL_CODE",
                        "BANK_CODE",
                        "INV_REF",
                        "USER_NAME",
                        "DETAILS",
                        "STMT_TEXT",
                        "BANK_FLAG",
                        "VAT_FLAG",
                        "PAID_FLAG",
                        "DEPT_NUMBER",
                        "TAX_CODE",
                        "PROJECT_ID",
                        "COST_CODE_ID",
                        "DELETED_FLAG",
                        "NET_AMOUNT",
                        "TAX_AMOUNT",
                        "GROSS_AMOUNT",
                        "AMOUNT_PAID",
                        "OUTSTANDING",
                        "FOREIGN_NET_AMOUNT",
                        "FOREIGN_TAX_AMOUNT",
                        "FOREIGN_GROSS_AMOUNT",
                        "FOREIGN_AMOUNT_PAID",
                        "FOREIGN_OUTSTANDING",
                        "DATE_ENTERED",
                        "RECORD_CREATE_DATE",
                        "RECORD_MODIFY_DATE",
                        "RECORD_DELETED");
        this.journal =
                new Rows(
                        c,
                        "AUDIT_JOURNAL",
                        "TRAN_NUMBER",
                        "SPLIT_NUMBER",
                        "HEADER_NUMBER",
                        "TYPE",
                        "DATE",
                        "ACCOUNT_REF",
                        "NOMINAL_CODE",
                        "BANK_CODE",
                        "INV_REF",
                        "USER_NAME",
                        "DETAILS",
                        "STMT_TEXT",
                        "BANK_FLAG",
                        "VAT_FLAG",
                        "PAID_FLAG",
                        "DEPT_NUMBER",
                        "TAX_CODE",
                        "DELETED_FLAG",
                        "AMOUNT",
                        "FOREIGN_AMOUNT",
                        "DATE_ENTERED",
                        "RECORD_CREATE_DATE",
                        "RECORD_MODIFY_DATE",
                        "RECORD_DELETED");
        this.usages =
                new Rows(
                        c,
                        "AUDIT_USAGE",
                        "USAGE_NUMBER",
                        "TYPE",
                        "SPLIT_NUMBER",
                        "SPLIT_CROSSREF",
                        "REFERENCE",
                        "DETAILS",
                        "USER_NAME",
                        "DATE",
                        "AMOUNT",
                        "FOREIGN_AMOUNT",
                        "DELETED_FLAG",
                        "RECORD_CREATE_DATE",
                        "RECORD_MODIFY_DATE",
                        "RECORD_DELETED");
        this.invoices =
                new Rows(
                        c,
                        "INVOICE",
                        "INVOICE_NUMBER",
                        "INVOICE_TYPE_CODE",
                        "INVOICE_TYPE",
                        "INVOICE_OR_CREDIT",
                        "INVOICE_DATE",
                        "ACCOUNT_REF",
                        "NAME",
                        "ADDRESS_1",
                        "ORDER_NUMBER",
                        "ITEMS_NET",
                        "ITEMS_TAX",
                        "ITEMS_GROSS",
                        "FOREIGN_ITEMS_NET",
                        "FOREIGN_ITEMS_TAX",
                        "FOREIGN_ITEMS_GROSS",
                        "CARR_NOM_CODE",
                        "CARR_TAX_CODE",
                        "CARR_DEPT_NUMBER",
                        "CARR_NET",
                        "CARR_TAX",
                        "CARR_GROSS",
                        "FOREIGN_CARR_NET",
                        "FOREIGN_CARR_TAX",
                        "FOREIGN_CARR_GROSS",
                        "INVOICE_NET",
                        "INVOICE_TAX",
                        "INVOICE_GROSS",
                        "FOREIGN_INVOICE_NET",
                        "FOREIGN_INVOICE_TAX",
                        "FOREIGN_INVOICE_GROSS",
                        "CURRENCY",
                        "FOREIGN_RATE",
                        "PRINTED",
                        "PRINTED_CODE",
                        "POSTED",
                        "POSTED_CODE",
                        "NET_VALUE_DISCOUNT_NET",
                        "NET_VALUE_DISCOUNT_NET_BASE",
                        "NET_VALUE_DISCOUNT_DESC",
                        "PAYMENT_DUE_DATE",
                        "NOTES_1",
                        "RECORD_CREATE_DATE",
                        "RECORD_MODIFY_DATE",
                        "RECORD_DELETED");
        this.items =
                new Rows(
                        c,
                        "INVOICE_ITEM",
                        "ITEMID",
                        "INVOICE_NUMBER",
                        "ITEM_NUMBER",
                        "SERVICE_FLAG",
                        "DESCRIPTION",
                        "TEXT",
                        "STOCK_CODE",
                        "UNIT_OF_SALE",
                        "QUANTITY",
                        "UNIT_PRICE",
                        "DISCOUNT_AMOUNT",
                        "DISCOUNT_RATE",
                        "FULL_NET_AMOUNT",
                        "NET_AMOUNT",
                        "TAX_AMOUNT",
                        "GROSS_AMOUNT",
                        "FOREIGN_UNIT_PRICE",
                        "FOREIGN_DISCOUNT_AMOUNT",
                        "FOREIGN_FULL_NET_AMOUNT",
                        "FOREIGN_NET_AMOUNT",
                        "FOREIGN_TAX_AMOUNT",
                        "FOREIGN_GROSS_AMOUNT",
                        "TAX_CODE_ID",
                        "TAX_CODE",
                        "TAX_RATE",
                        "NOMINAL_CODE",
                        "DEPT_NUMBER",
                        "RECORD_CREATE_DATE",
                        "RECORD_MODIFY_DATE",
                        "RECORD_DELETED");
    }

    void header(Header h) throws SQLException {
        long gross = h.sum(Split::gross);
        long foreign = h.sum(Split::foreignGross);
        headers.add(
                h.number,
                h.tran(),
                h.splits.size(),
                h.kind.name(),
                h.date,
                h.account,
                h.kind.ofParty() ? h.account : "",
                h.bank,
                h.reference,
                h.referenceNumeric,
                USER,
                h.details,
                h.due,
                0,
                0,
                paidFlag(h.outstanding()),
                flag(h.deleted),
                pounds(h.sum(s -> s.net)),
                pounds(h.sum(s -> s.tax)),
                pounds(gross),
                pounds(-gross),
                pounds(h.sum(s -> s.paid)),
                pounds(h.outstanding()),
                pounds(h.sum(s -> s.foreignNet)),
                pounds(h.sum(s -> s.foreignTax)),
                pounds(foreign),
                pounds(h.sum(s -> s.foreignPaid)),
                pounds(h.sum(Split::foreignOutstanding)),
                pounds(-foreign),
                h.currency,
                h.rate / 10_000.0,
                flag(h.kind == Kind.SD || h.kind == Kind.PD),
                bankFlag(h),
                h.entered,
                h.reconciled ? h.entered : null,
                h.ispReference,
                flag(h.reval),
                h.created == null ? null : h.created.toLocalDate(),
                h.modified,
                0);
    }

    void splits(Header h) throws SQLException {
        for (Split s : h.splits) {
            splits.add(
                    s.number,
                    s.number,
                    h.number,
                    s.kind.name(),
                    s.date,
                    account(h, s),
                    s.nominal,
                    h.bank,
                    h.reference,
                    USER,
                    s.details,
                    s.statement,
                    bankFlag(h),
                    vatFlag(s),
                    paidFlag(s.outstanding()),
                    s.department,
                    "T" + s.taxCode,
                    s.project,
                    s.costCode,
                    flag(h.deleted),
                    pounds(s.net),
                    pounds(s.tax),
                    pounds(s.gross()),
                    pounds(s.paid),
                    pounds(s.outstanding()),
                    pounds(s.foreignNet),
                    pounds(s.foreignTax),
                    pounds(s.foreignGross()),
                    pounds(s.foreignPaid),
                    pounds(s.foreignOutstanding()),
                    h.entered,
                    h.created,
                    h.modified,
                    0);
        }
    }

    void journal(Header h) throws SQLException {
        for (Split split : h.splits) {
            for (Leg leg : Leg.of(split)) {
                Split s = leg.split();
                journal.add(
                        s.number,
                        s.number,
                        h.number,
                        s.kind.name(),
                        s.date,
                        account(h, s),
                        leg.nominal(),
                        h.bank,
                        h.reference,
                        USER,
                        s.details,
                        s.statement,
                        Nominals.bank(leg.nominal()) ? h.reconciled ? "R" : "N" : "-",
                        vatFlag(s),
                        paidFlag(s.outstanding()),
                        s.department,
                        "T" + s.taxCode,
                        flag(h.deleted),
                        pounds(leg.amount()),
                        pounds(leg.foreign()),
                        h.entered,
                        h.created,
                        h.modified,
                        0);
            }
        }
    }

    void usages(Header h) throws SQLException {
        for (Usage u : h.settles) {
            usage(u);
        }
    }

    void usage(Usage u) throws SQLException {
        Header by = u.by.header;
        usages.add(
                u.number,
                u.by.kind.name(),
                u.settled.number,
                u.by.number,
                by.reference,
                Text.pounds(u.amount) + " from " + u.by.kind + " " + u.by.number,
                USER,
                u.date,
                pounds(u.amount),
                pounds(u.foreign),
                flag(u.deleted),
                by.created,
                by.modified,
                0);
    }

    void document(Document d) throws SQLException {
        long net = 0;
        long tax = 0;
        long foreignNet = 0;
        long foreignTax = 0;
        int line = 0;
        for (Document.Item i : d.items) {
            Amount a = i.amount();
            net += a.net();
            tax += a.tax();
            foreignNet += a.foreignNet();
            foreignTax += a.foreignTax();
            items.add(
                    i.id(),
                    d.number,
                    ++line,
                    flag(i.service()),
                    i.service() ? "" : i.description(),
                    i.service() ? i.description() : null,
                    i.stock(),
                    "Each",
                    (double) i.quantity(),
                    pounds(Amount.toBase(i.unitPrice(), d.rate)),
                    pounds(Amount.toBase(i.full(), d.rate) - a.net()),
                    (double) i.discountRate(),
                    pounds(Amount.toBase(i.full(), d.rate)),
                    pounds(a.net()),
                    pounds(a.tax()),
                    pounds(a.gross()),
                    pounds(i.unitPrice()),
                    pounds(i.full() - a.foreignNet()),
                    pounds(i.full()),
                    pounds(a.foreignNet()),
                    pounds(a.foreignTax()),
                    pounds(a.foreignGross()),
                    i.taxCode(),
                    "T" + i.taxCode(),
                    (double) i.taxRate(),
                    i.nominal(),
                    i.department(),
                    d.created,
                    d.modified,
                    0);
        }
        boolean credit = d.type == Document.CREDIT;
        Amount carriage = d.carriage;
        Amount total = d.total;
        invoices.add(
                d.number,
                d.type,
                Text.documentType(d.type),
                credit ? "Credit" : "Invoice",
                d.date,
                d.party.ref,
                d.party.name,
                d.party.address[0],
                d.order,
                pounds(net),
                pounds(tax),
                pounds(net + tax),
                pounds(foreignNet),
                pounds(foreignTax),
                pounds(foreignNet + foreignTax),
                carriage.gross() == 0 ? "" : Nominals.CARRIAGE,
                carriage.gross() == 0 ? "T0" : "T1",
                1,
                pounds(carriage.net()),
                pounds(carriage.tax()),
                pounds(carriage.gross()),
                pounds(carriage.foreignNet()),
                pounds(carriage.foreignTax()),
                pounds(carriage.foreignGross()),
                pounds(total.net()),
                pounds(total.tax()),
                pounds(total.gross()),
                pounds(total.foreignNet()),
                pounds(total.foreignTax()),
                pounds(total.foreignGross()),
                d.currency,
                d.rate / 10_000.0,
                d.posted ? "Y" : "N",
                flag(d.posted),
                d.posted ? "Y" : "N",
                flag(d.posted),
                pounds(d.foreignDiscount),
                pounds(d.discount),
                d.discount == 0 ? "" : "Loyalty discount",
                d.due,
                d.number % 11 == 0 ? "Thank you for your order" : "",
                d.created,
                d.modified,
                0);
    }

    private static String account(Header h, Split s) {
        return h.kind == Kind.JD || h.kind == Kind.JC ? s.nominal : h.account;
    }

    static double pounds(long pence) {
        return pence / 100.0;
    }

    static int flag(boolean set) {
        return set ? 1 : 0;
    }

    static String paidFlag(long outstanding) {
        return outstanding == 0 ? "Y" : "N";
    }

    private static String bankFlag(Header h) {
        return h.bank.isEmpty() ? "-" : h.reconciled ? "R" : "N";
    }

    private static String vatFlag(Split s) {
        return s.taxCode == 9 ? "-" : "N";
    }
}
