package fairlead.platform.portal;

import fairlead.platform.http.Answer;
import fairlead.platform.http.Problem;
import fairlead.platform.http.Urls;
import fairlead.platform.portal.Portal.Routes;
import fairlead.platform.store.Deliveries.Attempt;
import fairlead.platform.store.Deliveries.Message;
import fairlead.platform.store.Store;
import fairlead.platform.store.Webhooks.Consumer;
import fairlead.platform.web.Pages;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is told about events, and what came of each message. */
final class WebhooksPages {
    private static final String ALL = "/portal/webhooks";
    private static final String ONE = ALL + "/{consumerId}";
    private static final int PAGE = 50;

    /** What can be asked for. */
    private static final List<String> EVENTS =
            List.of(
                    "company.created",
                    "company.deleted",
                    "company.product.added",
                    "company.product.removed",
                    "connection.created",
                    "connection.connected",
                    "connection.failed",
                    "connection.disconnected",
                    "connection.reconnected",
                    "connection.deleted",
                    "read.completed.initial",
                    "read.completed",
                    "{dataType}.write.successful",
                    "{dataType}.write.unsuccessful",
                    "client.rateLimit.reached",
                    "client.rateLimit.reset");

    private final Store store;
    private final Pages pages;

    WebhooksPages(Store store, Pages pages) {
        this.store = store;
        this.pages = pages;
    }

    void routes(Routes routes) {
        routes.on("GET", ALL, this::list);
        routes.on("POST", ALL, this::create);
        routes.on("GET", ONE, this::consumer);
        routes.on("POST", ONE + "/disable", v -> disable(v, true));
        routes.on("POST", ONE + "/enable", v -> disable(v, false));
        routes.on("POST", ONE + "/delete", this::delete);
        routes.on("POST", ONE + "/example", this::example);
        routes.on("POST", ONE + "/missed", this::missed);
        routes.on("GET", ONE + "/messages/{no}", this::message);
        routes.on("POST", ONE + "/messages/{no}/again", this::again);
    }

    record Row(
            String id,
            String url,
            String tone,
            String word,
            String reason,
            boolean disabled,
            List<String> events,
            String tags) {}

    record ListPage(Frame frame, List<Row> consumers, List<String> events) {}

    private Frame frame(Visit visit, String title) {
        return Frame.of(visit, store.brands().of(visit.clientId()).name(), title);
    }

    private static Row row(Consumer consumer) {
        String tone =
                consumer.disabled() ? "over" : consumer.failingSince().isPresent() ? "bad" : "good";
        String word =
                consumer.disabled()
                        ? "Disabled"
                        : consumer.failingSince()
                                .map(since -> "Failing since " + Words.time(since))
                                .orElse("On");
        return new Row(
                consumer.id(),
                consumer.url(),
                tone,
                word,
                consumer.disabledReason().orElse(""),
                consumer.disabled(),
                consumer.eventTypes(),
                String.join(", ", consumer.companyTags()));
    }

    private Answer list(Visit visit) {
        return pages.answer(
                200,
                "portal-webhooks",
                new ListPage(
                        frame(visit, "Webhooks"),
                        store.webhooks().of(visit.clientId()).stream()
                                .map(WebhooksPages::row)
                                .toList(),
                        EVENTS));
    }

    private Answer create(Visit visit) throws IOException {
        Map<String, String> form = visit.form();
        List<String> events = EVENTS.stream().filter(form::containsKey).toList();
        if (events.isEmpty()) {
            throw Problem.badRequest("Choose at least one event.");
        }
        List<String> tags =
                Arrays.stream(form.getOrDefault("tags", "").split(","))
                        .map(String::strip)
                        .filter(tag -> !tag.isEmpty())
                        .toList();
        if (tags.size() > 10
                || tags.stream().anyMatch(tag -> !tag.matches("[^:]{1,27}:.{0,100}"))) {
            throw Problem.badRequest("At most 10 tags, each written key:value.");
        }
        Consumer made =
                store.webhooks()
                        .create(visit.clientId(), url(form), false, events, tags)
                        .orElseThrow(() -> Problem.of(409, "There are 50 webhooks already."));
        return Pages.seeOther(ALL + "/" + made.id() + "?done=changed");
    }

    private static String url(Map<String, String> form) {
        String url = form.getOrDefault("url", "").strip();
        if (url.length() > 2000) {
            throw Problem.badRequest("The address is longer than 2000 characters.");
        }
        return Urls.safe("The webhook's address", url);
    }

    private Consumer of(Visit visit) {
        return store.webhooks()
                .find(visit.clientId(), visit.call().variable("consumerId"))
                .orElseThrow(() -> Problem.notFound("There is no such webhook."));
    }

