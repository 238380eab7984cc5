package fairlead.platform.api;

import fairlead.platform.http.Call;
import fairlead.platform.http.Problem;
import fairlead.platform.store.Companies.Company;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Connections.Status;
import fairlead.platform.store.Operations.Operation;
import fairlead.platform.store.Store;
import java.util.Comparator;
import java.util.Optional;

/** Where a company's books come from. */
final class Sources {
    private final Store store;
    private final Access access;

    Sources(Store store, Access access) {
        this.store = store;
        this.access = access;
    }

    /** The connection of the path; without one the linked one, or else the latest one. */
    Connection of(Call call, Company company) {
        if (call.variable("connectionId") != null) {
            return access.connection(call);
        }
        return store.connections().of(company.id()).stream()
                .max(
                        Comparator.comparing((Connection c) -> c.status() == Status.Linked)
                                .thenComparing(c -> c.lastSyncAt().orElse(0L))
                                .thenComparing(Connection::createdAt))
                .orElseThrow(
                        () ->
                                Problem.notFound(
                                        "No data available: the company has no connection."));
    }

    /**
     * The connection from which this type was read.
     *
     * @throws Problem 404 when its package has no such type, 409 when it was not read yet
     */
    Connection withData(Call call, String type) {
        Company company = access.company(call);
        Connection connection = of(call, company);
        if (store.records().committed(connection.id(), type)) {
            return connection;
        }
        supported(connection, type);
        throw Problem.of(409, notRead(connection, type));
    }

    /** Why there is nothing of this type yet. */
    private String notRead(Connection connection, String type) {
        String what = "The " + type + " of this company ";
        Optional<Operation> last = store.operations().latest(connection, type);
        if (last.isEmpty()) {
            return what + "were never asked for.";
        }
        if (!last.get().failed()) {
            return what + "are still syncing.";
        }
        return what
                + "could not be read: "
                + last.get().description().orElse("it ended as " + last.get().status() + ".");
    }

    /**
     * Says so when the connection's package has no such type.
     *
     * @throws Problem 404
     */
    void supported(Connection connection, String type) {
        if (!store.integrations().types(connection.platformKey()).contains(type)) {
            throw notSupported(connection, type);
        }
    }

    /** What is said of a type that the connection's package does not have. */
    static Problem notSupported(Connection connection, String type) {
        return Problem.notFound(
                "Datatype "
                        + Call.shortened(type)
                        + " not supported by platform(s) "
                        + connection.platformName()
                        + ".");
    }
}
