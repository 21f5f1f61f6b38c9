package dev.graft.weights;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response as it arrives. The stream that the JDK offers blocks for ever when a server falls silent (the
 * request's timeout ends with the headers), and in some releases swallows interruptions; this does neither.
 */
final class ResponseBody implements HttpResponse.BodySubscriber<ResponseBody>, AutoCloseable {
    private record Signal(List<ByteBuffer> buffers, Optional<Throwable> failure) {}

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean closed;

    @Override
    public CompletionStage<ResponseBody> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        if (closed) {
            subscription.cancel();
        } else {
            subscription.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        signals.add(new Signal(buffers, Optional.empty()));
    }

    @Override
    public void onError(Throwable failure) {
        signals.add(new Signal(List.of(), Optional.of(failure)));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal(List.of(), Optional.empty()));
    }

    /**
     * Waits for the next bytes.
     *
     * @return empty at the end
     * @throws HttpTimeoutException if none came in time
     * @throws IOException if the connection broke
     */
    Optional<List<ByteBuffer>> next(Duration timeout) throws IOException, InterruptedException {
        Signal signal = signals.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        if (signal == null) {
            throw new HttpTimeoutException("nothing arrived for " + timeout.toMillis() / 1000.0 + " s");
        }
        if (signal.failure().isPresent()) {
            Throwable failure = signal.failure().get();
            throw new IOException("the connection broke (" + failure.getMessage() + ")", failure);
        }
        if (signal.buffers().isEmpty()) {
            return Optional.empty();
        }
        if (subscription != null) {
            subscription.request(1);
        }
        return Optional.of(signal.buffers());
    }

    /** Gives up the rest. */
    @Override
    public void close() {
        closed = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
