package fairlead.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.accounting.api.Checksum;
import fairlead.accounting.api.CompanyPin;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Mark;
import fairlead.accounting.api.Slice;
import fairlead.sync.api.Append;
import fairlead.sync.api.ChunkUpload;
import fairlead.sync.api.Digest;
import fairlead.sync.api.Entry;
import fairlead.sync.api.Held;
import fairlead.sync.api.Known;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.OpenSet;
import fairlead.sync.api.Outcome;
import fairlead.sync.api.SliceSum;
import fairlead.sync.api.SyncRequest;
import fairlead.sync.api.SyncStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.StringDataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceException;

class FileOutboxTest {
    private static final String C = "c-1";
    private static final DataType INV = DataType.INVOICES;
    private static final Instant NOW = Instant.parse("2026-11-24T21:00:00Z");

    @TempDir Path data;
    private final ForgetfulDisk disk = new ForgetfulDisk();
    private Consumer<String> killPoint = point -> {};
    private FileOutbox outbox;

    @BeforeEach
    void start() {
        outbox = TestOutbox.on(data, disk, Clock.systemUTC(), point -> killPoint.accept(point));
    }

    @AfterEach
    void kill() {
        outbox.abandon();
    }

    private void killAndStart() {
        outbox.abandon();
        start();
    }

    private void cutAndStart() {
        outbox.abandon();
        disk.cut();
        start();
    }

    private OpenSet set(String id) {
        Map<DataType, OpenSet.Dataset> datasets = new EnumMap<>(DataType.class);
        datasets.put(INV, OpenSet.Dataset.onto("d-" + id, outbox.held(C, INV)));
        return new OpenSet(
                id,
                7,
                NOW,
                Optional.of(new Mark("m")),
                datasets,
                Map.of(DataType.ITEMS, "no table"),
                Set.of(INV),
                Optional.empty(),
                true);
    }

    private static Entry entry(int content, long key) {
        return new Entry(Digest.hash(new byte[] {(byte) content}), key);
    }

    /** One chunk that leaves these ids with this content, or takes them back (content 0). */
    private void append(OpenSet set, int number, int content, String... ids) {
        OpenSet.Dataset old = set.datasets().get(INV);
        List<Append.Change> changes = new ArrayList<>();
        for (String id : ids) {
            changes.add(
                    new Append.Change(
                            INV,
                            id,
                            content == 0
                                    ? Optional.empty()
                                    : Optional.of(entry(content, id.hashCode()))));
        }
        OpenSet.Dataset dataset =
                new OpenSet.Dataset(
                        old.datasetId(),
                        old.base(),
                        old.mode(),
                        number + 1,
                        "",
                        ids.length,
                        0,
                        0,
                        old.debits(),
                        old.credits(),
                        old.digest(),
                        ids.length,
                        0);
        byte[] payload = ("payload " + number).getBytes(StandardCharsets.UTF_8);
        outbox.append(
                C,
                new Append(
                        set.with(Map.of(INV, dataset), Set.of()),
                        List.of(
                                new Append.NewChunk(
                                        INV,
                                        number,
                                        payload,
                                        HexFormat.of().formatHex(Digest.hash(payload)))),
                        changes,
                        List.of(
                                new SliceSum(
                                        new Slice("ledger", number, number),
                                        new Checksum(1, number),
                                        Map.of(INV, ids.length)))));
    }

    private void settle(OpenSet set, Set<DataType> forget) {
        outbox.close(
                C,
                outbox.openSet(C)
                        .orElseThrow()
                        .close(new OpenSet.Closed(NOW, false, List.of("r"), List.of("f"))));
        outbox.settle(
                C, forget, new Outcome(NOW, set.setId(), Optional.of(NOW), Map.of(), List.of()));
        while (outbox.fold(C)) {}
    }

