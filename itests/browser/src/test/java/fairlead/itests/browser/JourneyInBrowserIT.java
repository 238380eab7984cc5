package fairlead.itests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fairlead.itests.rig.Program;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody starts the demo, makes a company in the portal and follows its link; links the demo
 * company; and reads its invoices with the official SDK. On the way every page is held against axe,
 * used by keyboard, and shown as wide as a phone; the pictures are in {@code target/screenshots}.
 */
class JourneyInBrowserIT {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots").toAbsolutePath();

    @TempDir Path directory;

    @Test
    void aCompanyIsMadeLinkedAndReadByTheOfficialSdk() throws Exception {
        String vendor = "Brightwell Lending";
        try (Chromium browser = Chromium.start(SCREENSHOTS);
                Demo demo = new Demo(directory)) {
            String url = demo.told("Platform");
            String key = demo.told("API key");
            assertThat(demo.told("Portal")).isEqualTo(url + "/portal");
            browser.does("signIn", Map.of("url", url, "key", key));
            browser.does("brand", Map.of("name", vendor, "colour", "#c2410c"));
            String link =
                    browser.does("createCompany", Map.of("name", "Harbour Cakes"))
                            .path("link")
                            .asText();
            String licenceKey =
                    browser.does("followLink", Map.of("link", link, "vendor", vendor))
                            .path("licenceKey")
                            .asText();
            assertThat(link).isEqualTo(url + "/link/company/" + licenceKey);
            demo.link(licenceKey);
            browser.does("linked", Map.of("vendor", vendor));
            JsonNode read = browser.does("read", Map.of("type", "Sales invoices"));

            JsonNode truth = demo.truth("invoices");
            assertThat(read.path("count").asText().replace(",", ""))
                    .isEqualTo(truth.path("count").asText());
            JsonNode sdk =
                    browser.does("sdk", Map.of("url", url, "key", key, "companyId", licenceKey));
            assertThat(sdk.path("count").asLong()).isEqualTo(truth.path("count").asLong());
            assertThat(sdk.path("pence").decimalValue().movePointLeft(2))
                    .isEqualByComparingTo(new BigDecimal(truth.path("documents").asText()));
            browser.does("webhook", Map.of("url", url + "/health"));
            browser.does("settings", Map.of());
            givesTheInstaller(browser, demo, vendor);
            browser.does("ended", Map.of("link", link, "name", "Harbour Cakes", "vendor", vendor));
        }
    }

    private static void givesTheInstaller(Chromium browser, Demo demo, String vendor)
            throws IOException {
        String installer = "MZ, for the test";
        demo.installer(installer);
        String link =
                browser.does("createCompany", Map.of("name", "Sandcastles Ltd"))
                        .path("link")
                        .asText();
        String name = vendor.replace(' ', '-') + "-sage50-connector.exe";
        JsonNode given = browser.does("download", Map.of("link", link, "name", name));
        assertThat(given.path("name").asText()).isEqualTo(name);
        assertThat(given.path("content").asText()).isEqualTo(installer);
    }

    /** A platform whose links are good for no time at all. */
    @Test
    void aLinkThatHasExpiredSaysSo() throws Exception {
        Path config = directory.resolve("platform/config/fairlead/platform/PlatformServlet.config");
        Files.createDirectories(config.getParent());
        Files.writeString(
                config,
                "service.pid=\"fairlead.platform.PlatformServlet\"\nlinkValidHours=I\"0\"\n");
        try (Chromium browser = Chromium.start(SCREENSHOTS);
                Program platform =
                        Program.start(
                                directory,
                                "platform",
                                Optional.empty(),
                                "platform",
                                "--data",
                                directory.resolve("platform").toString(),
                                "--port",
                                "0",
                                "--ready-json")) {
            JsonNode ready = new ObjectMapper().readTree(platform.line());
            String key = Files.readString(Path.of(ready.path("apiKeyFile").asText())).strip();
            browser.does("signIn", Map.of("url", ready.path("url").asText(), "key", key));
            browser.does("brand", Map.of("name", "Toft & Sons", "colour", "#1d4f91"));
            String link =
                    browser.does("createCompany", Map.of("name", "Late Ltd")).path("link").asText();
            browser.does("expired", Map.of("link", link, "vendor", "Toft & Sons"));
        }
    }
}
