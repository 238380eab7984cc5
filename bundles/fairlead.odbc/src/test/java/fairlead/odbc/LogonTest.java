package fairlead.odbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogonTest {
    private static final String URL = Logon.PREFIX + "Driver={Sage Line 50 v34};DIR=C:\\A B";

    private static Properties logon(String user, String password) {
        Properties logon = new Properties();
        logon.setProperty("user", user);
        logon.setProperty("password", password);
        return logon;
    }

    @Test
    void valuesGoWithoutBraces() throws Exception {
        Logon logon = Logon.of(URL, logon("MANAGER", "a=b {c} \"d\""));
        assertThat(logon.text())
                .isEqualTo("Driver={Sage Line 50 v34};DIR=C:\\A B;UID=MANAGER;PWD=a=b {c} \"d\"");
        assertThat(logon.deadline()).isEqualTo(Duration.ofMinutes(2));
        assertThat(logon.toString()).doesNotContain("a=b");
    }

    @Test
    void nothingIsAddedWithoutAUser() throws Exception {
        assertThat(Logon.of(Logon.PREFIX + "DSN=x;", logon("", "")).text()).isEqualTo("DSN=x;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x;DIR=D:\\other", "{xyz}", " xyz", "xyz ", "xyz\nxyz", "xyz\u0007"})
    void aPasswordThatWouldBecomeMoreThanAValueIsRefused(String password) {
        assertThatThrownBy(() -> Logon.of(URL, logon("MANAGER", password)))
                .hasMessageContaining("password cannot be handed")
                .hasMessageEndingWith(".")
                .hasMessageNotContaining(password);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DSN=x;PWD=secret", "pwd = secret", "DSN=x;uid=me"})
    void anAddressWithAPasswordIsRefused(String source) {
        assertThatThrownBy(() -> Logon.of(Logon.PREFIX + source, new Properties()))
                .hasMessageContaining("do not belong")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "soon"})
    void aDeadlineHasToBeANumberOfSeconds(String seconds) {
        Properties logon = logon("", "");
        logon.setProperty(Logon.DEADLINE, seconds);
        assertThatThrownBy(() -> Logon.of(URL, logon)).hasMessageContaining(seconds);
    }
}
