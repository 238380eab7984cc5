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
import fairlead.sync.Next.GoOn;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.Mode;
import fairlead.sync.api.OpenSet;
import fairlead.sync.api.Outbox;
import fairlead.sync.api.SettledRead;
import fairlead.sync.api.SyncRequest;
import fairlead.sync.api.SyncStatus.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One read of a company's books: a new set, or more of the open one (rules 1 to 12). */
final class Reading {
    private final CompanyRun run;
    private final CompanySync life;
    private final LinkedCompany company;
    private final AccountingPackage books;
    private final Services services;
    private final Settings settings;
    private final Checkpoint checkpoint;
    private final Outbox outbox;
    private final String connectionId;

    Reading(
            CompanyRun run,
            CompanySync life,
            LinkedCompany company,
            AccountingPackage books,
            Services services,
            Settings settings,
            Checkpoint checkpoint) {
        this.run = run;
        this.life = life;
        this.company = company;
        this.books = books;
        this.services = services;
        this.settings = settings;
        this.checkpoint = checkpoint;
        this.outbox = services.outbox();
        this.connectionId = life.connectionId;
    }

    /**
     * Reads the open set on, or begins one.
     *
     * @throws AccountingException when the books cannot be read now, or at all
     */
    Next read(Optional<OpenSet> open) throws AccountingException, InterruptedException {
        try (CompanySession session = open()) {
            CompanyPin pin = session.pin();
            if (!pin.sameCompany(company.pin())) {
                return run.stop(
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
            return read(session, open.isPresent() ? open.get() : begin(session));
        }
    }

    private CompanySession open() throws AccountingException, InterruptedException {
        char[] password =
                Passwords.characters(
                        services.secrets().get(company.passwordName()).orElse(new byte[0]));
        try {
            return books.open(
                    new CompanyAddress(company.location(), company.user(), password), checkpoint);
        } finally {
            Arrays.fill(password, ' ');
        }
    }

    private OpenSet begin(CompanySession session) throws AccountingException, InterruptedException {
        Set<DataType> types = books.info().types();
        Mark mark = session.mark();
        Plan plan = session.plan(mark, types);
        Map<DataType, String> omitted = Together.omitted(plan.unreadable(), types);
        Map<DataType, OpenSet.Dataset> datasets = new EnumMap<>(DataType.class);
        for (DataType type : types) {
            if (!omitted.containsKey(type)) {
                datasets.put(
                        type, OpenSet.Dataset.onto(Ids.random(), outbox.held(connectionId, type)));
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
                        life.clock.instant(),
                        Optional.of(mark),
                        datasets,
                        omitted,
                        Set.of(),
                        Optional.empty(),
                        isComplete(datasets, books.info().mappingVersion()));
        outbox.begin(connectionId, set);
        life.knows(set);
        return set;
    }

    /** Has every slice to be read, or only those that have changed (rule 3)? */
    private boolean isComplete(Map<DataType, OpenSet.Dataset> datasets, int mappingVersion) {
        Optional<SettledRead> settled = outbox.settledRead(connectionId);
        return settled.isEmpty()
                || settled.get().mappingVersion() != mappingVersion
                || !settled.get().types().equals(datasets.keySet())
                || !life.clock
                        .instant()
                        .isBefore(settled.get().completeFrom().plus(settings.completeEvery()))
                || life.clock.instant().isBefore(settled.get().completeFrom())
                || outbox.hasMissed(connectionId)
                || datasets.values().stream().anyMatch(d -> d.mode() != Mode.DELTA);
    }

    private Next read(CompanySession session, OpenSet set)
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
                    set.readFrom().plus(settings.movingAfter()).isBefore(life.clock.instant());
            SetReader.Result result = reader.read(late);
            if (result instanceof SetReader.Stopped) {
                return meanwhile.why;
            }
            if (result instanceof SetReader.Unreadable) {
                return run.drop(set, "a type cannot be read any more");
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
                            sections(),
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
                        return run.hold(set, absences.reason());
                    }
                }
            }
            close(draft.set(), moving, meanwhile.served, session.findings(reader.oddities()));
            return new GoOn();
        }
    }

    private Next unclean() {
        return run.waitFor(
                "The books are being worked on; the read goes on in a moment.",
                settings.sweepWait());
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
                                life.clock.instant(),
                                moving,
                                served.stream().map(SyncRequest::id).toList(),
                                sentences)));
        life.killPoint.accept("set-closed");
    }

    private Map<DataType, String> sections() {
        Map<DataType, String> sections = new EnumMap<>(DataType.class);
        for (Section section : books.info().sections()) {
            section.types().forEach(type -> sections.put(type, section.name()));
        }
        return sections;
    }

    /** Sends and tells between two slices. */
    private final class Meanwhile implements SetReader.Between {
        private Next why = new GoOn();
        private List<SyncRequest> served = outbox.requests(connectionId);

        @Override
        public boolean slice(int done, int of) throws InterruptedException {
            int percent = of == 0 ? 100 : done * 90 / of;
            life.progress.show(Phase.READING, "Part " + done + " of " + of + " was read.", percent);
            report();
            Optional<Next> first = run.sendMeanwhile();
            why = first.orElse(why);
            return first.isEmpty();
        }

        @Override
        public void sweep() throws InterruptedException {
            served = outbox.requests(connectionId);
            life.progress.show(Phase.READING, "The books are looked at once more.", 92);
            report();
        }

        private void report() throws InterruptedException {
            if (!run.isOffline()) { // nobody would hear it, and waiting for that holds up the read
                life.progress.report(
                        services.transport(), connectionId, served, "Fetching", "", checkpoint);
            }
        }
    }
}
