package fairlead.sync.api;

import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanyCheck;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Links a company: checks the books, registers the agent with the licence key, stores both. The
 * first sync is the platform's to order, for the types that it fetches on the first link.
 */
@ProviderType
public interface Linking {
    /**
     * Looks at the books without linking anything: what the person confirms.
     *
     * @throws AccountingException when they cannot be opened
     * @throws LinkException when no such package is installed
     */
    CompanyCheck check(String packageKey, CompanyAddress address, Checkpoint checkpoint)
            throws AccountingException, LinkException, InterruptedException;

    /**
     * Links the company. Safe to repeat: a call that was cut off half way is completed by the same
     * call.
     *
     * @param licenseKey the platform's company id
     * @return the company as it was stored
     * @throws AccountingException when the books cannot be opened
     * @throws LinkException when the key is unknown, used or expired, when the vendor has to agree
     *     first, or when the company or the books are already linked; the message says what to do
     */
    LinkedCompany link(
            String licenseKey, String packageKey, CompanyAddress address, Checkpoint checkpoint)
            throws AccountingException, LinkException, InterruptedException;

    /**
     * Ends the connection on the platform and forgets the company here; its data stays on the
     * platform.
     */
    void unlink(String connectionId) throws LinkException, InterruptedException;
}
