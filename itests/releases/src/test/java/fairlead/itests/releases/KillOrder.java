package fairlead.itests.releases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Orders a running agent to die at a named step. In the host {@code fairlead.gate.KillPoint} obeys.
 * The supervisor is a shell script, whose steps are the commands that it calls: it finds this
 * class's in their places, which kill it before or after they do what they are called for.
 */
final class KillOrder {
    private static final String SUPERVISOR = "supervisor";

    /**
     * What the supervisor writes, renames and makes durable with, starts a host after, and ends.
     */
    private static final List<String> COMMANDS = List.of("dd", "mv", "sync", "date", "dirname");

    private static final String COMMAND =
            """
            #!/bin/sh
            PATH='WITHOUT'
            orders='ORDERS'
            command=${0##*/}
            step=
            for word in "$@"; do
                case $command:$word in
                    dd:of=*) step=overwrite-${word##*/} ;;
                    mv:*) step=rename-${word##*/} ;;
                    dirname:*/host) step=host ;; # it has just been started
                esac
            done
            case $command in
                sync) step=sync ;;
                date) step=look ;; # a host is to be started, or has just ended
            esac
            [ -n "$step" ] || exec "$command" "$@"
            reach() {
                name=$1-supervisor-$step
                [ ! -f "$orders/trace" ] || echo "supervisor $name" >> "$orders/trace"
                [ -f "$orders/order" ] || return 0
                echo "$name" >> "$orders/reached"
                if [ "$(cat "$orders/order")" = "$name@$(grep -cx "$name" "$orders/reached")" ]; then
                    kill -9 "$(cat "$orders/supervisor")"
                    mv "$orders/order" "$orders/done"
                    exit 137
                fi
            }
            reach before
            "$command" "$@"
            status=$?
            reach after
            exit "$status"
            """;

    private final Path directory;
    private final Path commands;

    KillOrder(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        commands = Files.createDirectories(directory.resolve("commands"));
        String script =
                COMMAND.replace("WITHOUT", System.getenv("PATH"))
                        .replace("ORDERS", directory.toString());
        for (String command : COMMANDS) {
            Path file = Files.writeString(commands.resolve(command), script);
            if (!file.toFile().setExecutable(true)) {
                throw new IOException(file + " cannot be made executable");
            }
        }
    }

    /** The option of the agent's Java by which it obeys. */
    String option() {
        return "-Dfairlead.kill.orders=" + directory;
    }

    /** The environment by which its supervisor obeys. */
    Map<String, String> environment() {
        return Map.of("PATH", commands + ":" + System.getenv("PATH"));
    }

    /** From now on the names of all steps are written down. */
    void trace() throws IOException {
        Files.writeString(directory.resolve("trace"), "");
    }

    /**
     * Each step that was reached since {@link #trace}, by the supervisor, by the host that ran then
     * or by one of those after it, as an order.
     */
    List<String> traced() throws IOException {
        Path trace = directory.resolve("trace");
        Map<String, Map<String, Integer>> processes = new LinkedHashMap<>();
        Set<String> orders = new LinkedHashSet<>();
        for (String line : Files.readAllLines(trace)) {
            String process = line.substring(0, line.indexOf(' '));
            String name = line.substring(line.indexOf(' ') + 1);
            Map<String, Integer> times = processes.computeIfAbsent(process, p -> new HashMap<>());
            String order = name + "@" + times.merge(name, 1, Integer::sum);
            List<String> hosts = processes.keySet().stream().filter(p -> !isSupervisor(p)).toList();
            int after = hosts.indexOf(process);
            orders.add(after > 0 ? order + "+" + after : order);
        }
        Files.delete(trace);
        return List.copyOf(orders);
    }

    private static boolean isSupervisor(String process) {
        return process.equals(SUPERVISOR);
    }

    /** Is it the supervisor that dies there? */
    static boolean isSupervisors(String order) {
        return order.matches("(before|after)-supervisor-.*");
    }

    /** It dies when it comes there. */
    void give(String order, ProcessHandle supervisor) throws IOException {
        for (String former : List.of("done", "started", "reached")) {
            Files.deleteIfExists(directory.resolve(former));
        }
        Files.writeString(directory.resolve(SUPERVISOR), Long.toString(supervisor.pid()));
        Path written = directory.resolve("order.tmp");
        Files.writeString(written, order);
        Files.move(written, directory.resolve("order"));
    }

    /** It came there, and died. */
    boolean obeyed() {
        return Files.exists(directory.resolve("done"));
    }

    void takeBack() throws IOException {
        Files.deleteIfExists(directory.resolve("order"));
    }
}
