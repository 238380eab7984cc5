package fairlead.odbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

class JarsTest {
    @TempDir Path directory;

    @Test
    void aBundlesLocationNamesItsFile() throws Exception {
        Path jar = Files.createFile(directory.resolve("a b.jar"));
        assertThat(Jars.file("reference:" + jar.toUri())).contains(jar);
        assertThat(Jars.file(jar.toUri().toString())).contains(jar);
        assertThat(Jars.file("mvn:group/artifact")).isEmpty();
        assertThat(Jars.file("file:relative.jar")).isEmpty();
        assertThat(Jars.file(jar.toUri() + ".gone")).isEmpty();
    }

    @Test
    void aBundleThatIsInNoFileIsCopied() throws Exception {
        Path content = Files.createDirectories(directory.resolve("content/x"));
        Files.writeString(content.resolve("A.class"), "code");
        List<URL> entries =
                List.of(content.toUri().toURL(), content.resolve("A.class").toUri().toURL());
        Bundle bundle =
                (Bundle)
                        Proxy.newProxyInstance(
                                JarsTest.class.getClassLoader(),
                                new Class<?>[] {Bundle.class},
                                (self, method, arguments) ->
                                        switch (method.getName()) {
                                            case "getLocation" -> "mvn:group/artifact";
                                            case "getSymbolicName" -> "a.b";
                                            case "getVersion" -> Version.parseVersion("1.2.3");
                                            case "findEntries" -> Collections.enumeration(entries);
                                            default -> throw new AssertionError(method.getName());
                                        });
        Jars jars = new Jars(List.of(bundle), directory.resolve("copies"));
        for (int time = 0; time < 2; time++) {
            List<Path> found = jars.jars();
            assertThat(found).containsExactly(directory.resolve("copies/a.b-1.2.3.jar"));
            try (JarFile jar = new JarFile(new File(found.get(0).toString()))) {
                assertThat(jar.stream().map(e -> e.getName()))
                        .anyMatch(name -> name.endsWith("x/A.class"));
            }
        }
        assertThat(directory.resolve("copies")).isDirectoryContaining("glob:**.jar");
    }
}
