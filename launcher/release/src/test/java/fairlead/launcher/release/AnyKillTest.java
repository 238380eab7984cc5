package fairlead.launcher.release;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.launcher.release.ForgetfulDisk.After;
import fairlead.launcher.release.ForgetfulDisk.Fault;
import fairlead.launcher.release.ForgetfulDisk.Killed;
import fairlead.launcher.release.StartDecision.Circumstances;
import fairlead.launcher.release.StartDecision.Run;
import fairlead.launcher.release.StartDecision.Verifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A whole life of updates on a disk that forgets: killed, without power or full at every single
 * step, and at every second step after it. The next start runs one whole release, old or new; when
 * the faults stop, the good release that is offered runs, and nothing is left over.
 */
@Tag("slow")
class AnyKillTest {
    private static final Path DATA = Path.of("/data");
    private static final Path FACTORY = Path.of("/program/factory");
    private static final Path FIRST = Path.of("/offers/1");
    private static final Path SECOND = Path.of("/offers/2");

    /** What a fault does; the last two outlive the process. */
    private enum What {
        KILL,
        HALF,
        POWER_FORGOTTEN,
        POWER_KEPT,
        POWER_TORN,
        POWER_NAMES,
        FULL
    }

    private static final boolean ALL = Boolean.getBoolean("fairlead.exhaustive");

    private final Releases.Builder factory =
            Releases.main("0.1.0").bundle("fairlead.a", "0.1.0").bundle("fairlead.b", "0.1.0");
    private final Releases.Builder first =
            Releases.main("0.2.0").bundle("fairlead.a", "0.2.0").bundle("fairlead.b", "0.1.0");
    private final Releases.Builder second =
            Releases.main("0.3.0").bundle("fairlead.a", "0.3.0").bundle("fairlead.b", "0.3.0");

    private ForgetfulDisk disk;
    private boolean unasked;
    private Optional<String> ran;

    /** What the process does between a start and its end. */
    private interface Life {
        void live(HostRun process) throws Exception;
    }

    /** One process of the host, on the classes that ship; the framework is left out. */
    private final class HostRun {
        private final StateFile file = new StateFile(disk, DATA.resolve("release.state"));
        private final ReleaseStore store = new ReleaseStore(disk, DATA, FACTORY);
        private ReleaseState state;

        void start() throws IOException {
            Optional<StateFile.Content> read = file.read();
            state = read.map(c -> ReleaseState.of(c.values())).orElse(ReleaseState.FACTORY);
            try {
                file.heal();
            } catch (IOException e) {
                // the copy that counts is whole; the next start tries again
            }
            store.removeTemporary();
            Set<String> named = new LinkedHashSet<>();
            file.readAll().forEach(c -> named.addAll(ReleaseState.of(c.values()).named()));
            store.clean(named);
            Verifier verifier = store.verifier();
            write(StartDecision.verified(state, verifier));
            Circumstances now = new Circumstances(0, OptionalInt.empty(), unasked);
            Run run = (Run) StartDecision.counted(state, state, now, verifier);
            write(run.state());
            ran = run.main();
            assertThat(wholeOnDisk(ran)).as("what runs is whole: %s", ran).isTrue();
        }

        void offer(Path directory) throws Exception {
            Manifest manifest = store.add(directory);
            if (!state.main().current().equals(Optional.of(manifest.id()))
                    && state.main().blockedFor(manifest.id()).isEmpty()
                    && state.main().trial().isEmpty()) {
                write(state.begin("main", manifest.id(), List.of()));
                ran = Optional.of(manifest.id());
            }
        }

        void commit() throws IOException {
            if (state.main().onTrial()) {
                write(state.commit(state.main().trial().orElseThrow()));
                store.clean(state.named());
            }
        }

        void rollback() throws IOException {
            if (state.main().onTrial()) {
                write(state.rollback(state.main().trial().orElseThrow(), Optional.empty()));
                ran = state.main().current();
            }
        }

        void stop() throws IOException {
            write(state.uncounted());
        }

        private void write(ReleaseState next) throws IOException {
            if (!next.equals(state)) {
                file.write(next.values());
                state = next;
            }
        }
    }

    private boolean wholeOnDisk(Optional<String> release) throws IOException {
        return release.isEmpty()
                ? new ReleaseStore(disk, DATA, FACTORY).factoryWhole()
                : new ReleaseStore(disk, DATA, FACTORY)
                        .verifier()
                        .slotIfWhole(release.get())
                        .isPresent();
    }

    /** The first release is current and the factory's lies below it. */
    private void before() throws Exception {
        disk = new ForgetfulDisk();
        unasked = false;
        factory.into(disk, FACTORY);
        first.into(disk, FIRST);
        second.into(disk, SECOND);
        HostRun process = new HostRun();
        process.start();
        process.offer(FIRST);
        process.commit();
        process.stop();
        assertThat(ran).contains(first.id());
    }

