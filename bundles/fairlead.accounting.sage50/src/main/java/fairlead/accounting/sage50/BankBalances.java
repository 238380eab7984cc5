package fairlead.accounting.sage50;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * How much each slice of the ledger moves on each bank account: what a slice's running balances
 * begin with (mapping rule 27) is the sum of the slices before it. A number a slice and account.
 */
final class BankBalances {
    private final Map<String, Account> accounts = new HashMap<>();
    private final BitSet known = new BitSet();
    private final int slices;

    BankBalances(int lastHeader) {
        this.slices = Sections.index(lastHeader) + 1;
    }

    /** How much each slice moves on one account, and which have any leg there. */
    private static final class Account {
        final long[] moved;
        final BitSet touched = new BitSet();

        Account(int slices) {
            moved = new long[slices];
        }

        long opening(int slice) {
            long sum = 0;
            for (int k = 0; k < slice; k++) {
                sum += moved[k];
            }
            return sum;
        }
    }

    /** The first slice before this one of which nothing is known yet; -1 where all are known. */
    int firstUnknown(int before) {
        int slice = known.nextClearBit(0);
        return slice < before ? slice : -1;
    }

    /** A slice is read from its beginning, perhaps once more. */
    void begin(int slice) {
        for (Account account : accounts.values()) {
            account.moved[slice] = 0;
            account.touched.clear(slice);
        }
        known.clear(slice);
    }

    /** A leg of the slice, in the bank account's own currency. */
    void add(int slice, String bank, long amount) {
        Account account = accounts.get(bank);
        if (account == null) {
            account = new Account(slices);
            accounts.put(bank, account);
        }
        account.moved[slice] += amount;
        account.touched.set(slice);
    }

    /** Every leg of the slice was added. */
    void end(int slice) {
        known.set(slice);
    }

    /** Takes each account that has a leg in the slice, with what was on it before. */
    void openings(int slice, BiConsumer<String, Long> each) {
        accounts.forEach(
                (bank, account) -> {
                    if (account.touched.get(slice)) {
                        each.accept(bank, account.opening(slice));
                    }
                });
    }

    int slices() {
        return slices;
    }

    /** What was on the account before the slice. */
    long opening(String bank, int slice) {
        Account account = accounts.get(bank);
        return account == null ? 0 : account.opening(slice);
    }
}
