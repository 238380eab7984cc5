package fairlead.sync;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.AccountingPackage;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.DataType;
import fairlead.sync.Next.GoOn;
import fairlead.sync.Next.Rest;
import fairlead.sync.Next.Wait;
import fairlead.sync.api.Digest;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.Mode;
import fairlead.sync.api.OpenSet;
import fairlead.sync.api.Outbox;
import fairlead.sync.api.SetAnswer;
import fairlead.sync.api.SyncRequest;
import fairlead.sync.api.SyncStatus.Phase;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a company's job: step after step until there is nothing to do, or nothing can be done
 * now. {@link Reading} makes a set; here is what becomes of it.
 */
final class CompanyRun {
    private static final Logger LOG = LoggerFactory.getLogger(CompanyRun.class);
    private static final Duration PACKAGE = Duration.ofHours(1);

    private final CompanySync life;
    private final String connectionId;
    private final Progress progress;
    private final Outbox outbox;
    private final Services services;
    private final Settings settings;
    private final Checkpoint checkpoint;
    private final Deliverer deliverer;
    private final Outcomes outcomes;
    private LinkedCompany company;
    private SetAnswer.RetryAfter offline; // the last try to send, while reading
    private long offlineUntil;

    CompanyRun(CompanySync life, Services services, Settings settings, Checkpoint checkpoint) {
        this.life = life;
        this.connectionId = life.connectionId;
        this.progress = life.progress;
        this.services = services;
        this.outbox = services.outbox();
        this.settings = settings;
        this.checkpoint = checkpoint;
        this.deliverer =
                new Deliverer(
                        outbox, services.transport(), connectionId, checkpoint, life.killPoint);
        this.outcomes = new Outcomes(outbox, connectionId, progress, life.clock);
    }

    Optional<Duration> go() throws InterruptedException {
        while (true) {
            checkpoint.check();
            Optional<LinkedCompany> found = services.connections().find(connectionId);
            if (found.isEmpty() || found.get().state() != LinkedCompany.State.LINKED) {
                progress.show(Phase.STOPPED, "", 100);
                return Optional.empty();
            }
            company = found.get();
            Next next = step();
            if (next instanceof Wait wait) {
                return Optional.of(wait.delay());
            }
            if (next instanceof Rest) {
                progress.show(Phase.IDLE, "", 100);
                return Optional.empty();
            }
        }
    }

    private Next step() throws InterruptedException {
        List<SyncRequest> requests = outbox.requests(connectionId);
        Optional<OpenSet> open = outbox.openSet(connectionId);
        if (open.isEmpty() && requests.isEmpty()) {
            return new Rest();
        }
        AccountingPackage books = services.packages().get(company.packageKey());
        if (books == null) {
            progress.show(
                    Phase.WAITING,
                    "No bundle that reads "
                            + company.packageKey()
                            + " is running; the sync waits for it.",
                    0);
            return new Wait(PACKAGE); // its arrival triggers the job
        }
        if (open.isPresent()) {
            OpenSet set = open.get();
            boolean giveUp =
                    outbox.isCancelled(connectionId)
                            || life.isCondemned(set)
                            || set.mappingVersion() != books.info().mappingVersion()
                            || !books.info().types().containsAll(set.datasets().keySet())
                            || isTooOld(set);
            if (giveUp || !life.isKnown(set)) {
                return ask(set, giveUp);
            }
            if (set.closed().isPresent()) {
                return deliver(set);
            }
            if (requests.isEmpty()) {
                return new Rest(); // nobody asks any more
            }
        }
        refuseUnknownTypes(requests, books.info().types());
        return read(books, open);
    }

    Next waitFor(String message, Duration most) {
        progress.show(Phase.WAITING, message, progress.now().percent());
        return new Wait(life.jitter(most));
    }

    private boolean isTooOld(OpenSet set) {
        return set.closed()
                .filter(c -> c.readTo().plus(settings.setLife()).isBefore(life.clock.instant()))
                .isPresent();
    }

    // --- after a start, and before anything is dropped (rules 18 and 19)

