package fairlead.control;

import com.fasterxml.jackson.core.JsonGenerator;
import fairlead.accounting.api.AccountingPackage;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanyCheck;
import fairlead.accounting.api.Discovery;
import fairlead.schedule.api.JobStatus;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.SyncRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.framework.ServiceException;

/** What the commands do. */
final class Commands {
    private final SocketControl services;
    private final String version;

    /** One command: does it and writes its result. */
    @FunctionalInterface
    private interface Command {
        void run(Request request, Reply reply, Checkpoint checkpoint)
                throws ControlException, IOException, InterruptedException;
    }

    private final Map<String, Command> commands =
            new TreeMap<>(
                    Map.of(
                            "version", this::version,
                            "check", this::check,
                            "link", this::link,
                            "unlink", this::unlink,
                            "sync", this::sync,
                            "cancel", this::cancel,
                            "pause", this::pause,
                            "resume", this::resume,
                            "jobs", this::jobs));

    Commands(SocketControl services, String version) {
        this.services = services;
        this.version = version;
        commands.put("discover", this::discover);
        Status status = new Status(services, version);
        commands.put("status", (request, reply, checkpoint) -> status.answer(reply));
        UpdateCommands updates = new UpdateCommands(services);
        commands.put("update", (request, reply, checkpoint) -> updates.offer(request, reply));
        commands.put("updatePlan", (request, reply, checkpoint) -> updates.plan(request, reply));
        commands.put(
                "updateStatus", (request, reply, checkpoint) -> updates.status(request, reply));
        commands.put(
                "updateHistory", (request, reply, checkpoint) -> updates.history(request, reply));
        commands.put(
                "updateRollback", (request, reply, checkpoint) -> updates.rollback(request, reply));
    }

    /**
     * Does what the request says and answers it, whatever happens.
     *
     * @throws IOException when the client has gone
     */
    void run(Request request, Reply reply, Checkpoint checkpoint) throws IOException {
        Command command = commands.get(request.command());
        if (command == null) {
            reply.error(
                    "UNKNOWN_COMMAND",
                    "There is no command '"
                            + request.command()
                            + "'; there are "
                            + String.join(", ", commands.keySet())
                            + ".");
            return;
        }
        try {
            command.run(request, reply, checkpoint);
        } catch (ControlException e) {
            reply.error(e.code(), e.getMessage());
        } catch (InterruptedException e) {
            reply.error("STOPPING", "The agent stops or changes itself; ask again in a minute.");
        } catch (ServiceException e) {
            reply.error("NOT_READY", "The agent is changing itself; ask again in a minute.");
        } catch (RuntimeException e) {
            SocketControl.LOG.error("the command {} failed", request.command(), e);
            reply.error("FAILED", "The command failed; the agent's log says why.");
        }
    }

    private void version(Request request, Reply reply, Checkpoint checkpoint) throws IOException {
        reply.result(
                json -> {
                    json.writeStringField("version", version);
                    json.writeStringField("java", System.getProperty("java.version"));
                    json.writeNumberField("process", ProcessHandle.current().pid());
                });
    }

    static void fields(JsonGenerator json, LinkedCompany company) throws IOException {
        json.writeStringField("connectionId", company.connectionId());
        json.writeStringField("companyId", company.companyId());
        json.writeStringField("companyName", company.companyName());
        json.writeStringField("package", company.packageKey());
        json.writeStringField("location", company.location());
        json.writeStringField("books", company.pin().name());
        json.writeStringField("state", company.state().name());
        json.writeStringField("stateReason", company.stateReason());
    }

    private void check(Request request, Reply reply, Checkpoint checkpoint)
            throws ControlException, IOException, InterruptedException {
        Optional<String> linked = request.argument("company");
        CompanyCheck check =
                linked.isPresent()
                        ? check(company(linked.get()), checkpoint)
                        : check(request.required("package"), address(request), checkpoint);
        reply.result(
                json -> {
                    json.writeStringField("name", check.pin().name());
                    json.writeStringField("id", check.pin().id().orElse(""));
                    json.writeStringField("baseCurrency", check.pin().baseCurrency());
                    json.writeStringField("packageVersion", check.packageVersion());
                    json.writeStringField("dataDirectory", check.dataDirectory());
                    json.writeNumberField("transactions", check.transactions());
                    json.writeStringField(
                            "lastTransaction",
                            check.lastTransaction().map(Object::toString).orElse(""));
                    json.writeArrayFieldStart("warnings");
                    for (String warning : check.warnings()) {
                        json.writeString(warning);
                    }
                    json.writeEndArray();
                });
    }

