package fairlead.accounting.sage50;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which split belongs to which header, what each header is called, and who settles whom: all that
 * grows with the ledger. Four bytes a split number, five a header number, eight a pair of headers
 * of which one settles the other; at most sixteen bytes a split where each split takes part in one
 * pair of two (sync rule 2). Rows up to the mark only. A number far off, as of a damaged row, takes
 * one page ({@link Pages}).
 *
 * <p>What belongs together in Sage says so twice: a posting by HEADER_NUMBER and by its split,
 * which has its TRAN_NUMBER (mapping rule 1); a split by HEADER_NUMBER and by its postings. Where
 * one of the two leads nowhere, the other one counts.
 */
final class LedgerMap {
    /** Beside the code of a posting: settles one of no known type, or one that nobody finds. */
    private static final int DOUBTFUL = 0x40;

    /** In place of a code: deleted. */
    private static final int GONE = 0x20;

    /** By split: its header; minus that where one of both is deleted; 0: there is no such split. */
    private final Pages<int[]> headers;

    private final Pages<int[]> documents; // by header: T, or minus its invoice number; 0: not live
    private final Pages<byte[]> postings; // by header: what it is
    private long[] pairs; // settling header in the high half, settled one in the low; sorted
    private final Pairs strays = new Pairs(); // header, and split by which parts of it are found
    private final Set<Posting.Ledger> halved = EnumSet.noneOf(Posting.Ledger.class);

    private LedgerMap(int firstSplit, int firstHeader) {
        this.headers = new Pages<>(firstSplit, () -> new int[Pages.SIZE]);
        this.documents = new Pages<>(firstHeader, () -> new int[Pages.SIZE]);
        this.postings = new Pages<>(firstHeader, () -> new byte[Pages.SIZE]);
        this.pairs = new long[0];
    }

    /** The header of a split; 0 when there is no live one. */
    int header(int split) {
        return Math.max(0, place(split));
    }

    private int place(int split) {
        int[] page = headers.find(split);
        return page == null ? 0 : page[headers.at(split)];
    }

    boolean live(int header) {
        return document(header) != 0;
    }

    /**
     * The header of a row that names one and, by its number, a split: the one that it names, or
     * where there is none, or only a deleted one, that of the split.
     *
     * @return 0 when it is deleted, or nobody can tell
     */
    int owner(int header, int split) {
        return live(header) ? header : header(split);
    }

    private boolean isGone(int header) {
        return (flags(header) & GONE) != 0;
    }

    /** Does a posting without any header lead nowhere, neither to what is deleted? */
    boolean isNobodys(JournalRow row, SageMark mark) {
        boolean counts = row.live() && row.tran <= mark.journal();
        return counts && row.header < 1 && place(row.tran) == 0;
    }

    /**
     * T of a header, the number of its first split: its TRAN_NUMBER, unless that is none of its
     * splits, or a later one, while its own number is one. The two are the same in every published
     * row (mapping rule 1).
     */
    int transaction(HeaderRow row) {
        return isOthers(row.tran, row.number) ? row.number : row.tran;
    }

    /** T of a posting of this header, likewise by TRAN_NUMBER or SPLIT_NUMBER. */
    int transaction(JournalRow row, int header) {
        boolean others = !isOf(row.tran, header) && isOf(row.split, header);
        return others ? row.split : row.tran;
    }

    private boolean isOthers(int tran, int header) {
        boolean later = tran > header && header(header) == header;
        return tran != header && isOf(header, header) && (later || !isOf(tran, header));
    }

    private boolean isOf(int split, int header) {
        return Math.abs(place(split)) == header;
    }

    /** Takes down that a part of a header is found by this split alone. */
    void stray(int header, int split) {
        strays.add(header, split);
    }

    /** By which splits parts of these headers are found that name another one, ascending. */
    int[] strays(long from, long to) {
        return strays.between(from, to);
    }

    boolean hasStrays() {
        return !strays.isEmpty();
    }

    /** The ledgers in which something is settled by nobody knows which credit. */
    Set<Posting.Ledger> halved() {
        return Collections.unmodifiableSet(halved);
    }

    private int document(int header) {
        int[] page = documents.find(header);
        return page == null ? 0 : page[documents.at(header)];
    }

    private int flags(int header) {
        byte[] page = postings.find(header);
        return page == null ? 0 : page[postings.at(header)];
    }

    /** Number of the document from which the header was posted; 0 when there is none. */
    int invoice(int header) {
        return Math.max(0, -document(header));
    }

    /** What a live header is. */
    Posting posting(int header) {
        return Posting.of(flags(header) & ~(DOUBTFUL | GONE));
    }

    /**
     * What records call the header: for a sales document {@code INV-} and the document's number,
     * else {@code TX-} and T (mapping rule 5); for everything else T.
     */
    String id(int header) {
        int document = document(header);
        if (document < 0) {
            return "INV-" + -document;
        }
        Posting posting = posting(header);
        return posting == Posting.SI || posting == Posting.SC
                ? "TX-" + document
                : String.valueOf(document);
    }

