package fairlead.accounting.sage50;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Mark;
import fairlead.accounting.api.Plan;
import fairlead.accounting.api.RecordSink;
import fairlead.accounting.api.Reject;
import fairlead.accounting.api.Slice;
import fairlead.accounting.api.SliceState;
import fairlead.accounting.api.SourceRecord;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A whole company as a session gives it. */
final class Read implements RecordSink {
    static final Checkpoint GO = () -> {};

    final Map<DataType, Map<String, SourceRecord>> records = new EnumMap<>(DataType.class);
    final List<String> torn = new ArrayList<>();
    final List<Reject> rejects = new ArrayList<>();
    final Map<Slice, SliceState> states = new LinkedHashMap<>();
    final Map<Slice, Map<String, String>> contents = new LinkedHashMap<>();
    Mark mark;
    Plan plan;
    private Map<String, String> content;

    static Read all(CompanySession session) throws AccountingException, InterruptedException {
        Read read = new Read();
        read.mark = session.mark();
        read.plan = session.plan(read.mark, EnumSet.allOf(DataType.class));
        for (Slice slice : read.plan.slices()) {
            read.slice(session, slice, read.mark);
        }
        return read;
    }

    void slice(CompanySession session, Slice slice, Mark mark)
            throws AccountingException, InterruptedException {
        content = new TreeMap<>();
        contents.put(slice, content);
        states.put(slice, session.read(slice, mark, this, GO));
    }

    @Override
    public void record(SourceRecord record) {
        content.put(
                record.type() + " " + record.id(),
                new String(record.json(), StandardCharsets.UTF_8));
        SourceRecord twin =
                records.computeIfAbsent(record.type(), t -> new TreeMap<>())
                        .put(record.id(), record);
        if (twin != null) {
            throw new AssertionError("twice: " + record.type() + " " + record.id());
        }
    }

    @Override
    public void torn(SourceRecord record) {
        torn.add(record.type() + " " + record.id());
        record(record);
    }

    @Override
    public void reject(Reject reject) {
        content.put(reject.type() + " " + reject.key(), reject.field());
        rejects.add(reject);
    }

    /** What was odd in any slice, added up. */
    Map<String, Long> oddities() {
        Oddities all = new Oddities();
        states.values().forEach(state -> state.oddities().forEach(all::add));
        return all.counted();
    }

    Map<String, SourceRecord> of(DataType type) {
        return records.getOrDefault(type, Map.of());
    }

    String json(DataType type, String id) {
        return new String(of(type).get(id).json(), StandardCharsets.UTF_8);
    }

    BigDecimal debits(DataType type) {
        return of(type).values().stream()
                .map(SourceRecord::debit)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    BigDecimal credits(DataType type) {
        return of(type).values().stream()
                .map(SourceRecord::credit)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
