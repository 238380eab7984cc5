package fairlead.sync;

import fairlead.schedule.api.JobStatus;
import fairlead.schedule.api.Scheduler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs nothing and remembers what it was asked for. */
final class FakeScheduler implements Scheduler {
    final List<String> triggered = new ArrayList<>();
    final List<Instant> paused = new ArrayList<>();

    @Override
    public void trigger(String jobName) {
        triggered.add(jobName);
    }

    @Override
    public void pause(Instant until) {
        paused.add(until);
    }

    @Override
    public void resume() {
        paused.clear();
    }

    @Override
    public Optional<Instant> pausedUntil() {
        return Optional.empty();
    }

    @Override
    public List<JobStatus> jobs() {
        return List.of();
    }
}
