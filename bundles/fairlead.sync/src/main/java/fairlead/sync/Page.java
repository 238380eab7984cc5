package fairlead.sync;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.Checksum;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Mark;
import fairlead.accounting.api.PackageInfo;
import fairlead.accounting.api.RecordSink;
import fairlead.accounting.api.Reject;
import fairlead.accounting.api.Slice;
import fairlead.accounting.api.SliceState;
import fairlead.accounting.api.SourceRecord;
import fairlead.sync.api.Digest;
import fairlead.sync.api.Entry;
import fairlead.sync.api.Outbox;
import fairlead.sync.api.SliceSum;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One real page of a company: the first slice of each section, as the package reads it now, held
 * against the index (swap rule 21). Rows that are the same as in the last set, made by the same
 * version of the mapping, have to give the same records.
 */
final class Page {
    /** Of so many records of a type one may be wrong. */
    private static final int ONE_OF = 100;

    private final Outbox outbox;
    private final String connectionId;
    private final PackageInfo info;
    private final Map<Slice, SliceSum> settled;
    private final Map<DataType, Integer> compared = new EnumMap<>(DataType.class);
    private final Map<DataType, Integer> different = new EnumMap<>(DataType.class);
    private int read;
    private int entries;
    private int unbalanced;

    Page(Outbox outbox, String connectionId, PackageInfo info) {
        this.outbox = outbox;
        this.connectionId = connectionId;
        this.info = info;
        settled =
                outbox.settledSlices(connectionId).stream()
                        .collect(Collectors.toMap(SliceSum::slice, s -> s));
    }

    /**
     * Reads it.
     *
     * @return what is wrong, in plain words; empty when nothing is
     */
    Optional<String> read(CompanySession session, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        Mark mark = session.mark();
        Set<String> sections = new HashSet<>();
        for (Slice slice : session.plan(mark, info.types()).slices()) {
            if (sections.add(slice.section())) {
                Seen seen = new Seen();
                SliceState state = session.read(slice, mark, seen, checkpoint);
                SliceSum before = settled.get(slice);
                if (before != null && isSame(before.checksum(), state)) {
                    seen.compare(before);
                }
            }
        }
        return wrong();
    }

    /** How many records it had. */
    int size() {
        return read;
    }

    private static boolean isSame(Checksum before, SliceState state) {
        return before.equals(state.checksum());
    }

    private Optional<String> wrong() {
        for (Map.Entry<DataType, Integer> type : different.entrySet()) {
            int of = compared.get(type.getKey());
            if (type.getValue() * ONE_OF > of) {
                return Optional.of(
                        type.getValue()
                                + " of "
                                + of
                                + " "
                                + type.getKey().key()
                                + " came out otherwise than in the last sync, though their rows"
                                + " are the same");
            }
        }
        return unbalanced * ONE_OF > entries
                ? Optional.of(
                        unbalanced
                                + " of "
                                + entries
                                + " journal entries have debits and credits that do not agree")
                : Optional.empty();
    }

    /** What came out of one slice. */
    private final class Seen implements RecordSink {
        private final Map<DataType, Map<String, byte[]>> hashes = new EnumMap<>(DataType.class);
        private static final byte[] REJECTED = {};

        @Override
        public void record(SourceRecord record) {
            read++;
            put(record.type(), record.id(), Digest.hash(record.json()));
            if (record.type() == DataType.JOURNAL_ENTRIES) {
                entries++;
                unbalanced += record.debit().compareTo(record.credit()) == 0 ? 0 : 1;
            }
        }

        @Override
        public void reject(Reject reject) {
            reject.id().ifPresent(id -> put(reject.type(), id, REJECTED));
        }

        private void put(DataType type, String id, byte[] hash) {
            hashes.computeIfAbsent(type, t -> new java.util.HashMap<>()).put(id, hash);
        }

        void compare(SliceSum before) {
            Set<DataType> types = new HashSet<>(hashes.keySet());
            types.addAll(before.named().keySet());
            types.removeIf(
                    t -> outbox.held(connectionId, t).mappingVersion() != info.mappingVersion());
            for (DataType type : types) {
                Map<String, byte[]> now = hashes.getOrDefault(type, Map.of());
                int named = before.named().getOrDefault(type, 0);
                int lost = Math.max(0, named - now.size());
                int other = 0;
                for (Map.Entry<String, byte[]> record : now.entrySet()) {
                    Optional<Entry> known = outbox.settled(connectionId, type, record.getKey());
                    other += known.filter(k -> isLike(k, record.getValue())).isPresent() ? 0 : 1;
                }
                compared.merge(type, Math.max(named, now.size()), Integer::sum);
                different.merge(type, lost + other, Integer::sum);
            }
        }

        private boolean isLike(Entry known, byte[] hash) {
            return known.isKept() ? hash.length == 0 : Arrays.equals(known.hash(), hash);
        }
    }
}
