package fairlead.platform.webhooks;

import fairlead.platform.store.Deliveries.Attempt;
import fairlead.platform.store.Deliveries.Due;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;

/** Sends a message once, and tells in one sentence what came of it. Safe for many threads. */
final class Sender implements AutoCloseable {
    private final Clock clock;
    private final Duration patience;
    private final CloseableHttpClient http;
    private final ScheduledExecutorService deadline =
            Executors.newSingleThreadScheduledExecutor(
                    work -> new Thread(work, "fairlead-webhooks-deadline"));

    /**
     * Sends from here.
     *
     * @param patience for how long an answer may take in all
     * @param privateAddresses may consumers be inside the platform's own network?
     */
    Sender(Clock clock, Duration patience, boolean privateAddresses) {
        this.clock = clock;
        this.patience = patience;
        Timeout timeout = Timeout.of(patience);
        DnsResolver names =
                privateAddresses ? SystemDefaultDnsResolver.INSTANCE : new PublicAddresses();
        http =
                HttpClients.custom()
                        .setConnectionManager(
                                PoolingHttpClientConnectionManagerBuilder.create()
                                        .setDnsResolver(names)
                                        .setMaxConnTotal(64)
                                        .setMaxConnPerRoute(8)
                                        .setDefaultConnectionConfig(
                                                ConnectionConfig.custom()
                                                        .setConnectTimeout(timeout)
                                                        .setSocketTimeout(timeout)
                                                        .build())
                                        .build())
                        .setUserAgent("Fairlead-Webhooks")
                        .disableRedirectHandling() // another address would be another consumer
                        .disableAutomaticRetries()
                        .disableCookieManagement()
                        .disableAuthCaching()
                        .build();
    }

    Attempt send(Due due) {
        long begun = clock.millis();
        long nanos = System.nanoTime();
        AtomicBoolean late = new AtomicBoolean();
        Optional<Integer> status = Optional.empty();
        String outcome;
        try {
            HttpPost post = post(due, begun / 1000);
            Future<?> limit =
                    deadline.schedule(
                            () -> {
                                late.set(true);
                                post.cancel();
                            },
                            patience.toMillis(),
                            TimeUnit.MILLISECONDS);
            try {
                // the answer's body is of no interest, however long it is
                status = Optional.of(http.execute(post, response -> response.getCode()));
            } finally {
                limit.cancel(false);
            }
            outcome = "The consumer answered " + status.get() + ".";
        } catch (IOException | RuntimeException e) {
            outcome = late.get() ? noAnswer() : why(e);
        }
        boolean taken = status.filter(code -> code / 100 == 2).isPresent();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
        return new Attempt(begun, millis, status, taken, outcome);
    }

    private static HttpPost post(Due due, long seconds) {
        HttpPost post = new HttpPost(due.url());
        post.setHeader("webhook-id", due.messageId());
        post.setHeader("webhook-timestamp", Long.toString(seconds));
        post.setHeader(
                "webhook-signature",
                Signature.of(due.secret(), due.messageId(), seconds, due.body()));
        post.setEntity(
                new StringEntity(
                        due.body(),
                        ContentType.create("application/json", StandardCharsets.UTF_8)));
        return post;
    }

    private String why(Exception e) {
        Throwable cause =
                e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
        if (cause instanceof PublicAddresses.PrivateAddressException) {
            return "The address is in a private network, where this platform sends nothing.";
        }
        if (cause instanceof UnknownHostException) {
            return "The consumer's name is not known.";
        }
        if (cause instanceof SocketTimeoutException) {
            return noAnswer();
        }
        if (cause instanceof SSLException) {
            return "No secure connection could be made: " + shortened(cause) + ".";
        }
        return "The consumer could not be reached: " + shortened(cause) + ".";
    }

    private String noAnswer() {
        return "No answer came within " + patience.toSeconds() + " seconds.";
    }

    private static String shortened(Throwable cause) {
        String text = String.valueOf(cause.getMessage()).replaceAll("[.\\s]+$", "");
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }

    @Override
    public void close() {
        deadline.shutdownNow();
        try {
            http.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