    private Next ask(OpenSet set, boolean giveUp) throws InterruptedException {
        SetAnswer answer = services.transport().ask(connectionId, set.setId(), checkpoint);
        if (answer instanceof SetAnswer.Committed committed) {
            return settle(set, committed);
        }
        if (answer instanceof SetAnswer.RetryAfter || answer instanceof SetAnswer.Gone) {
            return answered(set, answer);
        }
        boolean usable;
        if (answer instanceof SetAnswer.Open there) {
            usable = hasAll(there.taken());
        } else if (answer instanceof SetAnswer.Unknown) {
            usable = outbox.takenChunks(connectionId).isEmpty();
        } else {
            return answered(set, answer);
        }
        if (giveUp || !usable) {
            return drop(set, giveUp ? "it is out of date" : "the platform has lost it");
        }
        life.knows(set);
        return new GoOn();
    }

    private boolean hasAll(Map<String, Set<Integer>> there) {
        return outbox.takenChunks(connectionId).entrySet().stream()
                .allMatch(
                        ours ->
                                there.getOrDefault(ours.getKey(), Set.of())
                                        .containsAll(ours.getValue()));
    }

    /** Drops it, whole (rule 19). */
    Next drop(OpenSet set, String why) {
        LOG.info("{}: set {} is dropped: {}", connectionId, set.setId(), why);
        outbox.drop(connectionId);
        return new GoOn();
    }

    // --- reading

    private Next read(AccountingPackage books, Optional<OpenSet> open) throws InterruptedException {
        progress.show(Phase.READING, "The books are opened.", 0);
        try {
            return new Reading(this, life, company, books, services, settings, checkpoint)
                    .read(open);
        } catch (AccountingException e) {
            return cannotRead(e);
        }
    }

    private Next cannotRead(AccountingException e) throws InterruptedException {
        LOG.warn("{}: {} ({})", connectionId, e.getMessage(), e.kind(), e.getCause());
        outcomes.failed(e.getMessage());
        if (e.passes()) {
            progress.report(
                    services.transport(),
                    connectionId,
                    outbox.requests(connectionId),
                    "Queued",
                    e.getMessage(),
                    checkpoint);
            return waitFor(e.getMessage(), settings.retry());
        }
        finish(
                outbox.requests(connectionId),
                switch (e.kind()) {
                    case CREDENTIALS -> "AuthError";
                    case UNSUPPORTED, NO_COMPANY -> "PrerequisiteNotMet";
                    default -> "FetchError";
                },
                e.getMessage());
        return new Rest();
    }

    private void refuseUnknownTypes(List<SyncRequest> requests, Set<DataType> types)
            throws InterruptedException {
        finish(
                requests.stream().filter(r -> !types.contains(r.type())).toList(),
                "NotSupported",
                company.packageKey() + " does not deliver this data type.");
    }

    /** Answers requests in another way than by a set. */
    private void finish(List<SyncRequest> requests, String status, String why)
            throws InterruptedException {
        if (requests.isEmpty()) {
            return;
        }
        progress.report(services.transport(), connectionId, requests, status, why, checkpoint);
        outbox.removeRequests(connectionId, requests.stream().map(SyncRequest::id).toList());
    }

    /** Drops it and looks a second time (rule 9). */
    Next hold(OpenSet set, String reason) {
        LOG.warn("{}: {}", connectionId, reason);
        drop(set, "it waits for a second look");
        outcomes.failed(reason);
        progress.show(Phase.WAITING, reason, 0);
        return new Wait(settings.secondLook());
    }

    // --- delivering (rules 16 to 24)

    /**
     * Sends what was read, as long as that works (rule 16).
     *
     * @return what has to be done before more is read; empty: nothing
     */
    Optional<Next> sendMeanwhile() throws InterruptedException {
        boolean full = outbox.unsentBytes(connectionId) > settings.unsentBytes();
        if (isOffline() && !full && System.nanoTime() - offlineUntil < 0) {
            return Optional.empty();
        }
        Optional<SetAnswer> stopped = deliverer.send();
        if (stopped.isEmpty()) {
            offline = null;
            return Optional.empty();
        }
        if (stopped.get() instanceof SetAnswer.RetryAfter retry) {
            offline = retry;
            offlineUntil = System.nanoTime() + retry.delay().toNanos();
            if (!full) {
                return Optional.empty();
            }
        }
        return Optional.of(answered(outbox.openSet(connectionId).orElseThrow(), stopped.get()));
    }

    /** Did the last try to send fail for now? */
    boolean isOffline() {
        return offline != null;
    }

