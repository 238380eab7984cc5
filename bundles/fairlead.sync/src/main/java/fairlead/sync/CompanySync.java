package fairlead.sync;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.AccountingPackage;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanyPin;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Finding;
import fairlead.accounting.api.Mark;
import fairlead.accounting.api.Plan;
import fairlead.accounting.api.Section;
import fairlead.sync.api.Digest;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.Mode;
import fairlead.sync.api.OpenSet;
import fairlead.sync.api.Outbox;
import fairlead.sync.api.SetAnswer;
import fairlead.sync.api.SettledRead;
import fairlead.sync.api.SyncRequest;
import fairlead.sync.api.SyncStatus.Phase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One company's way from requests to a committed set, as far as one run of the job takes it. What
 * is remembered here lasts as long as the process; everything else is in the outbox.
 */
final class CompanySync {
    private static final Logger LOG = LoggerFactory.getLogger(CompanySync.class);
    private static final Duration PACKAGE = Duration.ofHours(1);

    private final String connectionId;
    private final Progress progress;
    private final Clock clock;
    private final RandomGenerator random;
    private final Consumer<String> killPoint;

    private String asked = ""; // the set that was asked for, or begun, in this life (rule 18)
    private String condemned = ""; // the set that is to be given up
    private int setbacks; // sets that came to nothing since the last good one

    CompanySync(
            String connectionId,
            Progress progress,
            Clock clock,
            RandomGenerator random,
            Consumer<String> killPoint) {
        this.connectionId = connectionId;
        this.progress = progress;
        this.clock = clock;
        this.random = random;
        this.killPoint = killPoint;
    }

    /**
     * Goes on until there is nothing to do, or nothing can be done now.
     *
     * @return when to try again; empty: when somebody asks
     */
    Optional<Duration> run(Services services, Settings settings, Checkpoint checkpoint)
            throws InterruptedException {
        return new Run(services, settings, checkpoint).go();
    }

    /** Something between nothing and this, so that many agents do not come at once. */
    private Duration jitter(Duration most) {
        return Duration.ofMillis(1 + random.nextLong(Math.max(1, most.toMillis())));
    }

    private Duration setback(Settings settings) {
        setbacks++;
        if (setbacks < 3) {
            return Duration.ofMillis(1);
        }
        Duration most = Duration.ofSeconds(1L << Math.min(20, setbacks));
        return jitter(most.compareTo(settings.retry()) < 0 ? most : settings.retry());
    }

    /** What a step leaves to do. */
    private sealed interface Next {}

    /** Go on. */
    private record GoOn() implements Next {}

    /** Come back after this time. */
    private record Wait(Duration delay) implements Next {}

    /** Nothing to do until somebody asks. */
    private record Rest() implements Next {}

    private final class Run {
        private final Outbox outbox;
        private final Services services;
        private final Settings settings;
        private final Checkpoint checkpoint;
        private final Deliverer deliverer;
        private final Outcomes outcomes;
        private LinkedCompany company;
        private SetAnswer.RetryAfter offline; // the last try to send, while reading
        private long offlineUntil;

