package fairlead.platform;

import fairlead.platform.http.Actor;
import fairlead.platform.http.Call;
import fairlead.platform.http.Journal;
import fairlead.platform.store.Audit;
import fairlead.platform.store.Audit.Outcome;
import fairlead.platform.store.Store;
import java.util.Set;

/**
 * Writes down every call that could change something, and those that hand out a token, of whoever
 * is known: before anything is done, so that no change is without its entry ({@link Audit}). What
 * was refused is taken out again.
 */
final class AuditTrail implements Journal {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final Audit audit;
    private final Sentences sentences;

    AuditTrail(Store store) {
        this.audit = store.audit();
        this.sentences = new Sentences(store);
    }

    @Override
    public Entry begin(Call call, Actor actor) {
        String method = call.request().getMethod();
        if (READING.contains(method) && !sentences.has(call.route())) {
            return status -> {};
        }
        long no =
                audit.begin(
                        actor.client(),
                        actor.who(),
                        sentences.of(call, actor.client()),
                        method + " " + call.path());
        return status -> end(no, status);
    }

    private void end(long no, int status) {
        if (status >= 400 && status < 500) {
            audit.withdraw(no);
        } else {
            audit.end(no, status < 400 ? Outcome.Done : Outcome.Failed);
        }
    }
}
