package fairlead.platform.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fairlead.platform.http.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was owed on a day, by who owes it and how old it is. The age is that of the document's date;
 * what was paid after the day was still owed on it.
 */
final class AgedReport {
    private static final String BEGINNING = "0001-01-01T00:00:00";

    private final Side side;
    private final LocalDate date;
    private final int periods;
    private final int days;
    private final String baseCurrency;
    private final Map<String, Contact> contacts = new TreeMap<>();

    /** Who owes. */
    enum Side {
        DEBTORS("agedDebtor", "customer", "companyName", "invoices", "creditNotes", "payments"),
        CREDITORS(
                "agedCreditor",
                "supplier",
                "supplierName",
                "bills",
                "billCreditNotes",
                "billPayments");

        private final String path;
        private final String contact;
        private final String nameField;
        private final String documents;
        private final String credits;
        private final String payments;

        Side(
                String path,
                String contact,
                String nameField,
                String documents,
                String credits,
                String payments) {
            this.path = path;
            this.contact = contact;
            this.nameField = nameField;
            this.documents = documents;
            this.credits = credits;
            this.payments = payments;
        }

        String path() {
            return path;
        }

        /**
         * The documents, what reduces them, and what was paid: the first one is the report's own.
         */
        List<String> types() {
            return List.of(documents, credits, payments);
        }
    }

    private static final class Contact {
        private String name = "";
        private final Map<String, Map<Integer, Map<String, BigDecimal>>> owed = new TreeMap<>();
    }

    /**
     * A report without anything in it yet.
     *
     * @param periods how many there are; the last one reaches back to the beginning
     * @param days how long each of the others is
     */
    AgedReport(Side side, LocalDate date, int periods, int days, String baseCurrency) {
        this.side = side;
        this.date = date;
        this.periods = periods;
        this.days = days;
        this.baseCurrency = baseCurrency;
    }

    /** Counts a record of one of the side's types. */
    void add(String type, JsonNode record) {
        int which = side.types().indexOf(type);
        Optional<LocalDate> issued = day(record.path(which == 2 ? "date" : "issueDate"));
        if (issued.isEmpty() || issued.get().isAfter(date) || voided(record)) {
            return;
        }
        if (which == 2) {
            count(record, issued.get(), "Payments", onAccount(record));
            return;
        }
        BigDecimal open = Financials.number(record, which == 0 ? "amountDue" : "remainingCredit");
        open = open.add(settledLater(record));
        if (which == 0) {
            count(record, issued.get(), type.equals("bills") ? "Bills" : "Invoices", open);
        } else {
            count(record, issued.get(), "CreditNotes", open.negate());
        }
    }

    private static boolean voided(JsonNode record) {
        String status = record.path("status").asText("");
        return status.equals("Void") || status.equals("Draft");
    }

    private BigDecimal settledLater(JsonNode record) {
        BigDecimal later = BigDecimal.ZERO;
        for (JsonNode each : record.path("paymentAllocations")) {
            Optional<LocalDate> on =
                    day(each.at("/allocation/allocatedOnDate"))
                            .or(() -> day(each.at("/payment/paidOnDate")));
            if (on.isPresent() && on.get().isAfter(date)) {
                later = later.add(Financials.number(each.path("allocation"), "totalAmount").abs());
            }
        }
        return later;
    }

    /**
     * What was paid, let go or paid back without saying for which document, as it changes what is
     * owed. The amounts of the links say it: the line of a discount comes to nothing.
     */
    private BigDecimal onAccount(JsonNode payment) {
        String contact = payment.path(side.contact + "Ref").path("id").asText("");
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode line : payment.path("lines")) {
            for (JsonNode link : line.path("links")) {
                String type = link.path("type").asText("");
                boolean toContact = link.path("id").asText("").equals(contact);
                if (type.equals("PaymentOnAccount") || (type.equals("Refund") && toContact)) {
                    sum = sum.add(Financials.number(link, "amount"));
                }
            }
        }
        return sum;
    }

    private void count(JsonNode record, LocalDate issued, String what, BigDecimal amount) {
        if (amount.signum() == 0) {
            return;
        }
        JsonNode ref = record.path(side.contact + "Ref");
        Contact contact = contacts.computeIfAbsent(ref.path("id").asText(""), id -> new Contact());
        if (ref.hasNonNull(side.nameField)) {
            contact.name = ref.get(side.nameField).asText();
        }
        long age = ChronoUnit.DAYS.between(issued, date);
        int period = (int) Math.min(periods - 1L, age / days);
        contact.owed
                .computeIfAbsent(
                        record.path("currency").asText(baseCurrency), currency -> new HashMap<>())
                .computeIfAbsent(period, number -> new TreeMap<>())
                .merge(what, amount, BigDecimal::add);
    }

    private static Optional<LocalDate> day(JsonNode field) {
        return RecordJson.date(field)
                .map(at -> Instant.ofEpochMilli(at).atOffset(ZoneOffset.UTC).toLocalDate());
    }

    /** The report as the API has it. */
    ObjectNode json(Instant now) {
        ObjectNode json =
                Json.object()
                        .put("generated", Json.instant(now.toEpochMilli()))
                        .put("reportDate", date + "T00:00:00");
        ArrayNode data = json.putArray("data");
        contacts.entrySet().stream() // by their names, as Codat's published report
                .sorted(Comparator.comparing(e -> e.getValue().name, String::compareToIgnoreCase))
                .forEach(e -> contact(data.addObject(), e.getKey(), e.getValue()));
        return json;
    }

    private void contact(ObjectNode one, String id, Contact contact) {
        one.put(side.contact + "Id", id).put(side.contact + "Name", contact.name);
        ArrayNode currencies = one.putArray("agedCurrencyOutstanding");
        contact.owed.forEach(
                (currency, owed) -> {
                    ObjectNode outstanding = currencies.addObject().put("currency", currency);
                    amounts(outstanding.putArray("agedOutstandingAmounts"), owed);
                });
    }

    private void amounts(ArrayNode amounts, Map<Integer, Map<String, BigDecimal>> owed) {
        for (int period = 0; period < periods; period++) {
            Map<String, BigDecimal> parts = owed.getOrDefault(period, Map.of());
            LocalDate to = date.minusDays((long) period * days);
            ObjectNode one =
                    amounts.addObject()
                            .put(
                                    "fromDate",
                                    period == periods - 1
                                            ? BEGINNING
                                            : to.minusDays(days) + "T00:00:00")
                            .put("toDate", to + "T00:00:00")
                            .put(
                                    "amount",
                                    parts.values().stream()
                                            .reduce(BigDecimal.ZERO, BigDecimal::add));
            ArrayNode details = one.putArray("details");
            parts.forEach(
                    (name, amount) -> details.addObject().put("name", name).put("amount", amount));
        }
    }
}