    private Next deliver(OpenSet set) throws InterruptedException {
        progress.show(Phase.SENDING, "The platform takes the records.", 95);
        Optional<SetAnswer> stopped = deliverer.send();
        SetAnswer answer = stopped.isPresent() ? stopped.get() : deliverer.end();
        return answered(set, answer);
    }

    /** What the platform's answer to the set, or to a part of it, leads to. */
    Next answered(OpenSet set, SetAnswer answer) throws InterruptedException {
        if (answer instanceof SetAnswer.Committed committed) {
            if (committed.digests().keySet().containsAll(set.datasets().keySet())) {
                return settle(set, committed);
            }
            return condemn(set); // the answer to a chunk carries no digests
        }
        if (answer instanceof SetAnswer.RetryAfter retry) {
            progress.show(Phase.WAITING, retry.reason(), progress.now().percent());
            return new Wait(retry.delay());
        }
        if (answer instanceof SetAnswer.Gone gone) {
            return stop(
                    gone.reason(),
                    gone.stopped() ? LinkedCompany.State.STOPPED : LinkedCompany.State.ENDED);
        }
        if (answer instanceof SetAnswer.Missing missing) {
            if (outbox.sendAgain(connectionId, missing.missing())) {
                return new Wait(life.setback(settings));
            }
            return comeToNothing(set, "the platform has lost chunks of it");
        }
        if (answer instanceof SetAnswer.BaseMismatch mismatch) {
            LOG.warn(
                    "{}: {} Everything is read and sent once more.",
                    connectionId,
                    mismatch.reason());
            rebase(set, mismatch.bases());
            return new Wait(life.setback(settings));
        }
        if (answer instanceof SetAnswer.LooksWrong wrong) {
            return hold(set, wrong.reason());
        }
        if (answer instanceof SetAnswer.Rejected rejected) {
            LOG.error("{}: set {}: {}", connectionId, set.setId(), rejected.reason());
            outcomes.failed(rejected.reason());
            finish(outbox.requests(connectionId), "InternalError", rejected.reason());
            outbox.drop(connectionId);
            return new GoOn();
        }
        if (answer instanceof SetAnswer.Conflict) {
            return condemn(set);
        }
        return comeToNothing(set, answer.toString());
    }

    /** Gives the set up, after asking whether it was committed (rule 19). */
    private Next condemn(OpenSet set) {
        life.condemn(set);
        return new Wait(life.setback(settings));
    }

    private Next comeToNothing(OpenSet set, String why) {
        drop(set, why);
        return new Wait(life.setback(settings));
    }

    /**
     * Goes on only after a person has done something. The reason is the company's, and no outcome:
     * it may name another company, and is forgotten when the company is linked anew.
     */
    Next stop(String reason, LinkedCompany.State state) {
        LOG.warn("{}: {}", connectionId, reason);
        services.connections().put(company.with(state, reason));
        progress.show(Phase.STOPPED, reason, 100);
        return new GoOn(); // go() sees that the company is not linked any more
    }

    private void rebase(OpenSet set, Map<DataType, Optional<String>> told) {
        Map<DataType, Optional<String>> bases = new EnumMap<>(DataType.class);
        set.datasets().forEach((type, dataset) -> bases.put(type, dataset.base()));
        bases.putAll(told);
        outbox.rebase(connectionId, bases);
    }

    private Next settle(OpenSet set, SetAnswer.Committed committed) throws InterruptedException {
        if (set.closed().isEmpty()) {
            // an older copy of this outbox: the set was finished by the newer one
            Map<DataType, Optional<String>> bases = new EnumMap<>(DataType.class);
            set.datasets().forEach((t, dataset) -> bases.put(t, Optional.of(dataset.datasetId())));
            outbox.rebase(connectionId, bases);
            return new GoOn();
        }
        Set<DataType> wrong = EnumSet.noneOf(DataType.class);
        set.datasets()
                .forEach(
                        (type, dataset) -> {
                            Digest theirs = committed.digests().get(type);
                            if (dataset.mode() != Mode.MERGE && !dataset.digest().equals(theirs)) {
                                wrong.add(type);
                            }
                        });
        outcomes.committed(set, wrong);
        life.wentWell();
        LOG.info(
                "{}: set {} is committed, {} types{}",
                connectionId,
                set.setId(),
                set.datasets().size(),
                wrong.isEmpty() ? "" : "; the index of " + wrong + " is forgotten");
        while (outbox.fold(connectionId)) {
            checkpoint.check();
        }
        return new GoOn();
    }
}
