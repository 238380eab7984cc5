package fairlead.itests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody starts the demo, makes a company in the portal and follows its link; links the demo
 * company; and reads its invoices with the official SDK. On the way every page is held against axe,
 * used by keyboard, and shown as wide as a phone; the pictures are in {@code target/screenshots}.
 */
class JourneyInBrowserIT {
    @TempDir Path directory;

    @Test
    void aCompanyIsMadeLinkedAndReadByTheOfficialSdk() throws Exception {
        String vendor = "Brightwell Lending";
        Path screenshots = Path.of("target", "screenshots").toAbsolutePath();
        try (Chromium browser = Chromium.start(screenshots);
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
        }
    }
}
