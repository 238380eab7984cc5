package fairlead.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonFactory;
import fairlead.accounting.api.AccountingException;
import fairlead.accounting.api.AccountingPackage;
import fairlead.accounting.api.Checkpoint;
import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.CompanyCheck;
import fairlead.accounting.api.CompanyPin;
import fairlead.accounting.api.CompanySession;
import fairlead.accounting.api.DataType;
import fairlead.accounting.api.Discovery;
import fairlead.accounting.api.PackageInfo;
import fairlead.schedule.api.JobStatus;
import fairlead.schedule.api.Scheduler;
import fairlead.sync.api.ChunkUpload;
import fairlead.sync.api.Connections;
import fairlead.sync.api.LinkException;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.Linking;
import fairlead.sync.api.Secrets;
import fairlead.sync.api.SetAnswer;
import fairlead.sync.api.SetEnd;
import fairlead.sync.api.SyncEngine;
import fairlead.sync.api.SyncRequest;
import fairlead.sync.api.SyncStatus;
import fairlead.sync.api.Transport;
import fairlead.sync.api.TransportStatus;
import fairlead.update.api.UpdateException;
import fairlead.update.api.UpdateOutcome;
import fairlead.update.api.UpdateStatus;
import fairlead.update.api.Updater;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceException;

class SocketControlTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final LinkedCompany COMPANY =
            new LinkedCompany(
                    "connection-1",
                    "company-1",
                    "Harbour Lights Ltd",
                    "sage50",
                    "/books",
                    "MANAGER",
                    new CompanyPin(Optional.of("7"), "Harbour Lights", "GBP"),
                    NOW,
                    LinkedCompany.State.LINKED,
                    "");

    @TempDir Path data;
    private final FakeAgent agent = new FakeAgent();
    private SocketControl control;

    @BeforeEach
    void start() {
        control = started(data);
    }

    private SocketControl started(Path directory) {
        SocketControl it = new SocketControl(directory, "1.2.3");
        it.engine = agent;
        it.linking = agent;
        it.connections = agent;
        it.transport = new FakeTransport();
        it.scheduler = agent;
        it.secrets = new FakeSecrets();
        it.packages = List.of(new FakePackage());
        it.start();
        return it;
    }

    @AfterEach
    void stop() {
        control.close();
    }

    @Test
    void answersOverASocketThatOnlyItsOwnerCanOpen() throws Exception {
        try (Client client = connect()) {
            assertThat(client.ask("{'id':1,'command':'version','arguments':{}}"))
                    .startsWith("{'id':'1','result':{'version':'1.2.3',");
        }
        Path socket = data.resolve("control.sock");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
        control.close();
        assertThat(Files.exists(socket)).isFalse();
    }

    @Test
    @Timeout(30) // where nobody takes the client, it waits for its answer
    void takesClientsAgainAfterTheSystemRefusedSome() throws Exception {
        control.close();
        control = new SocketControl(data, "1.2.3");
        AtomicInteger refused = new AtomicInteger();
        control.accept =
                endpoint -> {
                    if (refused.incrementAndGet() <= 3) {
                        throw new IOException("Too many open files");
                    }
                    return endpoint.accept();
                };
        control.start();
        try (Client client = connect()) {
            assertThat(client.ask("{'id':1,'command':'version','arguments':{}}"))
                    .startsWith("{'id':'1','result':{'version':'1.2.3',");
        }
        assertThat(refused).hasValueGreaterThan(3);
    }

    @Test
    void opensTheSocketAnewWhenItWasClosedByNobody() throws Exception {
        control.close();
        control = new SocketControl(data, "1.2.3");
        CountDownLatch second = new CountDownLatch(2);
        control.accept =
                endpoint -> {
                    if (second.getCount() == 2) {
                        endpoint.close();
                    }
                    second.countDown();
                    return endpoint.accept();
                };
        control.start();
        assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
        try (Client client = connect()) {
            assertThat(client.ask("{'id':1,'command':'version','arguments':{}}"))
                    .startsWith("{'id':'1','result':{'version':'1.2.3',");
        }
    }

    @Test
    void closesWhileItPausesAfterAFailure() throws Exception {
        control.close();
        control = new SocketControl(data, "1.2.3");
        CountDownLatch fifth = new CountDownLatch(5);
        control.accept =
                endpoint -> {
                    fifth.countDown();
                    throw new IOException("Too many open files");
                };
        control.start();
        assertThat(fifth.await(30, TimeUnit.SECONDS)).isTrue(); // the next try comes in 1.6 s
        long begun = System.nanoTime();
        control.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
        assertThat(data.resolve("control.sock")).doesNotExist();
    }

    @Test
    void answersManyRequestsOnOneConnectionInTheirOrder() throws Exception {
        try (Client client = connect()) {
            assertThat(client.ask("{'id':'a','command':'resume'}"))
                    .isEqualTo("{'id':'a','result':{}}");
            assertThat(client.ask("{'id':'b','command':'resume'}"))
                    .isEqualTo("{'id':'b','result':{}}");
        }
    }

    @Test
    void showsHowEveryCompanyStands() throws Exception {
        try (Client client = connect()) {
            String status = client.ask("{'id':'1','command':'status'}");
            assertThat(status)
                    .contains("'companyName':'Harbour Lights Ltd'")
                    .contains("'phase':'READING','message':'Reading the ledger.','progress':40")
                    .contains("'invoices':{'records':12,'rejects':1,'outcome':'Complete'")
                    .contains("'online':true")
                    .contains("'packages':[{'key':'ledger','name':'A ledger','version':'2.1.0'}]")
                    .contains("'findings':['Two dates lie in the future.']");
        }
    }

    @Test
    void saysWhatIsFoundOnThisPc() throws Exception {
        try (Client client = connect()) {
            assertThat(client.ask("{'id':'1','command':'discover'}"))
                    .isEqualTo(
                            "{'id':'1','result':{'packages':[{'key':'ledger','drivers':[{'name':'A"
                                    + " driver','bits':32,'usable':false}],'companies':[{'location':'/books','source':'A"
                                    + " ledger 3','kind':'DEMO','there':true}],'notes':['Nothing fits.']}]}}");
        }
    }

    @Test
    void tellsAVendorHowOneCompanyStandsAndNothingElse() throws Exception {
        Path logs = Files.createDirectories(data.resolve("logs"));
        Files.writeString(
                logs.resolve("activity.log"),
                """
                2026-11-24T09:00:00Z Harbour Lights Ltd was linked.
                2026-11-24T09:30:00Z Toft Stores Ltd was linked.
                """);
        agent.others.add(
                new LinkedCompany(
                        "connection-2",
                        "company-2",
                        "Toft Stores Ltd",
                        "sage50",
                        "/toft",
                        "MANAGER",
                        new CompanyPin(Optional.of("8"), "Toft", "GBP"),
                        NOW,
                        LinkedCompany.State.LINKED,
                        ""));
        String report = control.collect("connection-1", () -> {});
        assertThat(report.lines())
                .contains(
                        "Agent        1.2.3",
                        "Disk         can be written",
                        "Platform     http://localhost:8080, online, last contact " + NOW,
                        "Job          sync, next " + NOW,
                        "Driver       A driver, 32 bits, not usable",
                        "Note         Nothing fits.",
                        "Company      connection-1, read by sage50",
                        "Sync         READING 40 % Reading the ledger.",
                        "Data type    invoices Complete, 12 records, 1 kept in an older version",
                        "Data file    can be read, v33 Professional",
                        "Activity     2026-11-24T09:00:00Z Harbour Lights Ltd was linked.",
                        "Activity     2026-11-24T09:30:00Z (another company) was linked.");
        assertThat(agent.passwordSeen).isEqualTo("k\u00e4pt");
        assertThat(report)
                .doesNotContain("k\u00e4pt", "MANAGER", "/books", "/toft", "Toft", "Two dates");
        assertThat(control.collect("connection-9", () -> {}))
                .contains("connection-9 is not linked here")
                .doesNotContain("Harbour", "Toft");
    }

    @Test
    void tellsAVendorNeitherWhereBooksLieNorWhoseOthersAre() throws Exception {
        agent.message = "The books at /books/2026 cannot be opened.";
        assertThat(control.collect("connection-1", () -> {}))
                .contains(
                        "READING 40 % The books at (the path of the books)/2026 cannot be opened.");
        String reason = "The books at /books are those of Toft Stores Ltd now.";
        agent.message = reason;
        agent.company = COMPANY.with(LinkedCompany.State.STOPPED, reason);
        assertThat(control.collect("connection-1", () -> {}))
                .contains("State        STOPPED: its status on the PC says why")
                .doesNotContain("/books", "Toft");
    }

    @Test
    void takesAReleaseOrSaysWhyNot() throws Exception {
        control.updater = new FakeUpdater();
        try (Client client = connect()) {
            assertThat(client.ask("{'id':'1','command':'updatePlan','arguments':{'from':'/good'}}"))
                    .isEqualTo(
                            "{'id':'1','result':{'plan':['fairlead.sync 1.0.0 becomes 1.1.0']}}");
            assertThat(client.ask("{'id':'2','command':'update','arguments':{'from':'/good'}}"))
                    .contains("'progress'");
            assertThat(client.answer()).isEqualTo("{'id':'2','result':{'release':'main-2'}}");
        }
        try (Client client = connect()) {
            assertThat(client.ask("{'id':'1','command':'updatePlan','arguments':{'from':'/bad'}}"))
                    .isEqualTo(
                            "{'id':'1','error':{'code':'REFUSED','message':'/bad is no release.'}}");
            assertThat(client.ask("{'id':'2','command':'updateHistory'}"))
                    .contains("'outcome':'main-2 is in use, swapped in 12 ms, watched for 60 s'");
            assertThat(client.ask("{'id':'3','command':'status'}"))
                    .contains("'release':'main-1','lastUpdate':'main-2 is in use")
                    .contains("'updatePhase':'trial','trial':'main-3','waiting':['acme-2']");
            assertThat(client.ask("{'id':'4','command':'updateRollback'}"))
                    .isEqualTo(
                            "{'id':'4','result':{'release':'main-1','comes':true,"
                                    + "'message':'So it is.'}}");
        }
    }

    /** An updater that knows one good release. */
    private static final class FakeUpdater implements Updater {
        @Override
        public List<UpdateOutcome> untold() {
            return List.of();
        }

        @Override
        public void told(List<UpdateOutcome> outcomes) {}

        @Override
        public UpdateStatus status() {
            return new UpdateStatus(
                    "main-1",
                    Optional.empty(),
                    Optional.of("main-3"),
                    List.of("acme-2"),
                    "trial",
                    "",
                    List.of(),
                    history().stream().findFirst());
        }

        @Override
        public void check() {}

        @Override
        public List<String> plan(Path releaseDirectory) throws UpdateException {
            if (releaseDirectory.equals(Path.of("/bad"))) {
                throw new UpdateException("/bad is no release.");
            }
            return List.of("fairlead.sync 1.0.0 becomes 1.1.0");
        }

        @Override
        public String offer(Path releaseDirectory, boolean byPerson) {
            return "main-2";
        }

        @Override
        public Rollback rollback() {
            return new Rollback("main-1", true, "So it is.");
        }

        @Override
        public List<UpdateOutcome> history() {
            return List.of(
                    new UpdateOutcome.Committed(
                            "main-2",
                            NOW,
                            Optional.of(java.time.Duration.ofMillis(12)),
                            java.time.Duration.ofSeconds(60)));
        }
    }

    @Test
    void showsTheBooksBeforeTheyAreLinked() throws Exception {
        try (Client client = connect()) {
            String check =
                    client.ask(
                            "{'id':'1','command':'check','arguments':{'package':'sage50','location':'/books','user':'MANAGER','password':'pässword'}}");
            assertThat(check)
                    .contains("'name':'Harbour Lights'")
                    .contains("'transactions':2000,'lastTransaction':'2026-11-20'");
            assertThat(agent.passwordSeen).isEqualTo("pässword");
        }
    }

    @Test
    void looksAtALinkedCompanyWithThePasswordThatIsKept() throws Exception {
        try (Client client = connect()) {
            String check =
                    client.ask("{'id':'1','command':'check','arguments':{'company':'company-1'}}");
            assertThat(check).contains("'name':'Harbour Lights'");
            assertThat(agent.passwordSeen).isEqualTo("käpt");
        }
    }

    @Test
    void blanksThePasswordWhenTheCommandHasEnded() throws Exception {
        try (Client client = connect()) {
            client.ask(
                    "{'id':'1','command':'link','arguments':{'licenseKey':'k','package':'sage50','location':'/books','password':'secret'}}");
            client.answer();
            client.ask("{'id':'2','command':'resume'}");
            assertThat(agent.passwordSeen).isEqualTo("secret");
            assertThat(new String(agent.passwordGiven)).isBlank();
        }
    }

    @Test
    void saysWhatIsBeingDoneBeforeItSaysTheResult() throws Exception {
        try (Client client = connect()) {
            String first =
                    client.ask(
                            "{'id':'1','command':'link','arguments':{'licenseKey':'k','package':'sage50','location':'/books'}}");
            assertThat(first).startsWith("{'id':'1','progress':{'message':'Opening the books");
            assertThat(client.answer()).contains("'result':{'connectionId':'connection-1'");
        }
    }

    @Test
    void passesOnWhyALinkWasRefused() throws Exception {
        agent.refusal =
                new LinkException(
                        LinkException.Reason.UNKNOWN_LICENSE_KEY, "There is no such key.");
        try (Client client = connect()) {
            client.ask(
                    "{'id':'1','command':'link','arguments':{'licenseKey':'k','package':'sage50','location':'/books'}}");
            assertThat(client.answer())
                    .isEqualTo(
                            "{'id':'1','error':{'code':'UNKNOWN_LICENSE_KEY','message':'There is no such key.'}}");
        }
    }

    @Test
    void asksForASyncOfOneCompanyOrOfAll() throws Exception {
        try (Client client = connect()) {
            assertThat(
                            client.ask(
                                    "{'id':'1','command':'sync','arguments':{'company':'company-1'}}"))
                    .contains("'dataType':'invoices'");
            assertThat(agent.asked).containsExactly(Optional.of("connection-1"));
            client.ask("{'id':'2','command':'sync'}");
            assertThat(agent.asked).containsExactly(Optional.of("connection-1"), Optional.empty());
            assertThat(client.ask("{'id':'3','command':'sync','arguments':{'company':'other'}}"))
                    .contains("'code':'NO_SUCH_COMPANY'");
        }
    }

    @Test
    void cancelsPausesAndResumes() throws Exception {
        try (Client client = connect()) {
            client.ask("{'id':'1','command':'cancel','arguments':{'company':'company-1'}}");
            client.ask("{'id':'2','command':'pause','arguments':{'until':'2026-11-24T18:00:00Z'}}");
            assertThat(agent.done)
                    .containsExactly("cancel connection-1", "pause 2026-11-24T18:00:00Z");
            assertThat(client.ask("{'id':'3','command':'pause','arguments':{'until':'soon'}}"))
                    .contains("'code':'BAD_REQUEST'");
            client.ask("{'id':'4','command':'resume'}");
            client.ask("{'id':'5','command':'unlink','arguments':{'company':'connection-1'}}");
            assertThat(agent.done).endsWith("resume", "unlink connection-1");
        }
    }

    @Test
    void refusesRubbishAndGoesOn() throws Exception {
        try (Client client = connect()) {
            for (String rubbish :
                    List.of("rubbish", "{}{}", "[1]", "{'command':{}}", "{'x':1}", "")) {
                assertThat(client.ask(rubbish)).as(rubbish).contains("'code':'BAD_REQUEST'");
            }
            assertThat(client.ask("{'id':'1','command':'dance'}"))
                    .contains("'code':'UNKNOWN_COMMAND'")
                    .contains("status");
        }
    }

    @Test
    void neverRepeatsALineThatItDidNotUnderstand() {
        assertThatThrownBy(
                        () ->
                                Request.parse(
                                        new JsonFactory(),
                                        "{\"arguments\":{\"password\":\"secret\",}"
                                                .getBytes(StandardCharsets.UTF_8)))
                .hasNoCause()
                .hasMessageNotContaining("secret");
    }

    @Test
    void readsItsReferenceAgainWhenTheServiceHasJustGone() throws Exception {
        agent.goneOnce = true;
        try (Client client = connect()) {
            assertThat(client.ask("{'id':'1','command':'jobs'}")).contains("'name':'sync'");
        }
    }

    @Test
    void waitsForASchedulerThatIsBeingSwapped() throws Exception {
        control.scheduler = null;
        try (Client client = connect()) {
            client.send("{'id':'1','command':'jobs'}");
            control.scheduler = agent;
            assertThat(client.answer()).contains("'name':'sync'");
        }
    }

    @Test
    void tellsACommandThatIsUnderWayToStopWhenItCloses() throws Exception {
        agent.linkWaits = true;
        try (Client client = connect()) {
            client.ask(
                    "{'id':'1','command':'link','arguments':{'licenseKey':'k','package':'sage50','location':'/books'}}");
            agent.linking.await();
            control.close();
            assertThat(client.answer()).contains("'code':'STOPPING'");
            assertThat(client.isAtEnd()).isTrue();
        }
        assertThat(threads()).isEmpty();
    }

    @Test
    void letsAClientGoThatOnlyWaits() throws Exception {
        try (Client client = connect()) {
            client.ask("{'id':'1','command':'version'}");
            control.close();
            assertThat(client.isAtEnd()).isTrue();
        }
        await().until(() -> threads().isEmpty());
    }

    @Test
    void takesOverFromAPredecessorThatStillServes() throws Exception {
        connect().close();
        SocketControl successor = started(data);
        try (Client client = connect()) {
            client.ask("{'id':'1','command':'version'}");
        }
        control.close();
        try (Client client = connect()) {
            assertThat(client.ask("{'id':'1','command':'version'}")).contains("1.2.3");
        }
        successor.close();
        assertThat(Files.exists(data.resolve("control.sock"))).isFalse();
    }

    @Test
    void replacesTheSocketOfAProcessThatWasKilled() throws Exception {
        control.close();
        try (var left =
                java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(data.resolve("control.sock")));
        }
        control = started(data);
        try (Client client = connect()) {
            assertThat(client.ask("{'id':'1','command':'version'}")).contains("1.2.3");
        }
    }

    @Test
    void servesOnLoopbackWithATokenWhereThePathIsTooLong() throws Exception {
        Path deep = Files.createDirectories(data.resolve("d".repeat(Endpoint.LONGEST_PATH)));
        SocketControl other = started(deep);
        Path file = deep.resolve("control.port");
        await().until(() -> Files.exists(file));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0)).isEqualTo("format=1");
        int port = Integer.parseInt(lines.get(1).substring("port=".length()));
        String token = lines.get(2).substring("token=".length());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                Client client = new Client(socket.getChannel(), socket)) {
            client.send(token);
            assertThat(client.ask("{'id':'1','command':'version'}")).contains("1.2.3");
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                Client client = new Client(socket.getChannel(), socket)) {
            assertThat(client.ask("wrong")).contains("'code':'WRONG_TOKEN'");
            assertThat(client.isAtEnd()).isTrue();
        }
        other.close();
        assertThat(Files.exists(file)).isFalse();
    }

    private Client connect() throws IOException {
        Path socket = data.resolve("control.sock");
        await().until(() -> Files.exists(socket));
        return new Client(SocketChannel.open(UnixDomainSocketAddress.of(socket)), null);
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("fairlead-control"))
                .toList();
    }

    /** A client that writes {@code '} for {@code "}. */
    private static final class Client implements AutoCloseable {
        private final AutoCloseable connection;
        private final OutputStream out;
        private final BufferedReader in;

        Client(SocketChannel channel, Socket socket) throws IOException {
            connection = channel == null ? socket : channel;
            out = channel == null ? socket.getOutputStream() : Channels.newOutputStream(channel);
            in =
                    new BufferedReader(
                            new InputStreamReader(
                                    channel == null
                                            ? socket.getInputStream()
                                            : Channels.newInputStream(channel),
                                    StandardCharsets.UTF_8));
        }

        void send(String line) throws IOException {
            out.write((line.replace('\'', '"') + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        String ask(String line) throws IOException {
            send(line);
            return answer();
        }

        String answer() throws IOException {
            return in.readLine().replace('"', '\'');
        }

        boolean isAtEnd() throws IOException {
            return in.readLine() == null;
        }

        @Override
        public void close() throws Exception {
            connection.close();
        }
    }

    /** The whole agent, as far as the control service sees it. */
    private static final class FakeAgent implements SyncEngine, Linking, Connections, Scheduler {
        private final List<Optional<String>> asked = new ArrayList<>();
        private final List<String> done = new ArrayList<>();
        private final List<LinkedCompany> others = new ArrayList<>();
        private final CountDownLatch linking = new CountDownLatch(1);
        private volatile LinkedCompany company = COMPANY;
        private volatile String message = "Reading the ledger.";
        private volatile LinkException refusal;
        private volatile boolean goneOnce;
        private volatile boolean linkWaits;
        private volatile String passwordSeen;
        private volatile char[] passwordGiven;

        @Override
        public List<SyncRequest> request(Optional<String> connection, SyncRequest.Origin origin) {
            asked.add(connection);
            return List.of(new SyncRequest("r-1", "connection-1", DataType.INVOICES, origin, NOW));
        }

        @Override
        public void cancel(String connectionId) {
            done.add("cancel " + connectionId);
        }

        @Override
        public List<SyncStatus> status() {
            return List.of(
                    new SyncStatus(
                            company,
                            SyncStatus.Phase.READING,
                            message,
                            40,
                            Optional.empty(),
                            Map.of(
                                    DataType.INVOICES,
                                    new SyncStatus.TypeStatus(12, 1, "Complete", "")),
                            List.of("Two dates lie in the future.")));
        }

        @Override
        public CompanyCheck check(String key, CompanyAddress address, Checkpoint checkpoint) {
            see(address);
            return new CompanyCheck(
                    COMPANY.pin(),
                    "v33 Professional",
                    "/books/ACCDATA",
                    2000,
                    Optional.of(LocalDate.of(2026, 11, 20)),
                    List.of());
        }

        @Override
        public LinkedCompany link(
                String licenseKey, String key, CompanyAddress address, Checkpoint checkpoint)
                throws AccountingException, LinkException, InterruptedException {
            see(address);
            linking.countDown();
            while (linkWaits) {
                checkpoint.check();
                Thread.onSpinWait();
            }
            if (refusal != null) {
                throw refusal;
            }
            return COMPANY;
        }

        private void see(CompanyAddress address) {
            passwordGiven = address.password();
            passwordSeen = new String(Arrays.copyOf(passwordGiven, passwordGiven.length));
        }

        @Override
        public void unlink(String connectionId) {
            done.add("unlink " + connectionId);
        }

        @Override
        public List<LinkedCompany> all() {
            List<LinkedCompany> all = new ArrayList<>(others);
            all.add(COMPANY);
            return all;
        }

        @Override
        public Optional<LinkedCompany> find(String connectionId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void put(LinkedCompany company) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(String connectionId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void trigger(String jobName) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void pause(Instant until) {
            done.add("pause " + until);
        }

        @Override
        public void resume() {
            done.add("resume");
        }

        @Override
        public Optional<Instant> pausedUntil() {
            return Optional.empty();
        }

        @Override
        public List<JobStatus> jobs() {
            if (goneOnce) {
                goneOnce = false;
                throw new ServiceException("gone", ServiceException.UNREGISTERED);
            }
            return List.of(
                    new JobStatus(
                            "sync",
                            false,
                            false,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(NOW)));
        }
    }

    private static final class FakeSecrets implements Secrets {
        @Override
        public void put(String name, byte[] value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<byte[]> get(String name) {
            return name.equals("company/connection-1/password")
                    ? Optional.of("käpt".getBytes(StandardCharsets.UTF_8))
                    : Optional.empty();
        }

        @Override
        public void remove(String name) {
            throw new UnsupportedOperationException();
        }
    }

    /** Says who it is; nobody here reads books. */
    private static final class FakePackage implements AccountingPackage {
        @Override
        public PackageInfo info() {
            return new PackageInfo("ledger", "A ledger", "abcd", 1, List.of(), "2.1.0");
        }

        @Override
        public CompanyCheck check(CompanyAddress address, Checkpoint checkpoint) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Discovery discover(Checkpoint checkpoint) {
            return new Discovery(
                    List.of(new Discovery.InstalledDriver("A driver", 32, false)),
                    List.of(
                            new Discovery.FoundCompany(
                                    "/books", "A ledger 3", Discovery.Kind.DEMO, true)),
                    List.of("Nothing fits."));
        }

        @Override
        public CompanySession open(CompanyAddress address) {
            throw new UnsupportedOperationException();
        }
    }

    /** Is online; nobody here speaks through it. */
    private static final class FakeTransport implements Transport {
        @Override
        public TransportStatus status() {
            return new TransportStatus(
                    "http://localhost:8080", Optional.of("agent-1"), true, Optional.of(NOW), "");
        }

        @Override
        public Registration register(String licenseKey, Checkpoint checkpoint) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void linked(
                String connectionId,
                String packageKey,
                String platformKey,
                CompanyCheck check,
                Checkpoint checkpoint) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void unlink(String connectionId, Checkpoint checkpoint) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean report(
                String connectionId, List<RequestProgress> progress, Checkpoint checkpoint) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean diagnostics(
                String connectionId, String orderId, String report, Checkpoint checkpoint) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SetAnswer send(ChunkUpload chunk, Checkpoint checkpoint) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SetAnswer end(SetEnd end, Checkpoint checkpoint) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SetAnswer ask(String connectionId, String setId, Checkpoint checkpoint) {
            throw new UnsupportedOperationException();
        }
    }
}
