package fairlead.accounting.sage50;

import fairlead.accounting.api.DataType;
import fairlead.accounting.api.RecordSink;
import fairlead.accounting.api.Reject;
import fairlead.accounting.api.SourceRecord;
import fairlead.accounting.sage50.Posting.Ledger;
import fairlead.accounting.sage50.Posting.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes of each header of one slice every record that it gives, and hands them over. */
final class LedgerRecords {
    @FunctionalInterface
    private interface Mapper {
        SourceRecord map(Entry entry) throws Unmappable;
    }

    private static final Mapper NO_ACCOUNT =
            entry -> {
                throw new Unmappable(
                        "AUDIT_JOURNAL.NOMINAL_CODE", "A part of the posting names no account.");
            };

    private static final Mapper INCOMPLETE =
            entry -> {
                throw new Unmappable(
                        "AUDIT_JOURNAL.HEADER_NUMBER",
                        "A posting is missing or is another transaction's, so nobody can tell a"
                                + " transfer from a journal.");
            };

    private static final Mapper BARE =
            entry -> {
                throw new Unmappable(
                        "AUDIT_HEADER.HEADER_NUMBER",
                        entry.isUnnumbered()
                                ? "The transaction has no number by which its parts are found."
                                : "No split and no posting has this transaction's number.");
            };

    private static final Mapper APART =
            entry -> {
                throw new Unmappable(
                        "AUDIT_SPLIT.SPLIT_NUMBER",
                        "A part has no number, so nobody can tell what is allocated to it.");
            };

    private final Names names;
    private final LedgerMap map;
    private final Set<DataType> types;
    private final RecordSink sink;
    private final InvoiceMapper invoices;
    private final CreditNoteMapper creditNotes;
    private final PaymentMapper payments;
    private final BillMapper bills;
    private final BillCreditNoteMapper billCreditNotes;
    private final BillPaymentMapper billPayments;
    private final DirectCostMapper directCosts;
    private final DirectIncomeMapper directIncomes;
    private final TransferMapper transfers;
    private final JournalMapper journals;
    private final JournalEntryMapper entries;
    private final BankTransactionMapper bank;

    LedgerRecords(Json json, Names names, LedgerMap map, Set<DataType> types, RecordSink sink) {
        Parts parts = new Parts(json, names, new Notes(map));
        this.names = names;
        this.map = map;
        this.types = types;
        this.sink = sink;
        this.invoices = new InvoiceMapper(parts);
        this.creditNotes = new CreditNoteMapper(parts);
        this.payments = new PaymentMapper(parts);
        this.bills = new BillMapper(parts);
        this.billCreditNotes = new BillCreditNoteMapper(parts);
        this.billPayments = new BillPaymentMapper(parts);
        this.directCosts = new DirectCostMapper(parts);
        this.directIncomes = new DirectIncomeMapper(parts);
        this.transfers = new TransferMapper(parts);
        this.journals = new JournalMapper(parts);
        this.entries = new JournalEntryMapper(json, names);
        this.bank = new BankTransactionMapper(parts);
    }

    /**
     * @param legs what it moves on bank accounts
     */
    void deliver(Entry entry, List<BankLegs.Leg> legs) {
        Posting posting = entry.header.posting();
        String transaction = entry.header.tran > 0 ? String.valueOf(entry.header.tran) : "";
        boolean sales = posting.ledger == Ledger.SALES;
        switch (posting) {
            case SI -> deliver(DataType.INVOICES, entry, entry.documentId, invoices::map);
            case SC -> deliver(DataType.CREDIT_NOTES, entry, entry.documentId, creditNotes::map);
            case PI -> deliver(DataType.BILLS, entry, transaction, bills::map);
            case PC ->
                    deliver(DataType.BILL_CREDIT_NOTES, entry, transaction, billCreditNotes::map);
            case BR, CR, VR ->
                    deliver(DataType.DIRECT_INCOMES, entry, transaction, directIncomes::map);
            case JD, JC -> {
                if (entry.namesNoAccount() || entry.isBare() || isIncomplete(entry)) {
                    Mapper why = entry.namesNoAccount() ? NO_ACCOUNT : INCOMPLETE;
                    deliver(DataType.TRANSFERS, entry, transaction, why);
                    deliver(DataType.JOURNALS, entry, transaction, why);
                } else if (TransferMapper.is(entry, names)) {
                    deliver(DataType.TRANSFERS, entry, transaction, transfers::map);
                } else {
                    deliver(DataType.JOURNALS, entry, transaction, journals::map);
                }
            }
            case BP, CP, VP -> deliver(DataType.DIRECT_COSTS, entry, transaction, directCosts::map);
            case UNKNOWN -> keepDocuments(entry, transaction);
            default -> {}
        }
        if (isPayment(entry, posting)) {
            if (sales) {
                deliver(DataType.PAYMENTS, entry, transaction, payments::map);
            } else {
                deliver(DataType.BILL_PAYMENTS, entry, transaction, billPayments::map);
            }
        } else if (posting.role == Role.CREDIT
                && (map.doubtful(entry.header.number)
                        || map.halved().contains(posting.ledger)
                        || entry.lacksNumbers()
                        || entry.isBare())) {
            DataType payment = sales ? DataType.PAYMENTS : DataType.BILL_PAYMENTS;
            deliver(
                    payment,
                    entry,
                    transaction,
                    e -> {
                        throw new Unmappable(
                                "AUDIT_USAGE.SPLIT_NUMBER",
                                "The credit is, or may be, set off against a transaction that is"
                                        + " not there or of no known type.");
                    });
        }
        if (entry.namesNoAccount() || entry.isBare()) {
            deliver(DataType.JOURNAL_ENTRIES, entry, transaction, NO_ACCOUNT);
            keepLegs(entry);
            return;
        }
        if (!entry.journal.isEmpty()) {
            deliver(DataType.JOURNAL_ENTRIES, entry, transaction, entries::map);
        }
        for (BankLegs.Leg leg : legs) {
            deliver(
                    DataType.BANK_TRANSACTIONS,
                    entry,
                    leg.id(),
                    e -> bank.map(e, leg.row(), leg.id(), leg.amount(), leg.balance()));
        }
    }

