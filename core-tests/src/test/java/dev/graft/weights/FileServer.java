package dev.graft.weights;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server on this machine that behaves as badly as it is told to, and remembers what it was asked. */
final class FileServer implements AutoCloseable {
    /** What a client asked, and how many bytes of content it was sent; null headers were not there. */
    record Request(String path, String range, String ifRange, long sent) {}

    /** What to do with a request; returns the number of bytes of content that were sent. */
    interface Answer {
        long to(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<CompletableFuture<Request>> requests = new CopyOnWriteArrayList<>();

    FileServer() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    FileServer(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Answers requests for a path in this order; the last answer is given for ever. */
    FileServer at(String path, Answer... inOrder) {
        answers.put(path, new ArrayDeque<>(List.of(inOrder)));
        return this;
    }

    URI address(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    /** All requests in the order they came, once their answers are finished. */
    List<Request> requests() {
        return requests.stream().map(CompletableFuture::join).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String range = exchange.getRequestHeaders().getFirst("Range");
        String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
        CompletableFuture<Request> finished = new CompletableFuture<>();
        requests.add(finished);
        long sent = 0;
        try {
            sent = next(path).to(exchange);
        } finally {
            exchange.close();
            finished.complete(new Request(path, range, ifRange, sent));
        }
    }

    private Answer next(String path) {
        Deque<Answer> queue = answers.getOrDefault(path, new ArrayDeque<>(List.of(status(404))));
        synchronized (queue) {
            return queue.size() > 1 ? queue.poll() : queue.peek();
        }
    }

    /** A good server: gives ranges of a content that it identifies by a tag. */
    static Answer file(byte[] content, String tag) {
        return part(content, tag, content.length, () -> {});
    }

    /** As {@link #file}, but the connection is cut when the content was sent up to this byte. */
    static Answer cutAt(int end, byte[] content, String tag) {
        return part(content, tag, end, () -> {});
    }

    /** As {@link #cutAt}, but the connection stays open until a latch is opened. */
    static Answer stallAt(int end, byte[] content, String tag, CountDownLatch latch) {
        return part(content, tag, end, () -> await(latch));
    }

    private static Answer part(byte[] content, String tag, int end, Runnable atTheEnd) {
        return exchange -> {
            exchange.getResponseHeaders().set("ETag", tag);
            String range = exchange.getRequestHeaders().getFirst("Range");
            boolean same = tag.equals(exchange.getRequestHeaders().getFirst("If-Range"));
            int begin = range == null || !same ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
            if (begin > 0) {
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + begin + "-" + (content.length - 1) + "/" + content.length);
            }
            exchange.sendResponseHeaders(begin > 0 ? 206 : 200, content.length - begin);
            return send(exchange, Arrays.copyOfRange(content, begin, Math.max(begin, end)), atTheEnd);
        };
    }

    /** A server that knows neither ranges nor tags. */
    static Answer plain(byte[] content, int end) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            return send(exchange, Arrays.copyOf(content, end), () -> {});
        };
    }

    /** Any answer at all. */
    static Answer raw(int status, Map<String, String> headers, byte[] content) {
        return exchange -> {
            headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
            return content.length == 0 ? 0 : send(exchange, content, () -> {});
        };
    }

    static Answer status(int status) {
        return raw(status, Map.of(), new byte[0]);
    }

    static Answer redirect(URI address) {
        return raw(302, Map.of("Location", address.toString()), new byte[0]);
    }

    /** Sends the content in pieces with a pause after each. */
    static Answer slowly(byte[] content, int pieces, long pauseMillis) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            for (int i = 0; i < pieces; i++) {
                int begin = (int) ((long) content.length * i / pieces);
                int end = (int) ((long) content.length * (i + 1) / pieces);
                exchange.getResponseBody().write(content, begin, end - begin);
                exchange.getResponseBody().flush();
                sleep(pauseMillis);
            }
            return content.length;
        };
    }

    private static long send(HttpExchange exchange, byte[] bytes, Runnable atTheEnd) throws IOException {
        OutputStream body = exchange.getResponseBody();
        body.write(bytes);
        body.flush();
        atTheEnd.run();
        return bytes.length;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
