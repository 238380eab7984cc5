package fairlead.sync;

import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.CompanyCheck;
import fairlead.accounting.api.DataType;
import fairlead.sync.api.ChunkUpload;
import fairlead.sync.api.Digest;
import fairlead.sync.api.LinkException;
import fairlead.sync.api.Mode;
import fairlead.sync.api.SetAnswer;
import fairlead.sync.api.SetEnd;
import fairlead.sync.api.Transport;
import fairlead.sync.api.TransportStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * The platform's half of the rules (22 to 24, 26), in memory: what it answers is durable at once.
 * Bytes are read from the very file that the agent keeps.
 */
class FakePlatform implements Transport {
    /** A record as readers see it; {@code json} is null for a kept one that never was good. */
    record Seen(String json, boolean stale) {}

    /** A set. */
    static final class TheirSet {
        String state = "Open";
        final Map<String, TreeMap<Integer, byte[]>> chunks = new HashMap<>();
        String end = "";
        Map<DataType, Digest> digests = Map.of();

        TheirSet copy() {
            TheirSet copy = new TheirSet();
            copy.state = state;
            chunks.forEach((id, map) -> copy.chunks.put(id, new TreeMap<>(map)));
            copy.end = end;
            copy.digests = digests;
            return copy;
        }
    }

    /** All that a backup of it holds. */
    static final class Disk {
        final Map<String, TheirSet> sets = new HashMap<>();
        final Map<DataType, String> bases = new EnumMap<>(DataType.class);
        Map<DataType, Map<String, Seen>> visible = new EnumMap<>(DataType.class);
        Set<String> looked = new HashSet<>();

        Disk copy() {
            Disk copy = new Disk();
            sets.forEach((id, set) -> copy.sets.put(id, set.copy()));
            copy.bases.putAll(bases);
            visible.forEach((type, map) -> copy.visible.put(type, new TreeMap<>(map)));
            copy.looked = new HashSet<>(looked);
            return copy;
        }
    }

    Disk disk = new Disk();
    int unusualRecords = 1;
    int unusualPercent = 25;
    int chunksTaken;
    long bytesTaken;
    final List<SetEnd> ends = new ArrayList<>();
    final List<RequestProgress> reports = new ArrayList<>();
    final List<String> linked = new ArrayList<>();
    final List<String> diagnostics = new ArrayList<>();

    /** What the network does with a call: by default, nothing. */
    Network network = call -> call.get();

    /** Told of each commit: the set's end, and what was visible before it. */
    Committing committing = (end, before) -> {};

    /** Does it add up the amounts of the records? It knows the fake ledger's only. */
    boolean addsUp = true;

    /** Why it links nothing; empty: it does. */
    Optional<LinkException> refusal = Optional.empty();

    /** It hears no reports. */
    boolean deaf;

    /** The kill point of the real transport, after the bytes of an end have left. */
    Runnable endSent = () -> {};

    interface Network {
        SetAnswer carry(Call call);
    }

    interface Call {
        SetAnswer get();
    }

    interface Committing {
        void committed(SetEnd end, Map<DataType, Map<String, Seen>> before);
    }

    // --- rules 22 to 24

