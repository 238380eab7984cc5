package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruthTest {
    private static final String TRUTH =
            """
            {"format":1,"types":{
            "invoices":{"count":2,"ids":["INV-1","TX-2"],"debits":"0.00","credits":"0.00","documents":"30.50"},
            "journalEntries":{"count":1,"ids":["1"],"debits":"12.00","credits":"12.00","documents":"0.00"}}}
            """;
    private static final String ENTRY =
            "{'id':'1','journalLines':[{'netAmount':12.0},{'netAmount':-10.0},{'netAmount':-2.0}]}";

    @TempDir Path temporary;
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = answer(exchange.getRequestURI()).getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        entries(ENTRY);
        invoices("{'id':'INV-1','totalAmount':10.25},{'id':'TX-2','totalAmount':20.25}");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** The page of this path; of reports, the newest as many as are asked for. */
    private String answer(URI target) {
        String page = pages.getOrDefault(target.getPath(), "").replace('\'', '"');
        if (!target.getPath().contains("/financials/")) {
            return "{\"results\":[" + page + "]}";
        }
        String[] reports = page.split("(?<=}),");
        int asked = Integer.parseInt(target.getQuery().replaceAll(".*periodsToCompare=", ""));
        return "{\"reports\":["
                + Arrays.stream(reports)
                        .skip(Math.max(0, reports.length - asked))
                        .collect(Collectors.joining(","))
                + "]}";
    }

    private void invoices(String records) {
        pages.put("/companies/c/data/invoices", records);
    }

    private void entries(String records) {
        pages.put("/companies/c/data/journalEntries", records);
    }

    private List<String> differences() throws Exception {
        return differences(TRUTH);
    }

    private List<String> differences(String truth) throws Exception {
        Path file = Files.writeString(temporary.resolve("truth.json"), truth);
        return Truth.read(file).differences(published());
    }

    private Published published() {
        return new Published(api(), "c");
    }

    private PublicApi api() {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new PublicApi(url, "key");
    }

    @Test
    void isSatisfiedWithAFaithfulCopy() throws Exception {
        assertThat(differences()).isEmpty();
    }

    @Test
    void doesNotCountWhatIsDeleted() throws Exception {
        invoices(
                "{'id':'INV-1','totalAmount':10.25},{'id':'TX-2','totalAmount':20.25},"
                        + "{'id':'TX-9','totalAmount':5,'metadata':{'isDeleted':true}}");
        assertThat(differences()).isEmpty();
    }

    @Test
    void findsALostRecord() throws Exception {
        invoices("{'id':'INV-1','totalAmount':30.50}");
        assertThat(differences())
                .containsExactly("invoices: 1 missing (TX-2)", "invoices: 1 records, not 2");
    }

    @Test
    void findsAnInventedRecord() throws Exception {
        entries(ENTRY + ",{'id':'7','journalLines':[]}");
        assertThat(differences())
                .containsExactly(
                        "journalEntries: 1 invented (7)", "journalEntries: 2 records, not 1");
    }

    @Test
    void findsADoubledRecord() throws Exception {
        entries(ENTRY + ",{'id':'1','journalLines':[]}");
        assertThat(differences()).containsExactly("journalEntries: 1 doubled (1)");
    }

    @Test
    void comparesAndCountsEveryMonthOfAStatement() throws Exception {
        List<String> months =
                Stream.iterate(YearMonth.of(2024, 1), each -> each.plusMonths(1))
                        .limit(33)
                        .map(YearMonth::toString)
                        .toList();
        pages.put(
                "/companies/c/data/financials/balanceSheet",
                months.stream()
                        .map(month -> "{'date':'" + month + "-28','netAssets':1}")
                        .collect(Collectors.joining(",")));
        String truth =
                "{\"format\":1,\"types\":{\"balanceSheet\":{\"months\":{"
                        + months.stream()
                                .map(month -> "\"" + month + "\":\"1.00\"")
                                .collect(Collectors.joining(","))
                        + "}}}}";
        assertThat(published().control("balanceSheet").records()).isEqualTo(33);
        assertThat(differences(truth)).isEmpty();
        assertThat(differences(truth.replace("2024-01\":\"1.00", "2024-01\":\"2.00")))
                .containsExactly("balanceSheet: 1 in 2024-01, not 2.00");
        assertThat(differences(truth.replace("{\"2024-01", "{\"2023-12\":\"1.00\",\"2024-01")))
                .containsExactly("balanceSheet: 1 missing (2023-12)");
    }

    @Test
    void addsUpWhatARecordHas() throws Exception {
        pages.put("/companies/c/data/taxRates", "{'id':'1'},{'id':'9'}");
        pages.put(
                "/companies/c/data/financials/balanceSheet",
                "{'date':'2024-02-29','netAssets':7.5},{'date':'2024-01-31','netAssets':2}");
        pages.put(
                "/companies/c/data/financials/profitAndLoss",
                "{'fromDate':'2024-02-01','netProfit':5.5},{'fromDate':'2024-01-01','netProfit':2}");
        assertThat(control("invoices")).isEqualTo("2 records, total 30.50");
        assertThat(control("journalEntries")).isEqualTo("1 records, debits 12.0, credits 12.0");
        assertThat(control("taxRates")).isEqualTo("2 records");
        assertThat(control("balanceSheet")).isEqualTo("2 records, total 7.5");
        assertThat(control("profitAndLoss")).isEqualTo("2 records, total 7.5");
    }

    private String control(String type) throws Exception {
        Published.Control control = published().control(type);
        return control.records()
                + " records"
                + control.total().map(total -> ", total " + total).orElse("")
                + control.debits().map(debits -> ", debits " + debits).orElse("")
                + control.credits().map(credits -> ", credits " + credits).orElse("");
    }

    @Test
    void findsAWrongAmount() throws Exception {
        invoices("{'id':'INV-1','totalAmount':10.25},{'id':'TX-2','totalAmount':20.26}");
        entries(ENTRY.replace("12.0", "13.0"));
        assertThat(differences())
                .containsExactly(
                        "invoices: documents of 30.51, not 30.50",
                        "journalEntries: debits of 13.0, not 12.00");
    }
}
