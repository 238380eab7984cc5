package fairlead.sync;

import fairlead.accounting.api.Checkpoint;
import fairlead.sync.api.ChunkUpload;
import fairlead.sync.api.Outbox;
import fairlead.sync.api.SetAnswer;
import fairlead.sync.api.SetEnd;
import fairlead.sync.api.Transport;
import java.util.Optional;
import java.util.function.Consumer;

/** Sends what the outbox keeps of the open set, byte for byte, until all of it is taken. */
final class Deliverer {
    private final Outbox outbox;
    private final Transport transport;
    private final String connectionId;
    private final Checkpoint checkpoint;
    private final Consumer<String> killPoint;

    Deliverer(
            Outbox outbox,
            Transport transport,
            String connectionId,
            Checkpoint checkpoint,
            Consumer<String> killPoint) {
        this.outbox = outbox;
        this.transport = transport;
        this.connectionId = connectionId;
        this.checkpoint = checkpoint;
        this.killPoint = killPoint;
    }

    /**
     * Sends the chunks that were not taken yet.
     *
     * @return empty when all are taken; otherwise the answer at which it stopped
     */
    Optional<SetAnswer> send() throws InterruptedException {
        while (true) {
            Optional<ChunkUpload> chunk = outbox.firstUnsent(connectionId);
            if (chunk.isEmpty()) {
                return Optional.empty();
            }
            checkpoint.check();
            SetAnswer answer = transport.send(chunk.get(), checkpoint);
            if (answer instanceof SetAnswer.RetryAfter) {
                return Optional.of(answer);
            }
            killPoint.accept("chunk-sent");
            if (!(answer instanceof SetAnswer.Taken)) {
                return Optional.of(answer);
            }
            outbox.taken(connectionId, chunk.get());
        }
    }

    /** Ends the closed set, all chunks of which were taken. */
    SetAnswer end() throws InterruptedException {
        checkpoint.check();
        SetEnd end = outbox.openSet(connectionId).orElseThrow().end(connectionId);
        SetAnswer answer = transport.end(end, checkpoint);
        if (!(answer instanceof SetAnswer.RetryAfter)) {
            killPoint.accept("end-answered");
        }
        return answer;
    }
}
