package fairlead.itests.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProtocolCheckTest {
    private static final String ID = "11111111-1111-4111-8111-111111111111";
    private static final String POLL =
            "{\"agent\":{\"version\":\"1\",\"java\":\"17\",\"os\":\"x\"},\"acknowledged\":[],"
                    + "\"companies\":[],\"waitSeconds\":55}";
    private static final String END =
            "{\"mappingVersion\":1,\"readFrom\":\"2026-01-01T00:00:00Z\",\"readTo\":"
                    + "\"2026-01-01T00:00:01.5Z\",\"moving\":false,\"requestIds\":[],\"datasets\":[{"
                    + "\"datasetId\":\""
                    + ID
                    + "\",\"dataType\":\"company\",\"base\":null,\"mode\":\"Merge\",\"chunks\":0,"
                    + "\"chunksSha256\":\""
                    + "a".repeat(64)
                    + "\",\"upserts\":0,\"deletes\":0,\"keeps\":0,\"debits\":\"0.00\","
                    + "\"credits\":\"-1\",\"digest\":null}],\"omitted\":[],\"findings\":[]}";

    private final ProtocolCheck check = ProtocolCheck.ofRepository();

    private static Exchange poll(String request, int status, String answer, String... moreHeaders) {
        return exchange("POST", "/connector/v1/poll", request, status, answer, moreHeaders);
    }

    private static Exchange exchange(
            String method,
            String target,
            String request,
            int status,
            String answer,
            String... more) {
        Map<String, List<String>> headers = new HashMap<>();
        headers.put("authorization", List.of("Bearer t"));
        headers.put("fairlead-life", List.of(ID));
        headers.put("content-type", List.of("application/json"));
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], List.of(more[i + 1]));
        }
        return new Exchange(
                method,
                target,
                headers,
                request.getBytes(UTF_8),
                status,
                Map.of(
                        "Content-Type",
                        List.of("application/json;charset=utf-8"),
                        "Date",
                        List.of("Tue, 24 Nov 2026 21:00:00 GMT")),
                answer.getBytes(UTF_8));
    }

    private void refuses(Exchange exchange, String problem) {
        assertThatThrownBy(() -> check.check(exchange))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(problem);
    }

    @Test
    void takesWhatTheDocumentHasAndRemembersIt() {
        assertThat(check.neverSaid()).contains("poll 200").isEqualTo(check.everything());
        check.check(poll(POLL, 200, "{\"orders\":[]}"));
        assertThat(check.neverSaid()).doesNotContain("poll 200").contains("poll 401");
    }

    @Test
    void takesAWholeEnd() {
        String path = "/connector/v1/connections/" + ID + "/sets/" + ID + "/end";
        check.check(exchange("POST", path, END, 200, "{\"state\":\"Committed\",\"digests\":{}}"));
        check.check(
                exchange(
                        "POST",
                        path,
                        END,
                        409,
                        "{\"state\":\"BaseMismatch\",\"bases\":{\"company\":null},\"reason\":\"\"}"));
    }

    @Test
    void refusesUnknownFields() {
        refuses(poll(POLL.replace("}", ",\"more\":1}"), 200, "{\"orders\":[]}"), "more");
        refuses(poll(POLL, 200, "{\"orders\":[],\"more\":1}"), "more");
        refuses(poll(POLL, 200, "{\"orders\":[]}", "fairlead-more", "1"), "fairlead-more");
        refuses(
                exchange("POST", "/connector/v1/poll?more=1", POLL, 200, "{\"orders\":[]}"),
                "more");
    }

    @Test
    void refusesWhatIsMissing() {
        refuses(poll("{}", 200, "{\"orders\":[]}"), "agent");
        refuses(poll(POLL, 200, "{}"), "orders");
        refuses(poll(POLL, 200, "{\"orders\":[]}", "authorization", ""), "no token");
    }

    @Test
    void refusesUnknownStatusesOperationsAndStates() {
        refuses(poll(POLL, 418, "{}"), "no status 418");
        refuses(exchange("GET", "/connector/v1/poll", "", 200, ""), "no such operation");
        refuses(
                exchange(
                        "GET",
                        "/connector/v1/connections/" + ID + "/sets/" + ID,
                        "",
                        200,
                        "{\"state\":\"Fine\"}"),
                "the answer");
        refuses(
                exchange(
                        "GET",
                        "/connector/v1/connections/1/sets/" + ID,
                        "",
                        200,
                        "{\"state\":\"Unknown\"}"),
                "parameter connectionId");
    }

    @Test
    void refusesAnOrderThatSaysTooLittleOrTooMuch() {
        String order = "{\"orders\":[{\"id\":\"" + ID + "\",\"kind\":\"%s\"%s}]}";
        refuses(poll(POLL, 200, order.formatted("sync", "")), "connectionId");
        refuses(
                poll(POLL, 200, order.formatted("resume", ",\"until\":\"2026-01-01T00:00:00Z\"")),
                "until");
        check.check(poll(POLL, 200, order.formatted("restart", "")));
    }

    @Test
    void asksForTheWaitingTimeWhereThereMustBeOne() {
        String error =
                "{\"statusCode\":503,\"service\":\"Connector\",\"error\":\"x\",\"correlationId\":\"1\","
                        + "\"validation\":null,\"canBeRetried\":\"True\",\"detailedErrorCode\":0}";
        refuses(poll(POLL, 503, error), "Retry-After");
    }
}