    /** Some posting is nobody's: whichever records it took part in stay (sync rule 7). */
    void keepPostings() {
        for (DataType type : List.of(DataType.JOURNAL_ENTRIES, DataType.BANK_TRANSACTIONS)) {
            if (types.contains(type)) {
                sink.reject(
                        new Reject(
                                type,
                                0,
                                Optional.empty(),
                                "AUDIT_JOURNAL.HEADER_NUMBER",
                                "A posting names neither a transaction nor a split, so nobody can"
                                        + " tell what it belongs to."));
            }
        }
    }

    /** Lacks it the posting of a split, or has it one of another's? */
    private boolean isIncomplete(Entry entry) {
        boolean whole = entry.balanced() || entry.splits.stream().allMatch(entry::isPosted);
        return !whole
                || entry.journal.stream()
                        .mapToInt(row -> map.header(row.transaction()))
                        .anyMatch(owner -> owner != 0 && owner != entry.header.number);
    }

    /**
     * Nobody can tell any more which document this one gave; whichever it was is kept (sync rule
     * 7), under each id that it can have had.
     */
    private void keepDocuments(Entry entry, String transaction) {
        Mapper unknown =
                e -> {
                    throw Unmappable.unknown(e.header);
                };
        boolean nameless = transaction.isEmpty() || entry.isUnnumbered();
        String sales =
                entry.documentId.startsWith("INV-")
                        ? entry.documentId
                        : nameless ? "" : "TX-" + transaction;
        for (DataType type : Sections.DOCUMENTS) {
            boolean isSale = type == DataType.INVOICES || type == DataType.CREDIT_NOTES;
            deliver(type, entry, isSale ? sales : transaction, unknown);
        }
    }

    /** Any of its legs can have been on any bank account, or on none (sync rule 7). */
    private void keepLegs(Entry entry) {
        if (entry.isUnnumbered()) {
            deliver(DataType.BANK_TRANSACTIONS, entry, "", NO_ACCOUNT); // how many, nobody knows
            return;
        }
        Set<Integer> transactions = new TreeSet<>();
        entry.journal.forEach(row -> transactions.add(row.transaction()));
        if (entry.isBare()) {
            transactions.add(entry.header.tran);
        }
        for (int tran : transactions) {
            if (tran < 1) {
                deliver(DataType.BANK_TRANSACTIONS, entry, "", NO_ACCOUNT); // whichever it was
                continue;
            }
            deliver(DataType.BANK_TRANSACTIONS, entry, BankLegs.id(tran), NO_ACCOUNT);
            for (String bank : names.banks()) {
                deliver(DataType.BANK_TRANSACTIONS, entry, BankLegs.id(tran, bank), NO_ACCOUNT);
            }
        }
    }

    /** A credit is one only where it is set off against a document (mapping rule 8). */
    private static boolean isPayment(Entry entry, Posting posting) {
        return switch (posting.role) {
            case MONEY, DISCOUNT, REFUND -> true;
            case CREDIT -> entry.settlesAny(Role.DOCUMENT);
            default -> false;
        };
    }

    private void deliver(DataType type, Entry entry, String id, Mapper mapper) {
        if (!types.contains(type)) {
            return;
        }
        try {
            Mapper chosen = entry.isBare() ? BARE : entry.lacksNumbers() ? APART : mapper;
            SourceRecord record = chosen.map(entry);
            if (Agreement.of(entry)) {
                sink.record(record);
            } else {
                sink.torn(record);
            }
        } catch (Unmappable e) {
            Optional<String> known = id.isEmpty() ? Optional.empty() : Optional.of(id);
            long key = Math.max(0, entry.header.number);
            sink.reject(new Reject(type, key, known, e.field(), e.getMessage()));
        }
    }
}