    private List<Path> payloads() {
        Path chunks = data.resolve("companies").resolve(C).resolve("chunks");
        if (!Files.exists(chunks)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(chunks)) {
            return files.map(Path::getFileName).sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static SyncRequest request(String id) {
        return new SyncRequest(id, C, INV, SyncRequest.Origin.PLATFORM, NOW);
    }

    // --- sync rule 14

    @Test
    @DisplayName("sync rule 14: what was appended is there after a power cut, byte for byte")
    void rule14AnAppendSurvivesAPowerCut() throws IOException {
        OpenSet set = set("s");
        outbox.begin(C, set);
        append(set, 0, 1, "a", "b");
        cutAndStart();
        ChunkUpload chunk = outbox.firstUnsent(C).orElseThrow();
        assertThat(Files.readString(chunk.payload())).isEqualTo("payload 0");
        assertThat(chunk.datasetId()).isEqualTo("d-s");
        assertThat(outbox.find(C, INV, "a").orElseThrow().sameAs(entry(1, "a".hashCode())))
                .isTrue();
        assertThat(outbox.slices(C)).hasSize(1);
        assertThat(outbox.openSet(C).orElseThrow().mark()).contains(new Mark("m"));
    }

    @Test
    @DisplayName("sync rule 14: the payload is durable before the store names it")
    void rule14ThePayloadComesFirst() {
        OpenSet set = set("s");
        outbox.begin(C, set);
        killPoint =
                point -> {
                    if (point.equals("chunk-file-written")) {
                        assertThat(payloads()).hasSize(1);
                        throw new IllegalStateException("killed");
                    }
                };
        assertThatThrownBy(() -> append(set, 0, 1, "a")).hasMessage("killed");
        killPoint = point -> {};
        assertThat(outbox.firstUnsent(C)).isEmpty();
    }

    @Test
    @DisplayName(
            "sync rule 14: a kill between payload and store leaves an orphan; a start removes it")
    void rule14AnOrphanIsRemoved() {
        OpenSet set = set("s");
        outbox.begin(C, set);
        append(set, 0, 1, "a");
        killPoint =
                point -> {
                    if (point.equals("chunk-file-written")) {
                        throw new IllegalStateException("killed");
                    }
                };
        assertThatThrownBy(() -> append(set, 1, 1, "b")).hasMessage("killed");
        killPoint = point -> {};
        assertThat(payloads()).hasSize(2);
        killAndStart();
        assertThat(outbox.firstUnsent(C)).isPresent();
        assertThat(payloads()).hasSize(1);
        assertThat(outbox.find(C, INV, "b")).isEmpty();
    }

    @Test
    @DisplayName("sync rule 14: a taken chunk's file goes only after the store says taken")
    void rule14TheFileGoesAfterTaken() {
        OpenSet set = set("s");
        outbox.begin(C, set);
        append(set, 0, 1, "a");
        append(set, 1, 1, "b");
        outbox.taken(C, outbox.firstUnsent(C).orElseThrow());
        assertThat(payloads()).hasSize(1);
        cutAndStart();
        assertThat(outbox.firstUnsent(C).orElseThrow().number()).isEqualTo(1);
        assertThat(outbox.takenChunks(C)).containsEntry("d-s", Set.of(0));
        assertThat(payloads()).hasSize(1); // the deletion was not synced, and is done again
        assertThat(outbox.unsentBytes(C)).isEqualTo("payload 1".length());
    }

    @Test
    @DisplayName("sync rule 15: a later change of an id wins, and a base id can be taken back")
    void rule15LaterChangesWin() {
        OpenSet first = set("s1");
        outbox.begin(C, first);
        append(first, 0, 1, "a", "b", "c");
        append(outbox.openSet(C).orElseThrow(), 1, 2, "b");
        append(outbox.openSet(C).orElseThrow(), 2, 0, "c");
        settle(first, Set.of());
        OpenSet second = set("s2");
        outbox.begin(C, second);
        assertThat(outbox.entries(C, INV, "")).extracting(Known::id).containsExactly("a", "b");
        assertThat(outbox.find(C, INV, "b").orElseThrow().sameAs(entry(2, "b".hashCode())))
                .isTrue();
        append(second, 0, 0, "a");
        append(outbox.openSet(C).orElseThrow(), 1, 3, "d");
        assertThat(outbox.find(C, INV, "a")).isEmpty();
        assertThat(outbox.entries(C, INV, ""))
                .extracting(known -> known.id() + known.inBase())
                .containsExactly("btrue", "dfalse");
        assertThat(outbox.entries(C, INV, "b")).extracting(Known::id).containsExactly("d");
        settle(second, Set.of());
        outbox.begin(C, set("s3"));
        assertThat(outbox.entries(C, INV, "")).extracting(Known::id).containsExactly("b", "d");
    }

    @Test
    @DisplayName("sync rule 16: one set is open per connection")
    void rule16OneOpenSet() {
        outbox.begin(C, set("s"));
        assertThatThrownBy(() -> outbox.begin(C, set("t"))).hasMessageContaining("still open");
    }

    @Test
    @DisplayName("sync rule 17: a closed set is never appended to, also after a power cut")
    void rule17ClosedIsClosed() {
        OpenSet set = set("s");
        outbox.begin(C, set);
        append(set, 0, 1, "a");
        OpenSet closed =
                outbox.close(
                        C,
                        outbox.openSet(C)
                                .orElseThrow()
                                .close(new OpenSet.Closed(NOW, false, List.of(), List.of())));
        String expected =
                HexFormat.of()
                        .formatHex(
                                Digest.hash(
                                        Digest.hash("payload 0".getBytes(StandardCharsets.UTF_8))));
        assertThat(closed.datasets().get(INV).chunksSha256()).isEqualTo(expected);
        cutAndStart();
        assertThat(outbox.openSet(C)).contains(closed);
        assertThatThrownBy(() -> append(closed, 1, 1, "b")).hasMessageContaining("closed");
        assertThat(outbox.find(C, INV, "b")).isEmpty();
    }

    @Test
    @DisplayName("sync rule 19: to drop is to drop the whole set, durably; requests stay")
    void rule19DropsTheWholeSet() {
        OpenSet set = set("s");
        outbox.addRequests(C, List.of(request("r")));
        outbox.begin(C, set);
        append(set, 0, 1, "a");
        outbox.drop(C);
        cutAndStart();
        assertThat(outbox.openSet(C)).isEmpty();
        assertThat(outbox.firstUnsent(C)).isEmpty();
        assertThat(outbox.slices(C)).isEmpty();
        assertThat(payloads()).isEmpty();
        assertThat(outbox.requests(C)).containsExactly(request("r"));
        assertThat(outbox.held(C, INV)).isEqualTo(Held.NOTHING);
        OpenSet next = set("t");
        outbox.begin(C, next);
        assertThat(outbox.find(C, INV, "a")).isEmpty();
    }

    @Test
    @DisplayName("sync rule 20: index, checksums, bases and requests move in one durable step")
    void rule20SettlesInOneStep() {
        OpenSet set = set("s");
        outbox.addRequests(C, List.of(request("r"), request("later")));
        outbox.addMissed(C, INV, List.of("x"));
        outbox.begin(C, set);
        append(set, 0, 1, "a");
        settle(set, Set.of());
        cutAndStart();
        Held held = outbox.held(C, INV);
        assertThat(held.base()).contains("d-s");
        assertThat(held.replace()).isFalse();
        assertThat(held.mappingVersion()).isEqualTo(7);
        assertThat(held.records()).isEqualTo(1);
        assertThat(outbox.openSet(C)).isEmpty();
        assertThat(outbox.requests(C)).containsExactly(request("later"));
        assertThat(outbox.hasMissed(C)).isFalse();
        assertThat(outbox.outcome(C).orElseThrow().message()).isEqualTo("s");
        outbox.begin(C, set("t"));
        assertThat(outbox.entries(C, INV, "")).extracting(Known::id).containsExactly("a");
    }

    @Test
    @DisplayName("sync rule 20: a kill inside settle leaves all of it or nothing")
    void rule20AKillInSettleLeavesAllOrNothing() {
        OpenSet set = set("s");
        outbox.begin(C, set);
        append(set, 0, 1, "a");
        outbox.close(
                C,
                outbox.openSet(C)
                        .orElseThrow()
                        .close(new OpenSet.Closed(NOW, false, List.of(), List.of())));
        // a digest that cannot be written: the step fails in its middle
        assertThatThrownBy(() -> outbox.settle(C, Set.of(), null))
                .isInstanceOf(NullPointerException.class);
        assertThat(outbox.openSet(C)).isPresent();
        assertThat(outbox.held(C, INV)).isEqualTo(Held.NOTHING);
        assertThat(outbox.find(C, INV, "a")).isPresent();
        assertThat(outbox.firstUnsent(C)).isPresent();
    }

    @Test
    @DisplayName("sync rule 20: an index that is not right is forgotten with the same step")
    void rule20ForgetsAWrongIndex() {
        OpenSet set = set("s");
        outbox.begin(C, set);
        append(set, 0, 1, "a");
        settle(set, Set.of(INV));
        Held held = outbox.held(C, INV);
        assertThat(held.base()).contains("d-s");
        assertThat(held.replace()).isTrue();
        assertThat(held.digest()).isEqualTo(Digest.EMPTY);
        outbox.begin(C, set("t"));
        assertThat(outbox.entries(C, INV, "")).isEmpty();
    }

    @Test
    @DisplayName("sync rule 20: a kill while a Delta is folded in loses nothing of it")
    void rule20FoldingSurvivesAKill() {
        OpenSet first = set("s1");
        outbox.begin(C, first);
        String[] ids = new String[5_000];
        for (int k = 0; k < ids.length; k++) {
            ids[k] = String.valueOf(k);
        }
        append(first, 0, 1, ids);
        settle(first, Set.of());
        OpenSet second = set("s2");
        outbox.begin(C, second);
        append(second, 0, 2, ids);
        outbox.close(
                C,
                outbox.openSet(C)
                        .orElseThrow()
                        .close(new OpenSet.Closed(NOW, false, List.of(), List.of())));
        outbox.settle(C, Set.of(), new Outcome(NOW, "", Optional.empty(), Map.of(), List.of()));
        assertThat(outbox.fold(C)).isTrue();
        cutAndStart();
        assertThatThrownBy(() -> outbox.begin(C, set("s3"))).hasMessageContaining("folded");
        int bits = 1;
        while (outbox.fold(C)) {
            bits++;
        }
        assertThat(bits).isGreaterThan(1);
        outbox.begin(C, set("s3"));
        List<Known> all = outbox.entries(C, INV, "");
        assertThat(all).hasSize(5_000);
        assertThat(all).allMatch(k -> k.entry().sameAs(entry(2, k.id().hashCode())));
    }

    @Test
    @DisplayName("sync rule 23: to forget the index keeps the bases that were told")
    void rule23RebasesDurably() {
        OpenSet set = set("s");
        outbox.begin(C, set);
        append(set, 0, 1, "a");
        outbox.rebase(C, Map.of(INV, Optional.of("theirs")));
        cutAndStart();
        assertThat(outbox.held(C, INV).base()).contains("theirs");
        assertThat(outbox.held(C, INV).replace()).isTrue();
        assertThat(outbox.openSet(C)).isEmpty();
    }

    @Test
    @DisplayName("sync rule 9: what was missed is remembered until a set commits")
    void rule9RemembersWhatWasMissed() {
        outbox.addMissed(C, INV, List.of("a", "b"));
        outbox.begin(C, set("s"));
        outbox.drop(C);
        cutAndStart();
        assertThat(outbox.wasMissed(C, INV, "a")).isTrue();
        assertThat(outbox.wasMissed(C, INV, "c")).isFalse();
        outbox.forgetMissed(C);
        assertThat(outbox.hasMissed(C)).isFalse();
    }

    // --- requests and orders

    @Test
    void keepsRequestsAndCancelsThem() {
        outbox.addRequests(C, List.of(request("r"), request("r")));
        cutAndStart();
        assertThat(outbox.requests(C)).containsExactly(request("r"));
        outbox.begin(C, set("s"));
        outbox.cancel(C);
        cutAndStart();
        assertThat(outbox.requests(C)).isEmpty();
        assertThat(outbox.isCancelled(C)).isTrue();
        outbox.drop(C);
        assertThat(outbox.isCancelled(C)).isFalse();
    }

    @Test
    void remembersOrdersButNotForEver() {
        for (int k = 0; k <= 2_000; k++) {
            outbox.markDone("o" + k);
        }
        cutAndStart();
        assertThat(outbox.isDone("o2000")).isTrue();
        assertThat(outbox.isDone("o0")).isFalse();
    }

    // --- the list of companies

    private static LinkedCompany company(String id) {
        return new LinkedCompany(
                id,
                "k",
                "Größe Ltd",
                "sage50",
                "C:\\Sage",
                "MANAGER",
                new CompanyPin(Optional.of("1"), "Größe", "GBP"),
                NOW,
                LinkedCompany.State.STOPPED,
                "why");
    }

    @Test
    void keepsTheListOfCompanies() throws IOException {
        outbox.put(company(C));
        outbox.addRequests(C, List.of(request("r")));
        cutAndStart();
        assertThat(outbox.all()).containsExactly(company(C));
        assertThat(outbox.find(C)).contains(company(C));
        outbox.remove(C);
        cutAndStart();
        assertThat(outbox.all()).isEmpty();
        assertThat(Files.exists(data.resolve("companies").resolve(C))).isFalse();
    }

    @Test
    void whatIsRemovedIsNotMadeAnewByWhoeverStillWorksOnIt() {
        outbox.put(company(C));
        outbox.addRequests(C, List.of(request("r")));
        outbox.remove(C);
        assertThatThrownBy(() -> outbox.addRequests(C, List.of(request("late"))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(Files.exists(data.resolve("companies").resolve(C))).isFalse();
        outbox.put(company(C)); // linked again
        assertThat(outbox.requests(C)).isEmpty();
        outbox.addRequests(C, List.of(request("new")));
        assertThat(outbox.requests(C)).hasSize(1);
    }

    @Test
    void refusesAConnectionIdThatIsAPath() {
        assertThatThrownBy(() -> outbox.requests("../x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // --- the store as a resource

    @Test
    void waitsForItsPredecessorAndThenGivesUpInPlainWords() {
        outbox.addRequests(C, List.of(request("r")));
        FileOutbox other = TestOutbox.on(data, disk, Clock.systemUTC(), point -> {});
        assertThatThrownBy(() -> other.requests(C)).hasMessageContaining("in use");
        Thread closer = new Thread(outbox::close, "closer");
        closer.start();
        FileOutbox patient =
                new FileOutbox(
                        data,
                        disk,
                        java.time.Duration.ofSeconds(20),
                        Clock.systemUTC(),
                        point -> {});
        assertThat(patient.requests(C)).hasSize(1);
        patient.abandon();
        other.abandon();
    }

    @Test
    void refusesALateCallerSoThatHeAsksItsSuccessor() {
        outbox.close();
        assertThatThrownBy(() -> outbox.requests(C))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        e -> assertThat(e.getType()).isEqualTo(ServiceException.UNREGISTERED));
    }

    @Test
    void putsAStoreOfAnUnknownFormatAside() {
        outbox.addRequests(C, List.of(request("r")));
        outbox.close();
        Path file = data.resolve("companies").resolve(C).resolve("outbox.mv");
        try (MVStore store = MVStore.open(file.toString())) {
            MVMap.Builder<String, String> strings = new MVMap.Builder<>();
            strings.keyType(StringDataType.INSTANCE).valueType(StringDataType.INSTANCE);
            store.openMap("meta", strings).put("format", "2");
        }
        start();
        assertThat(outbox.requests(C)).isEmpty();
        assertThat(file.resolveSibling("outbox.mv.format-2-1")).exists();
    }

    @Test
    void putsADamagedStoreAside() throws IOException {
        outbox.addRequests(C, List.of(request("r")));
        outbox.close();
        Path file = data.resolve("companies").resolve(C).resolve("outbox.mv");
        byte[] rubbish = new byte[20_000];
        java.util.Arrays.fill(rubbish, (byte) 'x');
        Files.write(file, rubbish);
        start();
        assertThat(outbox.requests(C)).isEmpty();
        assertThat(file.resolveSibling("outbox.mv.damaged-1")).exists();
    }

    @Test
    void putsAStoreAsideWhoseDamageIsFoundLate() throws IOException {
        OpenSet set = set("s");
        outbox.begin(C, set);
        String[] ids = new String[20_000];
        for (int k = 0; k < ids.length; k++) {
            ids[k] = "id" + k;
        }
        append(set, 0, 1, ids);
        outbox.close();
        Path file = data.resolve("companies").resolve(C).resolve("outbox.mv");
        byte[] bytes = Files.readAllBytes(file);
        java.util.Arrays.fill(bytes, 100_000, 500_000, (byte) 'x');
        Files.write(file, bytes);
        start();
        try {
            outbox.entries(C, INV, "");
        } catch (java.io.UncheckedIOException e) {
            assertThat(e).hasMessageContaining("outbox.mv cannot be read");
        }
        assertThat(outbox.entries(C, INV, "")).isEmpty();
        assertThat(file.resolveSibling("outbox.mv.damaged-1")).exists();
    }

    @Test
    void restsWithoutWritingAnythingMore() throws IOException {
        outbox.addRequests(C, List.of(request("r")));
        outbox.rest(C);
        Path file = data.resolve("companies").resolve(C).resolve("outbox.mv");
        byte[] before = Files.readAllBytes(file);
        outbox.rest(C);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(outbox.requests(C)).hasSize(1);
    }

    @Test
    void keepsEveryFieldOfAnOutcome() {
        Outcome outcome =
                new Outcome(
                        NOW,
                        "message ü",
                        Optional.of(NOW.minusSeconds(1)),
                        Map.of(INV, new SyncStatus.TypeStatus(5, 1, "Complete", "reason")),
                        List.of("one", "two"));
        outbox.putOutcome(C, outcome);
        killAndStart();
        assertThat(outbox.outcome(C)).contains(outcome);
    }
}
