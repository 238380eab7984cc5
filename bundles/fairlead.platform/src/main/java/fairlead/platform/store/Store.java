package fairlead.platform.store;

import java.time.Clock;
import java.time.Duration;

/** Everything that the platform keeps, on one database. */
public record Store(
        Database database,
        Leases leases,
        Clients clients,
        Companies companies,
        Products products,
        Connections connections,
        ConnectionErrors connectionErrors,
        Agents agents,
        Heartbeats heartbeats,
        Registrations registrations,
        Lives lives,
        Orders orders,
        Diagnostics diagnostics,
        Updates updates,
        Operations operations,
        Uploads uploads,
        Commits commits,
        Records records,
        RecordSearch recordSearch,
        Rejects rejects,
        Integrations integrations,
        ApiKeys apiKeys,
        Profiles profiles,
        SyncSettings syncSettings,
        PushOperations pushOperations,
        IdempotentCalls idempotentCalls,
        CallCounts callCounts,
        Sweeper sweeper,
        Events events,
        Webhooks webhooks,
        Deliveries deliveries,
        Brands brands,
        Visits visits,
        Audit audit,
        Overview overview,
        ReadingModes readingModes) {
    /**
     * On this database.
     *
     * @param linkValid for how long a link can be used
     * @param mostCompanies that a vendor may have
     */
    public static Store on(Database database, Clock clock, Duration linkValid, int mostCompanies) {
        Leases leases = new Leases(database, clock);
        Clients clients = new Clients(database, clock);
        Records records = new Records(database);
        return new Store(
                database,
                leases,
                clients,
                new Companies(database, clock, mostCompanies),
                new Products(database, clock),
                new Connections(database, clock, linkValid),
                new ConnectionErrors(database),
                new Agents(database, clock),
                new Heartbeats(database, clock),
                new Registrations(database, clock),
                new Lives(database, clock),
                new Orders(database, clock),
                new Diagnostics(database, clock),
                new Updates(database),
                new Operations(database, clock),
                new Uploads(database, clock),
                new Commits(database, leases, clock),
                records,
                new RecordSearch(database, records),
                new Rejects(database),
                new Integrations(database),
                new ApiKeys(database, clock, clients),
                new Profiles(database),
                new SyncSettings(database, clock),
                new PushOperations(database, clock),
                new IdempotentCalls(database, clock),
                new CallCounts(database, clock),
                new Sweeper(leases),
                new Events(database, clock),
                new Webhooks(database, clock),
                new Deliveries(database, clock),
                new Brands(database, clock),
                new Visits(database, clock),
                new Audit(database, clock),
                new Overview(database),
                new ReadingModes(database));
    }
}