    /** Runs a life with a fault at a step; says whether the step was reached. */
    private boolean live(Life life, What what, int step) throws Exception {
        HostRun process = new HostRun();
        disk.arm(
                switch (what) {
                    case KILL -> Fault.KILL;
                    case FULL -> Fault.FULL;
                    default -> Fault.KILL_HALF_WAY;
                },
                step);
        unasked = true;
        try {
            process.start();
            life.live(process);
            process.stop();
            unasked = false;
        } catch (Killed e) {
            switch (what) {
                case POWER_FORGOTTEN -> power(After.FORGOTTEN);
                case POWER_KEPT -> power(After.KEPT);
                case POWER_TORN -> power(After.TORN);
                case POWER_NAMES -> power(After.NAMES_WITHOUT_BYTES);
                default -> unasked = true;
            }
        } catch (IOException e) {
            unasked = false; // the host chooses to end with "again"
        }
        boolean reached = disk.steps() >= step;
        disk.disarm();
        return reached;
    }

    private void power(After after) {
        disk.cutPower(after);
        unasked = false; // the supervisor is gone as well
    }

    private void converges(String how) throws Exception {
        HostRun next = new HostRun();
        next.start();
        assertThat(ran)
                .as("%s: the next start runs old or new", how)
                .isIn(Optional.of(first.id()), Optional.of(second.id()));
        next.stop();
        unasked = false;
        for (int i = 0; i < 3; i++) {
            HostRun process = new HostRun();
            process.start();
            process.commit();
            if (process.state.main().blockedFor(second.id()).isEmpty()) {
                process.offer(SECOND);
            }
            process.commit();
            process.stop();
        }
        HostRun last = new HostRun();
        last.start();
        boolean blocked = last.state.main().blockedFor(second.id()).isPresent();
        assertThat(ran).as("%s: it converges", how).contains(blocked ? first.id() : second.id());
        assertThat(blocked).as("%s: a good release is blocked", how).isFalse();
        assertThat(disk.list(DATA.resolve("store")).size())
                .as("%s: nothing is left over", how)
                .isLessThanOrEqualTo(4);
        assertThat(disk.list(DATA)).as(how).noneMatch(p -> p.toString().endsWith(".tmp"));
        assertThat(disk.get(DATA.resolve("release.state")))
                .as(how)
                .isEqualTo(disk.get(DATA.resolve("release.state.2")));
    }

    private int everyStep(Life life) throws Exception {
        int tried = 0;
        for (What what : What.values()) {
            boolean reached = true;
            for (int step = 1; reached; step++) {
                before();
                reached = live(life, what, step);
                converges(what + " at " + step);
                tried++;
            }
        }
        return tried;
    }

    @Test
    @DisplayName("swap rules 1-4, 10, 11: one fault at every step of an update that commits")
    void rule3AnUpdateThatCommits() throws Exception {
        int tried =
                everyStep(
                        process -> {
                            process.offer(SECOND);
                            process.commit();
                        });
        assertThat(tried).isGreaterThan(150);
    }

    @Test
    @DisplayName("swap rules 1-4, 10, 11: one fault at every step of an update that goes back")
    void rule3AnUpdateThatGoesBack() throws Exception {
        int tried =
                everyStep(
                        process -> {
                            process.offer(SECOND);
                            process.rollback();
                        });
        assertThat(tried).isGreaterThan(150);
    }

    @Test
    @DisplayName("swap rules 1-4, 10, 11: one fault at every step of a start in a trial")
    void rule11AStartInATrial() throws Exception {
        for (What what : What.values()) {
            boolean reached = true;
            for (int step = 1; reached; step++) {
                before();
                live(process -> process.offer(SECOND), What.KILL, Integer.MAX_VALUE);
                reached = live(HostRun::commit, what, step);
                converges(what + " at " + step + " of a start in a trial");
            }
        }
    }

    @Test
    @DisplayName("swap rules 1-4: two faults, each at every step: one whole release, old or new")
    void rule1TwoFaults() throws Exception {
        Life update =
                process -> {
                    process.offer(SECOND);
                    process.commit();
                };
        List<What> kinds =
                List.of(What.HALF, What.POWER_FORGOTTEN, What.POWER_TORN, What.POWER_NAMES);
        int tried = 0;
        for (What one : kinds) {
            boolean reached = true;
            for (int step = 1; reached; step++) {
                boolean again = true;
                // All pairs take a minute: without the property every fifth, another fifth each
                // time.
                for (int then = ALL ? 1 : 1 + step % 5; again; then += ALL ? 1 : 5) {
                    before();
                    reached = live(update, one, step);
                    again = live(update, one, then);
                    new HostRun().start();
                    assertThat(ran)
                            .as("%s at %d and %d", one, step, then)
                            .isIn(Optional.of(first.id()), Optional.of(second.id()));
                    tried++;
                }
            }
        }
        assertThat(tried).isGreaterThan(ALL ? 5000 : 500);
    }

    @Test
    @DisplayName("swap rules 2, 10: a disk that stays full keeps what ran, and blocks nothing")
    void rule2AFullDiskKeepsWhatRan() throws Exception {
        int started = 0;
        boolean reached = true;
        for (int step = 1; reached; step++) {
            before();
            reached =
                    live(
                            process -> {
                                process.offer(SECOND);
                                process.commit();
                            },
                            What.FULL,
                            step);
            disk.fill();
            try {
                new HostRun().start();
                started++;
            } catch (IOException e) {
                // "again", uncounted: nothing had been begun
            }
            assertThat(ran).isIn(Optional.of(first.id()), Optional.of(second.id()));
            disk.disarm();
            converges("full at " + step);
        }
        assertThat(started).isGreaterThan(20);
    }
}
