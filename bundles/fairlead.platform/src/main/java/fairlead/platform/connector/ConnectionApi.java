package fairlead.platform.connector;

import fairlead.platform.http.Actor;
import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import fairlead.platform.http.Fields;
import fairlead.platform.http.Json;
import fairlead.platform.http.Problem;
import fairlead.platform.store.Connections.Books;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Connections.Status;
import fairlead.platform.store.Operations.Report;
import fairlead.platform.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What an agent tells about one connection: its books, its end, how requests and it stand. */
final class ConnectionApi {
    private static final Set<String> REPORTED =
            Set.of(
                    "Queued",
                    "Fetching",
                    "MapQueued",
                    "Mapping",
                    "ProcessingQueued",
                    "Processing",
                    "FetchError",
                    "MapError",
                    "InternalError",
                    "ProcessingError",
                    "AuthError",
                    "Cancelled",
                    "NotSupported",
                    "RateLimitError",
                    "PermissionsError",
                    "PrerequisiteNotMet");

    private final Store store;
    private final Callers callers;
    private final LongPolls polls;

    ConnectionApi(Store store, Callers callers, LongPolls polls) {
        this.store = store;
        this.callers = callers;
        this.polls = polls;
    }

    Answer link(Call call) throws IOException {
        Connection connection = callers.live(call);
        Fields body = Fields.of(call.json());
        Fields company = body.object("company");
        String packageKey = body.text("packageKey", 50);
        if (!packageKey.equals(connection.packageKey())
                || !body.text("platformKey", 10).equals(connection.platformKey())) {
            throw Problem.of(
                    409,
                    "This connection is for "
                            + connection.platformName()
                            + ", not for "
                            + packageKey
                            + ". Ask for a link to the right package.");
        }
        Books books =
                new Books(
                        company.optionalText("id", 500),
                        company.text("name", 500),
                        company.text("baseCurrency", Pattern.compile("[A-Z]{3}"), "like GBP"),
                        company.text("packageVersion", 200),
                        company.text("dataDirectory", 2000),
                        company.number("transactions", 0, Long.MAX_VALUE),
                        company.optionalText("lastTransaction", 10));
        switch (store.connections()
                .link(connection.id(), connection.agentId().orElseThrow(), books)) {
            case LINKED -> {
                polls.wake(connection.agentId().orElseThrow());
                return Answer.ok(Json.object().put("status", Status.Linked.name()));
            }
            case OTHER_BOOKS ->
                    throw Problem.of(
                            409,
                            connection.openedAgain()
                                    ? "This connection is for the books of "
                                            + connection.booksName().orElse("")
                                            + ". Link those, or ask your provider for a new"
                                            + " connection."
                                    : "Other books are linked already: "
                                            + connection.booksName().orElse("")
                                            + ". Link those, or ask for a new company.");
            case OTHER_CONNECTION ->
                    throw Problem.of(
                            409,
                            "The company has another accounting package linked already."
                                    + " It has to be unlinked first.");
            case SWITCHED_OFF ->
                    throw Problem.of(
                            409, connection.platformName() + " is switched off by your provider.");
            case OTHER_AGENT -> throw Callers.others();
            default -> throw Callers.ended(connection);
        }
    }

    Answer unlink(Call call) throws IOException {
        Connection connection = callers.connection(call);
        String reason = Fields.of(call.json()).text("reason", 2000);
        if (connection.status() == Status.Unlinked) {
            throw Callers.ended(connection);
        }
        if (!connection.ended()) {
            String client = store.companies().clientOf(connection.companyId()).orElseThrow();
            call.by(new Actor(client, "The company, by its connector"));
            call.begin();
            store.connections()
                    .deauthorize(
                            connection.id(),
                            connection.agentId().orElseThrow(),
                            why(connection, reason));
        }
        return Answer.ok(Json.object().put("status", Status.Deauthorized.name()));
    }

    private String why(Connection connection, String told) {
        if (store.orders().isOpen(connection.id(), "uninstall")) {
            return "The connector was uninstalled, as you asked.";
        }
        return told.isBlank() ? "The connector was unlinked." : told;
    }

    Answer diagnostics(Call call) throws IOException {
        Connection connection = callers.live(call);
        Fields body = Fields.of(call.json());
        boolean ordered =
                store.diagnostics()
                        .add(
                                connection.agentId().orElseThrow(),
                                connection.id(),
                                body.id("orderId"),
                                body.text("report", 100_000));
        if (!ordered) {
            throw Problem.notFound("There is no such order.");
        }
        return Answer.empty(204);
    }

    Answer report(Call call) throws IOException {
        Connection connection = callers.live(call);
        List<Report> reports =
                Fields.of(call.json()).objects("requests", 1000).stream()
                        .map(ConnectionApi::reported)
                        .toList();
        store.operations().report(connection.id(), reports);
        return Answer.empty(204);
    }

    private static Report reported(Fields request) {
        String origin = request.text("origin", 10);
        String status = request.text("status", 30);
        if (!Set.of("platform", "schedule", "person").contains(origin)) {
            throw Problem.badRequest("origin must be platform, schedule or person.");
        }
        if (!REPORTED.contains(status)) {
            throw Problem.badRequest(
                    "status must be one that an agent tells, not " + Call.shortened(status) + ".");
        }
        return new Report(
                request.id("id"),
                SetEndBody.dataType(request.text("dataType", 50)),
                request.instant("requestedAt"),
                origin,
                status,
                request.text("description", 2000),
                (int) request.number("progress", 0, 100));
    }
}
