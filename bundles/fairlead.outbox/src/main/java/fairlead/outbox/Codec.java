package fairlead.outbox;

import fairlead.accounting.api.Checksum;
import fairlead.accounting.api.CompanyPin;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Mark;
import fairlead.accounting.api.Slice;
import fairlead.sync.api.Digest;
import fairlead.sync.api.Entry;
import fairlead.sync.api.Held;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.Mode;
import fairlead.sync.api.OpenSet;
import fairlead.sync.api.Outcome;
import fairlead.sync.api.SettledRead;
import fairlead.sync.api.SliceSum;
import fairlead.sync.api.SyncRequest;
import fairlead.sync.api.SyncStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The bytes of format 1, as the bundle's README has them. Fields follow one another without names;
 * another order, or one more, is another format. Only at the end of a value may something follow
 * that may be missing: whoever does not know it does not read it.
 */
final class Codec {
    private static final int HASH = 32;

    private Codec() {}

    // --- index entries: hash and key, nothing else, since there are a million of them

    static byte[] entry(Entry entry) {
        return ByteBuffer.allocate(HASH + Long.BYTES)
                .put(entry.hash())
                .putLong(entry.key())
                .array();
    }

    static Entry entry(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte[] hash = new byte[HASH];
        buffer.get(hash);
        return new Entry(hash, buffer.getLong());
    }

    // --- slices

    static String key(Slice slice) {
        return slice.section() + "\t" + slice.from() + "\t" + slice.to();
    }

    static byte[] sum(SliceSum sum) {
        return write(
                out -> {
                    out.writeLong(sum.checksum().high());
                    out.writeLong(sum.checksum().low());
                    out.writeInt(sum.named().size());
                    for (var named : sum.named().entrySet()) {
                        out.writeUTF(named.getKey().key());
                        out.writeInt(named.getValue());
                    }
                    if (!sum.oddities().isEmpty()) { // at the end, where a release before stops
                        out.writeInt(sum.oddities().size());
                        for (var oddity : sum.oddities().entrySet()) {
                            out.writeUTF(oddity.getKey());
                            out.writeLong(oddity.getValue());
                        }
                    }
                });
    }

