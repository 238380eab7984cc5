package fairlead.platform.api;

import fairlead.platform.http.Answer;
import fairlead.platform.http.Call;
import fairlead.platform.http.Problem;
import fairlead.platform.http.Router;
import fairlead.platform.store.Hash;
import fairlead.platform.store.IdempotentCalls;
import fairlead.platform.store.IdempotentCalls.Standing;
import fairlead.platform.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The whole of the public API. Every call of it counts towards the vendor's quota, and is done once
 * for each {@code Idempotency-Key}.
 */
public final class PublicApi {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,100}");

    /** Its answer has a new key, which must not lie anywhere: it is not kept to be given again. */
    private static final String MAKES_A_KEY = "POST /apiKeys";

    private final Store store;
    private final Access access;
    private final Consumer<String> wake;
    private final CallLimit limit;
    private final Clock clock;

    /**
     * On this store.
     *
     * @param wake is told the id of an agent that there is something for
     * @param quota how much of it a vendor may use
     */
    public PublicApi(Store store, Consumer<String> wake, Clock clock, Quota quota) {
        this.store = store;
        this.access = new Access(store);
        this.wake = wake;
        this.clock = clock;
        this.limit = new CallLimit(store.callCounts(), clock, quota);
    }

    /** Adds the operations. */
    public void routes(Router router) {
        Routes routes = (method, path, handler) -> router.on(method, path, guarded(handler));
        IntegrationsApi.pictures(router);
        DataTypes types = DataTypes.all();
        new CompaniesApi(store, access, wake).routes(routes);
        new ConnectionsApi(store, access, wake).routes(routes);
        new IntegrationsApi(store, access).routes(routes);
        new SettingsApi(store, access).routes(routes);
        new SyncSettingsApi(store, access).routes(routes);
        new WebhooksApi(store, access).routes(routes);
        new SyncApi(store, access, wake).routes(routes);
        new DataApi(store, access, types).routes(routes);
        new ReportsApi(store, access, clock).routes(routes);
        new PushApi(store, access, types).routes(routes);
    }

    /** Where operations are added. */
    @FunctionalInterface
    interface Routes {
        /** Calls of this method and path go there from now on. */
        void on(String method, String path, Router.Handler handler);
    }

    private Router.Handler guarded(Router.Handler handler) {
        return call -> {
            String client = access.caller(call);
            limit.count(client, call);
            String method = call.request().getMethod();
            String key = call.header("Idempotency-Key").orElse("");
            return key.isEmpty() || !(method.equals("POST") || method.equals("PATCH"))
                    ? done(call, handler)
                    : once(client, key, call, handler);
        };
    }

    private static Answer done(Call call, Router.Handler handler) throws IOException {
        call.begin();
        return handler.answer(call);
    }

    private Answer once(String client, String key, Call call, Router.Handler handler)
            throws IOException {
        if (!KEY.matcher(key).matches()) {
            throw Problem.badRequest("Idempotency-Key must have 1 to 100 printable characters.");
        }
        String request =
                Hash.hex(
                        call.request().getMethod()
                                + " "
                                + call.path()
                                + "?"
                                + call.request().getQueryString()
                                + "\n"
                                + new String(call.bytes(), StandardCharsets.ISO_8859_1));
        Standing standing = store.idempotentCalls().begin(client, key, request);
        if (standing instanceof Standing.Answered answered) {
            byte[] body = answered.body();
            return new Answer(
                    answered.status(),
                    body.length == 0 ? Map.of() : Map.of("Content-Type", "application/json"),
                    out -> out.write(body),
                    () -> {});
        }
        if (standing instanceof Standing.Other) {
            throw Problem.of(422, "This Idempotency-Key was used for another call.");
        }
        if (standing instanceof Standing.Open && call.route().equals(MAKES_A_KEY)) {
            throw Problem.of(
                    409,
                    "An API key was made under this Idempotency-Key, and is shown only once. If it was"
                            + " lost, delete it and make another one under another Idempotency-Key.");
        }
        if (standing instanceof Standing.Open) {
            throw Problem.of(
                    409,
                    "A call with this Idempotency-Key is being done, or was cut off. Look whether it"
                            + " took effect; the key can be used again after "
                            + IdempotentCalls.KEPT.toMinutes()
                            + " minutes.");
        }
        return first(client, key, call, handler);
    }

    private Answer first(String client, String key, Call call, Router.Handler handler)
            throws IOException {
        Answer answer;
        try {
            answer = done(call, handler);
        } catch (Problem e) {
            // refused before anything was done
            store.idempotentCalls().undone(client, key);
            throw e;
        }
        if (call.route().equals(MAKES_A_KEY)) {
            return answer;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        answer.body().to(body);
        store.idempotentCalls().answered(client, key, answer.status(), body.toByteArray());
        return answer;
    }
}
