package fairlead.platform;

import fairlead.platform.http.Watcher;
import fairlead.platform.store.Audit;
import java.util.Set;

/** Writes down every call that was done and could change something, of whoever is known. */
final class AuditTrail implements Watcher {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final Audit audit;

    AuditTrail(Audit audit) {
        this.audit = audit;
    }

    @Override
    public void answered(Answered call) {
        if (call.status() < 400 && !READING.contains(call.method())) {
            call.actor()
                    .ifPresent(
                            actor ->
                                    audit.add(
                                            actor.client(),
                                            actor.who(),
                                            call.method() + " " + call.path()));
        }
    }
}
