package dev.graft.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stream of the process that remembers whether a write failed: a {@link PrintWriter} keeps that to itself, and a table cut
 * off by a full disk would look like a whole one.
 */
final class StandardOutput extends OutputStream {
    private final OutputStream sink;
    private @Nullable IOException failure;

    StandardOutput(OutputStream sink) {
        this.sink = sink;
    }

    /**
     * Text goes out in UTF-8, whatever the locale: with {@code LC_ALL=C} every letter beyond ASCII would become a question
     * mark. Only Windows's console has an encoding of its own.
     */
    PrintWriter writer() {
        return new PrintWriter(new OutputStreamWriter(this, encoding()));
    }

    private static Charset encoding() {
        String console = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        return windows && System.console() != null && console != null && Charset.isSupported(console)
                ? Charset.forName(console)
                : StandardCharsets.UTF_8;
    }

    /** What went wrong first, if anything. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Whether the reader went away, as {@code head} does when it has seen enough. */
    boolean readerIsGone() {
        return failure != null
                && failure.getMessage() != null
                && failure.getMessage().toLowerCase(Locale.ROOT).contains("pipe");
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            sink.write(bytes, from, length);
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            sink.flush();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }
}
