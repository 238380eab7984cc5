package fairlead.platform.portal;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.platform.http.Json;
import fairlead.platform.link.DataNames;
import fairlead.platform.store.Companies.Company;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Connections.Status;
import fairlead.platform.store.Integrations.Integration;
import fairlead.platform.store.Operations.Operation;
import fairlead.platform.store.Overview.Kept;
import fairlead.platform.store.Overview.Series;
import fairlead.platform.store.Store;
import fairlead.platform.store.SyncSettings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a company's page shows. */
final class CompanyView {
    private static final int KEPT = 100;

    private final Store store;
    private final Clock clock;

    CompanyView(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    record Page(
            Frame frame,
            String id,
            String name,
            String description,
            String tags,
            String created,
            String redirect,
            List<Link> connections,
            List<Choice> choices,
            List<Frequency.Choice> modes,
            List<Frequency.Choice> frequencies) {}

    record Choice(String key, String name) {}

    /** A connection. */
    record Link(
            String id,
            String base,
            String packageName,
            String tone,
            String word,
            String reason,
            boolean linked,
            boolean waiting,
            boolean unread,
            boolean again,
            String until,
            Optional<String> books,
            Optional<String> connector,
            Optional<String> stopped,
            List<String> problems,
            List<Type> types,
            List<String> findings,
            List<Kept> kept,
            boolean moreKept) {}

    /** A data type; {@code progress} is there while it is being read. */
    record Type(
            String key,
            String name,
            String word,
            String tone,
            String description,
            Optional<Integer> progress,
            String records,
            boolean any,
            String lastRead) {}

    Page of(Frame frame, String client, String platform, Company company) {
        List<Connection> connections = store.connections().of(company.id());
        boolean open = connections.stream().anyMatch(c -> !c.ended() && !c.openedAgain());
        return new Page(
                frame,
                company.id(),
                company.name(),
                company.description().orElse(""),
                CompaniesPages.tags(company.tags()),
                Words.time(company.createdAt()),
                platform + "/link/company/" + company.id(),
                connections.stream().map(c -> link(c, connections)).toList(),
                open
                        ? List.of()
                        : store.integrations().of(client).stream()
                                .filter(Integration::enabled)
                                .map(i -> new Choice(i.key(), i.name()))
                                .toList(),
                modes(company),
                frequencies(client, company));
    }

    private List<Frequency.Choice> modes(Company company) {
        String chosen =
                store.readingModes()
                        .ofCompany(company.id())
                        .map(once -> once ? "once" : "ongoing")
                        .orElse("as-all");
        return List.of(
                Frequency.choice("as-all", "As for all companies", chosen),
                Frequency.choice("ongoing", "They stay up to date", chosen),
                Frequency.choice("once", "Once, then the connection ends", chosen));
    }

    private List<Frequency.Choice> frequencies(String client, Company company) {
        Settings settings =
                store.syncSettings()
                        .ofCompany(client, company.id(), Frequency.types(store, client));
        return Frequency.choices(settings.settings(), Optional.of(settings.own()));
    }

    private Link link(Connection connection, List<Connection> all) {
        List<Kept> kept = store.overview().kept(connection.id(), KEPT + 1);
        Map<String, Series> series =
                store.overview().series(connection.id()).stream()
                        .collect(Collectors.toMap(Series::dataType, Function.identity()));
        Map<String, Operation> latest =
                store.operations().latest(connection.companyId(), false).stream()
                        .filter(o -> o.connectionId().equals(connection.id()))
                        .collect(Collectors.toMap(Operation::dataType, Function.identity()));
        List<Type> types = new ArrayList<>();
        for (String type : store.integrations().types(connection.platformKey())) {
            types.add(
                    type(
                            type,
                            Optional.ofNullable(latest.get(type)),
                            Optional.ofNullable(series.get(type))));
        }
        return new Link(
                connection.id(),
                "/portal/companies/" + connection.companyId() + "/connections/" + connection.id(),
                connection.platformName(),
                Words.tone(connection.status()),
                Words.connection(connection),
                connection.statusReason(),
                connection.status() == Status.Linked,
                connection.status() == Status.PendingAuth,
                connection.status() == Status.PendingAuth && !connection.linkedBefore(),
                connection.canBeOpened(all, clock.millis()),
                Words.time(connection.linkExpiresAt()),
                connection.booksName(),
                connector(connection),
                connection.stoppedReason(),
                store.connectionErrors().of(connection.id()).stream()
                        .filter(failure -> failure.resolvedAt().isEmpty())
                        .map(
                                failure ->
                                        failure.message()
                                                + " ("
                                                + Words.time(failure.erredAt())
                                                + ")")
                        .distinct()
                        .toList(),
                types,
                findings(connection),
                kept.stream()
                        .limit(KEPT)
                        .map(
                                each ->
                                        new Kept(
                                                DataNames.of(each.dataType()),
                                                each.recordId(),
                                                each.field(),
                                                each.reason(),
                                                each.shown()))
                        .toList(),
                kept.size() > KEPT);
    }

    private Optional<String> connector(Connection connection) {
        return connection
                .agentSeenAt()
                .map(
                        seen ->
                                "version "
                                        + connection.agentVersion().orElse("unknown")
                                        + ", last seen "
                                        + Words.ago(seen, clock.millis()));
    }

    private static Type type(String key, Optional<Operation> latest, Optional<Series> series) {
        String status = latest.map(Operation::status).orElse("Initial");
        boolean over = latest.flatMap(Operation::completedAt).isPresent();
        boolean running = latest.isPresent() && !over && !status.equals("Queued");
        return new Type(
                key,
                DataNames.of(key),
                Words.operation(status),
                status.equals("Complete") ? "good" : over ? "bad" : "waits",
                latest.flatMap(Operation::description).orElse(""),
                running ? latest.map(Operation::progress) : Optional.empty(),
                series.map(s -> Words.number(s.live())).orElse("–"),
                series.filter(s -> s.committedAt().isPresent()).isPresent(),
                Words.time(series.flatMap(Series::committedAt), "never"));
    }

    private static List<String> findings(Connection connection) {
        List<String> sentences = new ArrayList<>();
        if (connection.findings().isPresent()) {
            try {
                for (JsonNode finding :
                        Json.read(connection.findings().get().getBytes(StandardCharsets.UTF_8))) {
                    sentences.add(finding.isTextual() ? finding.textValue() : finding.toString());
                }
            } catch (IOException e) {
                throw new IllegalStateException("findings were stored as JSON", e);
            }
        }
        return sentences;
    }
}
