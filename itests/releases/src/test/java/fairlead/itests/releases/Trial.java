package fairlead.itests.releases;

/** How long a trial takes in these tests. */
final class Trial {
    private Trial() {}

    /** The seconds of the window, of the deadline, and until the host judges after that. */
    static final String OPTIONS =
            "-Dfairlead.trial.window=6 -Dfairlead.trial.deadline=10 -Dfairlead.trial.grace=4";
}
