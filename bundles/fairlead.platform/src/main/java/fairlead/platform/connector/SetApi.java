package fairlead.platform.connector;

import fairlead.gate.KillPoint;
import fairlead.platform.connector.ChunkReader.BrokenChunkException;
import fairlead.platform.connector.ChunkReader.TooLargeException;
import fairlead.platform.connector.Places.Sender;
import fairlead.platform.http.Answer;
import fairlead.platform.http.AtOnce;
import fairlead.platform.http.Call;
import fairlead.platform.http.Fields;
import fairlead.platform.http.Problem;
import fairlead.platform.store.Chunk;
import fairlead.platform.store.Commits.Outcome;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Connections.Status;
import fairlead.platform.store.Hash;
import fairlead.platform.store.SetEnd;
import fairlead.platform.store.Store;
import fairlead.platform.store.Uploads.Address;
import fairlead.platform.store.Uploads.Taking;
import fairlead.platform.store.Uploads.TooManySetsException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/** Takes the chunks of sets and ends them. */
final class SetApi {
    private static final int CHUNK_LIMIT = 8 << 20;

    /** Of one agent: whoever sends more at a time would take the others' places. */
    private static final int AT_ONCE = 2;

    /** What a chunk counts at least: each keeps a thread while it comes. */
    private static final int SMALLEST = 256 << 10;

    /** The slowest line that the platform waits for, in bytes a second, and what it may lag. */
    private static final int SLOWEST = 8 << 10;

    private static final Duration LAG = Duration.ofMinutes(1);

    private final Store store;
    private final Callers callers;
    private final Clock clock;
    private final AtOnce senders = new AtOnce();
    // both lie in memory; a slow sender takes nothing but the bytes of its own chunk
    private final Places travelling = new Places(5 * CHUNK_LIMIT, 4 * CHUNK_LIMIT, CHUNK_LIMIT);
    private final Places unpacked = new Places(4, 3, AT_ONCE);

    SetApi(Store store, Callers callers, Clock clock) {
        this.store = store;
        this.callers = callers;
        this.clock = clock;
    }

    Answer putChunk(Call call) throws IOException {
        Connection connection = callers.live(call);
        Address at =
                new Address(
                        connection.id(),
                        id(call, "setId"),
                        id(call, "datasetId"),
                        SetEndBody.dataType(call.parameter("dataType").orElse("")),
                        chunkNumber(call.variable("number")));
        if (connection.status() != Status.Linked) {
            return SetAnswers.refused("Rejected", "No books are linked yet.");
        }
        String sha256 = call.header("Fairlead-SHA256").orElse("");
        if (!Fields.SHA256.matcher(sha256).matches()) {
            throw Problem.badRequest("Fairlead-SHA256 must be 64 hexadecimal digits.");
        }
        senders.enter(connection.agentId().orElseThrow(), AT_ONCE, call);
        Sender sender = new Sender(vendor(connection), connection.id());
        int size = size(call);
        travelling.enter(sender, size);
        try {
            byte[] body = body(call);
            if (!HexFormat.of().formatHex(Hash.sha256(body)).equals(sha256)) {
                throw Problem.badRequest("The chunk's bytes do not have the hash of its header.");
            }
            return SetAnswers.taking(take(sender, at, sha256, body));
        } finally {
            travelling.leave(sender, size);
        }
    }

    /** How much memory its body takes at most, in bytes. */
    private static int size(Call call) {
        long said = call.request().getContentLengthLong();
        return (int) (said < 0 ? CHUNK_LIMIT : Math.min(Math.max(said, SMALLEST), CHUNK_LIMIT));
    }

    private String vendor(Connection connection) {
        return store.companies()
                .clientOf(connection.companyId())
                .orElseThrow(() -> Problem.notFound("There is no such connection."));
    }

    /** Nobody holds a place by sending a byte now and then. */
    private byte[] body(Call call) throws IOException {
        long began = clock.millis();
        return call.bytes(
                CHUNK_LIMIT,
                arrived -> {
                    if (clock.millis() - began > LAG.toMillis() + 1000L * arrived / SLOWEST) {
                        throw Problem.later(1, "The chunk comes too slowly. Send it again.");
                    }
                });
    }

    private Taking take(Sender sender, Address at, String sha256, byte[] body) {
        Optional<Taking> known = store.uploads().known(at, sha256);
        if (known.isPresent()) {
            return known.get();
        }
        unpacked.enter(sender, 1);
        try {
            return store.uploads().take(at, sha256, chunk(at, body));
        } catch (TooManySetsException e) {
            throw tooMany(e);
        } finally {
            unpacked.leave(sender, 1);
        }
    }

    private static Problem tooMany(TooManySetsException e) {
        return Problem.tooMany((int) Duration.ofHours(1).toSeconds(), e.getMessage());
    }

    private static int chunkNumber(String text) {
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) >= SetEndBody.MOST_CHUNKS) {
            throw Problem.badRequest(
                    "A chunk's number is a whole number from 0 to "
                            + (SetEndBody.MOST_CHUNKS - 1)
                            + ".");
        }
        return Integer.parseInt(text);
    }

    private Chunk chunk(Address at, byte[] body) {
        try {
            return ChunkReader.read(body, at.dataType());
        } catch (TooLargeException e) {
            throw Problem.of(413, e.getMessage());
        } catch (BrokenChunkException e) {
            String reason = "Chunk " + at.number() + " is broken. " + e.getMessage();
            store.uploads().reject(at.connectionId(), at.setId(), reason);
            throw Problem.badRequest(reason);
        }
    }

    Answer getSet(Call call) {
        Connection connection = callers.live(call);
        return Answer.ok(
                SetAnswers.state(store.uploads().state(connection.id(), id(call, "setId"))));
    }

    Answer endSet(Call call) throws IOException {
        Connection connection = callers.live(call);
        SetEnd end = SetEndBody.read(connection.id(), id(call, "setId"), Fields.of(call.json()));
        if (connection.status() != Status.Linked) {
            return SetAnswers.refused("Rejected", "No books are linked yet.");
        }
        Outcome outcome = end(end);
        if (outcome instanceof Outcome.Committed committed) {
            return Answer.ok(SetAnswers.committed(committed.digests()))
                    .then(() -> KillPoint.reach("answered"));
        }
        if (outcome instanceof Outcome.Busy) {
            throw Problem.later(2, "This set is being committed. Ask again in a moment.");
        }
        return Answer.json(409, SetAnswers.refused(outcome));
    }

    private Outcome end(SetEnd end) {
        try {
            return store.commits().end(end);
        } catch (TooManySetsException e) {
            throw tooMany(e);
        }
    }

    private static String id(Call call, String name) {
        String id = call.variable(name);
        if (!Fields.ID.matcher(id).matches()) {
            throw Problem.badRequest(name + " must be a UUID in lower case.");
        }
        return id;
    }
}
