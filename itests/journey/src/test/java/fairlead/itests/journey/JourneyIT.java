package fairlead.itests.journey;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import fairlead.accounting.api.CompanyAddress;
import fairlead.accounting.api.DataType;
import fairlead.sync.api.LinkedCompany;
import fairlead.sync.api.Linking;
import fairlead.sync.api.SyncEngine;
import fairlead.sync.api.SyncRequest;
import fairlead.sync.api.SyncStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * From a licence key to invoices in the public API, all bundles of agent and platform in one real
 * Felix.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class JourneyIT {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final String TRANSPORT = "fairlead.transport.codat.CodatTransport";

    @Inject private BundleContext context;
    @Inject private ConfigurationAdmin configurations;
    @Inject private Linking linking;
    @Inject private SyncEngine engine;

    @Configuration
    public Option[] everyBundleOfAgentAndPlatform() throws IOException {
        Path data = Files.createTempDirectory(Path.of("target"), "journey").toAbsolutePath();
        return new Option[] {FairleadOptions.fairlead(data, "agent", "demo", "platform")};
    }

    @Test
    public void everyBundleIsActive() {
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = bundle.getHeaders().get("Fragment-Host") != null;
            assertTrue(bundle.getSymbolicName(), fragment || bundle.getState() == Bundle.ACTIVE);
        }
    }

    @Test
    public void aLinkedCompanyIsReadableThroughThePublicApi() throws Exception {
        Path data = Path.of(context.getProperty("fairlead.data"));
        String platform = "http://127.0.0.1:" + platformPort();
        configurations
                .getConfiguration(TRANSPORT, "?")
                .update(FrameworkUtil.asDictionary(Map.of("platform", platform)));
        await("the platform's first API key", () -> Files.exists(data.resolve("api-key")));
        Api api = new Api(platform, Files.readString(data.resolve("api-key")).strip());
        String companyId =
                first(
                        "\"id\"\\s*:\\s*\"([^\"]+)\"",
                        api.post("/companies", "{\"name\":\"Journey\"}"));
        api.post("/companies/" + companyId + "/connections", "{\"platformKey\":\"hbql\"}");

        try (Demo demo = new Demo(context, data.resolve("demo"))) {
            LinkedCompany company =
                    linking.link(
                            companyId,
                            "sage50",
                            new CompanyAddress(demo.url, demo.user, demo.password.toCharArray()),
                            () -> {});
            assertEquals(companyId, company.companyId());
            await("every type is complete", () -> complete(company));
            assertEquals(
                    demo.count("SALES_LEDGER"),
                    Integer.parseInt(
                            first(
                                    "\"totalResults\"\\s*:\\s*(\\d+)",
                                    api.get("/companies/" + companyId + "/data/customers"))));

            engine.request(Optional.of(company.connectionId()), SyncRequest.Origin.PERSON);
            Instant before = Instant.now();
            await("a second sync ends", () -> lastSuccess(company).isAfter(before));
        }
    }

    private boolean complete(LinkedCompany company) {
        SyncStatus status = status(company);
        return status.types()
                        .keySet()
                        .containsAll(
                                Arrays.asList(
                                        DataType.COMPANY,
                                        DataType.CHART_OF_ACCOUNTS,
                                        DataType.CUSTOMERS,
                                        DataType.SUPPLIERS,
                                        DataType.TAX_RATES,
                                        DataType.INVOICES,
                                        DataType.JOURNAL_ENTRIES))
                && status.types().values().stream().allMatch(t -> t.outcome().equals("Complete"));
    }

    private Instant lastSuccess(LinkedCompany company) {
        return status(company).lastSuccess().orElse(Instant.EPOCH);
    }

    private SyncStatus status(LinkedCompany company) {
        return engine.status().stream()
                .filter(s -> s.company().connectionId().equals(company.connectionId()))
                .findFirst()
                .orElseThrow();
    }

    private String platformPort() {
        for (Bundle bundle : context.getBundles()) {
            ServiceReference<?>[] services = bundle.getRegisteredServices();
            for (ServiceReference<?> service :
                    services == null ? new ServiceReference<?>[0] : services) {
                Object endpoints = service.getProperty("osgi.http.endpoint");
                if (endpoints != null) {
                    Object endpoint = endpoints instanceof String[] all ? all[0] : endpoints;
                    return first(":(\\d+)", endpoint.toString());
                }
            }
        }
        throw new AssertionError("no HTTP service");
    }

    /** In a framework a poll is the only clock; the deadline is the test's failure. */
    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        Instant end = Instant.now().plus(DEADLINE);
        Object monitor = new Object();
        while (!condition.getAsBoolean()) {
            assertTrue("waited in vain until " + what, Instant.now().isBefore(end));
            synchronized (monitor) {
                monitor.wait(100);
            }
        }
    }

    private static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(pattern + " in " + text, matcher.find());
        return matcher.group(1);
    }

    private static final class Api {
        private final HttpClient http = HttpClient.newHttpClient();
        private final String base;
        private final String key;

        Api(String base, String key) {
            this.base = base;
            this.key =
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(
                                            key.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        String get(String path) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(URI.create(base + path)).GET());
        }

        String post(String path, String body) throws IOException, InterruptedException {
            return send(
                    HttpRequest.newBuilder(URI.create(base + path))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body)));
        }

        private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
            HttpResponse<String> answer =
                    http.send(
                            request.header("Authorization", key).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertEquals(answer.uri() + " " + answer.body(), 2, answer.statusCode() / 100);
            return answer.body();
        }
    }
}
