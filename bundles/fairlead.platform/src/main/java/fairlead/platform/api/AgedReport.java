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
import java.util.Set;
import java.util.TreeMap;

/**
 * What was owed on a day, by who owes it and how old it is, as the control account says it: a
 * document counts from its date on, and so does a payment, whatever it is for. What was paid after
 * the day was still owed on it; what was paid for a document of a later day had been paid.
 */
final class AgedReport {
    private static final String BEGINNING = "0001-01-01T00:00:00";

    /** What a refund pays back, where that is no credit. */
    private static final Set<String> MONEY = Set.of("Payment", "BillPayment", "Discount");

    private final Side side;
    private final LocalDate date;
    private final int periods;
    private final int days;
    private final String baseCurrency;
    private final Map<String, Contact> contacts = new TreeMap<>();
    private final Map<String, Rest> paidBack = new HashMap<>(); // by both payments

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

    /** What one of two payments says of the other: nothing is left when both have said it. */
    private record Rest(JsonNode payment, LocalDate day, BigDecimal amount) {
        Rest plus(Rest other) {
            return new Rest(payment, day, amount.add(other.amount));
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
        Optional<LocalDate> day = day(record.path(which == 2 ? "date" : "issueDate"));
        if (day.isEmpty() || voided(record)) {
            return;
        }
        boolean isThere = !day.get().isAfter(date);
        if (which < 2) {
            document(record, type, day.get(), isThere);
        } else if (isThere) {
            count(record, day.get(), "Payments", onAccount(record, day.get()));
        }
    }

    private void document(JsonNode record, String type, LocalDate day, boolean isThere) {
        boolean credit = side.types().indexOf(type) == 1;
        BigDecimal open = Financials.number(record, credit ? "remainingCredit" : "amountDue");
        for (JsonNode each : record.path("paymentAllocations")) {
            Optional<LocalDate> paid =
                    day(each.at("/payment/paidOnDate"))
                            .or(() -> day(each.at("/allocation/allocatedOnDate")));
            boolean later = paid.isPresent() && paid.get().isAfter(date);
            BigDecimal amount = Financials.number(each.path("allocation"), "totalAmount").abs();
            if (isThere && later) {
                open = open.add(amount);
            } else if (!isThere && !later && paid.isPresent()) {
                count(record, paid.get(), "Payments", credit ? amount : amount.negate());
            }
        }
        if (isThere) {
            String what = credit ? "CreditNotes" : type.equals("bills") ? "Bills" : "Invoices";
            count(record, day, what, credit ? open.negate() : open);
        }
    }

    private static boolean voided(JsonNode record) {
        String status = record.path("status").asText("");
        return status.equals("Void") || status.equals("Draft");
    }

    /**
     * What was paid, let go or paid back without saying for which document, as it changes what is
     * owed. The amounts of the links say it: the line of a discount comes to nothing.
     */
    private BigDecimal onAccount(JsonNode payment, LocalDate day) {
        String own = payment.path("id").asText("");
        String contact = payment.path(side.contact + "Ref").path("id").asText("");
        boolean back = Financials.number(payment, "totalAmount").signum() < 0;
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode line : payment.path("lines")) {
            for (JsonNode link : line.path("links")) {
                String type = link.path("type").asText("");
                String id = link.path("id").asText("");
                BigDecimal amount = Financials.number(link, "amount");
                boolean refund = type.equals("Refund");
                if (type.equals("PaymentOnAccount") || (refund && id.equals(contact))) {
                    sum = sum.add(amount);
                } else if (back ? MONEY.contains(type) : refund) {
                    String pair = back ? own + " " + id : id + " " + own;
                    paidBack.merge(pair, new Rest(payment, day, amount), Rest::plus);
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
        paidBack.values().forEach(e -> count(e.payment(), e.day(), "Payments", e.amount()));
        paidBack.clear();
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
