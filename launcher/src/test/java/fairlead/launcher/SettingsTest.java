package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir Path data;

    @Test
    void readsWhatConfigurationAdminWrote() throws Exception {
        Path file = data.resolve("config/fairlead/transport/codat/CodatTransport.config");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                """
                :org.apache.felix.configadmin.revision:=L"1"
                platform="https\\://connect.example.com"
                service.pid="fairlead.transport.codat.CodatTransport"
                """);
        assertThat(Settings.platform(data)).contains("https://connect.example.com");
    }

    @Test
    void isEmptyBeforeTheFirstStart() {
        assertThat(Settings.of(data)).isEmpty();
    }
}
