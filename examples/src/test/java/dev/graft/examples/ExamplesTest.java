package dev.graft.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.Graft;
import dev.graft.image.RgbImage;
import dev.graft.model.Classifier;
import dev.graft.phantom.PhantomDataset;
import dev.graft.progress.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example runs and leaves what it promises. */
class ExamplesTest {
    /** Two slices of each of twenty patients. */
    private static final PhantomDataset PHANTOM =
            PhantomDataset.standard().withImages(40).withSlicesPerPatient(2).withSize(64);

    private interface Program {
        void main(String... args) throws IOException;
    }

    @TempDir
    static Path directory;

    private static Path images;
    private static Path result;
    private static String told;

    @BeforeAll
    static void trainOnOwnImages() throws IOException {
        images = directory.resolve("images");
        result = directory.resolve("result");
        PHANTOM.write(images, Progress.NONE, 1);
        told = told(OwnImages::main, images, result);
    }

    /** What a program prints. */
    private static String told(Program program, Object... args) throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            program.main(Arrays.stream(args).map(Object::toString).toArray(String[]::new));
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static void assertSaved(Path folder) {
        for (String file : List.of("model.graft", "result.json", "history.csv", "report.html")) {
            assertThat(folder.resolve(file)).isNotEmptyFile();
        }
    }

    @Test
    void ownImages() throws IOException {
        assertSaved(result);
        assertThat(told).startsWith("Accuracy ").contains("report.html");
        assertThat(Files.readAllLines(result.resolve("history.csv"))).hasSize(1 + 5 + 2);
    }

    @Test
    void referenceExperiment() throws IOException {
        Path ledger = directory.resolve("ledger");
        String axes = "backbone=simple-cnn weights=random unfrozen=all size=64 optimizer=adam augmentation=none,mri"
                + " epochs=1 seed=1";
        List<Object> args = new ArrayList<>(List.of(images, ledger));
        args.addAll(List.of(axes.split(" ")));

        String first = told(ReferenceExperiment::main, args.toArray());
        String second = told(ReferenceExperiment::main, args.toArray());

        // Two augmentations; one of the experiment's parts has a preprocessing of its own.
        assertThat(first).startsWith("4 trainings").contains("4 of 4: DONE").contains("Best: simple-cnn");
        assertThat(second).startsWith("4 trainings").doesNotContain("DONE").contains("Best: simple-cnn");
        assertThat(ledger.resolve("report.html")).isNotEmptyFile();
        assertThat(Files.readAllLines(ledger.resolve("trials.csv"))).hasSizeGreaterThan(4);
    }

    @Test
    void ownHead() throws IOException {
        Path folder = directory.resolve("head");

        assertThat(told(OwnHead::main, images, folder)).contains("head_mean", "head_maximum", "head_both");

        assertSaved(folder);
        try (Classifier classifier = Graft.create().classifier(folder.resolve("model.graft"))) {
            assertThat(classifier.classNames()).containsExactly("normal", "stroke");
        }
    }

    @Test
    void ownFreezePolicy() throws IOException {
        Path folder = directory.resolve("policy");

        List<String> lines = told(OwnFreezePolicy::main, images, folder).lines().toList();

        // One depthwise convolution for each of EfficientNetB0's blocks; the last is one of block 7 too.
        assertThat(lines).hasSize(3).allMatch(line -> line.contains(" of 237 layers"));
        assertThat(learning(lines.get(0))).isEqualTo(16);
        assertThat(learning(lines.get(2))).isEqualTo(16 + learning(lines.get(1)) - 1);
        assertSaved(folder);
    }

    private static int learning(String line) {
        return Integer.parseInt(line.replaceAll("^.*: (\\d+) of .*$", "$1"));
    }

