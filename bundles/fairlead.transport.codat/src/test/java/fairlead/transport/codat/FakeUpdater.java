package fairlead.transport.codat;

import fairlead.update.api.UpdateOutcome;
import fairlead.update.api.UpdateStatus;
import fairlead.update.api.Updater;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An updater that has outcomes to tell, and nothing else. */
final class FakeUpdater implements Updater {
    final List<UpdateOutcome> untold = new CopyOnWriteArrayList<>();
    RuntimeException trouble;

    @Override
    public List<UpdateOutcome> untold() {
        return List.copyOf(untold);
    }

    @Override
    public void told(List<UpdateOutcome> outcomes) {
        if (trouble != null) {
            throw trouble;
        }
        untold.removeAll(outcomes);
    }

    @Override
    public UpdateStatus status() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void check() {}

    @Override
    public List<String> plan(Path releaseDirectory) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String offer(Path releaseDirectory, boolean byPerson) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Rollback rollback() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<UpdateOutcome> history() {
        return List.of();
    }
}
