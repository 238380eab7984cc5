package fairlead.itests.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;

/**
 * What Codat publishes about its API, as a judge of ours: {@code codat-contract.json} has, for each
 * operation that we serve, the schema of each good answer and the statuses of the others, and of
 * each webhook's event the schema.
 */
public final class ContractCheck {
    private static final String DOCUMENT = "https://fairlead.invalid/codat-contract";

    /** What a platform may say to any call, whether or not its operation's page has it. */
    private static final Set<Integer> ANYWHERE = Set.of(400, 403, 404, 405, 409, 413, 422);

    /** Ours: Codat's API has no such paths. */
    private static final Pattern OURS =
            Pattern.compile("/(connector|vendor|link|portal|assets|logos|health)(/.*)?");

    private record Operation(String name, String method, Pattern path, JsonNode answers) {}

    private final List<Operation> operations = new ArrayList<>();
    private final JsonNode webhooks;
    private final SchemaRegistry registry;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
    private final Set<String> answered = new ConcurrentSkipListSet<>();

    private ContractCheck(JsonNode document) {
        webhooks = document.get("webhooks");
        registry =
                SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        builder -> builder.schemas(Map.of(DOCUMENT, document.toString())));
        document.get("operations")
                .properties()
                .forEach(each -> add(each.getKey(), each.getValue()));
        // the path with the fewest variables is the one that is meant
        operations.sort(
                Comparator.comparingLong(
                        each -> each.name().chars().filter(c -> c == '{').count()));
    }

    /** By the copy of the contract that lies beside this class. */
    public static ContractCheck ofResource() {
        return new ContractCheck(document());
    }

    /** The document as it stands in the file. */
    public static JsonNode document() {
        try (InputStream in = ContractCheck.class.getResourceAsStream("codat-contract.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String name, JsonNode answers) {
        String[] words = name.split(" ");
        String path = words[1].replaceAll("\\{[^}]+}", "[^/]+");
        operations.add(new Operation(name, words[0], Pattern.compile(path), answers));
    }

    /** Every operation, as {@code GET /companies}. */
    public Set<String> everything() {
        Set<String> names = new TreeSet<>();
        operations.forEach(each -> names.add(each.name()));
        return names;
    }

    /** From now on nothing was answered yet. */
    public void forgetAnswered() {
        answered.clear();
    }

    /** What was never answered well yet. */
    public Set<String> neverAnswered() {
        Set<String> left = everything();
        left.removeAll(answered);
        return left;
    }

    /**
     * Holds an answer against what is published. Any thread.
     *
     * @param target the path, with its query if it has one
     * @throws AssertionError when it is another
     */
    public void check(String method, String target, int status, String body) {
        String path = target.replaceAll("\\?.*$", "");
        if (OURS.matcher(path).matches()) {
            return;
        }
        Optional<Operation> operation =
                operations.stream()
                        .filter(each -> each.method().equals(method))
                        .filter(each -> each.path().matcher(path).matches())
                        .findFirst();
        String what = method + " " + target + " -> " + status;
        if (status >= 400) {
            refused(what, operation, status, body);
        } else if (operation.isPresent()) {
            JsonNode answers = operation.get().answers();
            if (!answers.has(Integer.toString(status))) {
                throw new AssertionError(what + ": Codat answers " + answers);
            }
            good(what, operation.get(), status, body);
            answered.add(operation.get().name());
        }
    }

    /**
     * Holds what a webhook's consumer got against what is published for its event. Any thread.
     *
     * @param type for example {@code company.created}
     * @throws AssertionError when it is another
     */
    public void checkEvent(String type, String body) {
        String published =
                type.replaceFirst(
                        "^[A-Za-z]+(?=\\.write\\.(successful|unsuccessful)$)", "{dataType}");
        if (!webhooks.has(published)) {
            throw new AssertionError(type + ": Codat has no such event");
        }
        validate(type, "/webhooks/" + published, body);
        for (String field : List.of("id", "eventType", "generatedDate", "payload")) {
            if (!read(type, body).hasNonNull(field)) {
                throw new AssertionError(type + ": " + field + " is missing: " + body);
            }
        }
    }

    private void good(String what, Operation operation, int status, String body) {
        String pointer =
                "/operations/"
                        + operation.name().replace("~", "~0").replace("/", "~1")
                        + "/"
                        + status;
        if (operation.answers().get(Integer.toString(status)).isNull()) {
            if (!body.isEmpty()) {
                throw new AssertionError(what + ": Codat answers no body, we say " + body);
            }
            return;
        }
        validate(what, pointer, body);
    }

    private void refused(String what, Optional<Operation> operation, int status, String body) {
        boolean published =
                operation.isPresent()
                        && operation
                                .get()
                                .answers()
                                .path("errors")
                                .toString()
                                .contains("" + status);
        if (!published && !ANYWHERE.contains(status) && status < 500 && status != 401) {
            throw new AssertionError(what + ": Codat never says so");
        }
        validate(what, "/$defs/ErrorMessage", body);
        JsonNode error = read(what, body);
        for (String field : List.of("statusCode", "service", "error", "correlationId")) {
            if (!error.hasNonNull(field)) {
                throw new AssertionError(what + ": " + field + " is missing: " + body);
            }
        }
        if (error.get("statusCode").asInt() != status) {
            throw new AssertionError(what + ": " + body);
        }
    }

    private void validate(String what, String pointer, String body) {
        Schema schema =
                schemas.computeIfAbsent(
                        pointer,
                        p ->
                                registry.getSchema(
                                        SchemaLocation.of(
                                                DOCUMENT
                                                        + "#"
                                                        + p.replace("{", "%7B")
                                                                .replace("}", "%7D")
                                                                .replace(" ", "%20"))));
        List<Error> errors = schema.validate(read(what, body));
        if (!errors.isEmpty()) {
            throw new AssertionError(
                    what + " is not as Codat has it:\n  " + errors + "\n  " + body);
        }
    }

    private static JsonNode read(String what, String body) {
        try {
            return new ObjectMapper().readTree(body);
        } catch (IOException e) {
            throw new AssertionError(what + " is no JSON: " + body, e);
        }
    }
}