    @Override
    public SetAnswer send(ChunkUpload chunk, Checkpoint checkpoint) throws InterruptedException {
        checkpoint.check();
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(chunk.payload());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!HexFormat.of().formatHex(Digest.hash(bytes)).equals(chunk.sha256())) {
            throw new AssertionError("the payload of " + chunk + " is damaged");
        }
        return network.carry(() -> take(chunk, bytes));
    }

    private SetAnswer take(ChunkUpload chunk, byte[] bytes) {
        TheirSet set = disk.sets.computeIfAbsent(chunk.setId(), id -> new TheirSet());
        if (set.state.equals("Committed")) {
            return new SetAnswer.Committed(Map.of());
        }
        if (!set.state.equals("Open")) {
            return over(set);
        }
        TreeMap<Integer, byte[]> chunks =
                set.chunks.computeIfAbsent(chunk.datasetId(), id -> new TreeMap<>());
        byte[] there = chunks.get(chunk.number());
        if (there != null && !java.util.Arrays.equals(there, bytes)) {
            return new SetAnswer.Conflict("Other bytes.");
        }
        chunks.put(chunk.number(), bytes);
        chunksTaken++;
        bytesTaken += bytes.length;
        return new SetAnswer.Taken();
    }

    private static SetAnswer over(TheirSet set) {
        return set.state.equals("Aborted")
                ? new SetAnswer.Aborted("It was aborted.")
                : new SetAnswer.Rejected("It was rejected.");
    }

    @Override
    public SetAnswer end(SetEnd end, Checkpoint checkpoint) throws InterruptedException {
        checkpoint.check();
        SetAnswer answer = network.carry(() -> commit(end));
        endSent.run(); // as the transport reaches it: nobody knows yet what became of it
        return answer;
    }

    private SetAnswer commit(SetEnd end) {
        ends.add(end);
        TheirSet set = disk.sets.computeIfAbsent(end.setId(), id -> new TheirSet());
        if (set.state.equals("Committed")) {
            return set.end.equals(content(end))
                    ? new SetAnswer.Committed(set.digests)
                    : new SetAnswer.Conflict("Another end.");
        }
        if (!set.state.equals("Open")) {
            return over(set);
        }
        Map<String, Set<Integer>> missing = new HashMap<>();
        for (SetEnd.DatasetEnd part : end.datasets()) {
            TreeMap<Integer, byte[]> chunks =
                    set.chunks.getOrDefault(part.datasetId(), new TreeMap<>());
            for (int k = 0; k < part.chunks(); k++) {
                if (!chunks.containsKey(k)) {
                    missing.computeIfAbsent(part.datasetId(), d -> new HashSet<>()).add(k);
                }
            }
        }
        if (!missing.isEmpty()) {
            return new SetAnswer.Missing(missing);
        }
        for (SetEnd.DatasetEnd part : end.datasets()) {
            if (!hash(set.chunks.getOrDefault(part.datasetId(), new TreeMap<>()))
                    .equals(part.chunksSha256())) {
                return new SetAnswer.Conflict("Other chunks.");
            }
        }
        Map<DataType, Optional<String>> bases = new EnumMap<>(DataType.class);
        boolean mismatch = false;
        for (SetEnd.DatasetEnd part : end.datasets()) {
            Optional<String> base = Optional.ofNullable(disk.bases.get(part.type()));
            bases.put(part.type(), base);
            mismatch |= !base.equals(part.base());
        }
        if (mismatch) {
            return new SetAnswer.BaseMismatch(bases, "Another base.");
        }
        Map<DataType, Map<String, Seen>> after = new EnumMap<>(DataType.class);
        after.putAll(disk.visible);
        for (SetEnd.DatasetEnd part : end.datasets()) {
            after.put(
                    part.type(),
                    apply(part, set.chunks.getOrDefault(part.datasetId(), new TreeMap<>())));
        }
        Set<String> lost = new HashSet<>();
        for (SetEnd.DatasetEnd part : end.datasets()) {
            if (part.mode() == Mode.REPLACE) {
                Set<String> before =
                        new HashSet<>(
                                disk.visible.getOrDefault(part.type(), new TreeMap<>()).keySet());
                int of = before.size();
                before.removeAll(after.get(part.type()).keySet());
                if (before.size() > unusualRecords && before.size() * 100 > of * unusualPercent) {
                    before.forEach(id -> lost.add(part.type().key() + " " + id));
                }
            }
        }
        if (!disk.looked.containsAll(lost)) {
            disk.looked = lost;
            set.state = "Rejected";
            set.chunks.clear();
            return new SetAnswer.LooksWrong("A lot is missing.");
        }
        Map<DataType, Digest> digests = new EnumMap<>(DataType.class);
        for (SetEnd.DatasetEnd part : end.datasets()) {
            Digest digest = digest(after.get(part.type()));
            digests.put(part.type(), digest);
            if (part.digest().isPresent() && !part.digest().get().equals(digest)) {
                return new SetAnswer.BaseMismatch(
                        bases, "Another digest of " + part.type().key() + ".");
            }
        }
        disk.looked = new HashSet<>();
        Map<DataType, Map<String, Seen>> before = disk.visible;
        disk.visible = after;
        end.datasets().forEach(part -> disk.bases.put(part.type(), part.datasetId()));
        set.state = "Committed";
        set.end = content(end);
        set.digests = digests;
        set.chunks.clear();
        committing.committed(end, before);
        return new SetAnswer.Committed(digests);
    }

    private static String content(SetEnd end) {
        return end.datasets().stream()
                .map(part -> part.datasetId() + part.chunksSha256() + part.mode())
                .sorted()
                .toList()
                .toString();
    }

    private static String hash(Map<Integer, byte[]> chunks) {
        byte[] all = new byte[chunks.size() * 32];
        int k = 0;
        for (byte[] chunk : chunks.values()) {
            System.arraycopy(Digest.hash(chunk), 0, all, 32 * k++, 32);
        }
        return HexFormat.of().formatHex(Digest.hash(all));
    }

    static Digest digest(Map<String, Seen> seen) {
        Digest digest = Digest.EMPTY;
        for (var entry : seen.entrySet()) {
            digest =
                    digest.plus(
                            entry.getKey(),
                            entry.getValue().stale()
                                    ? Digest.kept()
                                    : Digest.hash(
                                            entry.getValue()
                                                    .json()
                                                    .getBytes(StandardCharsets.UTF_8)));
        }
        return digest;
    }

    private static final Pattern AMOUNT =
            Pattern.compile("\"(totalAmount|netAmount)\":(-?[0-9.]+)");

    private Map<String, Seen> apply(SetEnd.DatasetEnd part, Map<Integer, byte[]> chunks) {
        Map<String, Seen> old = disk.visible.getOrDefault(part.type(), new TreeMap<>());
        Map<String, Seen> seen = part.mode() == Mode.REPLACE ? new TreeMap<>() : new TreeMap<>(old);
        if (part.mode() == Mode.MERGE) {
            seen.replaceAll((id, record) -> new Seen(record.json(), true));
        }
        long upserts = 0;
        long deletes = 0;
        long keeps = 0;
        BigDecimal debits = BigDecimal.ZERO;
        BigDecimal credits = BigDecimal.ZERO;
        for (byte[] chunk : chunks.values()) {
            for (String[] line : lines(chunk)) {
                String id = line[1].substring(1, line[1].length() - 1);
                switch (line[0]) {
                    case "U" -> {
                        upserts++;
                        seen.put(id, new Seen(line[2], false));
                        Matcher matcher = AMOUNT.matcher(line[2]);
                        while (matcher.find()) {
                            BigDecimal amount = new BigDecimal(matcher.group(2));
                            boolean credit =
                                    matcher.group(1).equals("netAmount") && amount.signum() < 0;
                            debits = credit ? debits : debits.add(amount);
                            credits = credit ? credits.subtract(amount) : credits;
                        }
                    }
                    case "D" -> {
                        deletes++;
                        seen.remove(id);
                    }
                    case "K" -> {
                        keeps++;
                        Seen last = seen.getOrDefault(id, old.get(id));
                        seen.put(id, new Seen(last == null ? null : last.json(), true));
                    }
                    default -> throw new AssertionError(line[0]);
                }
            }
        }
        boolean agree =
                !addsUp
                        || (debits.compareTo(part.debits()) == 0
                                && credits.compareTo(part.credits()) == 0);
        if (upserts != part.upserts()
                || deletes != part.deletes()
                || keeps != part.keeps()
                || !agree) {
            throw new AssertionError(
                    "rule 26: control totals of " + part + " are " + debits + " " + credits);
        }
        return seen;
    }

    static List<String[]> lines(byte[] chunk) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(chunk))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (!text.endsWith("\n")) {
                throw new AssertionError("the last line has no end");
            }
            return text.lines().map(line -> line.split("\t", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public SetAnswer ask(String connectionId, String setId, Checkpoint checkpoint)
            throws InterruptedException {
        checkpoint.check();
        return network.carry(
                () -> {
                    TheirSet set = disk.sets.get(setId);
                    if (set == null) {
                        return new SetAnswer.Unknown();
                    }
                    return switch (set.state) {
                        case "Committed" -> new SetAnswer.Committed(set.digests);
                        case "Aborted" -> new SetAnswer.Aborted("It was aborted.");
                        case "Rejected" -> new SetAnswer.Rejected("It was rejected.");
                        default -> {
                            Map<String, Set<Integer>> taken = new HashMap<>();
                            set.chunks.forEach(
                                    (id, chunks) -> taken.put(id, Set.copyOf(chunks.keySet())));
                            yield new SetAnswer.Open(taken);
                        }
                    };
                });
    }

    // --- the rest of the line

    @Override
    public Registration register(String licenseKey, Checkpoint checkpoint) {
        return new Registration("c-" + licenseKey, licenseKey, "Company " + licenseKey);
    }

    @Override
    public void linked(
            String connectionId,
            String packageKey,
            String platformKey,
            CompanyCheck check,
            Checkpoint checkpoint)
            throws LinkException {
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        linked.add(connectionId);
    }

    @Override
    public boolean diagnostics(
            String connectionId, String orderId, String report, Checkpoint checkpoint) {
        diagnostics.add(orderId + " of " + connectionId + ": " + report);
        return !deaf;
    }

    @Override
    public void unlink(String connectionId, Checkpoint checkpoint) throws LinkException {
        if (deaf) {
            throw new LinkException(
                    LinkException.Reason.PLATFORM_UNREACHABLE, "The platform does not answer.");
        }
        linked.remove(connectionId);
    }

    @Override
    public boolean report(
            String connectionId, List<RequestProgress> progress, Checkpoint checkpoint) {
        if (!deaf) {
            reports.addAll(progress);
        }
        return !deaf;
    }

    @Override
    public TransportStatus status() {
        return new TransportStatus("fake", Optional.empty(), true, Optional.empty(), "");
    }

    static SetAnswer lost() {
        return new SetAnswer.RetryAfter(Duration.ofMillis(1), "Nobody answers.");
    }
}
