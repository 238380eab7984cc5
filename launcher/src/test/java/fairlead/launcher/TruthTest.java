package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
                    String page =
                            pages.getOrDefault(exchange.getRequestURI().getPath(), "")
                                    .replace('\'', '"');
                    byte[] body = ("{\"results\":[" + page + "]}").getBytes(StandardCharsets.UTF_8);
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

    private void invoices(String records) {
        pages.put("/companies/c/data/invoices", records);
    }

    private void entries(String records) {
        pages.put("/companies/c/data/journalEntries", records);
    }

    private List<String> differences() throws Exception {
        Path file = Files.writeString(temporary.resolve("truth.json"), TRUTH);
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return Truth.read(file).differences(new PublicApi(url, "key"), "c");
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
    void findsAWrongAmount() throws Exception {
        invoices("{'id':'INV-1','totalAmount':10.25},{'id':'TX-2','totalAmount':20.26}");
        entries(ENTRY.replace("12.0", "13.0"));
        assertThat(differences())
                .containsExactly(
                        "invoices: documents of 30.51, not 30.50",
                        "journalEntries: debits of 13.0, not 12.00");
    }
}
