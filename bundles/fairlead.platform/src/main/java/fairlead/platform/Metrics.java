package fairlead.platform;

import fairlead.platform.http.Watcher;
import fairlead.platform.store.DatabaseException;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/**
 * What a node has done since it started and how it stands, in Prometheus's text format. Only
 * totals: nothing tells one vendor or company from another.
 */
final class Metrics implements Watcher {
    private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> nanos = new ConcurrentHashMap<>();
    private final Map<String, Gauge> gauges = new TreeMap<>();

    private record Gauge(String help, DoubleSupplier value) {}

    Metrics() {
        var memory = ManagementFactory.getMemoryMXBean();
        var runtime = ManagementFactory.getRuntimeMXBean();
        var threads = ManagementFactory.getThreadMXBean();
        gauge("jvm_heap_used_bytes", "Heap in use.", () -> memory.getHeapMemoryUsage().getUsed());
        gauge("jvm_threads", "Threads.", threads::getThreadCount);
        gauge(
                "process_start_time_seconds",
                "When the process started, since 1970.",
                () -> runtime.getStartTime() / 1000.0);
    }

    /** Shows one more number, which is asked for at each look. */
    Metrics gauge(String name, String help, DoubleSupplier value) {
        gauges.put(name, new Gauge(help, value));
        return this;
    }

    @Override
    public void answered(Answered call) {
        String labels =
                "{area=\"" + area(call.path()) + "\",status=\"" + call.status() / 100 + "xx\"}";
        calls.computeIfAbsent(labels, key -> new LongAdder()).increment();
        nanos.computeIfAbsent(labels, key -> new LongAdder()).add(call.nanos());
    }

    private static String area(String path) {
        for (String area : new String[] {"connector", "portal", "link"}) {
            if (path.startsWith("/" + area + "/") || path.equals("/" + area)) {
                return area;
            }
        }
        return "api";
    }

    /** The text. */
    String text() {
        StringBuilder text = new StringBuilder();
        head(text, "fairlead_http_requests_total", "counter", "Calls; 0xx: answered later.");
        new TreeMap<>(calls)
                .forEach(
                        (labels, count) ->
                                line(
                                        text,
                                        "fairlead_http_requests_total" + labels,
                                        (double) count.sum()));
        head(text, "fairlead_http_request_seconds_total", "counter", "Time spent on calls.");
        new TreeMap<>(nanos)
                .forEach(
                        (labels, sum) ->
                                line(
                                        text,
                                        "fairlead_http_request_seconds_total" + labels,
                                        sum.sum() / 1e9));
        gauges.forEach(
                (name, gauge) -> {
                    head(text, name, "gauge", gauge.help());
                    line(text, name, now(gauge));
                });
        return text.toString();
    }

    /** Not a number where the database does not answer: the others count even so. */
    private static double now(Gauge gauge) {
        try {
            return gauge.value().getAsDouble();
        } catch (DatabaseException e) {
            return Double.NaN;
        }
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void line(StringBuilder text, String name, double value) {
        text.append(name).append(' ');
        text.append(
                value == Math.rint(value)
                        ? String.format(Locale.ROOT, "%.0f", value)
                        : Double.toString(value));
        text.append('\n');
    }
}
