package fairlead.itests.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.itests.rig.Rig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a vendor orders is done by the real agent under its supervisor, and said to be done. */
@Tag("slow")
class OrdersIT {
    @TempDir Path directory;

    @Test
    void diagnosticsRestartAndUninstallAreDone() throws Exception {
        try (Rig rig = new Rig(directory, 400, 1, Optional.of(""))) {
            String diagnostics = rig.order("diagnostics");
            rig.awaitDone(diagnostics);
            assertThat(rig.asks("/vendor/diagnostics/" + diagnostics).get("report").asText())
                    .contains("Company      ", "Data file    can be read", "invoices Complete");

            long before = rig.host().orElseThrow().pid();
            String restart = rig.order("restart");
            rig.awaitDone(restart);
            assertThat(rig.host().orElseThrow().pid()).isNotEqualTo(before);
            assertThat(activity(rig))
                    .contains("Fairlead is started again, as your provider asked.")
                    .doesNotContain("Fairlead was started again:"); // no death

            long again = rig.host().orElseThrow().pid();
            rig.syncToNow();
            rig.assertBooksEqual("after a restart");
            assertThat(rig.host().orElseThrow().pid()).isEqualTo(again);

            rig.awaitDone(rig.order("uninstall"));
            JsonNode connection =
                    rig.asks("/companies/" + rig.companyId() + "/connections").at("/results/0");
            assertThat(connection.get("status").asText()).isEqualTo("Deauthorized");
            assertThat(connection.at("/connectionInfo/statusReason").asText())
                    .isEqualTo("The connector was uninstalled, as you asked.");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () ->
                                    assertThat(rig.agentData().resolve("companies").toFile().list())
                                            .doesNotContain(connection.get("id").asText()));
            JsonNode status = rig.control().ask("status", Map.of());
            assertThat(status.get("companies")).isEmpty();
            assertThat(activity(rig)).contains("was uninstalled, as your provider asked");
            await().atMost(Duration.ofSeconds(30))
                    .until(
                            () -> rig.control().ask("status", Map.of()).at("/platform/agentId"),
                            id -> id.asText().isEmpty());
        }
    }

    private static String activity(Rig rig) throws Exception {
        return Files.readString(rig.agentData().resolve("logs/activity.log"));
    }
}
