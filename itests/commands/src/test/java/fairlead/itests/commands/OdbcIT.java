package fairlead.itests.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.accounting.sage50.SqliteCopy;
import fairlead.accounting.sage50.SqliteOdbc;
import fairlead.demo.standin.StandInDriver;
import fairlead.itests.rig.Command;
import fairlead.itests.rig.PlatformApi;
import fairlead.itests.rig.Program;
import fairlead.itests.rig.Rig;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent as it ships reads a company through the bundle {@code fairlead.odbc}, whose process it
 * starts from the bundles' own jars; another agent reads the same one through the stand-in.
 */
@Tag("slow")
class OdbcIT {
    private static final Map<String, String> PATHS =
            Map.of(
                    "chartOfAccounts",
                    "accounts",
                    "company",
                    "info",
                    "balanceSheet",
                    "financials/balanceSheet?periodLength=1&periodsToCompare=120",
                    "profitAndLoss",
                    "financials/profitAndLoss?periodLength=1&periodsToCompare=120");

    /** When the platform took it, which is not the same for two companies. */
    private static final Set<String> OF_THE_PLATFORM = Set.of("modifiedDate", "reportInfo");

    @TempDir Path directory;

    @Test
    void everyRecordIsTheSameThroughTheBundledOdbcDriver() throws Exception {
        SqliteOdbc.needOdbc(directory.resolve("is it installed"));
        try (Rig rig = new Rig(directory, 300, 7)) {
            rig.change("clear");
            rig.syncToNow();
            Path agentData = directory.resolve("odbc agent");
            Program agent =
                    Program.start(
                            directory,
                            "odbc-agent",
                            Optional.empty(),
                            "agent",
                            "--data",
                            agentData.toString(),
                            "--platform",
                            rig.platformUrl(),
                            "--headless",
                            "--no-supervisor",
                            "--ready-json");
            try (agent) {
                agent.line();
                String company = rig.newCompany("Through ODBC");
                Command linked = rig.link(agentData, company, copy(rig.served()));
                assertThat(linked.code()).as(linked.toString()).isZero();
                rig.awaitSynced(company);
                await().atMost(Duration.ofSeconds(20))
                        .untilAsserted(
                                () ->
                                        assertThat(driversOf(agent))
                                                .as("the driver's process lasts as long as a sync")
                                                .isEmpty());

                Map<String, List<JsonNode>> expected = everything(rig, rig.companyId());
                Map<String, List<JsonNode>> actual = everything(rig, company);
                assertThat(actual.keySet()).isEqualTo(expected.keySet()).hasSizeGreaterThan(20);
                expected.forEach(
                        (type, records) ->
                                assertThat(actual.get(type))
                                        .as(type)
                                        .isNotEmpty()
                                        .isEqualTo(records));
            }
        }
    }

    /** The processes in which the agent has ODBC drivers run. */
    private static List<String> driversOf(Program agent) {
        return agent.handle()
                .descendants()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(command -> command.contains("fairlead.odbc"))
                .toList();
    }

    private Rig.Served copy(Rig.Served books) throws Exception {
        Path file = directory.resolve("company.db");
        Properties logon = new Properties();
        logon.put("user", books.user());
        logon.put("password", books.password());
        try (Connection company = new StandInDriver().connect(books.location(), logon)) {
            SqliteCopy.copy(company, file);
        }
        return new Rig.Served(
                "jdbc:fairlead-odbc:Driver={SQLite3};Database=" + file, "MANAGER", "");
    }

    /** By data type, all that the platform shows of a company. */
    private static Map<String, List<JsonNode>> everything(Rig rig, String companyId)
            throws Exception {
        PlatformApi api = new PlatformApi(rig.platformUrl(), rig.apiKey());
        String path = "/companies/" + companyId + "/data/";
        Set<String> types = new TreeSet<>();
        rig.asks("/companies/" + companyId + "/dataStatus")
                .fieldNames()
                .forEachRemaining(types::add);
        Map<String, List<JsonNode>> everything = new TreeMap<>();
        for (String type : types) {
            String at = path + PATHS.getOrDefault(type, type);
            List<JsonNode> records =
                    PATHS.containsKey(type) && !type.equals("chartOfAccounts")
                            ? List.of(api.get(at))
                            : api.all(at);
            records.forEach(record -> ((ObjectNode) record).remove(OF_THE_PLATFORM));
            everything.put(type, records);
        }
        return everything;
    }
}
