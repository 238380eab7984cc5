package fairlead.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.http.Call;
import fairlead.platform.http.Problem;
import fairlead.platform.link.DataNames;
import fairlead.platform.store.ApiKeys;
import fairlead.platform.store.Companies.Company;
import fairlead.platform.store.Connections.Connection;
import fairlead.platform.store.Integrations.Integration;
import fairlead.platform.store.Overview.Served;
import fairlead.platform.store.Registrations.Registration;
import fairlead.platform.store.Store;
import fairlead.platform.store.Webhooks.Consumer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a call changes, in a plain sentence with the names that things have before the change. */
final class Sentences {
    private static final Pattern BLANK = Pattern.compile("\\{(body\\.)?(\\w+)(?:\\|([^}]*))?\\}");
    private static final int LONGEST_NAME = 200;

    /** What a connector can be told to do. */
    private static final Map<String, String> ORDERS =
            Map.of(
                    "cancel", "stop reading",
                    "pause", "pause",
                    "resume", "go on",
                    "restart", "restart",
                    "diagnostics", "send diagnostics",
                    "checkForUpdates", "look for updates",
                    "uninstall", "uninstall itself");

    private final Map<String, String> byRoute = read();
    private final Store store;

    Sentences(Store store) {
        this.store = store;
    }

    private static Map<String, String> read() {
        Map<String, String> byRoute = new HashMap<>();
        try (InputStream in = Sentences.class.getResourceAsStream("audit-sentences.txt");
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            String route = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("  ")) {
                    byRoute.put(route, line.strip());
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    route = line.strip();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("audit-sentences.txt cannot be read", e);
        }
        return byRoute;
    }

    /** Is there a sentence for calls of this route? */
    boolean has(String route) {
        return byRoute.containsKey(route);
    }

    /** The sentence of this call, of this client. */
    String of(Call call, String client) {
        String sentence = byRoute.getOrDefault(call.route(), call.route());
        Map<String, String> body = sentence.contains("{body.") ? body(call) : Map.of();
        Matcher blank = BLANK.matcher(sentence);
        StringBuilder filled = new StringBuilder();
        while (blank.find()) {
            String name = blank.group(2);
            Optional<String> word =
                    blank.group(1) != null
                            ? Optional.ofNullable(body.get(name))
                                    .filter(text -> !text.isBlank())
                                    .map(text -> name.equals("kind") ? ORDERS.get(text) : text)
                            : word(call, client, name);
            String otherwise = Optional.ofNullable(blank.group(3)).orElse("?");
            blank.appendReplacement(
                    filled, Matcher.quoteReplacement(cut(word.orElse(otherwise).strip())));
        }
        return blank.appendTail(filled).toString();
    }

    private static String cut(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    }

    /** The fields of what was sent, as far as they are text; none when it cannot be read. */
    private static Map<String, String> body(Call call) {
        try {
            call.bytes(); // what is too large is refused here
            if (call.path().startsWith("/portal/")) {
                return call.form();
            }
            Map<String, String> fields = new HashMap<>();
            json(call)
                    .ifPresent(
                            json ->
                                    json.properties()
                                            .forEach(
                                                    field ->
                                                            fields.put(
                                                                    field.getKey(),
                                                                    field.getValue().asText())));
            return fields;
        } catch (IOException e) {
            return Map.of(); // the caller has gone, which the call itself will meet
        }
    }

    private static Optional<ObjectNode> json(Call call) throws IOException {
        try {
            return Optional.of(call.json());
        } catch (Problem e) {
            return Optional.empty(); // it is refused by whoever has to read it
        }
    }

    /** What a part of the path stands for; empty when there is no such thing. */
    private Optional<String> word(Call call, String client, String name) {
        String id = call.variable(name);
        return switch (name) {
            case "companyId" -> store.companies().find(client, id).map(Company::name);
            case "connectionId" ->
                    store.connections()
                            .find(id)
                            .filter(found -> found.companyId().equals(call.variable("companyId")))
                            .map(Connection::platformName);
            case "companyOf" -> // of the connection
                    store.connections()
                            .find(call.variable("connectionId"))
                            .flatMap(found -> store.companies().find(client, found.companyId()))
                            .map(Company::name);
            case "registrationId" ->
                    store.registrations().registrations(client).stream()
                            .filter(registration -> registration.id().equals(id))
                            .findFirst()
                            .map(Registration::companyName);
            case "agentId" ->
                    Optional.of(
                                    store.overview().served(client, id).stream()
                                            .map(Served::name)
                                            .distinct()
                                            .collect(Collectors.joining(", ")))
                            .filter(names -> !names.isEmpty());
            case "webhookId", "consumerId" -> store.webhooks().find(client, id).map(Consumer::url);
            case "apiKeyId", "keyId" ->
                    store.apiKeys().of(client).stream()
                            .filter(key -> key.id().equals(id))
                            .findFirst()
                            .map(ApiKeys.Key::name);
            case "platformKey" -> store.integrations().find(client, id).map(Integration::name);
            case "dataType" -> Optional.of(DataNames.of(id));
            default -> Optional.of(id);
        };
    }
}