    static SliceSum sum(String key, byte[] bytes) {
        String[] parts = key.split("\t", 3);
        Slice slice = new Slice(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]));
        return read(
                bytes,
                in -> {
                    Checksum checksum = new Checksum(in.readLong(), in.readLong());
                    Map<DataType, Integer> named = new EnumMap<>(DataType.class);
                    for (int left = in.readInt(); left > 0; left--) {
                        named.put(type(in), in.readInt());
                    }
                    Map<String, Long> oddities = new HashMap<>();
                    for (int left = in.available() == 0 ? 0 : in.readInt(); left > 0; left--) {
                        oddities.put(in.readUTF(), in.readLong());
                    }
                    return new SliceSum(slice, checksum, named, oddities);
                });
    }

    // --- requests, what is held, outcomes

    static byte[] request(SyncRequest request) {
        return write(
                out -> {
                    out.writeUTF(request.connectionId());
                    out.writeUTF(request.type().key());
                    out.writeUTF(request.origin().name());
                    instant(out, request.requestedAt());
                });
    }

    static SyncRequest request(String id, byte[] bytes) {
        return read(
                bytes,
                in ->
                        new SyncRequest(
                                id,
                                in.readUTF(),
                                type(in),
                                SyncRequest.Origin.valueOf(in.readUTF()),
                                instant(in)));
    }

    static byte[] held(Held held) {
        return write(
                out -> {
                    optional(out, held.base());
                    out.writeBoolean(held.replace());
                    out.writeUTF(held.digest().toString());
                    out.writeLong(held.records());
                    out.writeLong(held.kept());
                    out.writeInt(held.mappingVersion());
                });
    }

    static Held held(byte[] bytes) {
        return read(
                bytes,
                in ->
                        new Held(
                                optional(in),
                                in.readBoolean(),
                                Digest.of(in.readUTF()),
                                in.readLong(),
                                in.readLong(),
                                in.readInt()));
    }

    static byte[] outcome(Outcome outcome) {
        return write(
                out -> {
                    instant(out, outcome.at());
                    text(out, outcome.message());
                    out.writeBoolean(outcome.lastSuccess().isPresent());
                    instant(out, outcome.lastSuccess().orElse(Instant.EPOCH));
                    out.writeInt(outcome.types().size());
                    for (var type : outcome.types().entrySet()) {
                        out.writeUTF(type.getKey().key());
                        out.writeLong(type.getValue().records());
                        out.writeLong(type.getValue().rejects());
                        out.writeUTF(type.getValue().outcome());
                        text(out, type.getValue().reason());
                    }
                    texts(out, outcome.findings());
                });
    }

    static Outcome outcome(byte[] bytes) {
        return read(
                bytes,
                in -> {
                    Instant at = instant(in);
                    String message = text(in);
                    boolean ever = in.readBoolean();
                    Instant success = instant(in);
                    Map<DataType, SyncStatus.TypeStatus> types = new EnumMap<>(DataType.class);
                    for (int left = in.readInt(); left > 0; left--) {
                        types.put(
                                type(in),
                                new SyncStatus.TypeStatus(
                                        in.readLong(), in.readLong(), in.readUTF(), text(in)));
                    }
                    return new Outcome(
                            at,
                            message,
                            ever ? Optional.of(success) : Optional.empty(),
                            types,
                            texts(in));
                });
    }

    // --- the open set

    static byte[] set(OpenSet set) {
        return write(
                out -> {
                    out.writeUTF(set.setId());
                    out.writeInt(set.mappingVersion());
                    instant(out, set.readFrom());
                    optional(out, set.mark().map(Mark::token));
                    out.writeInt(set.datasets().size());
                    for (var dataset : set.datasets().entrySet()) {
                        out.writeUTF(dataset.getKey().key());
                        dataset(out, dataset.getValue());
                    }
                    out.writeInt(set.omitted().size());
                    for (var omitted : set.omitted().entrySet()) {
                        out.writeUTF(omitted.getKey().key());
                        text(out, omitted.getValue());
                    }
                    out.writeInt(set.withoutId().size());
                    for (DataType type : set.withoutId()) {
                        out.writeUTF(type.key());
                    }
                    out.writeBoolean(set.closed().isPresent());
                    if (set.closed().isPresent()) {
                        OpenSet.Closed closed = set.closed().get();
                        instant(out, closed.readTo());
                        out.writeBoolean(closed.moving());
                        texts(out, closed.requestIds());
                        texts(out, closed.findings());
                    }
                    out.writeBoolean(set.complete());
                });
    }

    static OpenSet set(byte[] bytes) {
        return read(
                bytes,
                in -> {
                    String id = in.readUTF();
                    int mappingVersion = in.readInt();
                    Instant readFrom = instant(in);
                    Optional<Mark> mark = optional(in).map(Mark::new);
                    Map<DataType, OpenSet.Dataset> datasets = new EnumMap<>(DataType.class);
                    for (int left = in.readInt(); left > 0; left--) {
                        datasets.put(type(in), dataset(in));
                    }
                    Map<DataType, String> omitted = new EnumMap<>(DataType.class);
                    for (int left = in.readInt(); left > 0; left--) {
                        omitted.put(type(in), text(in));
                    }
                    EnumSet<DataType> withoutId = EnumSet.noneOf(DataType.class);
                    for (int left = in.readInt(); left > 0; left--) {
                        withoutId.add(type(in));
                    }
                    Optional<OpenSet.Closed> closed =
                            in.readBoolean()
                                    ? Optional.of(
                                            new OpenSet.Closed(
                                                    instant(in),
                                                    in.readBoolean(),
                                                    texts(in),
                                                    texts(in)))
                                    : Optional.empty();
                    return new OpenSet(
                            id,
                            mappingVersion,
                            readFrom,
                            mark,
                            datasets,
                            omitted,
                            withoutId,
                            closed,
                            in.available() == 0 || in.readBoolean()); // at first every one was
                });
    }

    static byte[] settledRead(SettledRead read) {
        return write(
                out -> {
                    instant(out, read.completeFrom());
                    out.writeInt(read.mappingVersion());
                    out.writeInt(read.types().size());
                    for (DataType type : read.types()) {
                        out.writeUTF(type.key());
                    }
                });
    }

    static SettledRead settledRead(byte[] bytes) {
        return read(
                bytes,
                in -> {
                    Instant completeFrom = instant(in);
                    int mappingVersion = in.readInt();
                    EnumSet<DataType> types = EnumSet.noneOf(DataType.class);
                    for (int left = in.readInt(); left > 0; left--) {
                        types.add(type(in));
                    }
                    return new SettledRead(completeFrom, types, mappingVersion);
                });
    }

    private static void dataset(DataOutputStream out, OpenSet.Dataset dataset) throws IOException {
        out.writeUTF(dataset.datasetId());
        optional(out, dataset.base());
        out.writeUTF(dataset.mode().name());
        out.writeInt(dataset.chunks());
        out.writeUTF(dataset.chunksSha256());
        out.writeLong(dataset.upserts());
        out.writeLong(dataset.deletes());
        out.writeLong(dataset.keeps());
        out.writeUTF(dataset.debits().toString());
        out.writeUTF(dataset.credits().toString());
        out.writeUTF(dataset.digest().toString());
        out.writeLong(dataset.records());
        out.writeLong(dataset.kept());
    }

    private static OpenSet.Dataset dataset(DataInputStream in) throws IOException {
        return new OpenSet.Dataset(
                in.readUTF(),
                optional(in),
                Mode.valueOf(in.readUTF()),
                in.readInt(),
                in.readUTF(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                new BigDecimal(in.readUTF()),
                new BigDecimal(in.readUTF()),
                Digest.of(in.readUTF()),
                in.readLong(),
                in.readLong());
    }

    static byte[] chunk(ChunkRow chunk) {
        return write(
                out -> {
                    out.writeUTF(chunk.type().key());
                    out.writeUTF(chunk.datasetId());
                    out.writeInt(chunk.number());
                    out.writeLong(chunk.length());
                    out.writeUTF(chunk.sha256());
                    out.writeBoolean(chunk.taken());
                });
    }

    static ChunkRow chunk(byte[] bytes) {
        return read(
                bytes,
                in ->
                        new ChunkRow(
                                type(in),
                                in.readUTF(),
                                in.readInt(),
                                in.readLong(),
                                in.readUTF(),
                                in.readBoolean()));
    }

    // --- linked companies

    static byte[] company(LinkedCompany company) {
        return write(
                out -> {
                    out.writeUTF(company.companyId());
                    out.writeUTF(company.companyName());
                    out.writeUTF(company.packageKey());
                    out.writeUTF(company.location());
                    out.writeUTF(company.user());
                    optional(out, company.pin().id());
                    out.writeUTF(company.pin().name());
                    out.writeUTF(company.pin().baseCurrency());
                    instant(out, company.linkedAt());
                    out.writeUTF(company.state().name());
                    text(out, company.stateReason());
                });
    }

    static LinkedCompany company(String connectionId, byte[] bytes) {
        return read(
                bytes,
                in ->
                        new LinkedCompany(
                                connectionId,
                                in.readUTF(),
                                in.readUTF(),
                                in.readUTF(),
                                in.readUTF(),
                                in.readUTF(),
                                new CompanyPin(optional(in), in.readUTF(), in.readUTF()),
                                instant(in),
                                LinkedCompany.State.valueOf(in.readUTF()),
                                text(in)));
    }

    // --- parts

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    private static byte[] write(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] bytes, Reading<T> reading) {
        try {
            return reading.from(new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException("an entry of the outbox is cut short", e);
        }
    }

    private static DataType type(DataInputStream in) throws IOException {
        String key = in.readUTF();
        return DataType.ofKey(key).orElseThrow(() -> new IOException("unknown data type " + key));
    }

    private static void instant(DataOutputStream out, Instant instant) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    private static Instant instant(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    private static void optional(DataOutputStream out, Optional<String> value) throws IOException {
        out.writeBoolean(value.isPresent());
        out.writeUTF(value.orElse(""));
    }

    private static Optional<String> optional(DataInputStream in) throws IOException {
        boolean present = in.readBoolean();
        String value = in.readUTF();
        return present ? Optional.of(value) : Optional.empty();
    }

    /** Texts for people may be longer than writeUTF takes. */
    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static void texts(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            text(out, text);
        }
    }

    private static List<String> texts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            texts.add(text(in));
        }
        return texts;
    }
}
