package fairlead.accounting.sage50;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The running balances of the bank accounts through one slice, in order of T (mapping rule 27). */
final class BankLegs {
    private final Names names;
    private final BankBalances balances;
    private final int slice;
    private final Map<String, Long> running = new HashMap<>();

    BankLegs(Names names, BankBalances balances, int slice) {
        this.names = names;
        this.balances = balances;
        this.slice = slice;
        balances.begin(slice);
    }

    /**
     * What one transaction number moves on one bank account.
     *
     * @param row its first leg there
     * @param id empty where the leg has no number at all
     * @param balance after it, in the account's own currency like the amount
     */
    record Leg(JournalRow row, String id, long amount, long balance) {}

    /** Of the next header of the slice; headers come in order of their number. */
    List<Leg> of(Entry entry) {
        List<JournalRow> rows =
                entry.journal.stream()
                        .filter(row -> names.isBank(row.nominal))
                        .sorted(
                                Comparator.<JournalRow>comparingInt(JournalRow::transaction)
                                        // the account that the header names is called by T alone
                                        .thenComparing(
                                                row -> !row.nominal.equals(entry.header.bank))
                                        .thenComparing(row -> row.nominal))
                        .toList();
        List<Leg> legs = new ArrayList<>(rows.size());
        int last = 0;
        for (int i = 0; i < rows.size(); ) {
            JournalRow row = rows.get(i);
            long amount = 0;
            for (; i < rows.size() && isSame(row, rows.get(i)); i++) {
                amount += names.nominal(rows.get(i).nominal).moved(rows.get(i));
            }
            balances.add(slice, row.nominal, amount);
            long before =
                    running.computeIfAbsent(row.nominal, bank -> balances.opening(bank, slice));
            running.put(row.nominal, before + amount);
            int tran = row.transaction();
            String id = tran < 1 ? "" : tran == last ? id(tran, row.nominal) : id(tran);
            legs.add(new Leg(row, id, amount, before + amount));
            last = tran;
        }
        return legs;
    }

    /** Of the first account that a transaction number has a leg on. */
    static String id(int tran) {
        return String.valueOf(tran);
    }

    /** Of the others. */
    static String id(int tran, String bank) {
        return tran + "-" + bank;
    }

    private static boolean isSame(JournalRow a, JournalRow b) {
        return a.transaction() == b.transaction() && a.nominal.equals(b.nominal);
    }

    /** After the last header: what the checksum takes in, account by account. */
    void end(LedgerHash hash, Sum sum) {
        balances.end(slice);
        balances.openings(slice, (bank, opening) -> sum.add(hash.opening(bank, opening)));
    }
}