    private void discover(Request request, Reply reply, Checkpoint checkpoint)
            throws IOException, InterruptedException {
        Map<String, Discovery> found = new TreeMap<>();
        for (AccountingPackage books : services.packages) {
            found.put(books.info().key(), books.discover(checkpoint));
        }
        reply.result(
                json -> {
                    json.writeArrayFieldStart("packages");
                    for (Map.Entry<String, Discovery> one : found.entrySet()) {
                        json.writeStartObject();
                        json.writeStringField("key", one.getKey());
                        fields(json, one.getValue());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                });
    }

    private static void fields(JsonGenerator json, Discovery found) throws IOException {
        json.writeArrayFieldStart("drivers");
        for (Discovery.InstalledDriver driver : found.drivers()) {
            json.writeStartObject();
            json.writeStringField("name", driver.name());
            json.writeNumberField("bits", driver.bits());
            json.writeBooleanField("usable", driver.usable());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("companies");
        for (Discovery.FoundCompany company : found.companies()) {
            json.writeStartObject();
            json.writeStringField("location", company.location());
            json.writeStringField("source", company.source());
            json.writeStringField("kind", company.kind().name());
            json.writeBooleanField("there", company.there());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("notes");
        for (String note : found.notes()) {
            json.writeString(note);
        }
        json.writeEndArray();
    }

    private CompanyCheck check(String packageKey, CompanyAddress address, Checkpoint checkpoint)
            throws ControlException, InterruptedException {
        return Services.call(
                "sync engine",
                () -> services.linking,
                linking -> linking.check(packageKey, address, checkpoint));
    }

    /** By the password that the agent keeps. */
    CompanyCheck check(LinkedCompany company, Checkpoint checkpoint)
            throws ControlException, InterruptedException {
        byte[] kept =
                Services.call(
                        "store of secrets",
                        () -> services.secrets,
                        secrets -> secrets.get(company.passwordName()).orElse(new byte[0]));
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(kept));
        char[] password = Arrays.copyOf(decoded.array(), decoded.length());
        try {
            return check(
                    company.packageKey(),
                    new CompanyAddress(company.location(), company.user(), password),
                    checkpoint);
        } finally {
            Arrays.fill(kept, (byte) 0);
            Arrays.fill(decoded.array(), ' ');
            Arrays.fill(password, ' ');
        }
    }

    private void link(Request request, Reply reply, Checkpoint checkpoint)
            throws ControlException, IOException, InterruptedException {
        String licenseKey = request.required("licenseKey");
        String packageKey = request.required("package");
        CompanyAddress address = address(request);
        reply.progress("Opening the books and registering with the platform.");
        LinkedCompany company =
                Services.call(
                        "sync engine",
                        () -> services.linking,
                        linking -> linking.link(licenseKey, packageKey, address, checkpoint));
        reply.result(json -> fields(json, company));
    }

    private static CompanyAddress address(Request request) throws ControlException {
        return new CompanyAddress(
                request.required("location"),
                request.argument("user").orElse(""),
                request.password());
    }

    private void unlink(Request request, Reply reply, Checkpoint checkpoint)
            throws ControlException, IOException, InterruptedException {
        LinkedCompany company = company(request.required("company"));
        Services.run(
                "sync engine",
                () -> services.linking,
                linking -> linking.unlink(company.connectionId()));
        reply.result(json -> fields(json, company));
    }

    private void sync(Request request, Reply reply, Checkpoint checkpoint)
            throws ControlException, IOException, InterruptedException {
        Optional<String> wanted = request.argument("company");
        Optional<String> connection =
                wanted.isEmpty()
                        ? Optional.empty()
                        : Optional.of(company(wanted.get()).connectionId());
        if (all().isEmpty()) {
            throw new ControlException(
                    "NO_SUCH_COMPANY", "No company is linked yet: link one first.");
        }
        List<SyncRequest> requests =
                Services.call(
                        "sync engine",
                        () -> services.engine,
                        engine -> engine.request(connection, SyncRequest.Origin.PERSON));
        reply.result(
                json -> {
                    json.writeArrayFieldStart("requests");
                    for (SyncRequest it : requests) {
                        json.writeStartObject();
                        json.writeStringField("id", it.id());
                        json.writeStringField("connectionId", it.connectionId());
                        json.writeStringField("dataType", it.type().key());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                });
    }

    private void cancel(Request request, Reply reply, Checkpoint checkpoint)
            throws ControlException, IOException, InterruptedException {
        LinkedCompany company = company(request.required("company"));
        Services.run(
                "sync engine",
                () -> services.engine,
                engine -> engine.cancel(company.connectionId()));
        reply.result(json -> fields(json, company));
    }

    private void pause(Request request, Reply reply, Checkpoint checkpoint)
            throws ControlException, IOException, InterruptedException {
        Instant until = instant(request.required("until"));
        Services.run("scheduler", () -> services.scheduler, scheduler -> scheduler.pause(until));
        reply.result(json -> instant(json, "pausedUntil", Optional.of(until)));
    }

    private void resume(Request request, Reply reply, Checkpoint checkpoint)
            throws ControlException, IOException, InterruptedException {
        Services.run("scheduler", () -> services.scheduler, scheduler -> scheduler.resume());
        reply.result(json -> {});
    }

    private void jobs(Request request, Reply reply, Checkpoint checkpoint)
            throws ControlException, IOException, InterruptedException {
        List<JobStatus> jobs = Services.call("scheduler", () -> services.scheduler, s -> s.jobs());
        reply.result(
                json -> {
                    json.writeArrayFieldStart("jobs");
                    for (JobStatus job : jobs) {
                        json.writeStartObject();
                        json.writeStringField("name", job.name());
                        json.writeBooleanField("running", job.running());
                        instant(json, "lastEnd", job.lastEnd());
                        json.writeStringField("lastFailure", job.lastFailure().orElse(""));
                        instant(json, "next", job.next());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                });
    }

    private List<LinkedCompany> all() throws ControlException, InterruptedException {
        return Services.call("list of companies", () -> services.connections, c -> c.all());
    }

    /** By the platform's id of the company or of the connection. */
    private LinkedCompany company(String id) throws ControlException, InterruptedException {
        return all().stream()
                .filter(c -> c.companyId().equals(id) || c.connectionId().equals(id))
                .findFirst()
                .orElseThrow(
                        () ->
                                new ControlException(
                                        "NO_SUCH_COMPANY",
                                        "No company with the id "
                                                + id
                                                + " is linked here; 'status' lists those that are."));
    }

    static void instant(JsonGenerator json, String name, Optional<Instant> instant)
            throws IOException {
        json.writeStringField(name, instant.map(Instant::toString).orElse(""));
    }

    private static Instant instant(String text) throws ControlException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new ControlException(
                    "BAD_REQUEST",
                    "'" + text + "' is no moment: write it like 2026-11-24T18:00:00Z.");
        }
    }
}
