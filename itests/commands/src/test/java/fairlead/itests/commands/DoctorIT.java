package fairlead.itests.commands;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.itests.rig.Command;
import fairlead.itests.rig.Program;
import fairlead.itests.rig.Rig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code doctor} says where Sage refuses, on the real command line: one plain sentence for
 * each cause, and what to do. Of drivers, as far as a PC without Windows can show it.
 */
@Tag("slow")
class DoctorIT {
    private static final int UNHEALTHY = 33;

    @TempDir static Path directory;
    private static Rig rig;

    @BeforeAll
    static void start() throws Exception {
        rig = new Rig(directory, 150, 3);
    }

    @AfterAll
    static void stop() {
        if (rig != null) {
            rig.close();
        }
    }

    private static Command doctor(Path data) throws Exception {
        return Command.run("", "doctor", "--data", data.toString());
    }

    private static void says(String sentence, String todo) throws Exception {
        Command doctor = doctor(rig.agentData());
        assertThat(doctor.out().replaceAll("\\s+", " "))
                .contains("FAIL Data file Kill test: " + sentence + " -> " + todo);
        assertThat(doctor.code()).isEqualTo(UNHEALTHY);
    }

    private static Program serve(Path books) {
        Program company =
                Program.start(
                        directory,
                        "others",
                        Optional.empty(),
                        "demo-company",
                        "--data",
                        books.toString(),
                        "--transactions",
                        "120",
                        "--ready-json",
                        "--stop-with-stdin");
        company.line();
        return company;
    }

    /** In this order: the books go, and those of other users come to their place. */
    @Test
    void whatIsWrongWithACompany() throws Exception {
        Command well = doctor(rig.agentData());
        assertThat(well.out())
                .contains("Kill test: Fairlead Chandlery & Stationery with ")
                .contains("version v34 (UK & Ireland edition)")
                .contains("books in " + rig.served().location());
        assertThat(well.code()).as(well.out()).isZero();

        rig.change("busy");
        says(
                "Sage 50 is in exclusive mode, for example for a backup or a year end; it can be"
                        + " read when that is over.",
                "Wait; the agent tries again by itself.");
        rig.change("free");
        rig.change("in-use");
        says(
                "Somebody is logged on to Sage 50 with this user name; log off there, or make a"
                        + " Sage user of its own for the connector.",
                "Wait; the agent tries again by itself.");
        rig.change("free");

        rig.company().stop();
        says(
                "There is no connection to Sage 50 at the moment; see whether the company can be"
                        + " opened there.",
                "Wait; the agent tries again by itself.");

        int port = URI.create(rig.served().location().substring("jdbc:".length())).getPort();
        Path home = directory.resolve("others");
        try (Program elsewhere = serve(home)) {
            elsewhere.stop();
        }
        Path settings = home.resolve("company.properties");
        String text = Files.readString(settings).replaceFirst("port=[0-9]+", "port=" + port);
        Files.writeString(settings, text);
        try (Program others = serve(home)) {
            assertThat(others.alive()).isTrue();
            says(
                    "Sage 50 refused the user name or password; enter those with which you log on"
                            + " to Sage.",
                    "Link the company again with the right user and password.");
        }
    }

    /** An agent on a PC whose drivers are those of this file. */
    private static Command link(String name, String drivers, Path books) throws Exception {
        Path home = Files.createDirectories(directory.resolve(name));
        Files.writeString(home.resolve("odbcinst.ini"), drivers);
        Files.writeString(home.resolve("odbc.ini"), "");
        Path data = home.resolve("agent");
        try (Program agent =
                Program.start(
                        directory,
                        name,
                        "",
                        Map.of("ODBCSYSINI", home.toString()),
                        "agent",
                        "--data",
                        data.toString(),
                        "--platform",
                        rig.platformUrl(),
                        "--headless",
                        "--no-supervisor",
                        "--ready-json")) {
            agent.line();
            assertThat(doctor(data).out())
                    .contains(
                            drivers.isEmpty()
                                    ? "Sage 50's ODBC driver is not installed on this PC."
                                    : "Sage Line 50 v34");
            Rig.Served there = new Rig.Served(books.toString(), "manager", "secret");
            return rig.link(data, rig.newCompany(name), there);
        }
    }

    @Test
    void whatIsWrongWithADriver() throws Exception {
        Path books = Files.createDirectories(directory.resolve("books/ACCDATA"));
        Files.writeString(books.resolve("SETUP.DTA"), "");
        assertThat(link("none", "", books).errors())
                .isEqualTo(
                        "Sage 50's ODBC driver is not installed on this PC. Install Sage 50 here,"
                                + " in one of its three most recent versions.\n");
        assertThat(link("gone", "[Sage Line 50 v34]\nDriver=/nowhere/sdbc.so\n", books).errors())
                .isEqualTo(
                        "Sage 50's ODBC driver is installed on this PC and cannot be loaded"
                                + " (01000); have the Sage 50 installation repaired.\n");
    }
}
