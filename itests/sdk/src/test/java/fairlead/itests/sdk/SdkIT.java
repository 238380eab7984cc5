package fairlead.itests.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fairlead.itests.contract.ContractCheck;
import fairlead.itests.protocol.Exchange;
import fairlead.itests.protocol.Tap;
import fairlead.itests.rig.Rig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Codat's own SDKs call a platform to which a real agent has delivered the demo company. What has
 * to come back stand in the scripts; on the way every answer is held against Codat's schemas, too.
 */
@TestMethodOrder(OrderAnnotation.class) // the last one looks at what the ones before had refused
class SdkIT {
    private static final Path MODULE =
            Path.of(System.getProperty("fairlead.root"), "itests", "sdk");

    private static final ContractCheck CONTRACT = ContractCheck.ofResource();

    @TempDir static Path directory;
    private static Rig rig;

    /**
     * Before each, not before all: a class that is skipped as a whole leaves no trace in reports.
     */
    @BeforeEach
    void syncTheDemoCompany() throws IOException, InterruptedException {
        assumeTrue(nodeIsThere(), "no Node is installed");
        assumeTrue(
                Files.isDirectory(MODULE.resolve("node_modules/@codat/platform")),
                "Codat's SDKs are not installed: npm ci --prefix itests/sdk");
        if (rig == null) {
            rig = new Rig(directory, 2000, 7);
        }
    }

    private static boolean nodeIsThere() throws InterruptedException {
        try {
            return new ProcessBuilder("node", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @AfterAll
    static void stop() {
        if (rig != null) {
            rig.close();
        }
    }

    private static void isAsPublished(Exchange said) {
        CONTRACT.check(
                said.method(), said.target(), said.status(), new String(said.answer(), UTF_8));
    }

    /** Every call of the script is answered as it says, and as Codat publishes it. */
    private static void run(String script) throws IOException, InterruptedException {
        Path log = directory.resolve(script + ".log");
        try (Tap tap = new Tap(rig.platformUrl(), SdkIT::isAsPublished)) {
            ProcessBuilder builder =
                    new ProcessBuilder("node", MODULE.resolve("src/test/sdk/" + script).toString())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile());
            builder.environment()
                    .putAll(
                            Map.of(
                                    "FAIRLEAD_PLATFORM", tap.url(),
                                    "FAIRLEAD_COMPANY", rig.companyId(),
                                    "FAIRLEAD_KEY", rig.apiKey()));
            Process node = builder.start();
            try {
                assertThat(node.waitFor(2, TimeUnit.MINUTES)).as("%s ends", script).isTrue();
                assertThat(node.exitValue()).as("%s: %s", script, Files.readString(log)).isZero();
            } finally {
                node.destroyForcibly();
            }
            assertThat(tap.problems()).isEmpty();
            assertThat(tap.exchanges()).hasSizeGreaterThan(10);
        }
    }

    @Test
    @Order(1)
    void theLenientAccountingSdkReadsEveryDataType() throws IOException, InterruptedException {
        run("accounting.mjs");
    }

    @Test
    @Order(2)
    void theLendingSdkReadsAsALenderDoes() throws IOException, InterruptedException {
        run("lending.mjs");
    }

    @Test
    @Order(3)
    void theStrictPlatformSdkTakesEveryAnswer() throws IOException, InterruptedException {
        run("platform.mjs");
    }
}