    record Line(
            long no,
            String type,
            String id,
            String tone,
            String word,
            int attempts,
            String generated) {}

    record ConsumerPage(
            Frame frame,
            Row consumer,
            String secret,
            List<Line> messages,
            Optional<Integer> previous,
            Optional<Integer> next) {}

    private static Line line(Message message) {
        String tone =
                switch (message.state()) {
                    case "Delivered" -> "good";
                    case "Failed" -> "bad";
                    default -> "waits";
                };
        String word =
                switch (message.state()) {
                    case "Waiting" ->
                            message.attempts() == 0
                                    ? "On its way"
                                    : "Next attempt " + Words.time(message.dueAt());
                    case "Held" -> "Held while disabled";
                    default -> message.state();
                };
        return new Line(
                message.no(),
                message.eventType(),
                message.messageId(),
                tone,
                word,
                message.attempts(),
                Words.time(message.generatedAt()));
    }

    private Answer consumer(Visit visit) {
        Consumer consumer = of(visit);
        int number = visit.call().number("page", 1, 1, 1_000_000);
        List<Message> log = store.deliveries().log(consumer.id(), (number - 1) * PAGE, PAGE + 1);
        return pages.answer(
                200,
                "portal-webhook",
                new ConsumerPage(
                        frame(visit, "Webhook"),
                        row(consumer),
                        consumer.secret(),
                        log.stream().limit(PAGE).map(WebhooksPages::line).toList(),
                        number > 1 ? Optional.of(number - 1) : Optional.empty(),
                        log.size() > PAGE ? Optional.of(number + 1) : Optional.empty()));
    }

    private static Answer back(Consumer consumer, String done) {
        return Pages.seeOther(ALL + "/" + consumer.id() + "?done=" + done);
    }

    private Answer disable(Visit visit, boolean disabled) throws IOException {
        visit.form();
        Consumer consumer = of(visit);
        store.webhooks().disable(visit.clientId(), consumer.id(), disabled);
        return back(consumer, "changed");
    }

    private Answer delete(Visit visit) throws IOException {
        visit.form();
        store.webhooks().delete(visit.clientId(), of(visit).id());
        return Pages.seeOther(ALL + "?done=deleted");
    }

    private Answer example(Visit visit) throws IOException {
        visit.form();
        Consumer consumer = of(visit);
        if (consumer.eventTypes().isEmpty()) {
            throw Problem.of(409, "This webhook is told of no event, so there is no example.");
        }
        store.events()
                .example(consumer, consumer.eventTypes().get(0).replace("{dataType}", "bills"));
        return back(consumer, "example");
    }

    private Answer missed(Visit visit) throws IOException {
        visit.form();
        Consumer consumer = of(visit);
        store.deliveries().sendHeld(consumer.id());
        return back(consumer, "sent");
    }

    record Tried(String at, String millis, String tone, String outcome) {}

    record MessagePage(
            Frame frame,
            String consumerId,
            String url,
            Line message,
            boolean again,
            List<Tried> attempts,
            String body) {}

    private Message message(Visit visit, Consumer consumer) {
        String no = visit.call().variable("no");
        return Optional.of(no)
                .filter(text -> text.matches("[0-9]{1,18}"))
                .flatMap(text -> store.deliveries().find(consumer.id(), Long.parseLong(text)))
                .orElseThrow(() -> Problem.notFound("There is no such message."));
    }

    private Answer message(Visit visit) {
        Consumer consumer = of(visit);
        Message message = message(visit, consumer);
        return pages.answer(
                200,
                "portal-message",
                new MessagePage(
                        frame(visit, message.eventType()),
                        consumer.id(),
                        consumer.url(),
                        line(message),
                        !consumer.disabled() && !message.state().equals("Waiting"),
                        store.deliveries().attempts(message.no()).stream()
                                .map(WebhooksPages::tried)
                                .toList(),
                        message.body()));
    }

    private static Tried tried(Attempt attempt) {
        return new Tried(
                Words.time(attempt.at()),
                attempt.millis() + " ms",
                attempt.taken() ? "good" : "bad",
                attempt.outcome());
    }

    private Answer again(Visit visit) throws IOException {
        visit.form();
        Consumer consumer = of(visit);
        Message message = message(visit, consumer);
        if (!store.deliveries().replay(consumer.id(), message.no())) {
            throw Problem.of(409, "It cannot be sent while the webhook is disabled.");
        }
        return Pages.seeOther(
                ALL + "/" + consumer.id() + "/messages/" + message.no() + "?done=sent");
    }
}
