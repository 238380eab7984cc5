package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.platform.Http.Reply;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** The platform's bundle in a real framework, with exactly the bundles of cnf/platform.bndrun. */
class PlatformIT {
    private static final String HOSTS =
            "org.slf4j;version=1.7.36,org.slf4j;version=2.0.17,org.slf4j.event;version=2.0.17,"
                    + "org.slf4j.helpers;version=2.0.17,org.slf4j.spi;version=1.7.36,"
                    + "org.slf4j.spi;version=2.0.17,"
                    + "org.osgi.service.component;version=1.5.1,"
                    + "org.osgi.service.component.propertytypes;version=1.5,"
                    + "org.osgi.service.component.runtime;version=1.5,"
                    + "org.osgi.service.component.runtime.dto;version=1.5,"
                    + "org.osgi.util.promise;version=1.3,org.osgi.util.function;version=1.2,"
                    + "org.osgi.service.cm;version=1.6.1,org.osgi.service.log;version=1.5";

    @TempDir Path data;
    private Framework framework;
    private final Set<String> names = new TreeSet<>();
    private String url;

    @BeforeEach
    void start() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        url = "http://127.0.0.1:" + port;
        Map<String, String> properties = new HashMap<>();
        properties.put(Constants.FRAMEWORK_STORAGE, data.resolve("cache").toString());
        properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, HOSTS);
        properties.put("fairlead.data", data.toString());
        properties.put("org.osgi.service.http.port", Integer.toString(port));
        properties.put("org.apache.felix.http.host", "127.0.0.1");
        properties.put("org.eclipse.jetty.UriComplianceMode", "UNSAFE"); // as PlatformCommand does
        framework = new FrameworkFactory().newFramework(properties);
        framework.start();
        List<Bundle> bundles = new ArrayList<>();
        for (Path jar : jars()) {
            bundles.add(framework.getBundleContext().installBundle("reference:" + jar.toUri()));
        }
        for (Bundle bundle : bundles) {
            names.add(bundle.getSymbolicName());
            bundle.start();
        }
        Http http = new Http(url);
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> http.send("GET", "/health", Map.of(), new byte[0]).status() == 200);
    }

    private static List<Path> jars() throws IOException {
        Path target = Path.of(System.getProperty("fairlead.bundles"));
        try (Stream<Path> libraries = Files.list(target.resolve("bundles"));
                Stream<Path> own = Files.list(target)) {
            return Stream.concat(libraries, own)
                    .filter(jar -> jar.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    @Test
    void runsOnExactlyTheBundlesOfItsRunDescriptor() throws IOException {
        String descriptor = Files.readString(Path.of(System.getProperty("fairlead.bndrun")));
        Matcher matcher =
                Pattern.compile("^\\s+([\\w.-]+);version=", Pattern.MULTILINE).matcher(descriptor);
        assertThat(names)
                .isEqualTo(
                        matcher.results()
                                .map(result -> result.group(1))
                                .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void answersAgentsAndLeavesItsFirstKeyToTheOwnerAlone() throws Exception {
        Path keyFile = data.resolve("api-key");
        if (Files.getFileStore(data).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)))
                    .isEqualTo("rw-------");
        }
        Http.Vendor vendor = new Http(url).vendor(Files.readString(keyFile).strip());
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(url, company);
        JsonNode order = agent.poll(0).json().path("orders").path(0);
        String first = order.path("id").asText();
        CompletableFuture<Reply> waiting =
                CompletableFuture.supplyAsync(() -> agent.poll(50, first));
        TestSet set = TestSet.whole(agent, null, TestSet.customers(0, 10));
        order.path("requests").forEach(request -> set.requests.add(request.path("id").asText()));
        expect(200, set.end());
        assertThat(waiting).isNotDone();
        expect(200, vendor.post("/companies/" + company + "/data/queue/customers", ""));
        JsonNode next = waiting.get(5, TimeUnit.SECONDS).json().path("orders").path(0);
        assertThat(next.path("requests").path(0).path("dataType").asText()).isEqualTo("customers");
    }

    @Test
    void everyPathReachesThePlatform() throws Exception {
        String key = Files.readString(data.resolve("api-key")).strip();
        for (String path : StrangePathsTest.paths()) {
            StrangePathsTest.isAnsweredInCodatsShape(url, key, path);
        }
    }

    @Test
    void goesAwayInTimeThoughAnAgentWaits() throws Exception {
        Http.Vendor vendor =
                new Http(url).vendor(Files.readString(data.resolve("api-key")).strip());
        TestAgent agent = TestAgent.linked(url, vendor.company());
        String order = agent.poll(0).json().path("orders").path(0).path("id").asText();
        CompletableFuture<Reply> waiting =
                CompletableFuture.supplyAsync(() -> agent.poll(50, order));
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        assertThat(waiting).isNotDone();
        Bundle bundle =
                Stream.of(framework.getBundleContext().getBundles())
                        .filter(b -> b.getSymbolicName().equals("fairlead.platform"))
                        .findFirst()
                        .orElseThrow();
        long start = System.nanoTime();
        bundle.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(waiting.get(5, TimeUnit.SECONDS).status()).isEqualTo(200);
    }
}
