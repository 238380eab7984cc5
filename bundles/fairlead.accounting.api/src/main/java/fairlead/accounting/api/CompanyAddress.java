package fairlead.accounting.api;

/**
 * Where a company lies and who may read it.
 *
 * @param location a path or a URL that the package understands
 * @param user the user's name in the package; may be empty
 * @param password may be empty; never printed. Owned by the caller, who may blank it after the
 *     call.
 */
@SuppressWarnings("ArrayRecordComponent") // so that the caller can blank it
public record CompanyAddress(String location, String user, char[] password) {
    /** The location and user only. */
    @Override
    public String toString() {
        return "CompanyAddress[location=" + location + ", user=" + user + "]";
    }
}
