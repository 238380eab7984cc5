package fairlead.sync;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.AccountingPackage;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.schedule.api.Scheduler;
import fairlead.sync.api.Connections;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.Outbox;
import fairlead.sync.api.Secrets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Reads one real page of a linked company through its accounting package, by a check for each
 * package, and holds it against the index. It stands here because an accounting package knows
 * neither which companies are linked nor what was delivered of them. {@code WARN} says that no page
 * was read, and that this is nobody's fault: it is not timed then (swap rule 21).
 */
@Component(
        service = {},
        immediate = true)
public final class PageCheck {
    /** Two maps of the ledger of a larger company do not fit into the agent's memory. */
    private static final long LARGE = 200_000;

    /** Whoever asks waits no longer. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Packages packages = new Packages();
    private final PackageChecks checks;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile Outbox outbox;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile Connections connections;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile Secrets secrets;

    /** Goes before a swap: then nobody may read the books (swap order 1). */
    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile Scheduler scheduler;

    @Activate
    public PageCheck(BundleContext context) {
        checks =
                new PackageChecks(
                        context,
                        Map.of(HealthCheck.NAME, "books", HealthCheck.TAGS, "page"),
                        this::look);
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC, policyOption = GREEDY)
    void addPackage(AccountingPackage books, Map<String, Object> properties) {
        packages.add(books, properties);
        checks.add(books, properties);
    }

    void removePackage(AccountingPackage books) {
        checks.remove(books);
        packages.remove(books);
    }

    private Result look(String packageKey) {
        Outbox box = outbox;
        Connections list = connections;
        Secrets safe = secrets;
        if (box == null || list == null || safe == null) {
            return new Result(Result.Status.TEMPORARILY_UNAVAILABLE, "A bundle is being changed.");
        }
        try {
            AccountingPackage books = packages.byKey().get(packageKey);
            Optional<LinkedCompany> company =
                    list.all().stream()
                            .filter(c -> c.state() == LinkedCompany.State.LINKED)
                            .filter(c -> c.packageKey().equals(packageKey))
                            .findFirst();
            return company.isEmpty() || books == null
                    ? new Result(Result.Status.WARN, "There is no company to read.")
                    : read(box, safe, company.get(), books);
        } catch (AccountingException e) {
            boolean away = e.passes() || e.kind() == AccountingException.Kind.NO_COMPANY;
            return new Result(
                    away ? Result.Status.TEMPORARILY_UNAVAILABLE : Result.Status.CRITICAL,
                    e.getMessage(),
                    e);
        } catch (ServiceException e) {
            return new Result(Result.Status.TEMPORARILY_UNAVAILABLE, "A bundle is being changed.");
        } catch (InterruptedException e) {
            return new Result(Result.Status.TEMPORARILY_UNAVAILABLE, "It was told to stop.");
        } catch (RuntimeException e) {
            return new Result(Result.Status.CRITICAL, "Reading the books failed: " + e, e);
        }
    }

    /** While a sync reads a large company, or one of unknown size, it is not read once more. */
    private static boolean wouldCrowd(Outbox box, String connectionId) {
        boolean reading =
                box.openSet(connectionId).filter(set -> set.closed().isEmpty()).isPresent();
        return reading
                && (box.settledSlices(connectionId).isEmpty()
                        || box.held(connectionId, DataType.JOURNAL_ENTRIES).records() > LARGE);
    }

    private Result read(Outbox box, Secrets safe, LinkedCompany company, AccountingPackage books)
            throws AccountingException, InterruptedException {
        if (wouldCrowd(box, company.connectionId())) {
            return new Result(Result.Status.WARN, "A sync reads the books just now.");
        }
        char[] password =
                Passwords.characters(safe.get(company.passwordName()).orElse(new byte[0]));
        try (CompanySession session =
                books.open(new CompanyAddress(company.location(), company.user(), password))) {
            if (!session.pin().sameCompany(company.pin())) {
                return new Result(Result.Status.WARN, "Other books lie there; the sync says so.");
            }
            Page page = new Page(box, company.connectionId(), books.info());
            return page.read(session, whileJobsMayRun())
                    .map(wrong -> new Result(Result.Status.CRITICAL, wrong + "."))
                    .orElseGet(
                            () ->
                                    new Result(
                                            Result.Status.OK, page.size() + " records were read."));
        } finally {
            Arrays.fill(password, ' ');
        }
    }

    private Checkpoint whileJobsMayRun() {
        long end = System.nanoTime() + LONGEST.toNanos();
        return () -> {
            if (scheduler == null || System.nanoTime() - end > 0) {
                throw new InterruptedException("the page is not read to its end");
            }
        };
    }
}
