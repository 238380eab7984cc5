package fairlead.platform;

import fairlead.platform.http.Answer;
import fairlead.platform.http.Watcher;
import fairlead.platform.store.DatabaseException;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * What a node has done since it started and how it stands, in Prometheus's text format. Only
 * totals: nothing tells one vendor or company from another.
 */
final class Metrics implements Watcher {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter format = PrometheusTextFormatWriter.create();

    private final Counter calls =
            counter("fairlead_http_requests_total", "Calls; 0xx: answered later.");
    private final Counter seconds =
            counter("fairlead_http_request_seconds_total", "Time spent on calls.");

    Metrics() {
        // of the JVM's only those that leave no listener behind when the bundle goes
        JvmMemoryMetrics.builder().register(registry);
        JvmGarbageCollectorMetrics.builder().register(registry);
        JvmThreadsMetrics.builder().register(registry);
        ProcessMetrics.builder().register(registry);
    }

    private Counter counter(String name, String help) {
        return Counter.builder()
                .name(name)
                .help(help)
                .labelNames("area", "status")
                .withoutExemplars()
                .register(registry);
    }

    /** Shows one more number, which is asked for at each look. */
    Metrics gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(now(value)))
                .register(registry);
        return this;
    }

    @Override
    public void answered(Answered call) {
        String area = area(call.path());
        String status = call.status() / 100 + "xx";
        calls.labelValues(area, status).inc();
        seconds.labelValues(area, status).inc(call.nanos() / 1e9);
    }

    private static String area(String path) {
        for (String area : new String[] {"connector", "portal", "link"}) {
            if (path.startsWith("/" + area + "/") || path.equals("/" + area)) {
                return area;
            }
        }
        return "api";
    }

    /** All of them as they are now. */
    Answer answer() {
        MetricSnapshots now = registry.scrape();
        return new Answer(
                200,
                Map.of("Content-Type", format.getContentType()),
                out -> format.write(out, now),
                () -> {});
    }

    /** Not a number where the database does not answer: the others count even so. */
    private static double now(DoubleSupplier value) {
        try {
            return value.getAsDouble();
        } catch (DatabaseException e) {
            return Double.NaN;
        }
    }
}
