package fairlead.update.api;

import java.util.Optional;

/**
 * How updates stand.
 *
 * @param release the id of the release that runs
 * @param trial the id of a release that runs on trial; empty when none does
 * @param lastOutcome one plain sentence about the last update; empty when there was none
 */
public record UpdateStatus(String release, Optional<String> trial, Optional<String> lastOutcome) {}
