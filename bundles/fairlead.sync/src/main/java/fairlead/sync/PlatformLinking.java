package fairlead.sync;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.AccountingPackage;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanyCheck;
import fairlead.gate.Gate;
import fairlead.schedule.api.Scheduler;
import fairlead.sync.api.Connections;
import fairlead.sync.api.LinkException;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.Linking;
import fairlead.sync.api.Secrets;
import fairlead.sync.api.Transport;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Links in an order in which every step may be repeated: books, registration, password, company,
 * and only then "linked" on the platform, which orders the first sync.
 */
@Component
public final class PlatformLinking implements Linking {
    private static final Logger LOG = LoggerFactory.getLogger(PlatformLinking.class);
    private static final Checkpoint NEVER = () -> {};

    private final Gate gate = new Gate();
    private final Clock clock = Clock.systemUTC();
    private final Packages packages = new Packages();

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    volatile Connections connections;

    @Reference(policy = DYNAMIC, policyOption = GREEDY)
    volatile Secrets secrets;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile Transport transport;

    @Activate
    public PlatformLinking() {}

    @Deactivate
    void close() {
        gate.close(Duration.ofSeconds(5));
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    volatile Scheduler scheduler;

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC, policyOption = GREEDY)
    void addPackage(AccountingPackage books, Map<String, Object> properties) {
        packages.add(books, properties);
    }

    void removePackage(AccountingPackage books) {
        packages.remove(books);
    }

    @Override
    public CompanyCheck check(String packageKey, CompanyAddress address, Checkpoint checkpoint)
            throws AccountingException, LinkException, InterruptedException {
        try (var inside = gate.enter()) {
            return books(packageKey).check(address, checkpoint);
        }
    }

    private AccountingPackage books(String packageKey) throws LinkException {
        Map<String, AccountingPackage> here = packages.byKey();
        AccountingPackage books = here.get(packageKey);
        if (books == null) {
            throw new LinkException(
                    LinkException.Reason.NO_SUCH_PACKAGE,
                    "Nothing here reads the accounting package "
                            + packageKey
                            + "; there is "
                            + (here.isEmpty() ? "none" : String.join(", ", here.keySet()))
                            + ".");
        }
        return books;
    }

    @Override
    public LinkedCompany link(
            String licenseKey, String packageKey, CompanyAddress address, Checkpoint checkpoint)
            throws AccountingException, LinkException, InterruptedException {
        try (var inside = gate.enter()) {
            AccountingPackage books = books(packageKey);
            CompanyCheck check = books.check(address, checkpoint);
            refuseTwice(licenseKey, packageKey, address, check);
            Transport line = line();
            Transport.Registration registration = line.register(licenseKey, checkpoint);
            Optional<LinkedCompany> before = begin(registration.connectionId());
            LinkedCompany company =
                    new LinkedCompany(
                            registration.connectionId(),
                            registration.companyId(),
                            registration.companyName(),
                            packageKey,
                            address.location(),
                            address.user(),
                            check.pin(),
                            before.map(LinkedCompany::linkedAt).orElse(clock.instant()),
                            LinkedCompany.State.LINKED,
                            "");
            keepPassword(company, address.password());
            Late.run(() -> connections, list -> list.put(company));
            try {
                line.linked(
                        company.connectionId(),
                        packageKey,
                        books.info().platformKey(),
                        check,
                        checkpoint);
            } catch (LinkException e) {
                if (before.isEmpty() && e.reason() != LinkException.Reason.PLATFORM_UNREACHABLE) {
                    forget(company); // other books may be tried
                }
                throw e;
            }
            LOG.info("{}: {} is linked", company.connectionId(), packageKey);
            // what was asked for while it was stopped waits still
            Late.ifPresent(() -> scheduler, s -> s.trigger(DurableSyncEngine.JOB));
            return company;
        }
    }

    /**
     * A connection that had ended and is linked again begins anew: of its books, only the platform
     * knows what it holds.
     */
    private Optional<LinkedCompany> begin(String connectionId) {
        Optional<LinkedCompany> before = known(connectionId);
        if (before.filter(c -> c.state() == LinkedCompany.State.ENDED).isPresent()) {
            forget(before.get());
            return Optional.empty();
        }
        return before;
    }

    private void forget(LinkedCompany company) {
        Late.run(() -> secrets, safe -> safe.remove(company.passwordName()));
        Late.run(() -> connections, list -> list.remove(company.connectionId()));
    }

    private Optional<LinkedCompany> known(String connectionId) {
        return Late.call(() -> connections, list -> list.find(connectionId));
    }

    private Transport line() throws LinkException {
        Transport line = transport;
        if (line == null) {
            throw new LinkException(
                    LinkException.Reason.PLATFORM_UNREACHABLE,
                    "The connection to the platform is not running; try again in a moment.");
        }
        return line;
    }

    /** The same books under another key, or other books under the same key, are refused. */
    private void refuseTwice(
            String licenseKey, String packageKey, CompanyAddress address, CompanyCheck check)
            throws LinkException {
        for (LinkedCompany other : Late.call(() -> connections, list -> list.all())) {
            if (other.state() == LinkedCompany.State.ENDED) {
                continue;
            }
            boolean sameKey = other.companyId().equals(licenseKey);
            boolean sameBooks =
                    other.packageKey().equals(packageKey)
                            && (other.location().equals(address.location())
                                    || (other.pin().id().isPresent()
                                            && other.pin().id().equals(check.pin().id())));
            if (sameBooks && !sameKey) {
                throw new LinkException(
                        LinkException.Reason.ALREADY_LINKED,
                        "The books of "
                                + check.pin().name()
                                + " are already linked here as "
                                + other.companyName()
                                + "; unlink that first.");
            }
            if (sameKey && !other.pin().sameCompany(check.pin())) {
                throw new LinkException(
                        LinkException.Reason.ALREADY_LINKED,
                        "This licence key is already used here for the books of "
                                + other.pin().name()
                                + "; unlink that first.");
            }
        }
    }

    private void keepPassword(LinkedCompany company, char[] password) {
        byte[] bytes = Passwords.bytes(password);
        try {
            Late.run(() -> secrets, safe -> safe.put(company.passwordName(), bytes));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public void unlink(String connectionId) throws LinkException, InterruptedException {
        try (var inside = gate.enter()) {
            Optional<LinkedCompany> company = known(connectionId);
            if (company.isEmpty()) {
                return;
            }
            if (company.get().state() != LinkedCompany.State.ENDED) {
                line().unlink(connectionId, NEVER);
            }
            forget(company.get());
        }
    }
}