    /** The headers that this one settles, ascending; each once. */
    int[] settledBy(int header) {
        int from = lowerBound((long) header << 32);
        int to = from;
        while (to < pairs.length && pairs[to] >>> 32 == header) {
            to++;
        }
        int[] settled = new int[to - from];
        for (int i = 0; i < settled.length; i++) {
            settled[i] = (int) pairs[from + i];
        }
        return settled;
    }

    /** Does this header settle any other? */
    boolean settles(int header) {
        int at = lowerBound((long) header << 32);
        return at < pairs.length && pairs[at] >>> 32 == header;
    }

    /** Does it settle something that is not there, or of which nobody can tell what it is? */
    boolean doubtful(int header) {
        return (flags(header) & DOUBTFUL) != 0;
    }

    private int lowerBound(long pair) {
        int at = Arrays.binarySearch(pairs, pair);
        return at >= 0 ? at : -at - 1;
    }

    /** A hash over what this header is called and over the documents that its note lists. */
    long quote(int header) {
        long sum = name(header);
        for (int at = lowerBound((long) header << 32);
                at < pairs.length && pairs[at] >>> 32 == header;
                at++) {
            sum += name((int) pairs[at]);
        }
        return sum;
    }

    private long name(int header) {
        return RowHash.of(header, RowHash.of(document(header), posting(header).code));
    }

    /** Takes every pair: settling header, settled header. */
    void forEachPair(PairVisitor visitor) {
        for (long pair : pairs) {
            visitor.pair((int) (pair >>> 32), (int) pair);
        }
    }

    @FunctionalInterface
    interface PairVisitor {
        void pair(int settling, int settled);
    }

    /** Does this slice of header numbers hold any live header? */
    boolean any(long from, long to) {
        boolean[] any = {false};
        documents.each(
                from,
                to,
                (first, page) -> {
                    int begin = (int) Math.max(0, from - first);
                    int end = (int) Math.min(Pages.SIZE - 1L, to - first);
                    for (int at = begin; at <= end && !any[0]; at++) {
                        any[0] = page[at] != 0;
                    }
                });
        return any[0];
    }

    /** Takes every header that has a document, with the document's number. */
    void forEachInvoice(PairVisitor visitor) {
        documents.each(
                0,
                Integer.MAX_VALUE,
                (first, page) -> {
                    for (int at = 0; at < page.length; at++) {
                        if (page[at] < 0) {
                            visitor.pair(first + at, -page[at]);
                        }
                    }
                });
    }

    /** What it takes, in bytes. */
    long size() {
        return 4L * headers.size() + 4L * documents.size() + postings.size() + 8L * pairs.length;
    }

    /**
     * Fills a map: first all documents, then all headers, then all splits, then all usages, each in
     * any order.
     */
    static final class Builder {
        private static final int NOBODY = -1;

        private final SageMark mark;
        private long lastSplit = Long.MAX_VALUE; // until the last split
        private final LedgerMap map;
        private long[] keys = new long[64]; // number of a document and a hash of what it must match
        private int[] owners; // by document: the first header that matches
        private int documents;
        private long[] pairs = new long[64];
        private int size;
        private int[] stray = new int[16]; // splits that name no header
        private int strays;
        private int[] found = new int[0]; // by stray split: the header that its postings name

        Builder(SageMark mark, long firstHeader, long firstSplit) {
            this.mark = mark;
            map =
                    new LedgerMap(
                            (int) Math.max(0, Math.min(firstSplit, mark.split())),
                            (int) Math.max(0, Math.min(firstHeader, mark.header())));
        }

        void document(InvoiceRow row) {
            String type = row.posted("SI") ? "SI" : row.posted("SC") ? "SC" : "";
            if (type.isEmpty() || row.number <= 0) {
                return;
            }
            if (documents == keys.length) {
                keys = Arrays.copyOf(keys, documents * 2);
            }
            keys[documents++] = key(row.number, type, row.account, row.gross);
        }

        private static long key(int number, String type, String account, long gross) {
            long match = RowHash.of(RowHash.of(account), RowHash.of(type) + Math.abs(gross));
            return (long) number << 32 | (match & 0xffffffffL);
        }

        void header(HeaderRow row) {
            if (owners == null) {
                keys = Arrays.copyOf(keys, documents);
                Arrays.sort(keys);
                owners = new int[documents];
            }
            if (row.number > mark.header() || row.number < 1) {
                return;
            }
            if (!row.live()) {
                byte[] page = map.postings.make(row.number);
                if (page != null && !map.live(row.number)) {
                    page[map.postings.at(row.number)] = GONE;
                }
                return;
            }
            int[] names = map.documents.make(row.number);
            if (names == null) {
                return;
            }
            names[map.documents.at(row.number)] = row.transaction();
            map.postings.make(row.number)[map.postings.at(row.number)] = (byte) row.posting().code;
            if (row.referenceNumber > 0 && row.posting() == Posting.UNKNOWN) {
                own(row, "SI"); // else the next header that fits would get its number
                own(row, "SC");
            } else if (row.referenceNumber > 0) {
                own(row, row.type);
            }
        }

