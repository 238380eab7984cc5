package fairlead.transport.codat;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** A body of which somebody wants to be told, on the calling thread, when all of it has left. */
final class ToldBody implements BodyPublisher {
    private final BodyPublisher body;
    private final Runnable told;
    private final CompletableFuture<Void> published = new CompletableFuture<>();

    ToldBody(BodyPublisher body, Runnable told) {
        this.body = body;
        this.told = told;
    }

    /** Done when the network has taken all of it, and is about to write it. */
    CompletableFuture<Void> published() {
        return published;
    }

    void tell() {
        told.run();
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> network) {
        body.subscribe(
                new Flow.Subscriber<>() {
                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {
                        network.onSubscribe(subscription);
                    }

                    @Override
                    public void onNext(ByteBuffer bytes) {
                        network.onNext(bytes);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        network.onError(failure);
                    }

                    @Override
                    public void onComplete() {
                        network.onComplete();
                        published.complete(null);
                    }
                });
    }
}
