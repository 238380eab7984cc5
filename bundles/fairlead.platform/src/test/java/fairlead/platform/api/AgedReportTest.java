package fairlead.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fairlead.platform.api.AgedReport.Side;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a customer owes is what stands on the control account, whatever it is made of. */
class AgedReportTest {
    private final AgedReport report =
            new AgedReport(Side.DEBTORS, LocalDate.of(2026, 3, 31), 2, 30, "GBP");

    private static final String LINES =
            "'lines':[{'links':[{'type':'PaymentOnAccount','amount':%s}]}]";

    private static List<String> published() throws Exception {
        try (InputStream in =
                AgedReportTest.class.getResourceAsStream("published-aged-debtors.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    /** A record of a customer with this amount, where there is one. */
    private static void add(
            AgedReport to, String type, String date, String[] customer, String rest, String amount)
            throws Exception {
        if (!amount.isEmpty()) {
            String json =
                    "{'%s','currency':'GBP','customerRef':{'id':'%s','companyName':'%s'},%s}"
                            .formatted(date, customer[0], customer[1], rest.formatted(amount));
            to.add(type, new ObjectMapper().readTree(json.replace('\'', '"')));
        }
    }

    private static String part(JsonNode period, String name) {
        for (JsonNode detail : period.path("details")) {
            if (detail.path("name").asText().equals(name)) {
                return detail.path("amount").decimalValue().stripTrailingZeros().toPlainString();
            }
        }
        return "";
    }

    private void add(String type, String date, String rest) throws Exception {
        String json =
                "{'%s':'2026-03-20T00:00:00','customerRef':{'id':'A1'},%s}".formatted(date, rest);
        report.add(type, new ObjectMapper().readTree(json.replace('\'', '"')));
    }

    private void payment(String total, String line, String... links) throws Exception {
        paid("date':'2026-03-20", "9", total, line, links);
    }

    private void paid(String date, String id, String total, String line, String... links)
            throws Exception {
        String lines = "[{'amount':%s,'links':[%s]}]".formatted(line, String.join(",", links));
        String rest = "'id':'%s','totalAmount':%s,'lines':%s".formatted(id, total, lines);
        add(report, "payments", date, A1, rest + "%s", " ");
    }

    private static final String[] A1 = {"A1", "A1"};

    /** A document of 100 that was paid by this day. */
    private void settled(String type, String day, String paidOn) throws Exception {
        String rest =
                "'amountDue':0,'remainingCredit':0,'paymentAllocations':[{'payment':{'paidOnDate':"
                        + ("'" + paidOn + "'},'allocation':{'totalAmount':-100}}]%s");
        add(report, type, "issueDate':'" + day, A1, rest, " ");
    }

    private String owed() {
        return report.json(Instant.EPOCH)
                .at("/data/0/agedCurrencyOutstanding/0/agedOutstandingAmounts")
                .findValuesAsText("amount")
                .toString();
    }

    @Test
    void whatIsPaidBeforeItsDocumentHasBeenPaid() throws Exception {
        settled("invoices", "2026-04-10", "2026-03-20");
        settled("invoices", "2026-04-10", "2026-04-01"); // not there yet, neither of them
        settled("invoices", "2026-03-10", "2026-03-20"); // both there
        assertThat(report.json(Instant.EPOCH).at("/data/0/agedCurrencyOutstanding/0").toString())
                .contains("\"details\":[{\"name\":\"Payments\",\"amount\":-100}]");
    }

    @Test
    void aCreditThatIsPaidBackBeforeItIsGivenIsOwed() throws Exception {
        settled("creditNotes", "2026-04-10", "2026-03-20");
        assertThat(owed()).startsWith("[100, ");
    }

    @Test
    void aRefundCountsFromItsOwnDay() throws Exception {
        paid("date':'2026-03-20", "7", "8", "8", link("Refund", "77", "-8"));
        paid("date':'2026-04-20", "77", "-8", "-8", link("Payment", "7", "8"));
        assertThat(owed()).as("the receipt alone").startsWith("[-8, ");
        paid("date':'2026-03-20", "78", "-5", "-5", link("Payment", "79", "5"));
        assertThat(owed()).as("and a refund alone").startsWith("[-3, ");
    }

    private static String link(String type, String id, String amount) {
        return "{'type':'%s','id':'%s','amount':%s}".formatted(type, id, amount);
    }

    @Test
    void thePublishedReportIsRebuilt() throws Exception {
        AgedReport debtors = new AgedReport(Side.DEBTORS, LocalDate.of(2023, 5, 2), 2, 30, "GBP");
        List<String> published = published();
        List<String> inAnyOrder = new ArrayList<>(published);
        Collections.shuffle(inAnyOrder, new Random(1));
        for (String line : inAnyOrder) {
            String[] is = line.split("\t", -1);
            add(debtors, "invoices", "issueDate':'2023-03-20", is, "'amountDue':%s", is[2]);
            add(debtors, "payments", "date':'2023-03-01", is, LINES, is[3]);
            String credit = is[4].replace("-", "");
            add(
                    debtors,
                    "creditNotes",
                    "issueDate':'2023-04-20",
                    is,
                    "'remainingCredit':%s",
                    credit);
        }
        List<String> told = new ArrayList<>();
        for (JsonNode customer : debtors.json(Instant.EPOCH).path("data")) {
            JsonNode amounts = customer.at("/agedCurrencyOutstanding/0/agedOutstandingAmounts");
            assertThat(amounts.at("/0/fromDate").asText()).startsWith("2023-04-02T00:00:00");
            assertThat(amounts.at("/0/toDate").asText()).startsWith("2023-05-02T00:00:00");
            assertThat(amounts.at("/1/fromDate").asText()).startsWith("0001-01-01T00:00:00");
            assertThat(amounts.at("/1/toDate").asText()).startsWith("2023-04-02T00:00:00");
            told.add(
                    String.join(
                            "\t",
                            customer.path("customerId").asText(),
                            customer.path("customerName").asText(),
                            part(amounts.get(1), "Invoices"),
                            part(amounts.get(1), "Payments"),
                            part(amounts.get(0), "CreditNotes")));
        }
        assertThat(told).isEqualTo(published);
    }

    @Test
    void everyRestOfTheControlAccountCounts() throws Exception {
        add("invoices", "issueDate", "'amountDue':100");
        add("creditNotes", "issueDate", "'remainingCredit':7");
        payment("30", "30", link("PaymentOnAccount", "A1", "-30"));
        payment("-20", "-20", link("Refund", "A1", "20")); // pays nothing back
        payment("0", "0", link("PaymentOnAccount", "A1", "-5"), link("Discount", "9", "5"));
        payment("8", "8", link("Refund", "77", "-8"));
        paid("date':'2026-03-21", "77", "-8", "-8", link("Payment", "9", "8")); // that refund
        payment("50", "50", link("Invoice", "TX-1", "-50"));
        JsonNode owed = report.json(Instant.EPOCH).at("/data/0/agedCurrencyOutstanding/0");
        assertThat(owed.at("/agedOutstandingAmounts/0/amount").decimalValue())
                .isEqualByComparingTo("78"); // 100 - 7 - 30 + 20 - 5
        assertThat(owed.at("/agedOutstandingAmounts/0/details").toString())
                .contains("{\"name\":\"Payments\",\"amount\":-15}");
    }
}
