package fairlead.platform.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import fairlead.platform.http.Json;
import fairlead.platform.store.Page;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * Which page of a list a call asks for.
 *
 * @param number from 1
 * @param size how many it has at most
 */
record Paging(int number, int size) {
    private static final int LARGEST = 5000;

    static Paging of(Call call) {
        return new Paging(
                call.number("page", 1, 1, Integer.MAX_VALUE / LARGEST),
                call.number("pageSize", 100, 1, LARGEST));
    }

    int skip() {
        return (number - 1) * size;
    }

    /** This page of a list that is there as a whole. */
    <T> Page<T> of(List<T> all) {
        return new Page<>(all.stream().skip(skip()).limit(size).toList(), all.size());
    }

    /** A page as the API has it: the results, and what stands beside them. */
    <T> Answer answer(Call call, Page<T> page, Function<T, ObjectNode> result) {
        ObjectNode answer = around(call, page.total());
        ArrayNode results = answer.putArray("results");
        page.items().forEach(item -> results.add(result.apply(item)));
        return Answer.ok(answer);
    }

    /** What stands beside the results. */
    ObjectNode around(Call call, long total) {
        ObjectNode page =
                Json.object()
                        .put("pageNumber", number)
                        .put("pageSize", size)
                        .put("totalResults", total);
        ObjectNode links = page.putObject("_links");
        links.putObject("self").put("href", call.path());
        links.putObject("current").put("href", href(call, number));
        if ((long) number * size < total) {
            links.putObject("next").put("href", href(call, number + 1));
        }
        if (number > 1) {
            links.putObject("previous").put("href", href(call, number - 1));
        }
        return page;
    }

    private String href(Call call, int page) {
        StringBuilder href =
                new StringBuilder(call.path())
                        .append("?page=")
                        .append(page)
                        .append("&pageSize=")
                        .append(size);
        for (String name : new String[] {"query", "orderBy", "tags"}) {
            call.parameter(name)
                    .ifPresent(
                            value ->
                                    href.append('&')
                                            .append(name)
                                            .append('=')
                                            .append(
                                                    URLEncoder.encode(
                                                            value, StandardCharsets.UTF_8)));
        }
        return href.toString();
    }
}
