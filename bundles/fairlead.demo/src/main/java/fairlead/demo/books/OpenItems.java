package fairlead.demo.books;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Postings of which something is open, some hundred of each kind. */
final class OpenItems {
    private static final int KEPT = 600;

    final List<Header> sales = new ArrayList<>();
    final List<Header> purchases = new ArrayList<>();
    final List<Header> onAccount = new ArrayList<>();
    final List<Header> credits = new ArrayList<>();
    private final SplittableRandom random;

    OpenItems(SplittableRandom random) {
        this.random = random;
    }

    /** The documents of customers, or those of suppliers. */
    List<Header> of(boolean sale) {
        return sale ? sales : purchases;
    }

    void keep(List<Header> list, Header header) {
        if (list.size() < KEPT) {
            list.add(header);
        } else {
            list.set(random.nextInt(KEPT), header);
        }
    }

    /**
     * Some open posting of the list that can still be touched, taken off it; null if there is none.
     */
    Header take(List<Header> list) {
        while (!list.isEmpty()) {
            int at = random.nextInt(list.size());
            Header header = list.get(at);
            list.set(at, list.get(list.size() - 1));
            list.remove(list.size() - 1);
            if (header.open() && !header.gone) {
                return header;
            }
        }
        return null;
    }

    /** Forgets what is open: somebody else has changed the books. */
    void forget() {
        sales.clear();
        purchases.clear();
        onAccount.clear();
        credits.clear();
    }
}
