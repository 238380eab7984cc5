package fairlead.transport.codat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * One HTTP client under one set of settings. Any thread.
 *
 * <p>Its threads: at most two of ours, which end when they have been idle for 10 s and in {@link
 * #close}, and the client's own selector, which before Java 21 ends with the next garbage
 * collection after that, since {@code java.net.http} had no way to close a client.
 */
final class Line implements AutoCloseable {
    /** The longest body of an answer. */
    static final int ANSWER_LIMIT = 1 << 20;

    private static final int SLOWEST_UPLOAD = 8 * 1024; // bytes a second
    private static final Duration WRITTEN = Duration.ofMillis(10); // from published to the wire
    private static final Duration CONNECT = Duration.ofSeconds(15);

    /** What came back. */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record Answer(int status, HttpHeaders headers, byte[] body) {
        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    private final Settings settings;
    private final ExecutorService executor = executor();
    private final Map<Object, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();
    private final Map<Object, CompletableFuture<?>> held = new ConcurrentHashMap<>();
    private volatile boolean leaving;
    private HttpClient client; // guarded by this; made on first use
    private boolean closed; // guarded by this

    Line(Settings settings) {
        this.settings = settings;
    }

    Settings settings() {
        return settings;
    }

    /**
     * Sends a request and waits. A connection that broke is tried once more with a new one: every
     * call of the protocol may be repeated.
     *
     * @param request makes the request, anew for each attempt
     * @param upload how many bytes it carries
     * @param hold how long the answer may be held back on purpose
     * @throws InterruptedException when the stop says so; the exchange is cancelled
     */
    Answer send(Supplier<HttpRequest.Builder> request, long upload, Duration hold, Stop stop)
            throws LineException, InterruptedException {
        Duration limit = settings.timeout().plus(hold).plusSeconds(upload / SLOWEST_UPLOAD);
        boolean waits = !hold.isZero();
        try {
            return attempt(request.get().timeout(limit).build(), limit, waits, stop);
        } catch (ExecutionException e) {
            if (!Trouble.brokenConnection(e.getCause())) {
                throw said(e.getCause());
            }
        }
        try {
            return attempt(request.get().timeout(limit).build(), limit, waits, stop);
        } catch (ExecutionException e) {
            throw said(e.getCause());
        }
    }

    private Answer attempt(HttpRequest request, Duration limit, boolean waits, Stop stop)
            throws ExecutionException, LineException, InterruptedException {
        stop.check();
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client().sendAsync(request, info -> new LimitedBody(ANSWER_LIMIT));
        Object mark = new Object();
        underWay.put(mark, exchange);
        if (waits) {
            held.put(mark, exchange);
            if (leaving) {
                exchange.cancel(true);
            }
        }
        try (Stop.Registration told = stop.onStop(() -> exchange.cancel(true))) {
            if (request.bodyPublisher().orElse(null) instanceof ToldBody body) {
                tell(body, exchange, limit, stop);
            }
            HttpResponse<byte[]> response = await(exchange, limit, stop);
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (CancellationException e) {
            stop.check();
            throw new LineException("The connection to the platform was reset on this PC.", e);
        } finally {
            exchange.cancel(true);
            underWay.remove(mark);
            held.remove(mark);
        }
    }

    private static void tell(
            ToldBody body, CompletableFuture<?> exchange, Duration limit, Stop stop)
            throws ExecutionException, InterruptedException {
        await(CompletableFuture.anyOf(body.published(), exchange), limit, stop);
        try {
            exchange.get(WRITTEN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // the answer takes its time; the bytes are on their way
        }
        body.tell();
    }

    private static <T> T await(CompletableFuture<T> exchange, Duration limit, Stop stop)
            throws ExecutionException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            long left = end - System.nanoTime();
            if (left <= 0) { // the client's own time-out covers the head of an answer only
                throw new ExecutionException(new TimeoutException());
            }
            try {
                return exchange.get(Math.min(left, stop.every().toNanos()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                stop.check();
            }
        }
    }

    private LineException said(Throwable failure) {
        URI platform = settings.platform().orElseThrow();
        return new LineException(Trouble.sentence(failure, platform, proxy(platform)), failure);
    }

    /** The proxy on the way to the platform, for people. */
    Optional<String> proxy(URI platform) {
        for (Proxy proxy : proxies().select(platform)) {
            if (proxy.address() instanceof InetSocketAddress address) {
                return Optional.of(address.getHostString() + ":" + address.getPort());
            }
        }
        return Optional.empty();
    }

    private synchronized HttpClient client() throws LineException {
        if (closed) {
            throw new LineException("The connection to the platform was closed on this PC.");
        }
        if (client == null) {
            HttpClient.Builder builder =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .connectTimeout(
                                    settings.timeout().compareTo(CONNECT) < 0
                                            ? settings.timeout()
                                            : CONNECT)
                            .proxy(proxies())
                            .executor(executor);
            if (settings.trustedCertificates().isPresent()) {
                builder.sslContext(Trust.with(settings.trustedCertificates().get()));
            }
            client = onItsOwn(builder::build);
        }
        return client;
    }

    /**
     * Makes what has threads. A thread remembers whose code was at work when it was made, and would
     * keep the class loaders of the bundles that called for as long as this line lasts.
     */
    @SuppressWarnings("removal") // Java 24 and later remember nothing; before, this alone helps
    private static <T> T onItsOwn(PrivilegedAction<T> make) {
        return AccessController.doPrivileged(make);
    }

    private ProxySelector proxies() {
        return new PlatformProxies(settings.proxy());
    }

    /** Ends the calls whose answer may be held back; the others go on. */
    void letGo() {
        leaving = true;
        held.values().forEach(exchange -> exchange.cancel(true));
    }

    /** Cancels what is under way and ends the threads. */
    @Override
    public void close() {
        HttpClient last;
        synchronized (this) {
            closed = true;
            last = client;
            client = null;
        }
        underWay.values().forEach(exchange -> exchange.cancel(true));
        if (last != null) {
            shutdownNow(last);
        }
        executor.shutdown(); // what was cancelled still needs it to end
        try {
            if (!executor.awaitTermination(1, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** Java 21 and later can; before, the client ends when nobody refers to it. */
    private static void shutdownNow(HttpClient client) {
        try {
            Method method = HttpClient.class.getMethod("shutdownNow");
            method.invoke(client);
        } catch (NoSuchMethodException e) {
            // Java 17 to 20
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the HTTP client does not shut down", e);
        }
    }

    private static ExecutorService executor() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(
                        2,
                        2,
                        10,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            String name = "fairlead-http-" + number.incrementAndGet();
                            Thread thread = onItsOwn(() -> new Thread(task, name));
                            thread.setContextClassLoader(Line.class.getClassLoader());
                            thread.setDaemon(true);
                            return thread;
                        });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** The proxy that is set, or the system's; never one for this PC itself. */
    private static final class PlatformProxies extends ProxySelector {
        private static final List<Proxy> NONE = List.of(Proxy.NO_PROXY);
        private final Optional<InetSocketAddress> set;

        PlatformProxies(Optional<InetSocketAddress> set) {
            this.set = set;
        }

        @Override
        public List<Proxy> select(URI uri) {
            if (Settings.loopback(uri)) {
                return NONE;
            }
            if (set.isPresent()) {
                return List.of(new Proxy(Proxy.Type.HTTP, set.get()));
            }
            ProxySelector system = ProxySelector.getDefault();
            return system == null ? NONE : system.select(uri);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            // the exchange fails with it
        }
    }
}
