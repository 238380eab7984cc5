package fairlead.accounting.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Reads the books of companies kept in one accounting package.
 *
 * <p>Register it as a service with the property {@link #KEY}. Stateless: all state of a read lives
 * in the session. It is called from jobs only, so it needs no gate of its own.
 */
@ConsumerType
public interface AccountingPackage {
    /**
     * Service property: the package's key, for example {@code sage50}; the same as {@code
     * info().key()}.
     */
    String KEY = "fairlead.accounting.package";

    /** Says what the package is and what it can deliver. Constant for one version of the bundle. */
    PackageInfo info();

    /**
     * Looks at the company at this address without reading its books: what a person confirms before
     * linking.
     *
     * @throws AccountingException when no company can be opened there; the message says what to do
     * @throws InterruptedException when the checkpoint asks to stop
     */
    CompanyCheck check(CompanyAddress address, Checkpoint checkpoint)
            throws AccountingException, InterruptedException;

    /**
     * Looks for companies on this PC and for what is needed to read them, without logging on to
     * any.
     *
     * @throws InterruptedException when the checkpoint asks to stop
     */
    default Discovery discover(Checkpoint checkpoint) throws InterruptedException {
        return Discovery.NOTHING;
    }

    /**
     * Opens one connection to the company at this address.
     *
     * @throws AccountingException when it cannot be opened; the kind says whether waiting helps
     */
    CompanySession open(CompanyAddress address) throws AccountingException;

    /**
     * As {@link #open(CompanyAddress)}, with a word for all that the session waits for, in calls
     * that take no checkpoint as well. Override it where a call can hang: it has to end within
     * seconds of the checkpoint's asking to stop, by an {@link AccountingException} of a kind that
     * passes.
     *
     * @throws InterruptedException when the checkpoint asks to stop before anything was opened
     */
    default CompanySession open(CompanyAddress address, Checkpoint checkpoint)
            throws AccountingException, InterruptedException {
        checkpoint.check();
        return open(address);
    }
}