        Run(Services services, Settings settings, Checkpoint checkpoint) {
            this.services = services;
            this.outbox = services.outbox();
            this.settings = settings;
            this.checkpoint = checkpoint;
            this.deliverer =
                    new Deliverer(
                            outbox, services.transport(), connectionId, checkpoint, killPoint);
            this.outcomes = new Outcomes(outbox, connectionId, progress, clock);
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
                                || condemned.equals(set.setId())
                                || set.mappingVersion() != books.info().mappingVersion()
                                || isTooOld(set);
                if (giveUp || !asked.equals(set.setId())) {
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

        private Next waitFor(String message, Duration most) {
            progress.show(Phase.WAITING, message, progress.now().percent());
            return new Wait(jitter(most));
        }

        private boolean isTooOld(OpenSet set) {
            return set.closed()
                    .filter(c -> c.readTo().plus(settings.setLife()).isBefore(clock.instant()))
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
            asked = set.setId();
            return new GoOn();
        }

        private boolean hasAll(Map<String, Set<Integer>> there) {
            return outbox.takenChunks(connectionId).entrySet().stream()
                    .allMatch(
                            ours ->
                                    there.getOrDefault(ours.getKey(), Set.of())
                                            .containsAll(ours.getValue()));
        }

        private Next drop(OpenSet set, String why) {
            LOG.info("{}: set {} is dropped: {}", connectionId, set.setId(), why);
            outbox.drop(connectionId);
            return new GoOn();
        }

        // --- reading (rules 1 to 12)

        private Next read(AccountingPackage books, Optional<OpenSet> open)
                throws InterruptedException {
            progress.show(Phase.READING, "The books are opened.", 0);
            try (CompanySession session = open(books)) {
                CompanyPin pin = session.pin();
                if (!pin.sameCompany(company.pin())) {
                    return stop(
                            "The books at "
                                    + company.location()
                                    + " are those of "
                                    + pin.name()
                                    + " now, not of "
                                    + company.pin().name()
                                    + ". Nothing is read or deleted until the right company is"
                                    + " back or linked anew.",
                            LinkedCompany.State.STOPPED);
                }
                if (open.isPresent()) {
                    return read(books, session, open.get());
                }
                Optional<OpenSet> begun = begin(books, session);
                return begun.isPresent() ? read(books, session, begun.get()) : new GoOn();
            } catch (AccountingException e) {
                return cannotRead(e);
            }
        }

        private CompanySession open(AccountingPackage books) throws AccountingException {
            char[] password =
                    Passwords.characters(
                            services.secrets().get(company.passwordName()).orElse(new byte[0]));
            try {
                return books.open(new CompanyAddress(company.location(), company.user(), password));
            } finally {
                Arrays.fill(password, ' ');
            }
        }

        private Optional<OpenSet> begin(AccountingPackage books, CompanySession session)
                throws AccountingException, InterruptedException {
            Set<DataType> types = books.info().types();
            Mark mark = session.mark();
            Plan plan = session.plan(mark, types);
            Map<DataType, String> omitted = Together.omitted(plan.unreadable(), types);
            Map<DataType, OpenSet.Dataset> datasets = new EnumMap<>(DataType.class);
            for (DataType type : types) {
                if (!omitted.containsKey(type)) {
                    datasets.put(
                            type,
                            OpenSet.Dataset.onto(Ids.random(), outbox.held(connectionId, type)));
                }
            }
            if (datasets.isEmpty()) {
                throw new AccountingException(
                        AccountingException.Kind.UNSUPPORTED,
                        "No table can be read: " + omitted.values().iterator().next());
            }
            while (outbox.fold(connectionId)) {
                checkpoint.check();
            }
            OpenSet set =
                    new OpenSet(
                            Ids.random(),
                            books.info().mappingVersion(),
                            clock.instant(),
                            Optional.of(mark),
                            datasets,
                            omitted,
                            Set.of(),
                            Optional.empty(),
                            isComplete(datasets, books.info().mappingVersion()));
            outbox.begin(connectionId, set);
            asked = set.setId();
            return Optional.of(set);
        }

        /** Has every slice to be read, or only those that have changed (rule 3)? */
        private boolean isComplete(Map<DataType, OpenSet.Dataset> datasets, int mappingVersion) {
            Optional<SettledRead> settled = outbox.settledRead(connectionId);
            return settled.isEmpty()
                    || settled.get().mappingVersion() != mappingVersion
                    || !settled.get().types().equals(datasets.keySet())
                    || !clock.instant()
                            .isBefore(settled.get().completeFrom().plus(settings.completeEvery()))
                    || clock.instant().isBefore(settled.get().completeFrom())
                    || outbox.hasMissed(connectionId)
                    || datasets.values().stream().anyMatch(d -> d.mode() != Mode.DELTA);
        }

        private Next read(AccountingPackage books, CompanySession session, OpenSet set)
                throws AccountingException, InterruptedException {
            try (Draft draft = new Draft(outbox, connectionId, set, settings)) {
                Meanwhile meanwhile = new Meanwhile();
                SetReader reader =
                        new SetReader(
                                session,
                                draft,
                                outbox.slices(connectionId),
                                settings,
                                checkpoint,
                                meanwhile);
                boolean late =
                        set.readFrom().plus(settings.movingAfter()).isBefore(clock.instant());
                SetReader.Result result = reader.read(late);
                if (result instanceof SetReader.Stopped) {
                    return meanwhile.why;
                }
                if (result instanceof SetReader.Unreadable) {
                    return drop(set, "a type cannot be read any more");
                }
                SetReader.Swept swept = (SetReader.Swept) result;
                boolean moving = late && !swept.clean();
                if (!swept.clean() && !moving) {
                    return unclean();
                }
                Absences absences =
                        new Absences(
                                outbox,
                                connectionId,
                                draft,
                                sections(books),
                                new LiveKeys(swept.states()),
                                settings,
                                checkpoint);
                if (moving) {
                    absences.takeBack(reader::idsNow);
                } else {
                    switch (absences.settle(reader::ids)) {
                        case SETTLED -> {}
                        case MOVED -> {
                            return unclean();
                        }
                        case HELD_BACK -> {
                            return hold(set, absences.reason());
                        }
                    }
                }
                close(draft.set(), moving, meanwhile.served, session.findings());
                return new GoOn();
            }
        }

        private Next unclean() {
            return waitFor(
                    "The books are being worked on; the read goes on in a moment.",
                    settings.sweepWait());
        }

        private Next hold(OpenSet set, String reason) {
            LOG.warn("{}: {}", connectionId, reason);
            drop(set, "it waits for a second look");
            outcomes.failed(reason);
            progress.show(Phase.WAITING, reason, 0);
            return new Wait(settings.secondLook());
        }

        private void close(
                OpenSet set, boolean moving, List<SyncRequest> served, List<Finding> findings) {
            List<String> sentences = new ArrayList<>();
            if (moving) {
                sentences.add(
                        "Sage is in constant use: the figures of this sync are not of one"
                                + " moment.");
            }
            findings.forEach(finding -> sentences.add(finding.message()));
            outbox.close(
                    connectionId,
                    set.close(
                            new OpenSet.Closed(
                                    clock.instant(),
                                    moving,
                                    served.stream().map(SyncRequest::id).toList(),
                                    sentences)));
            killPoint.accept("set-closed");
        }

        private Map<DataType, String> sections(AccountingPackage books) {
            Map<DataType, String> sections = new EnumMap<>(DataType.class);
            for (Section section : books.info().sections()) {
                section.types().forEach(type -> sections.put(type, section.name()));
            }
            return sections;
        }

        /** Sends while reading, as long as that works (rule 16). */
        private final class Meanwhile implements SetReader.Between {
            private Next why = new GoOn();
            private List<SyncRequest> served = outbox.requests(connectionId);

            @Override
            public boolean slice(int done, int of) throws InterruptedException {
                int percent = of == 0 ? 100 : done * 90 / of;
                progress.show(Phase.READING, "Part " + done + " of " + of + " was read.", percent);
                report("Fetching");
                boolean full = outbox.unsentBytes(connectionId) > settings.unsentBytes();
                if (offline != null && !full && System.nanoTime() - offlineUntil < 0) {
                    return true;
                }
                Optional<SetAnswer> stopped = deliverer.send();
                if (stopped.isEmpty()) {
                    offline = null;
                    return true;
                }
                if (stopped.get() instanceof SetAnswer.RetryAfter retry) {
                    offline = retry;
                    offlineUntil = System.nanoTime() + retry.delay().toNanos();
                    if (!full) {
                        return true;
                    }
                }
                why = answered(outbox.openSet(connectionId).orElseThrow(), stopped.get());
                return false;
            }

            @Override
            public void sweep() throws InterruptedException {
                served = outbox.requests(connectionId);
                progress.show(Phase.READING, "The books are looked at once more.", 92);
                report("Fetching");
            }

            private void report(String status) throws InterruptedException {
                if (offline != null) {
                    return; // nobody would hear it, and waiting for that holds up the read
                }
                progress.report(services.transport(), connectionId, served, status, "", checkpoint);
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

        // --- delivering (rules 16 to 24)

        private Next deliver(OpenSet set) throws InterruptedException {
            progress.show(Phase.SENDING, "The platform takes the records.", 95);
            Optional<SetAnswer> stopped = deliverer.send();
            SetAnswer answer = stopped.isPresent() ? stopped.get() : deliverer.end();
            return answered(set, answer);
        }

        private Next answered(OpenSet set, SetAnswer answer) throws InterruptedException {
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
                    return new Wait(setback(settings));
                }
                return comeToNothing(set, "the platform has lost chunks of it");
            }
            if (answer instanceof SetAnswer.BaseMismatch mismatch) {
                LOG.warn(
                        "{}: {} Everything is read and sent once more.",
                        connectionId,
                        mismatch.reason());
                rebase(set, mismatch.bases());
                return new Wait(setback(settings));
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
            condemned = set.setId();
            return new Wait(setback(settings));
        }

        private Next comeToNothing(OpenSet set, String why) {
            drop(set, why);
            return new Wait(setback(settings));
        }

        private Next stop(String reason, LinkedCompany.State state) {
            LOG.warn("{}: {}", connectionId, reason);
            services.connections().put(company.with(state, reason));
            outcomes.failed(reason);
            progress.show(Phase.STOPPED, reason, 100);
            return new GoOn(); // go() sees that the company is not linked any more
        }

        private void rebase(OpenSet set, Map<DataType, Optional<String>> told) {
            Map<DataType, Optional<String>> bases = new EnumMap<>(DataType.class);
            set.datasets().forEach((type, dataset) -> bases.put(type, dataset.base()));
            bases.putAll(told);
            outbox.rebase(connectionId, bases);
        }

        private Next settle(OpenSet set, SetAnswer.Committed committed)
                throws InterruptedException {
            if (set.closed().isEmpty()) {
                // an older copy of this outbox: the set was finished by the newer one
                Map<DataType, Optional<String>> bases = new EnumMap<>(DataType.class);
                set.datasets()
                        .forEach((t, dataset) -> bases.put(t, Optional.of(dataset.datasetId())));
                outbox.rebase(connectionId, bases);
                return new GoOn();
            }
            Set<DataType> wrong = EnumSet.noneOf(DataType.class);
            set.datasets()
                    .forEach(
                            (type, dataset) -> {
                                Digest theirs = committed.digests().get(type);
                                if (dataset.mode() != Mode.MERGE
                                        && !dataset.digest().equals(theirs)) {
                                    wrong.add(type);
                                }
                            });
            outcomes.committed(set, wrong);
            setbacks = 0;
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
}
