package fairlead.control;

import fairlead.accounting.api.AccountingPackage;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.CompanyCheck;
import fairlead.accounting.api.Discovery;
import fairlead.schedule.api.JobStatus;
import fairlead.sync.api.Diagnostics;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.SyncStatus;
import fairlead.sync.api.TransportStatus;
import fairlead.update.api.UpdateStatus;
import fairlead.update.api.Updater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.framework.ServiceException;

/**
 * Writes down what status and doctor say about one company's connection, line by line. What cannot
 * be told is a line that says why.
 */
final class Report {
    /** So many of the last lines of the activity log. */
    private static final int ACTIVITY = 200;

    private final SocketControl services;
    private final Commands commands;
    private final Path data;
    private final String version;
    private final Map<String, String> hidden =
            new TreeMap<>(
                    Comparator.<String>comparingInt(String::length)
                            .reversed()
                            .thenComparing(Comparator.naturalOrder()));
    private final StringBuilder text = new StringBuilder();

    Report(SocketControl services, Commands commands, Path data, String version) {
        this.services = services;
        this.commands = commands;
        this.data = data;
        this.version = version;
    }

    /** One part of the report, which asks somebody who may be away. */
    @FunctionalInterface
    private interface Part {
        void write() throws ControlException, InterruptedException;
    }

    String of(String connectionId, Instant now, Checkpoint checkpoint) throws InterruptedException {
        line("Collected", now.toString());
        line("Agent", version);
        line("Java", property("java.version") + ", " + property("java.vendor"));
        line("System", property("os.name") + " " + property("os.version"));
        disk();
        part("Platform", this::platform);
        part("Release", this::release);
        part(
                "Company",
                () -> {
                    hide(connectionId); // or nothing is told of what may name companies
                    part("Jobs", this::jobs);
                    checkpoint.check();
                    for (AccountingPackage books : services.packages) {
                        part("Package", () -> found(books, checkpoint));
                    }
                    part("Company", () -> company(connectionId, checkpoint));
                    part("Activity", this::activity);
                });
        return text.length() <= Diagnostics.LONGEST
                ? text.toString()
                : text.substring(0, Diagnostics.LONGEST);
    }

    private static String property(String name) {
        return System.getProperty(name, "");
    }

    private void line(String label, String what) {
        text.append(String.format("%-12s %s%n", label, plain(what)).replace("\r", ""));
    }

    private String plain(String words) {
        String plain = words.replaceAll("\\p{Cntrl}+", " ").strip();
        for (Map.Entry<String, String> one : hidden.entrySet()) {
            plain = plain.replace(one.getKey(), one.getValue());
        }
        return plain;
    }

    /** From now on no line says where books lie, or whose those of other connections are. */
    private void hide(String connectionId) throws ControlException, InterruptedException {
        for (LinkedCompany company :
                Services.call("list of companies", () -> services.connections, c -> c.all())) {
            hidden.put(company.location(), "(the path of the books)");
            if (!company.connectionId().equals(connectionId)) {
                hidden.put(company.companyName(), "(another company)");
                hidden.put(company.pin().name(), "(another company)");
            }
        }
        hidden.keySet().removeIf(String::isBlank);
    }

    private void part(String label, Part part) throws InterruptedException {
        try {
            part.write();
        } catch (ControlException e) {
            line(label, e.getMessage());
        } catch (ServiceException e) {
            line(label, "is changing itself just now");
        } catch (RuntimeException e) {
            SocketControl.LOG.warn("a part of the diagnostics failed: {}", label, e);
            line(label, "cannot be told: " + e.getClass().getSimpleName());
        }
    }

    private void disk() {
        try {
            Path probe = Files.createTempFile(data, "diagnostics", ".tmp");
            Files.delete(probe);
            line("Disk", "can be written");
        } catch (IOException e) {
            line("Disk", "cannot be written");
        }
        try {
            long free = Files.getFileStore(data).getUsableSpace();
            line("Disk space", String.format("%,d MB are free", free >> 20));
        } catch (IOException e) {
            line("Disk space", "cannot be told");
        }
    }