    @Test
    void ownAugmentation() throws IOException {
        Path folder = directory.resolve("augmentation");
        byte[] white = new byte[20 * 10 * 3];
        Arrays.fill(white, (byte) 255);

        RgbImage changed = new OwnAugmentation.LostRows(4).apply(new RgbImage(20, 10, white), 7);

        assertThat(IntStream.range(0, 10).filter(y -> changed.value(0, y, 0) == 0))
                .hasSize(4);
        assertThat(white).containsOnly((byte) 255);
        assertThat(new OwnAugmentation.LostRows(4)
                        .apply(new RgbImage(20, 10, white), 7)
                        .pixels())
                .isEqualTo(changed.pixels());
        told(OwnAugmentation::main, images, folder);
        assertSaved(folder);
        assertThat(Files.readString(folder.resolve("report.html"))).contains("lost-rows");
    }

    @Test
    void wiringWithGuice() throws IOException {
        Path folder = directory.resolve("guice");

        assertThat(told(WiringWithGuice::main, images, folder)).contains("Computing: dl4j");

        assertSaved(folder);
    }

    @Test
    void predictionService() throws IOException {
        Path model = result.resolve("model.graft");
        String address = told(PredictionService::main, model, 0).replaceAll("^.*(http\\S+)\\s*$", "$1");
        HttpClient client = HttpClient.newHttpClient();
        List<Path> files = List.of(
                images.resolve("normal/patient-0001_slice-1.png"), images.resolve("stroke/patient-0002_slice-1.png"));

        // Eight at a time: each gets the answer for its own image.
        List<CompletableFuture<HttpResponse<String>>> asked = IntStream.range(0, 8)
                .mapToObj(i -> client.sendAsync(
                        request(address, bytes(files.get(i % 2))), BodyHandlers.ofString(StandardCharsets.UTF_8)))
                .toList();
        List<String> answers =
                asked.stream().map(answer -> answer.join().body()).toList();
        int refused = client.sendAsync(request(address, new byte[] {1, 2, 3}), BodyHandlers.discarding())
                .join()
                .statusCode();

        assertThat(refused).isEqualTo(400);
        try (Classifier classifier = Graft.create().classifier(model)) {
            for (int i = 0; i < 8; i++) {
                assertThat(answers.get(i))
                        .startsWith(classifier.classify(files.get(i % 2)).className() + " ")
                        .isEqualTo(answers.get(i % 2));
            }
        }
        assertThat(answers.get(0)).isNotEqualTo(answers.get(1));
    }

    @Test
    void aClosedServiceHasLetGoOfEverything() throws IOException {
        Classifier classifier = Graft.create().classifier(result.resolve("model.graft"));
        PredictionService service = new PredictionService(classifier, 0);
        service.close();

        HttpRequest late = request(service.address(), new byte[] {1});
        assertThatThrownBy(() -> HttpClient.newHttpClient().send(late, BodyHandlers.discarding()))
                .isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> classifier.classify(images.resolve("normal/patient-0001_slice-1.png")))
                .isInstanceOf(IllegalStateException.class);
    }

    private static HttpRequest request(String address, byte[] body) {
        return HttpRequest.newBuilder(URI.create(address))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void crossValidated() throws IOException {
        Path folder = directory.resolve("folds");

        assertThat(told(CrossValidated::main, images, folder)).containsIgnoringCase("accuracy: 0.");

        for (int fold = 1; fold <= 3; fold++) {
            assertSaved(folder.resolve("fold-" + fold));
        }
        assertThat(folder.resolve("report.html")).isNotEmptyFile();
        assertThat(Files.readAllLines(folder.resolve("predictions.csv"))).hasSize(1 + PHANTOM.images());
    }

    @Test
    void loggingElsewhere() throws IOException {
        Path folder = directory.resolve("logged");
        Path epochs = directory.resolve("epochs.csv");
        Path tracked = directory.resolve("trainings.tsv");
        System.setProperty(Tracker.FILE, tracked.toString());
        try {
            told(LoggingElsewhere::main, images, folder, epochs);
        } finally {
            System.clearProperty(Tracker.FILE);
        }

        assertSaved(folder);
        List<String> lines = Files.readAllLines(epochs);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).matches("1,1,[\\d.]+,[\\d.]+,true");
        assertThat(lines.get(1)).startsWith("1,2,");
        assertThat(Files.readAllLines(tracked)).hasSize(1).allMatch(line -> line.startsWith("simple-cnn"));
    }
}
