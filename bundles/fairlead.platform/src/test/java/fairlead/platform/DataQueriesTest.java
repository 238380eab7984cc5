package fairlead.platform;

import static fairlead.platform.TestAgent.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import fairlead.itests.contract.ContractCheck;
import fairlead.platform.Http.Reply;
import fairlead.platform.store.Condition;
import fairlead.platform.store.RecordSearch;
import fairlead.platform.store.RecordSearch.Search;
import fairlead.platform.store.Records.Found;
import fairlead.platform.store.Store;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queries and orders over what stands in the records. */
class DataQueriesTest extends PlatformTest {
    private String path;

    @BeforeEach
    void sync() {
        path = "/companies/" + Sandcastles.synced(server, vendor).company + "/data/";
    }

    private Reply ask(String list, String query, String orderBy, String more) {
        return vendor.send(
                path + list, "query=" + encoded(query) + "&orderBy=" + encoded(orderBy) + more);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private List<String> ids(String list, String query, String orderBy, String more) {
        List<String> ids = new ArrayList<>();
        expect(200, ask(list, query, orderBy, more))
                .json()
                .path("results")
                .forEach(each -> ids.add(each.path("id").asText()));
        return ids;
    }

    @Test
    void aPageBehindMorePlacesThanAreHeldIsTheSame() {
        String company = vendor.company();
        TestAgent agent = TestAgent.linked(server.url, company);
        expect(200, TestSet.whole(agent, null, TestSet.customers(0, 60)).end());
        Store store = server.node.store();
        RecordSearch few = new RecordSearch(store.database(), store.records(), 7);
        // ten names in no order of the ids, so that equal ones lie on both sides of each pass
        Search<String> search =
                new Search<>(
                        new Condition("", List.of(), ""),
                        record ->
                                record.id().endsWith("5")
                                        ? Optional.empty()
                                        : Optional.of(record.id().substring(5)),
                        Optional.of(Comparator.<String>reverseOrder()));
        List<String> wanted = new ArrayList<>();
        for (char digit : "987643210".toCharArray()) {
            for (int ten = 0; ten < 6; ten++) {
                wanted.add("C000" + ten + digit);
            }
        }
        for (int skip = 0; skip < 60; skip += 3) {
            Found found = few.list(agent.connection, "customers", search, skip, 3);
            List<String> ids = new ArrayList<>();
            found.each(record -> ids.add(record.id()));
            assertThat(found.total()).isEqualTo(54);
            assertThat(ids)
                    .as("from %s on", skip)
                    .isEqualTo(wanted.subList(Math.min(skip, 54), Math.min(skip + 3, 54)));
        }
    }

    private static final String[][] QUERIES = {
        {"invoices", "amountDue>0", "INV-2 INV-3"},
        {"invoices", "amountDue>=100.250", "INV-3"},
        {"invoices", "status=Paid", "INV-1"},
        {"invoices", "status!=Paid && currency=GBP", "INV-2"},
        {"invoices", "customerRef.id=DUNE01 && totalAmount>=120", "INV-1"},
        {"invoices", "customerRef.companyName~pier", "INV-3"},
        {"invoices", "customerRef.companyName~\"E C\"", "INV-1 INV-2"},
        {"invoices", "issueDate<2026-01-01", "INV-3"},
        {"invoices", "issueDate=2026-03-01", "INV-2"},
        {"invoices", "issueDate=2026-03-01T01:00:00+01:00", "INV-2"},
        {"invoices", "dueDate!=2026-03-31", "INV-1 INV-3"},
        {"invoices", "dueDate<2030-01-01", "INV-1 INV-2"},
        {"invoices", "sourceModifiedDate>=2026-01-02", "INV-3"},
        {"invoices", "{status=Paid || amountDue=48} && metadata.isDeleted!=true", "INV-1 INV-2"},
        {"invoices", "id=INV-1 || amountDue=48 && currency=EUR", "INV-1"},
        {"invoices", "id!=INV-1 && amountDue>0 && modifiedDate>2020-01-01", "INV-2 INV-3"},
        {"customers", "taxNumber=GB1", "PIER01"},
        {"items", "invoiceItem.unitPrice=3.50", "BUCKET"},
        {"items", "isBillItem=true && billItem.unitPrice!=1", "BUCKET"},
        {"items", "isBillItem!=true", ""},
        {"bankTransactions", "amount<0 && reconciled=false", "202"}
    };

    @Test
    void queriesSelectByWhatStandsInTheRecords() {
        for (String[] each : QUERIES) {
            List<String> wanted = each[2].isEmpty() ? List.of() : List.of(each[2].split(" "));
            assertThat(ids(each[0], each[1], "id", ""))
                    .as(each[1])
                    .containsExactlyElementsOf(wanted);
            assertThat(ask(each[0], each[1], "id", "").json().path("totalResults").asInt())
                    .as(each[1])
                    .isEqualTo(wanted.size());
        }
    }

    @Test
    void aQueryIsNeitherTooLongNorTooDeep() {
        assertThat(reads("id=" + "x".repeat(2044))).isZero();
        assertThat(status("id=" + "x".repeat(2045))).isEqualTo(400);
        assertThat(reads("{".repeat(50) + "id=x" + "}".repeat(50))).isZero();
        assertThat(status("{".repeat(51) + "id=x" + "}".repeat(51))).isEqualTo(400);
    }

    private int status(String query) {
        return vendor.send(path + "history", "query=" + encoded(query)).status();
    }

    @Test
    void whatIsNotThereIsUnequalToEverything() {
        int all = reads("");
        assertThat(all).isPositive();
        assertThat(reads("errorMessage!=none")).isEqualTo(all);
        assertThat(reads("errorMessage=none")).isZero();
    }

    private int reads(String query) {
        return expect(200, vendor.send(path + "history", "query=" + encoded(query)))
                .json()
                .path("totalResults")
                .asInt();
    }

    @Test
    void ordersSortByWhatStandsInTheRecordsAndWhoeverHasNothingComesLast() {
        assertThat(ids("invoices", "", "-totalAmount", ""))
                .containsExactly("INV-3", "INV-1", "INV-2");
        assertThat(ids("invoices", "", "dueDate", "")).containsExactly("INV-1", "INV-2", "INV-3");
        assertThat(ids("invoices", "", "-dueDate", "")).containsExactly("INV-2", "INV-1", "INV-3");
        assertThat(ids("invoices", "", "customerRef.id", ""))
                .containsExactly("INV-1", "INV-2", "INV-3");
        assertThat(ids("invoices", "amountDue>0", "-id", "")).containsExactly("INV-3", "INV-2");
        List<String> pages = new ArrayList<>();
        for (int page = 1; page <= 3; page++) {
            pages.addAll(ids("invoices", "", "-totalAmount", "&pageSize=1&page=" + page));
        }
        assertThat(pages).containsExactly("INV-3", "INV-1", "INV-2");
        assertThat(ids("invoices", "", "-totalAmount", "&pageSize=1&page=4")).isEmpty();
    }

    private static final List<String> MALFORMED =
            List.of(
                    "lineItems=1",
                    "Status=Paid",
                    "status",
                    "status==Paid",
                    "status=Paid &&",
                    "status=Paid && || id=1",
                    "&& status=Paid",
                    "{status=Paid",
                    "status=Paid}",
                    "{}",
                    "amountDue=much",
                    "amountDue=1e9",
                    "amountDue~1",
                    "issueDate=tomorrow",
                    "issueDate=2026-02-30",
                    "issueDate~2026",
                    "metadata.isDeleted>true",
                    "metadata.isDeleted=1",
                    "metadata=1",
                    "status=\"Paid",
                    "customerRef=DUNE01",
                    "results.id=1");

    @Test
    void aMalformedQueryIsRefusedInCodatsWords() {
        for (String query : MALFORMED) {
            String error =
                    expect(400, ask("invoices", query, "id", "")).json().path("error").asText();
            assertThat(error).as(query).startsWith("Error parsing query - ");
            String property = query.replaceAll("[=~>].*", "");
            if (List.of("lineItems", "Status", "metadata", "customerRef", "results.id")
                    .contains(property)) {
                assertThat(error)
                        .isEqualTo(
                                "Error parsing query - Could not resolve property "
                                        + property
                                        + " on Invoice.");
            }
        }
    }

    /** Lists are left out, as Codat's own query language leaves them out. */
    private static void scalars(JsonNode all, JsonNode node, String at, Map<String, String> found) {
        JsonNode schema = node;
        if (schema.has("anyOf")) {
            schema = schema.path("anyOf").path(0);
        }
        if (schema.has("$ref")) {
            String name = schema.get("$ref").asText().substring("#/$defs/".length());
            if (name.equals("DateTime")) {
                found.put(at, "date");
                return;
            }
            schema = all.path(name);
        }
        JsonNode type = schema.path("type");
        String word = type.isArray() ? type.path(0).asText() : type.asText();
        switch (word) {
            case "string" -> found.put(at, "text");
            case "number", "integer" -> found.put(at, "number");
            case "boolean" -> found.put(at, "flag");
            case "object" -> {
                for (Map.Entry<String, JsonNode> each : schema.path("properties").properties()) {
                    String name = at.isEmpty() ? each.getKey() : at + "." + each.getKey();
                    scalars(all, each.getValue(), name, found);
                }
            }
            default -> assertThat(word).isIn("array", "");
        }
    }

    private static final Map<String, String> VALUES =
            Map.of("text", "x", "number", "-1.5", "date", "2026-01-31", "flag", "true");

    @Test
    void everyPublishedPropertyOfEveryTypeCanBeAskedFor() {
        JsonNode contract = ContractCheck.document();
        Map<String, Integer> asked = new TreeMap<>();
        for (Map.Entry<String, JsonNode> operation : contract.path("operations").properties()) {
            String list = operation.getKey().replaceFirst("^GET .*/data/", "");
            String answer = operation.getValue().path("200").path("$ref").asText();
            JsonNode schema =
                    contract.at(answer.replaceFirst("^#", "") + "/properties/results/items");
            if (schema.isMissingNode()
                    || !list.matches("[a-z][A-Za-z]+")
                    || list.equals("history")) {
                continue;
            }
            Map<String, String> properties = new TreeMap<>();
            scalars(contract.path("$defs"), schema, "", properties);
            StringBuilder query = new StringBuilder();
            properties.forEach(
                    (name, kind) -> {
                        if (query.length() > 1900) {
                            expect(200, ask(list, query.toString(), name, ""));
                            query.setLength(0);
                        }
                        query.append(query.length() == 0 ? "" : " || ")
                                .append(name)
                                .append('=')
                                .append(VALUES.get(kind));
                    });
            expect(200, ask(list, query.toString(), "id", ""));
            properties
                    .keySet()
                    .forEach(name -> expect(200, ask(list, "", "-" + name, "&pageSize=1")));
            asked.put(list, properties.size());
        }
        assertThat(asked).hasSize(23).containsEntry("invoices", 22);
    }
}
