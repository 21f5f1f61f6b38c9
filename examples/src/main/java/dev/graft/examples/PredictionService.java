package dev.graft.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.graft.Graft;
import dev.graft.image.UnreadableImageException;
import dev.graft.model.Classification;
import dev.graft.model.Classifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers over HTTP: the body of a request is an image file, the answer its class and how sure that is. */
public final class PredictionService implements AutoCloseable {
    private static final int MOST_BYTES = 32 << 20;

    private final Classifier classifier; // one for all requests: threads may share it
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4); // decode side by side, compute in turn

    /**
     * @param classifier is closed with the service
     * @param port 0 for any that is free
     */
    public PredictionService(Classifier classifier, int port) throws IOException {
        this.classifier = classifier;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/classify", this::answer);
        server.start();
    }

    /** Where it listens, on this machine alone. */
    public String address() {
        return "http://localhost:" + server.getAddress().getPort() + "/classify";
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] image = exchange.getRequestBody().readNBytes(MOST_BYTES);
        try {
            Classification answer = classifier.classify(new ByteArrayInputStream(image));
            respond(exchange, 200, String.format(Locale.ROOT, "%s %.4f", answer.className(), answer.confidence()));
        } catch (UnreadableImageException e) {
            respond(exchange, 400, e.getMessage());
        }
    }

    private static void respond(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** First no more requests, then no more work, then the model's memory. */
    @Override
    public void close() {
        server.stop(1);
        threads.shutdown();
        classifier.close();
    }

    /** @param args a model's file, and the port */
    public static void main(String[] args) throws IOException {
        Classifier classifier = Graft.create().classifier(Path.of(args[0]));
        PredictionService service = new PredictionService(classifier, Integer.parseInt(args[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(service::close));
        System.out.println("Listening at " + service.address());
    }
}
