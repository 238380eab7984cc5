package fairlead.sync.api;

import fairlead.accounting.api.CompanyPin;
import java.time.Instant;

/**
 * A company that this agent reads: one connection of the platform, and where its books lie.
 *
 * @param connectionId the platform's id of the connection; state and protocol are keyed by it
 * @param companyId the platform's id of the company, which is the licence key
 * @param companyName as the vendor named it on the platform
 * @param packageKey which accounting package reads it, for example {@code sage50}
 * @param location path or URL of the books
 * @param user the user in the accounting package; the password lies in {@link Secrets} under {@link
 *     #passwordName}
 * @param pin what the books were when they were linked
 * @param linkedAt when that was
 * @param state may it be synced?
 * @param stateReason one plain sentence why not; empty when it may
 */
public record LinkedCompany(
        String connectionId,
        String companyId,
        String companyName,
        String packageKey,
        String location,
        String user,
        CompanyPin pin,
        Instant linkedAt,
        State state,
        String stateReason) {

    /** May the company be synced? */
    public enum State {
        /** Yes. */
        LINKED,
        /** No, until a person has acted: another company under the path, a cloned disk. */
        STOPPED,
        /** No: the platform has ended the connection. */
        ENDED
    }

    /** Under which name the company's password lies in {@link Secrets}. */
    public String passwordName() {
        return "company/" + connectionId + "/password";
    }

    /** The same company in another state. */
    public LinkedCompany with(State newState, String reason) {
        return new LinkedCompany(
                connectionId,
                companyId,
                companyName,
                packageKey,
                location,
                user,
                pin,
                linkedAt,
                newState,
                reason);
    }
}
