package dev.graft.weights;

import dev.graft.progress.Progress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets one file from the first of several addresses that gives it whole and right. Bytes that have arrived are not asked
 * for again as long as the server says that its content is still the same.
 */
final class Download {
    private static final Logger log = LoggerFactory.getLogger(Download.class);

    /** An address that will not give the file, however often it is asked. */
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    private final WeightsDescriptor weights;
    private final String name;
    private final PartialFile part;
    private final WeightStoreOptions options;
    private final Progress progress;
    private final HttpClient client;

    Download(WeightsDescriptor weights, String name, PartialFile part, WeightStoreOptions options, Progress progress) {
        this.weights = weights;
        this.name = name;
        this.part = part;
        this.options = options;
        this.progress = progress;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(options.timeout())
                // Follows redirects, but never from https to http.
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    /**
     * Fills the partial file.
     *
     * @param addresses to be tried in this order
     * @return what was wrong with each of them; empty if the file is here now, and verified
     * @throws WeightsException if the file cannot be stored
     */
    List<String> from(List<URI> addresses) throws InterruptedException {
        List<String> problems = new ArrayList<>();
        for (URI address : addresses) {
            try {
                persist(address);
                problems.forEach(problem -> log.warn("Passed over {}", problem));
                return List.of();
            } catch (RefusedException | IOException e) {
                problems.add(address + ": " + e.getMessage());
            }
        }
        return problems;
    }

    /** Tries one address until it gives the file, refuses it, or gives nothing new several times in a row. */
    private void persist(URI address) throws InterruptedException, RefusedException, IOException {
        boolean inherited = part.size() > 0;
        long furthest = part.size();
        int failures = 0;
        while (true) {
            try {
                inherited &= transfer(address);
                if (verify(inherited)) {
                    return;
                }
            } catch (IOException e) {
                long size = part.size();
                failures = size > furthest ? 0 : failures + 1;
                furthest = Math.max(furthest, size);
                if (failures >= options.attempts() || hopeless(e)) {
                    throw new IOException(describe(e), e);
                }
                log.info("{} of {} bytes are here: {}; trying again", size, weights.bytes(), describe(e));
                Thread.sleep(options.pause().toMillis() << Math.min(Math.max(failures - 1, 0), 10));
            }
        }
    }

    /** A name that cannot be resolved will not be there a second later: most likely there is no network. */
    private static boolean hopeless(@Nullable Throwable e) {
        return e != null && (e instanceof UnresolvedAddressException || hopeless(e.getCause()));
    }

    private static String describe(IOException e) {
        if (hopeless(e)) {
            return "the server's name cannot be resolved; is there a network, or is a proxy needed?";
        }
        return e instanceof ConnectException
                ? "no connection to the server"
                : Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }

    /**
     * One request.
     *
     * @return whether bytes of an earlier one were built upon
     */
    private boolean transfer(URI address) throws IOException, InterruptedException, RefusedException {
        Optional<PartialFile.Origin> earlier = part.resumableFrom(address);
        if (earlier.isPresent() && part.size() == earlier.get().bytes()) {
            return true;
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(options.timeout()).header("Accept-Encoding", "identity");
        earlier.ifPresent(
                origin -> request.header("Range", "bytes=" + part.size() + "-").header("If-Range", origin.validator()));
        HttpResponse<ResponseBody> response = client.send(request.build(), info -> new ResponseBody());
        try (ResponseBody body = response.body()) {
            boolean resumed = begin(address, response, earlier);
            receive(response, body);
            return resumed;
        }
    }

    /** Reads the headers and prepares the partial file for what follows. */
    private boolean begin(URI address, HttpResponse<?> response, Optional<PartialFile.Origin> earlier)
            throws IOException, RefusedException {
        int status = response.statusCode();
        HttpHeaders headers = response.headers();
        if (status == 206 && earlier.isPresent()) {
            String range = headers.firstValue("Content-Range").orElse("");
            if (range.startsWith("bytes " + part.size() + "-")) {
                return true;
            }
            part.delete();
            throw new IOException("the server sent '" + range + "', another part than it was asked for");
        }
        if (status == 200) {
            long total = headers.firstValueAsLong("Content-Length").orElse(-1);
            checkSize(total);
            part.restart(new PartialFile.Origin(address.toString(), validator(headers), total));
            return false;
        }
        if (status == 416) {
            part.delete();
        }
        if (status == 408 || status == 416 || status == 429 || status >= 500) {
            throw new IOException("the server answered " + status);
        }
        throw new RefusedException(
                status >= 300 && status < 400
                        ? "the server answered " + status + ", a redirection that is not followed"
                                + headers.firstValue("Location")
                                        .map(to -> ", to " + to)
                                        .orElse("")
                        : "the server answered " + status + (status == 404 ? " (not found)" : ""));
    }

    private void checkSize(long total) throws RefusedException {
        if (total >= 0 && weights.bytes() > 0 && total != weights.bytes()) {
            throw new RefusedException("the file there has " + total + " bytes instead of " + weights.bytes());
        }
    }

    /** What {@code If-Range} may name: a strong entity tag, else a date; a weak tag promises no equal bytes. */
    private static String validator(HttpHeaders headers) {
        return headers.firstValue("ETag")
                .filter(tag -> tag.startsWith("\""))
                .or(() -> headers.firstValue("Last-Modified"))
                .orElse("");
    }

    private void receive(HttpResponse<?> response, ResponseBody body) throws IOException, InterruptedException {
        OptionalLong rest = response.headers().firstValueAsLong("Content-Length");
        long size = part.size();
        long total = rest.isPresent() ? size + rest.getAsLong() : weights.bytes();
        try (Progress.Task task = progress.start("Downloading " + name, total > 0 ? total : -1);
                PartialFile.Appender file = part.append()) {
            task.advance(size);
            for (var next = body.next(options.timeout()); next.isPresent(); next = body.next(options.timeout())) {
                for (ByteBuffer bytes : next.get()) {
                    size += bytes.remaining();
                    task.advance(bytes.remaining());
                    file.write(bytes);
                }
                if (total > 0 && size > total) {
                    // Only servers that do not say how much they send come here.
                    break;
                }
            }
        }
        if (total > 0 && size < total) {
            throw new IOException("the connection ended after " + size + " of " + total + " bytes");
        }
    }

    /**
     * Looks at the whole file. A wrong one is deleted.
     *
     * @param inherited whether an earlier process left some of it, which may have been damaged since
     * @return false if it is wrong but worth beginning again
     */
    private boolean verify(boolean inherited) throws IOException, RefusedException {
        Optional<String> problem = FileCheck.problem(part.path(), weights);
        if (problem.isEmpty()) {
            return true;
        }
        part.delete();
        if (inherited) {
            log.warn("The file that an earlier download left unfinished {}; beginning again", problem.get());
            return false;
        }
        throw new RefusedException("the file there " + problem.get() + "; it was removed");
    }
}
