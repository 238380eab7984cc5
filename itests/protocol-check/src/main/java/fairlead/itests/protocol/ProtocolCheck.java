package fairlead.itests.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The document as a judge. Any thread. */
public final class ProtocolCheck {
    private static final String PREFIX = "/connector/v1";
    private static final String DOCUMENT = "https://fairlead.invalid/connector-protocol";
    private static final List<String> METHODS = List.of("get", "post", "put", "delete", "patch");
    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private record Operation(
            String id, String method, Pattern path, List<String> names, String pointer) {}

    private final JsonNode document;
    private final SchemaRegistry registry;
    private final List<Operation> operations = new ArrayList<>();
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
    private final Set<String> said = new ConcurrentSkipListSet<>();

    private ProtocolCheck(JsonNode document) {
        this.document = document;
        this.registry =
                SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        builder -> builder.schemas(Map.of(DOCUMENT, document.toString())));
        document.get("paths")
                .properties()
                .forEach(
                        path ->
                                METHODS.stream()
                                        .filter(path.getValue()::has)
                                        .forEach(m -> add(path.getKey(), m)));
    }

    private void add(String path, String method) {
        List<String> names = new ArrayList<>();
        Matcher braces = Pattern.compile("\\{([^}]+)\\}").matcher(path);
        StringBuilder pattern = new StringBuilder();
        int last = 0;
        while (braces.find()) {
            pattern.append(Pattern.quote(path.substring(last, braces.start()))).append("([^/]+)");
            names.add(braces.group(1));
            last = braces.end();
        }
        pattern.append(Pattern.quote(path.substring(last)));
        String pointer = "/paths/" + path.replace("~", "~0").replace("/", "~1") + "/" + method;
        operations.add(
                new Operation(
                        document.at(pointer).get("operationId").asText(),
                        method,
                        Pattern.compile(pattern.toString()),
                        names,
                        pointer));
    }

    /** Reads the document at this place. */
    public static ProtocolCheck of(Path yaml) {
        try {
            return new ProtocolCheck(
                    new ObjectMapper(new YAMLFactory()).readTree(Files.readAllBytes(yaml)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the document of the repository in which the test runs, from any of its folders. */
    public static ProtocolCheck ofRepository() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; ) {
            Path yaml = folder.resolve("docs/connector-protocol.yaml");
            if (Files.exists(yaml)) {
                return of(yaml);
            }
            folder = folder.getParent();
        }
        throw new IllegalStateException("no docs/connector-protocol.yaml above this folder");
    }

    /** Everything that the document has, as {@code poll 200}. */
    public Set<String> everything() {
        Set<String> all = new TreeSet<>();
        for (Operation operation : operations) {
            document.at(operation.pointer() + "/responses")
                    .fieldNames()
                    .forEachRemaining(status -> all.add(operation.id() + " " + status));
        }
        return all;
    }

    /** What no exchange that was checked has shown yet. */
    public Set<String> neverSaid() {
        Set<String> left = everything();
        left.removeAll(said);
        return left;
    }

    /** Holds the exchange against the document and remembers that it was said. */
    public void check(Exchange exchange) {
        List<String> problems = new ArrayList<>();
        Optional<String> what = judge(exchange, problems);
        if (!problems.isEmpty()) {
            throw new AssertionError(
                    exchange
                            + " is not as docs/connector-protocol.yaml has it:\n  "
                            + String.join("\n  ", problems));
        }
        what.ifPresent(said::add);
    }

    private Optional<String> judge(Exchange exchange, List<String> problems) {
        String path = exchange.target().replaceAll("\\?.*$", "");
        if (!path.startsWith(PREFIX + "/")) {
            problems.add("the path does not begin with " + PREFIX);
            return Optional.empty();
        }
        for (Operation operation : operations) {
            Matcher matcher = operation.path().matcher(path.substring(PREFIX.length()));
            if (matcher.matches() && operation.method().equalsIgnoreCase(exchange.method())) {
                JsonNode response =
                        document.at(operation.pointer() + "/responses/" + exchange.status());
                if (response.isMissingNode()) {
                    problems.add(operation.id() + " has no status " + exchange.status());
                    return Optional.empty();
                }
                // a refused request may be anything; only what it meets is the document's
                if (exchange.status() < 400 || exchange.status() == 409) {
                    request(operation, matcher, exchange, problems);
                }
                response(operation, exchange, problems);
                return Optional.of(operation.id() + " " + exchange.status());
            }
        }
        problems.add("there is no such operation");
        return Optional.empty();
    }

    /** Holds the request alone against the document, whatever it was answered. */
    public void checkRequest(Exchange exchange) {
        List<String> problems = new ArrayList<>();
        String path = exchange.target().replaceAll("\\?.*$", "");
        boolean found = false;
        for (Operation operation : operations) {
            Matcher matcher =
                    operation
                            .path()
                            .matcher(path.substring(Math.min(PREFIX.length(), path.length())));
            if (path.startsWith(PREFIX)
                    && matcher.matches()
                    && operation.method().equalsIgnoreCase(exchange.method())) {
                request(operation, matcher, exchange, problems);
                found = true;
            }
        }
        if (!found) {
            problems.add("there is no such operation");
        }
        if (!problems.isEmpty()) {
            throw new AssertionError(
                    "The request of "
                            + exchange
                            + " is not as the document has it:\n  "
                            + String.join("\n  ", problems));
        }
    }

    private void request(
            Operation operation, Matcher matcher, Exchange exchange, List<String> problems) {
        Map<String, String> path = new LinkedHashMap<>();
        for (int i = 0; i < operation.names().size(); i++) {
            path.put(operation.names().get(i), decode(matcher.group(i + 1)));
        }
        Map<String, String> query = form(exchange.target().replaceAll("^[^?]*\\??", ""));
        Set<String> unknown = new TreeSet<>(query.keySet());
        for (String parameter : parameters(operation)) {
            JsonNode node = document.at(parameter);
            String name = node.get("name").asText();
            String value =
                    switch (node.get("in").asText()) {
                        case "path" -> path.get(name);
                        case "query" -> query.get(name);
                        default -> exchange.requestHeader(name).orElse(null);
                    };
            unknown.remove(name);
            if (value != null) {
                text(parameter + "/schema", value, "parameter " + name, problems);
            } else if (node.path("required").asBoolean()) {
                problems.add("parameter " + name + " is missing");
            }
        }
        unknown.forEach(name -> problems.add("parameter " + name + " is not in the document"));
        exchange.requestHeaders().keySet().stream()
                .filter(name -> name.startsWith("fairlead-"))
                .filter(name -> parameters(operation).stream().noneMatch(p -> named(p, name)))
                .forEach(name -> problems.add("header " + name + " is not in the document"));
        JsonNode security = document.at(operation.pointer()).path("security");
        boolean open = security.isArray() && security.isEmpty();
        String authorization = exchange.requestHeader("Authorization").orElse("");
        if (open == authorization.startsWith("Bearer ")) {
            problems.add(open ? "a token is sent where none is due" : "no token is sent");
        }
        String body = operation.pointer() + "/requestBody";
        content(
                "request",
                body,
                exchange.requestHeader("Content-Type"),
                exchange.request(),
                problems);
    }

    private boolean named(String parameter, String header) {
        return document.at(parameter).get("name").asText().equalsIgnoreCase(header);
    }

    private List<String> parameters(Operation operation) {
        List<String> pointers = new ArrayList<>();
        String path = operation.pointer().substring(0, operation.pointer().lastIndexOf('/'));
        for (String at : List.of(path + "/parameters", operation.pointer() + "/parameters")) {
            for (int i = 0; i < document.at(at).size(); i++) {
                pointers.add(resolve(at + "/" + i));
            }
        }
        return pointers;
    }

    private void response(Operation operation, Exchange exchange, List<String> problems) {
        String at = resolve(operation.pointer() + "/responses/" + exchange.status());
        document.at(at + "/headers")
                .fieldNames()
                .forEachRemaining(
                        name -> {
                            String header = resolve(at + "/headers/" + name);
                            Optional<String> value = exchange.answerHeader(name);
                            if (value.isPresent()) {
                                text(header + "/schema", value.get(), "header " + name, problems);
                            } else if (document.at(header).path("required").asBoolean()) {
                                problems.add("header " + name + " is missing");
                            }
                        });
        if (exchange.answerHeader("Date").isEmpty()) {
            problems.add("header Date is missing");
        }
        content("answer", at, exchange.answerHeader("Content-Type"), exchange.answer(), problems);
    }

    private void content(
            String which, String at, Optional<String> type, byte[] body, List<String> problems) {
        JsonNode content = document.at(at + "/content");
        if (content.isMissingNode()) {
            if (body.length > 0) {
                problems.add("the " + which + " has a body, which the document does not have");
            }
            return;
        }
        String kind = type.orElse("").replaceAll("\\s*;.*$", "");
        if (!content.has(kind)) {
            problems.add("the " + which + " has the content type \"" + kind + "\"");
            return;
        }
        String schema = at + "/content/" + kind.replace("/", "~1") + "/schema";
        if (kind.equals("application/json")) {
            try {
                validate(schema, JSON.readTree(body), which, problems);
            } catch (JacksonException e) {
                problems.add("the " + which + " is no JSON");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } else if (kind.equals("application/x-www-form-urlencoded")) {
            ObjectNode fields = JsonNodeFactory.instance.objectNode();
            form(new String(body, UTF_8)).forEach(fields::put);
            validate(schema, fields, which, problems);
        }
    }

    /** A parameter's or header's value, which is text whatever its schema says. */
    private void text(String schema, String value, String what, List<String> problems) {
        boolean number = document.at(resolve(schema)).path("type").asText().equals("integer");
        JsonNode node = JsonNodeFactory.instance.textNode(value);
        if (number && value.matches("-?[0-9]{1,18}")) {
            node = JsonNodeFactory.instance.numberNode(Long.parseLong(value));
        }
        validate(schema, node, what, problems);
    }

    private void validate(String schema, JsonNode value, String what, List<String> problems) {
        for (Error error : schema(schema).validate(value)) {
            problems.add(
                    "the " + what + ": " + error.getInstanceLocation() + " " + error.getMessage());
        }
    }

    private Schema schema(String pointer) {
        return schemas.computeIfAbsent(
                pointer, p -> registry.getSchema(SchemaLocation.of(DOCUMENT + "#" + fragment(p))));
    }

    private static String fragment(String pointer) {
        return pointer.replace("{", "%7B").replace("}", "%7D").replace("+", "%2B");
    }

    private String resolve(String pointer) {
        JsonNode reference = document.at(pointer).path("$ref");
        return reference.isMissingNode() ? pointer : resolve(reference.asText().substring(1));
    }

    private static Map<String, String> form(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                fields.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, UTF_8);
    }
}
