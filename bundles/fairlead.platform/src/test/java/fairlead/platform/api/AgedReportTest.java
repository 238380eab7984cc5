package fairlead.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fairlead.platform.api.AgedReport.Side;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** What a customer owes is what stands on the control account, whatever it is made of. */
class AgedReportTest {
    private final AgedReport report =
            new AgedReport(Side.DEBTORS, LocalDate.of(2026, 3, 31), 2, 30, "GBP");

    private void add(String type, String date, String rest) throws Exception {
        String json =
                "{'%s':'2026-03-20T00:00:00','customerRef':{'id':'A1'},%s}".formatted(date, rest);
        report.add(type, new ObjectMapper().readTree(json.replace('\'', '"')));
    }

    private void payment(String total, String line, String... links) throws Exception {
        String lines = "[{'amount':%s,'links':[%s]}]".formatted(line, String.join(",", links));
        add("payments", "date", "'totalAmount':" + total + ",'lines':" + lines);
    }

    private static String link(String type, String id, String amount) {
        return "{'type':'%s','id':'%s','amount':%s}".formatted(type, id, amount);
    }

    @Test
    void everyRestOfTheControlAccountCounts() throws Exception {
        add("invoices", "issueDate", "'amountDue':100");
        add("creditNotes", "issueDate", "'remainingCredit':7");
        payment("30", "30", link("PaymentOnAccount", "A1", "-30"));
        payment("-20", "-20", link("Refund", "A1", "20")); // pays nothing back
        payment("0", "0", link("PaymentOnAccount", "A1", "-5"), link("Discount", "9", "5"));
        payment("8", "8", link("Refund", "77", "-8")); // was paid back by that refund
        payment("50", "50", link("Invoice", "TX-1", "-50"));
        JsonNode owed = report.json(Instant.EPOCH).at("/data/0/agedCurrencyOutstanding/0");
        assertThat(owed.at("/agedOutstandingAmounts/0/amount").decimalValue())
                .isEqualByComparingTo("78"); // 100 - 7 - 30 + 20 - 5
        assertThat(owed.at("/agedOutstandingAmounts/0/details").toString())
                .contains("{\"name\":\"Payments\",\"amount\":-15}");
    }
}