        private void own(HeaderRow row, String type) {
            long key = key(row.referenceNumber, type, row.account, row.gross);
            int document = Arrays.binarySearch(keys, key);
            if (document >= 0 && (owners[document] == 0 || owners[document] > row.number)) {
                owners[document] = row.number; // the first one has it, others are batch entries
            }
        }

        /** After the last header: those that came from a document are called by its number. */
        void headersEnd() {
            for (int i = 0; owners != null && i < owners.length; i++) {
                if (owners[i] != 0) {
                    int[] names = map.documents.find(owners[i]);
                    names[map.documents.at(owners[i])] = -(int) (keys[i] >>> 32);
                }
            }
        }

        /** The header that has this document; 0 when none has. Known after the last header. */
        int owner(int document) {
            if (owners == null) {
                return 0;
            }
            int at = Arrays.binarySearch(keys, (long) document << 32);
            for (at = at < 0 ? -at - 1 : at;
                    at < keys.length && keys[at] >>> 32 == document;
                    at++) {
                if (owners[at] != 0) {
                    return owners[at];
                }
            }
            return 0;
        }

        /**
         * @return does the split count: live, up to the mark, and of a live header? One without a
         *     number does, but nothing can be allocated to it
         */
        boolean split(SplitRow row) {
            if (row.number > mark.split()) {
                return false;
            }
            boolean counts = row.live() && map.live(row.header);
            if (row.number > 0) {
                boolean isStray = row.live() && !counts && !map.isGone(row.header);
                if (isStray) {
                    stray = strays == stray.length ? Arrays.copyOf(stray, strays * 2) : stray;
                    stray[strays++] = row.number;
                }
                boolean nowhere = isStray && row.header <= mark.header(); // else it may be new
                put(row.number, counts ? row.header : nowhere ? 0 : -Math.max(0, row.header));
            }
            return counts;
        }

        private void put(int split, int header) {
            int[] page = map.headers.make(split);
            if (page != null && page[map.headers.at(split)] <= 0) {
                page[map.headers.at(split)] = header;
            }
        }

        /** After the last split: those that name no header, ascending. */
        int[] strays() {
            stray = Arrays.copyOf(stray, strays);
            Arrays.sort(stray);
            found = new int[strays];
            return stray;
        }

        /** Takes a posting of such a split. */
        void strayLeg(JournalRow row) {
            int at = Arrays.binarySearch(stray, row.tran);
            boolean names = map.live(row.header) || map.isGone(row.header);
            if (at >= 0 && row.live() && names) {
                found[at] = found[at] == 0 || found[at] == row.header ? row.header : NOBODY;
            }
        }

        /**
         * After the last of these: the splits of which all postings name one header are its own.
         * Then also those T are known that are none.
         *
         * @param last the highest number of a split that there is, whatever the mark
         */
        void splitsEnd(long last) {
            lastSplit = last;
            for (int i = 0; i < strays; i++) {
                if (map.live(found[i])) {
                    put(stray[i], found[i]);
                    map.stray(found[i], stray[i]);
                } else if (found[i] > 0) {
                    put(stray[i], -found[i]);
                }
            }
            map.documents.each(
                    0,
                    Integer.MAX_VALUE,
                    (first, page) -> {
                        for (int at = 0; at < page.length; at++) {
                            if (page[at] > 0 && map.isOthers(page[at], first + at)) {
                                page[at] = first + at;
                            }
                        }
                    });
        }

        /** Is there no such split, neither a deleted nor a new one? */
        private boolean isNowhere(int split) {
            return split > mark.split() ? split > lastSplit : map.place(split) == 0;
        }

        /** May this split have come after the mark? */
        boolean isNew(int split) {
            return split > mark.split() && split <= lastSplit;
        }

        /**
         * @return the header that is settled; 0 when the usage does not count
         */
        int usage(UsageRow row) {
            if (!row.live() || row.number > mark.usage()) {
                return 0;
            }
            int settled = map.header(row.settled);
            int settling = map.header(row.settling);
            if (!map.posting(settling).settles(map.posting(settled))) {
                boolean nobodyKnows =
                        isNowhere(row.settled) || map.posting(settled) == Posting.UNKNOWN;
                if (map.posting(settling).settles() && nobodyKnows) {
                    map.postings.find(settling)[map.postings.at(settling)] |= DOUBTFUL;
                }
                if (map.posting(settled).role == Posting.Role.DOCUMENT && isNowhere(row.settling)) {
                    map.halved.add(map.posting(settled).ledger);
                }
                return 0;
            }
            if (size == pairs.length) {
                compact();
                if (size > pairs.length / 2) {
                    pairs = Arrays.copyOf(pairs, pairs.length + pairs.length / 2);
                }
            }
            pairs[size++] = (long) settling << 32 | settled;
            return settled;
        }

        private void compact() {
            Arrays.sort(pairs, 0, size);
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (kept == 0 || pairs[i] != pairs[kept - 1]) {
                    pairs[kept++] = pairs[i];
                }
            }
            size = kept;
        }

        /** After the last usage. */
        LedgerMap build() {
            compact();
            map.pairs = Arrays.copyOf(pairs, size);
            pairs = new long[0];
            return map;
        }

        LedgerMap map() {
            return map;
        }
    }
}
