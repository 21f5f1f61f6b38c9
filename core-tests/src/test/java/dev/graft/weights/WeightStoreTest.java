package dev.graft.weights;

import static dev.graft.weights.FileServer.cutAt;
import static dev.graft.weights.FileServer.file;
import static dev.graft.weights.FileServer.plain;
import static dev.graft.weights.FileServer.raw;
import static dev.graft.weights.FileServer.redirect;
import static dev.graft.weights.FileServer.slowly;
import static dev.graft.weights.FileServer.stallAt;
import static dev.graft.weights.FileServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.graft.error.GraftException;
import dev.graft.progress.Progress;
import dev.graft.weights.FileServer.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WeightStoreTest {
    private static final int SIZE = 300_000;
    private static final byte[] CONTENT = TestWeights.bytes(SIZE, 1);
    private static final byte[] OTHER = TestWeights.bytes(SIZE, 2);
    private static final String PATH = "/published/photos.safetensors";
    private static final String TAG = "\"one\"";

    @TempDir
    Path temporary;

    private FileServer server;
    private Path cache;
    private Path target;

    @BeforeEach
    void start() throws IOException {
        server = new FileServer();
        cache = temporary.resolve("cache/weights");
        target = cache.resolve("photos.safetensors");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private WeightStoreOptions options() {
        return WeightStoreOptions.defaults()
                .withDirectory(cache)
                .withKerasDirectory(Optional.empty())
                .withTimeout(Duration.ofSeconds(20))
                .withAttempts(3, Duration.ofMillis(1));
    }

    private WeightStore store() {
        return new WeightStore(options());
    }

    private WeightsDescriptor weights() {
        return TestWeights.descriptor(server.address(PATH), CONTENT);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private void assertFetched() throws IOException {
        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(files())
                .containsExactly("photos.safetensors", "photos.safetensors.lock", "photos.safetensors.verified");
    }

    // Downloading

    @Test
    void aFileIsDownloadedOnceAndReported() throws IOException {
        server.at(PATH, file(CONTENT, TAG));
        List<String> told = new ArrayList<>();
        AtomicLong bytes = new AtomicLong();
        Progress progress = (name, total) -> {
            told.add(name + " " + total);
            return new Progress.Task() {
                @Override
                public void advance(long steps) {
                    bytes.addAndGet(steps);
                }

                @Override
                public void close() {
                    told.add("closed");
                }
            };
        };

        assertThat(store().find(weights())).isEmpty();
        assertThat(store().withProgress(progress).fetch(weights())).isEqualTo(target);

        assertFetched();
        assertThat(store().fetch(weights())).isEqualTo(target);
        assertThat(store().find(weights())).contains(target);
        assertThat(server.requests()).containsExactly(new Request(PATH, null, null, SIZE));
        assertThat(told).containsExactly("Downloading photos.safetensors " + SIZE, "closed");
        assertThat(bytes).hasValue(SIZE);
    }

    @Test
    void aSizeThatNobodyStatesIsNotChecked() {
        server.at(PATH, file(CONTENT, TAG));

        store().fetch(TestWeights.descriptor(server.address(PATH), 0, TestWeights.sha256(CONTENT)));

        assertThat(target).hasBinaryContent(CONTENT);
    }

    @Test
    void aSlowServerIsWaitedForAsLongAsSomethingArrives() throws IOException {
        server.at(PATH, slowly(CONTENT, 12, 200));

        new WeightStore(options().withTimeout(Duration.ofSeconds(2))).fetch(weights());

        assertFetched();
        assertThat(server.requests()).hasSize(1);
    }

    // Broken connections

    @Test
    void aBrokenDownloadGoesOnWhereItEnded() throws IOException {
        server.at(PATH, cutAt(100_000, CONTENT, TAG), file(CONTENT, TAG));

        store().fetch(weights());

        assertFetched();
        assertThat(server.requests())
                .containsExactly(
                        new Request(PATH, null, null, 100_000),
                        new Request(PATH, "bytes=100000-", TAG, SIZE - 100_000));
    }

    @Test
    void attemptsCountOnlyWhileNothingNewArrives() throws IOException {
        server.at(
                PATH,
                cutAt(50_000, CONTENT, TAG),
                cutAt(100_000, CONTENT, TAG),
                status(503),
                cutAt(150_000, CONTENT, TAG),
                status(503),
                status(429),
                file(CONTENT, TAG));

        store().fetch(weights());

        assertFetched();
    }

    @Test
    void aServerThatKeepsFailingIsGivenUp() throws IOException {
        server.at(PATH, cutAt(50_000, CONTENT, TAG), status(500));

        assertThatThrownBy(() -> store().fetch(weights()))
                .isInstanceOf(WeightsUnavailableException.class)
                .hasMessageContaining("the server answered 500");

        assertThat(server.requests()).hasSize(4);
        assertThat(cache.resolve("photos.safetensors.part")).hasSize(50_000);
        server.at(PATH, file(CONTENT, TAG));
        store().fetch(weights());
        assertFetched();
        assertThat(server.requests().get(4)).isEqualTo(new Request(PATH, "bytes=50000-", TAG, SIZE - 50_000));
    }

    @Test
    void aServerThatFallsSilentIsAskedAgain() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        server.at(PATH, stallAt(100_000, CONTENT, TAG, never), file(CONTENT, TAG));

        new WeightStore(options().withTimeout(Duration.ofSeconds(2))).fetch(weights());
        never.countDown();

        assertFetched();
        assertThat(server.requests()).contains(new Request(PATH, "bytes=100000-", TAG, SIZE - 100_000));
    }

    @Test
    void nobodyListening() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        URI address = URI.create("http://localhost:" + free + "/w.h5");

        assertThatThrownBy(() -> store().fetch(TestWeights.descriptor(address, CONTENT)))
                .isInstanceOf(WeightsUnavailableException.class)
                .hasMessageContaining(address + ": no connection to the server")
                .hasMessageContaining(TestWeights.sha256(CONTENT).toString())
                .hasMessageContaining("put it at " + cache.resolve("w.h5"));
    }

    @Test
    void aNameThatCannotBeResolvedIsNotTriedAgain() {
        // RFC 2606: no name under .invalid ever exists. The long pause would run into the time limit.
        WeightStore patient = new WeightStore(options().withAttempts(5, Duration.ofMinutes(10)));

        assertThatThrownBy(() ->
                        patient.fetch(TestWeights.descriptor(URI.create("http://weights.graft.invalid/w.h5"), CONTENT)))
                .isInstanceOf(WeightsUnavailableException.class)
                .hasMessageContaining("cannot be resolved")
                .hasMessageContaining("proxy");
    }

    // Servers that know less, or change their mind

    @Test
    void aServerWithoutRangesSendsEverythingAgain() throws IOException {
        server.at(PATH, cutAt(100_000, CONTENT, TAG), plain(CONTENT, SIZE));

        store().fetch(weights());

        assertFetched();
        assertThat(server.requests().get(1)).isEqualTo(new Request(PATH, "bytes=100000-", TAG, SIZE));
    }

    @Test
    void withoutAStrongTagOrADateTheDownloadBeginsAgain() throws IOException {
        server.at(PATH, plain(CONTENT, 100_000), cutAt(100_000, CONTENT, "W/\"weak\""), file(CONTENT, TAG));

        store().fetch(weights());

        assertFetched();
        assertThat(server.requests()).extracting(Request::range).containsOnlyNulls();
    }

    @Test
    void aDateServesAsWell() throws IOException {
        String date = "Wed, 21 Oct 2015 07:28:00 GMT";
        server.at(
                PATH,
                exchange -> {
                    exchange.getResponseHeaders().set("Last-Modified", date);
                    return plain(CONTENT, 100_000).to(exchange);
                },
                raw(
                        206,
                        Map.of("Content-Range", "bytes 100000-" + (SIZE - 1) + "/" + SIZE),
                        Arrays.copyOfRange(CONTENT, 100_000, SIZE)));

        store().fetch(weights());

        assertFetched();
        assertThat(server.requests().get(1)).isEqualTo(new Request(PATH, "bytes=100000-", date, SIZE - 100_000));
    }

    @Test
    void aFileThatChangedMeanwhileIsTakenFromItsBeginning() throws IOException {
        server.at(PATH, cutAt(100_000, OTHER, "\"old\""), file(CONTENT, TAG));

        store().fetch(weights());

        assertFetched();
        assertThat(server.requests().get(1)).isEqualTo(new Request(PATH, "bytes=100000-", "\"old\"", SIZE));
    }

    @Test
    void anotherRangeThanAskedForIsNotTaken() throws IOException {
        server.at(
                PATH,
                cutAt(100_000, CONTENT, TAG),
                raw(206, Map.of("Content-Range", "bytes 90000-" + (SIZE - 1) + "/" + SIZE), new byte[SIZE - 90_000]),
                file(CONTENT, TAG));

        store().fetch(weights());

        assertFetched();
        assertThat(server.requests().get(2).range()).isNull();
    }

    @Test
    void aRangeThatCannotBeSatisfiedBeginsAgain() throws IOException {
        server.at(PATH, cutAt(100_000, CONTENT, TAG), status(416), file(CONTENT, TAG));

        store().fetch(weights());

        assertFetched();
    }

    @Test
    void aPartThatWasDamagedOnTheDiskIsNoticed() throws IOException {
        server.at(PATH, cutAt(100_000, CONTENT, TAG), status(403));
        catchThrowable(() -> store().fetch(weights()));
        Path part = cache.resolve("photos.safetensors.part");
        byte[] bytes = Files.readAllBytes(part);
        bytes[77] ^= 1;
        Files.write(part, bytes);
        server.at(PATH, file(CONTENT, TAG));

        store().fetch(weights());

        assertFetched();
        assertThat(server.requests().subList(2, 4)).extracting(Request::range).containsExactly("bytes=100000-", null);
    }

    @Test
    void aNoteThatMakesNoSenseBeginsAgain() throws IOException {
        Files.createDirectories(cache);
        Files.write(cache.resolve("photos.safetensors.part"), new byte[5]);
        server.at(PATH, file(CONTENT, TAG));
        for (String note : List.of("no json", "null", "{}", "[]", "{\"address\": \"x\"}")) {
            Files.write(cache.resolve("photos.safetensors.part"), new byte[5]);
            Files.writeString(cache.resolve("photos.safetensors.part.json"), note);
            Files.deleteIfExists(target);

            store().fetch(weights());

            assertFetched();
        }
        assertThat(server.requests()).extracting(Request::range).containsOnlyNulls();
    }

    // Wrong content

    @Test
    void aWrongChecksumLeavesNothingBehindAndSaysWhatWasExpected() throws IOException {
        server.at(PATH, file(OTHER, TAG));

        assertThatThrownBy(() -> store().fetch(weights()))
                .isInstanceOf(WeightsUnavailableException.class)
                .hasMessageContaining("has " + TestWeights.sha256(OTHER))
                .hasMessageContaining("instead of " + TestWeights.sha256(CONTENT))
                .hasMessageContaining("it was removed")
                .hasMessageContaining("name a mirror");

        assertThat(files()).containsExactly("photos.safetensors.lock");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aWrongSizeIsRefusedBeforeAnythingIsStored() throws IOException {
        server.at(PATH, file(Arrays.copyOf(CONTENT, SIZE - 1), TAG));

        assertThatThrownBy(() -> store().fetch(weights()))
                .isInstanceOf(WeightsUnavailableException.class)
                .hasMessageContaining((SIZE - 1) + " bytes instead of " + SIZE);

        assertThat(files()).containsExactly("photos.safetensors.lock");
    }

    // Several addresses

    @Test
    void mirrorsComeFirstAndThePublisherLast() throws IOException {
        server.at("/b/photos.safetensors", file(OTHER, TAG)).at(PATH, file(CONTENT, TAG));
        List<URI> mirrors = List.of(server.address("/a"), server.address("/b/"));

        new WeightStore(options().withMirrors(mirrors)).fetch(weights());

        assertFetched();
        assertThat(server.requests())
                .extracting(Request::path)
                .containsExactly("/a/photos.safetensors", "/b/photos.safetensors", PATH);
    }

    @Test
    void aMirrorSparesThePublisher() throws IOException {
        server.at("/a/photos.safetensors", file(CONTENT, TAG));

        new WeightStore(options().withMirrors(List.of(server.address("/a")))).fetch(weights());

        assertFetched();
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void whenAllFailEachIsNamedWithItsReason() {
        server.at("/a/photos.safetensors", file(OTHER, TAG));

        assertThatThrownBy(() -> new WeightStore(options().withMirrors(List.of(server.address("/a")))).fetch(weights()))
                .isInstanceOf(WeightsUnavailableException.class)
                .hasMessageContaining(server.address("/a/photos.safetensors") + ": the file there has sha256")
                .hasMessageContaining(server.address(PATH) + ": the server answered 404 (not found)")
                .hasMessageContaining(SIZE + " bytes with " + TestWeights.sha256(CONTENT));
    }

    @Test
    void bytesOfOneAddressAreNotContinuedFromAnother() throws IOException {
        server.at("/a/photos.safetensors", cutAt(100_000, OTHER, TAG), status(403))
                .at(PATH, file(CONTENT, TAG));

        new WeightStore(options().withMirrors(List.of(server.address("/a")))).fetch(weights());

        assertFetched();
        assertThat(server.requests().get(2)).isEqualTo(new Request(PATH, null, null, SIZE));
    }

    @Test
    void redirectionsAreFollowed() throws IOException {
        server.at(PATH, redirect(server.address("/elsewhere"))).at("/elsewhere", file(CONTENT, TAG));

        store().fetch(weights());

        assertFetched();
    }

    @Test
    void aRedirectionFromHttpsToHttpIsRefused() throws Exception {
        server.at("/elsewhere", file(CONTENT, TAG));
        try (SelfSigned secure = new SelfSigned(temporary);
                FileServer https = new FileServer(secure.server())) {
            https.at(PATH, redirect(server.address("/elsewhere"))).at("/direct.h5", file(CONTENT, TAG));
            WeightsDescriptor direct = TestWeights.descriptor(secure.address(https, "/direct.h5"), CONTENT);
            assertThat(store().fetch(direct)).hasBinaryContent(CONTENT);

            assertThatThrownBy(() -> store().fetch(TestWeights.descriptor(secure.address(https, PATH), CONTENT)))
                    .isInstanceOf(WeightsUnavailableException.class)
                    .hasMessageContaining("302, a redirection that is not followed, to http://localhost");
        }
        assertThat(server.requests()).isEmpty();
    }

    // What is here already

    @Test
    void kerasDownloadsAreUsedAndLeftAlone() throws IOException {
        Path keras = Files.createDirectories(temporary.resolve("keras/models"));
        Path file = Files.write(keras.resolve("photos.safetensors"), CONTENT);
        WeightStore store = new WeightStore(options().withKerasDirectory(Optional.of(keras)));

        assertThat(store.fetch(weights())).isEqualTo(file);

        assertThat(server.requests()).isEmpty();
        assertThat(cache).doesNotExist();
        assertThat(keras).isDirectoryNotContaining(f -> !f.equals(file));
    }

    @Test
    void aWrongFileOfKerasIsPassedOver() throws IOException {
        Path keras = Files.createDirectories(temporary.resolve("keras/models"));
        Path file = Files.write(keras.resolve("photos.safetensors"), OTHER);
        server.at(PATH, file(CONTENT, TAG));

        new WeightStore(options().withKerasDirectory(Optional.of(keras))).fetch(weights());

        assertFetched();
        assertThat(file).hasBinaryContent(OTHER);
    }

    @Test
    void furtherFoldersAreLookedIntoFirst() throws IOException {
        Path empty = Files.createDirectories(temporary.resolve("empty"));
        Path share = Files.createDirectories(temporary.resolve("share"));
        Path file = Files.write(share.resolve("photos.safetensors"), CONTENT);

        assertThat(new WeightStore(options().withFolders(List.of(empty, share)).withOffline(true)).fetch(weights()))
                .isEqualTo(file);
    }

    @Test
    void aFilePutIntoTheCacheByHandIsVerifiedAndUsed() throws IOException {
        Files.createDirectories(cache);
        Files.write(target, CONTENT);

        assertThat(new WeightStore(options().withOffline(true)).fetch(weights()))
                .isEqualTo(target);
    }

    @Test
    void aWrongFileInTheCacheIsReplaced() throws IOException {
        Files.createDirectories(cache);
        Files.write(target, OTHER);
        server.at(PATH, file(CONTENT, TAG));

        store().fetch(weights());

        assertFetched();
    }

    @Test
    void aVerifiedFileIsNotReadAgainUntilItChanges() throws IOException {
        server.at(PATH, file(CONTENT, TAG));
        store().fetch(weights());
        FileTime modified = Files.getLastModifiedTime(target);

        // The same size and time: only a computed checksum could tell, and none is computed.
        Files.write(target, OTHER);
        Files.setLastModifiedTime(target, modified);
        assertThat(store().find(weights())).contains(target);

        Files.setLastModifiedTime(target, FileTime.from(modified.toInstant().plusSeconds(2)));
        assertThat(store().find(weights())).isEmpty();
        assertThat(store().fetch(weights())).hasBinaryContent(CONTENT);

        // What was noted for one checksum says nothing about another.
        assertThat(store().find(TestWeights.descriptor(server.address(PATH), OTHER)))
                .isEmpty();
    }

    @Test
    void aCacheWhereNothingCanBeNotedStillServes() throws IOException {
        Files.createDirectories(cache);
        Files.write(target, CONTENT);
        Files.createDirectories(cache.resolve("photos.safetensors.verified/in-the-way"));

        assertThat(store().fetch(weights())).isEqualTo(target);
        assertThat(server.requests()).isEmpty();
    }

    // Without a network

    @Test
    void offlineSaysWhatIsMissingAndWhereToPutIt() {
        assertThatThrownBy(() -> new WeightStore(options().withOffline(true)).fetch(weights()))
                .isInstanceOf(WeightsUnavailableException.class)
                .hasMessageContaining("photos")
                .hasMessageContaining("not on this machine")
                .hasMessageContaining(SIZE + " bytes with " + TestWeights.sha256(CONTENT))
                .hasMessageContaining("get " + server.address(PATH))
                .hasMessageContaining("put it at " + target);
        assertThat(server.requests()).isEmpty();
        assertThat(cache).doesNotExist();
    }

    @Test
    void offlineSaysWhyAFileIsNotUsed() throws IOException {
        Files.createDirectories(cache);
        Files.write(target, new byte[3]);

        assertThatThrownBy(() -> new WeightStore(options().withOffline(true)).fetch(weights()))
                .isInstanceOf(WeightsUnavailableException.class)
                .hasMessageContaining(target + " has 3 bytes instead of " + SIZE);
        assertThat(target).exists();
    }

    // The disk

    @Test
    void aFullDiskIsNamed() throws IOException {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        Files.createDirectories(cache);
        Files.createSymbolicLink(cache.resolve("photos.safetensors.part"), full);
        server.at(PATH, file(CONTENT, TAG));

        assertThatThrownBy(() -> store().fetch(weights()))
                .isExactlyInstanceOf(WeightsException.class)
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("MB are free")
                .hasMessageContaining(target.toString())
                .hasMessageContaining("GRAFT_WEIGHTS");
    }

    @Test
    void aFileThatCannotFitIsNotBegun() {
        server.at(PATH, exchange -> {
            exchange.sendResponseHeaders(200, Long.MAX_VALUE);
            return 0;
        });

        assertThatThrownBy(() ->
                        store().fetch(TestWeights.descriptor(server.address(PATH), 0, TestWeights.sha256(CONTENT))))
                .isExactlyInstanceOf(WeightsException.class)
                .hasMessageContaining("needs " + Long.MAX_VALUE + " bytes");
    }

    @Test
    void aCacheThatCannotBeMadeIsNamed() throws IOException {
        Files.createFile(temporary.resolve("cache"));

        assertThatThrownBy(() -> store().fetch(weights()))
                .isExactlyInstanceOf(WeightsException.class)
                .hasMessageContaining(target.toString())
                .hasMessageContaining("cannot be written to");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aReadOnlyCacheServesWhatItHasAndRefusesTheRest() throws IOException {
        Files.createDirectories(cache);
        Files.write(target, CONTENT);
        assumeThat(cache.toFile().setWritable(false)).isTrue();
        try {
            assertThat(store().fetch(weights())).isEqualTo(target);

            // The superuser writes everywhere.
            assumeThat(Files.isWritable(cache)).isFalse();
            assertThatThrownBy(() -> store().fetch(TestWeights.descriptor(server.address("/new.h5"), CONTENT)))
                    .isExactlyInstanceOf(WeightsException.class)
                    .hasMessageContaining("cannot be written to");
        } finally {
            assertThat(cache.toFile().setWritable(true)).isTrue();
        }
    }

    // Threads and processes

    @Test
    void anInterruptedThreadKeepsWhatHasArrived() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        server.at(PATH, stallAt(100_000, CONTENT, TAG, latch), file(CONTENT, TAG));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            thrown.set(catchThrowable(() -> store().fetch(weights())));
            flag.set(Thread.currentThread().isInterrupted());
        });

        thread.start();
        awaitPart(100_000);
        thread.interrupt();
        thread.join();
        latch.countDown();

        assertThat(thrown.get())
                .isExactlyInstanceOf(WeightsException.class)
                .hasMessageContaining("interrupted")
                .hasMessageContaining("goes on from there");
        assertThat(flag).hasValue(true);
        store().fetch(weights());
        assertFetched();
        assertThat(server.requests()).contains(new Request(PATH, "bytes=100000-", TAG, SIZE - 100_000));
    }

    @Test
    void twoThreadsDownloadOnce() throws Exception {
        server.at(PATH, slowly(CONTENT, 4, 50));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Path> fetch = () -> store().fetch(weights());
            for (Future<Path> path : threads.invokeAll(List.of(fetch, fetch, fetch, fetch))) {
                assertThat(path.get()).isEqualTo(target);
            }
        } finally {
            threads.shutdownNow();
        }

        assertFetched();
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void twoProcessesDownloadOnce() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        server.at(PATH, exchange -> {
            exchange.sendResponseHeaders(200, SIZE);
            exchange.getResponseBody().write(CONTENT, 0, 1000);
            exchange.getResponseBody().flush();
            awaitQuietly(latch);
            exchange.getResponseBody().write(CONTENT, 1000, SIZE - 1000);
            return SIZE;
        });
        Path first = temporary.resolve("first.log");
        Path second = temporary.resolve("second.log");

        Process one = probe(first);
        awaitPart(1000);
        Process two = probe(second);
        await(() -> Files.readString(second).contains("Another process is downloading"));
        latch.countDown();

        assertThat(one.waitFor()).isZero();
        assertThat(two.waitFor()).isZero();
        assertThat(Files.readString(first)).contains("fetched " + target);
        assertThat(Files.readString(second)).contains("fetched " + target);
        assertFetched();
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void whatAKilledProcessLeftIsUsed() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        server.at(PATH, stallAt(100_000, CONTENT, TAG, latch), file(CONTENT, TAG));

        Process process = probe(temporary.resolve("killed.log"));
        awaitPart(100_000);
        process.destroyForcibly().waitFor();
        latch.countDown();
        store().fetch(weights());

        assertFetched();
        assertThat(server.requests()).contains(new Request(PATH, "bytes=100000-", TAG, SIZE - 100_000));
    }

    private Process probe(Path log) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreProbe.class.getName(),
                        cache.toString(),
                        server.address(PATH).toString(),
                        TestWeights.sha256(CONTENT).hex())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private void awaitPart(long bytes) throws Exception {
        Path part = cache.resolve("photos.safetensors.part");
        await(() -> Files.exists(part) && Files.size(part) == bytes);
    }

    /** Until the class's time limit. */
    private static void await(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            Thread.sleep(5);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Settings

    @Test
    void settingsThatCannotBe() {
        for (String mirror : List.of("ftp://host/x", "folder/x", "//host/x", "http:///x", "http://host/?file=")) {
            assertThatThrownBy(() -> options().withMirrors(List.of(URI.create(mirror))))
                    .isInstanceOf(GraftException.class)
                    .hasMessageContaining(mirror);
        }
        assertThatThrownBy(() -> options().withTimeout(Duration.ZERO)).isInstanceOf(GraftException.class);
        assertThatThrownBy(() -> options().withAttempts(0, Duration.ZERO)).isInstanceOf(GraftException.class);
        for (String address : List.of("file:///w.h5", "http://host/", "http://host/..", "http://host/a%20b", "w.h5")) {
            assertThatThrownBy(() -> new WeightsLocation.Published(URI.create(address)))
                    .isInstanceOf(GraftException.class)
                    .hasMessageContaining(address);
        }
        assertThatThrownBy(() -> Checksum.md5("ABC"))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("ABC");
    }
}