    private void platform() throws ControlException, InterruptedException {
        TransportStatus line =
                Services.call("transport", () -> services.transport, it -> it.status());
        line(
                "Platform",
                line.platform()
                        + (line.online() ? ", online" : ", not online: " + line.message())
                        + line.lastContact().map(at -> ", last contact " + at).orElse(""));
        Optional<Instant> paused =
                Services.call("scheduler", () -> services.scheduler, s -> s.pausedUntil());
        paused.ifPresent(until -> line("Paused", "until " + until));
    }

    private void release() {
        Updater updater = services.updater;
        if (updater == null) {
            return;
        }
        UpdateStatus status = updater.status();
        line("Release", status.release() + ", " + status.phase() + " " + status.message());
        status.lastOutcome().ifPresent(last -> line("Last update", last.inWords()));
        if (!status.blocked().isEmpty()) {
            line("Blocked", String.join(" ", status.blocked()));
        }
    }

    private void jobs() throws ControlException, InterruptedException {
        for (JobStatus job : Services.call("scheduler", () -> services.scheduler, s -> s.jobs())) {
            line(
                    "Job",
                    job.name()
                            + (job.running() ? ", running" : "")
                            + job.lastEnd().map(at -> ", last end " + at).orElse("")
                            + job.next().map(at -> ", next " + at).orElse("")
                            + job.lastFailure().map(why -> ", failed: " + why).orElse(""));
        }
    }

    /** Drivers only: which other companies there are on this PC is nobody's business. */
    private void found(AccountingPackage books, Checkpoint checkpoint) throws InterruptedException {
        line("Package", books.info().key() + ", mapping " + books.info().mappingVersion());
        Discovery found = books.discover(checkpoint);
        for (Discovery.InstalledDriver driver : found.drivers()) {
            line(
                    "Driver",
                    driver.name()
                            + ", "
                            + driver.bits()
                            + " bits, "
                            + (driver.usable() ? "usable" : "not usable"));
        }
        found.notes().forEach(note -> line("Note", note));
    }

    private void company(String connectionId, Checkpoint checkpoint)
            throws ControlException, InterruptedException {
        List<SyncStatus> all =
                Services.call("sync engine", () -> services.engine, engine -> engine.status());
        for (SyncStatus status : all) {
            if (status.company().connectionId().equals(connectionId)) {
                company(status);
                check(status.company(), checkpoint);
                return;
            }
        }
        line("Company", connectionId + " is not linked here");
    }

    private void company(SyncStatus status) {
        LinkedCompany company = status.company();
        line("Company", company.connectionId() + ", read by " + company.packageKey());
        // why it was stopped may name other books: that is said on the PC alone
        boolean linked = company.state() == LinkedCompany.State.LINKED;
        line("State", company.state() + (linked ? "" : ": its status on the PC says why"));
        line(
                "Sync",
                status.phase()
                        + " "
                        + status.progressPercent()
                        + " % "
                        + (linked ? status.message() : ""));
        line("Last success", status.lastSuccess().map(Instant::toString).orElse("none yet"));
        for (Map.Entry<String, SyncStatus.TypeStatus> type : types(status).entrySet()) {
            SyncStatus.TypeStatus its = type.getValue();
            line(
                    "Data type",
                    String.format(
                            "%s %s, %,d records, %,d kept in an older version",
                            type.getKey(), its.outcome(), its.records(), its.rejects()));
        }
        line("Findings", status.findings().size() + " about the books themselves");
    }

    private static Map<String, SyncStatus.TypeStatus> types(SyncStatus status) {
        Map<String, SyncStatus.TypeStatus> types = new TreeMap<>();
        status.types().forEach((type, its) -> types.put(type.key(), its));
        return types;
    }

    private void check(LinkedCompany company, Checkpoint checkpoint) throws InterruptedException {
        try {
            CompanyCheck check = commands.check(company, checkpoint);
            line("Data file", "can be read, " + check.packageVersion());
            check.warnings().forEach(warning -> line("Warning", warning));
        } catch (ControlException e) {
            line("Data file", e.code() + ": " + e.getMessage());
        }
    }

    private void activity() {
        for (ActivityLog.Entry entry : services.activity.last(ACTIVITY)) {
            line("Activity", entry.at() + " " + entry.message());
        }
    }
}
