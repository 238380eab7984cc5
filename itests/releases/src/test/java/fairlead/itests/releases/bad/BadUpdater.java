package fairlead.itests.releases.bad;

import fairlead.launcher.Swap;
import fairlead.schedule.api.Job;
import fairlead.schedule.api.JobContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What an updater can do wrong, in the place of the real one. */
public abstract class BadUpdater implements Job {
    private static final Duration SOON = Duration.ofSeconds(1);

    private volatile Swap swap;

    /** Looks at everything and says nothing. */
    public static final class NeverCommits extends BadUpdater {
        @Override
        void look(Swap host, String trial) {
            host.state();
        }
    }

    /** Takes itself into use, then looks for no update and rolls every other one back. */
    public static final class RollsBackForEver extends BadUpdater {
        private volatile boolean mine = true;

        @Override
        void look(Swap host, String trial) {
            if (trial != null && mine) {
                host.commit(trial);
                mine = false;
            } else if (trial != null) {
                host.rollback(trial, "it is not liked here");
            }
        }
    }

    /** Ends the process whenever it runs. */
    public static final class Crashes extends BadUpdater {
        @Override
        void look(Swap host, String trial) {
            Runtime.getRuntime().halt(134);
        }
    }

    /** Takes itself into use, then ends the process whenever it runs. */
    public static final class CommitsAndCrashes extends BadUpdater {
        @Override
        void look(Swap host, String trial) {
            if (trial == null) {
                Runtime.getRuntime().halt(134);
            }
            host.commit(trial);
        }
    }

    /** Declarative Services binds the host. */
    public final void addSwap(Swap host) {
        swap = host;
    }

    /** Declarative Services unbinds it. */
    public final void removeSwap(Swap host) {
        swap = null;
    }

    abstract void look(Swap host, String trial);

    @Override
    public final Optional<Duration> run(JobContext context) throws InterruptedException {
        Swap host = swap;
        if (host == null) {
            return Optional.of(SOON);
        }
        Map<String, String> state = host.state();
        String phase = state.getOrDefault("phase", "");
        try {
            if (phase.equals("trial") || phase.equals("idle")) {
                look(host, phase.equals("trial") ? state.get("trial") : null);
            }
        } catch (IllegalStateException e) {
            return Optional.of(SOON); // the window has not passed
        }
        return Optional.of(SOON);
    }

    /** The description under which it takes the real one's place. */
    public static String component(Class<? extends BadUpdater> type) {
        return """
        <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0"
            name="fairlead.update.SwapUpdater">
          <property name="fairlead.job.name" type="String" value="update"/>
          <property name="fairlead.job.at-start" type="String" value="true"/>
          <property name="fairlead.job.during-pause" type="String" value="true"/>
          <service><provide interface="fairlead.schedule.api.Job"/></service>
          <reference name="Swap" cardinality="0..1" policy="dynamic" policy-option="greedy"
              interface="fairlead.launcher.Swap" bind="addSwap" unbind="removeSwap"/>
          <implementation class="%s"/>
        </scr:component>
        """
                .formatted(type.getName());
    }
}
