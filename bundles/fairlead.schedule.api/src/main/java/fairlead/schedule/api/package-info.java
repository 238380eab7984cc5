/**
 * Background work. Whoever has some registers a {@link fairlead.schedule.api.Job} (whiteboard); the
 * scheduler runs each at its times, never the same one twice at once, on threads of its own. Before
 * bundles are swapped the scheduler is stopped: it tells every job to stop, and each returns at its
 * next {@linkplain fairlead.schedule.api.JobContext#checkpoint() checkpoint} within 5 seconds. A
 * reference to {@link fairlead.schedule.api.Scheduler} is optional and dynamic, since it is away
 * for that moment; what is wanted meanwhile must be stored, so that the job finds it when it runs
 * again.
 *
 * <p>A job that throws is logged once with its name and runs again at its next time.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package fairlead.schedule.api;
