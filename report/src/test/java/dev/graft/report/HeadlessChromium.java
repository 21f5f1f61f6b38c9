package dev.graft.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * Opens pages in a browser without a window.
 *
 * @param program the browser
 */
record HeadlessChromium(Path program) {
    private static final AtomicBoolean WARNED = new AtomicBoolean();
    private static final int PATIENCE_SECONDS = 120;
    private static final Pattern SEEN = Pattern.compile("<pre id=\"seen\">([^<]*)</pre>");

    /**
     * What a page came to.
     *
     * @param seen what the visitor noted
     * @param complaints lines of the browser's console
     */
    record Visit(JsonNode seen, List<String> complaints) {}

    /** The first of the usual names on the path. */
    static Optional<HeadlessChromium> find() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(Pattern.quote(File.pathSeparator)))
                .filter(directory -> !directory.isEmpty())
                .flatMap(directory -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(HeadlessChromium::new);
    }

    /**
     * The browser, or the end of the test: skipped with one line or, with the system property
     * {@code graft.test.browser=required}, failed.
     */
    static HeadlessChromium orSkip() {
        return find().orElseGet(() -> {
            String missing =
                    "The scripts of the pages are NOT tested: install chromium, chromium-browser or google-chrome.";
            if (System.getProperty("graft.test.browser", "").equals("required")) {
                throw new AssertionError(missing);
            }
            if (!WARNED.getAndSet(true)) {
                System.err.println(missing);
            }
            throw new TestAbortedException(missing);
        });
    }

    /**
     * Loads a page and lets a script use it.
     *
     * @param visitor the body of an asynchronous function that returns what it has seen
     */
    Visit visit(String page, String visitor, int width, Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("page.html");
        Files.writeString(file, withVisitor(page, visitor));
        Path out = folder.resolve("dom.txt");
        Path complaints = folder.resolve("console.txt");
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        // Containers often lack what the sandbox needs; the page is our own.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--enable-logging=stderr",
                        "--window-size=" + width + ",900",
                        "--virtual-time-budget=10000",
                        "--dump-dom",
                        file.toUri().toString())
                .redirectOutput(out.toFile())
                .redirectError(complaints.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("The browser did not end within " + PATIENCE_SECONDS + " seconds");
        }
        Matcher note = SEEN.matcher(Files.readString(out));
        if (!note.find()) {
            throw new IOException("The visitor noted nothing; the console says " + consoleLines(complaints));
        }
        byte[] json = Base64.getDecoder().decode(note.group(1));
        return new Visit(new ObjectMapper().readTree(json), consoleLines(complaints));
    }

    /** At the very end, after all of the page's own scripts. */
    private static String withVisitor(String page, String visitor) {
        int end = page.lastIndexOf("</body>");
        return page.substring(0, end) + "<script>" + noting(visitor) + "</script>\n" + page.substring(end);
    }

    private static List<String> consoleLines(Path complaints) throws IOException {
        return Files.readString(complaints, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("CONSOLE"))
                .toList();
    }

    /** As Base64, so that nothing of it needs to be escaped. */
    private static String noting(String visitor) {
        return "(async () => {" + visitor + "})().catch(error => ({error: String(error && error.stack || error)}))"
                + ".then(seen => { const note = document.createElement('pre'); note.id = 'seen';"
                + " note.textContent = btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(seen))));"
                + " document.body.append(note); });";
    }
}
