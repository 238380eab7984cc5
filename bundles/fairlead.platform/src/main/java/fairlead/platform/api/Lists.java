package fairlead.platform.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.api.query.Property;
import fairlead.platform.api.query.Query;
import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists that are short enough to be searched in memory. */
final class Lists {
    private Lists() {}

    /**
     * The page that the call asks for.
     *
     * @param what the name of the listed things, for messages
     * @param properties that a query may name
     * @param order how they are sorted when the call does not say
     */
    static Answer page(
            Call call,
            String what,
            Map<String, Property> properties,
            String order,
            List<ObjectNode> all) {
        Paging paging = Paging.of(call);
        Query query = Query.of(call, what, properties, order, "");
        List<ObjectNode> found =
                all.stream()
                        .filter(each -> query.test(property -> value(each, property)))
                        .sorted(
                                (one, other) ->
                                        query.comparator()
                                                .compare(
                                                        value(one, query.order()),
                                                        value(other, query.order())))
                        .toList();
        return paging.answer(call, paging.of(found), each -> each);
    }

    /** The value of a property of this thing. */
    static Optional<Comparable<?>> value(JsonNode thing, Property property) {
        JsonNode field = thing;
        for (String name : property.name().split("\\.")) {
            field = field.path(name);
        }
        return property.kind().of(field);
    }
}
