package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks may go into the own network by themselves only where nobody else asks for them. */
class PlatformCommandTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"", "http://localhost:8080", "http://127.0.0.1:8080/", "https://[::1]:8443"})
    void onThisPcAloneItIsAlone(String publicUrl) throws LauncherException {
        assertThat(PlatformCommand.isAlone("127.0.0.1", false, publicUrl)).isTrue();
        assertThat(PlatformCommand.isAlone("0.0.0.0", false, publicUrl)).isFalse();
        assertThat(PlatformCommand.isAlone("127.0.0.1", true, publicUrl)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://connect.example.com",
                "https://localhost.example.com",
                "https://127.0.0.1.example.com",
                "http://localhost@connect.example.com/",
                "http://10.0.0.5:8080",
                "not an address"
            })
    void behindAServerWithAPublicUrlItIsNot(String publicUrl) throws LauncherException {
        assertThat(PlatformCommand.isAlone("127.0.0.1", false, publicUrl)).isFalse();
    }

    @Test
    void itsSettingIsReadAsConfigurationAdminKeepsIt(
            @org.junit.jupiter.api.io.TempDir java.nio.file.Path data) throws Exception {
        var file = data.resolve("config/fairlead/platform/PlatformServlet.config");
        java.nio.file.Files.createDirectories(file.getParent());
        java.nio.file.Files.writeString(file, "publicUrl=\"https\\://connect.example.com\"\n");
        assertThat(Settings.of(data, DatabaseOptions.PLATFORM).get("publicUrl"))
                .isEqualTo("https://connect.example.com");
    }
}
