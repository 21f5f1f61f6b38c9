package dev.graft.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.graft.backbone.BackboneRegistry;
import dev.graft.data.Fold;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageFolder;
import dev.graft.data.KFold;
import dev.graft.data.ReadOptions;
import dev.graft.data.Split;
import dev.graft.data.SplitFractions;
import dev.graft.data.Splitter;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.head.DenseHead;
import dev.graft.metrics.ChanceTest;
import dev.graft.metrics.Metric;
import dev.graft.metrics.Prediction;
import dev.graft.metrics.SplitComparison;
import dev.graft.optimizer.Optimizer;
import dev.graft.result.CrossValidationFiles;
import dev.graft.result.FigureSpread;
import dev.graft.result.PartSummary;
import dev.graft.result.ResultFiles;
import dev.graft.result.TrainingResult;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.train.Phase;
import dev.graft.weights.BackboneWeights;
import dev.graft.weights.WeightStore;
import dev.graft.weights.WeightStoreOptions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cross-validation, the leakage test and the seal of the test part, with real small trainings. */
class TrustTest {
    private static final int PATIENTS = 12;
    private static final int PICTURES = 4;

    @TempDir
    Path directory;

    private final Engine engine = new Dl4jEngine(new EngineOptions(1));
    private final FeatureCache cache = FeatureCache.off().withMemory(16 << 20);

    private TransferTask task(ImageDataset images) {
        return new TransferTask(
                        images,
                        new BackboneRegistry(List.of(new TinyBackbone(0))),
                        engine,
                        cache,
                        new WeightStore(WeightStoreOptions.defaults().withOffline(true)),
                        1)
                .backbone("tiny")
                .weights(BackboneWeights.random())
                .pictures(false)
                .batchSize(8);
    }

    private TransferTask quick(ImageDataset images) {
        return task(images).headPhase(new Phase(FreezePolicy.allFrozen(), 2, Optimizer.adam(1e-2)));
    }

    /** Patients are told apart by their colour alone; every second one is ill. */
    private ImageDataset patients() throws IOException {
        for (int patient = 0; patient < PATIENTS; patient++) {
            Path folder = Files.createDirectories(
                    directory.resolve("patients").resolve(patient % 2 == 0 ? "healthy" : "ill"));
            for (int picture = 0; picture < PICTURES; picture++) {
                String name = String.format(Locale.ROOT, "patient-%02d_%d.png", patient, picture);
                ImageIO.write(
                        picture(patient, picture), "png", folder.resolve(name).toFile());
            }
        }
        return new ImageFolder(directory.resolve("patients"))
                .read(ReadOptions.defaults().withGroupPattern("patient-(\\d+)"));
    }

    private static BufferedImage picture(int patient, int picture) {
        Random noise = new Random(100L * patient + picture);
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        int[] levels = {patient % 3, patient / 3 % 2, patient / 6 % 2};
        for (int i = 0; i < 32 * 32; i++) {
            int colour = 0;
            for (int level : levels) {
                colour = colour << 8 | 20 + 95 * level + noise.nextInt(30);
            }
            image.setRGB(i % 32, i / 32, colour);
        }
        return image;
    }

    /** Two pictures of each patient to learn from, one to choose by, one to test with: as bad as a split can be. */
    private static Split leaking(ImageDataset images) {
        List<List<Integer>> parts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < images.samples().size(); i++) {
            int picture = images.samples()
                            .get(i)
                            .name()
                            .replaceFirst(".*_(\\d)\\.png", "$1")
                            .charAt(0)
                    - '0';
            parts.get(Math.max(0, picture - 1)).add(i);
        }
        return new Split(parts.get(0), parts.get(1), parts.get(2), 1, List.of(), List.of());
    }

    private TransferTask memorising(ImageDataset images) {
        Phase whole =
                new Phase(FreezePolicy.allTrainable().withBatchNorm(BatchNormMode.KERAS), 30, Optimizer.adam(1e-2));
        return task(images).head(DenseHead.averagePooling().withHidden(32)).headPhase(whole);
    }

    @Test
    void aSplitThatLeaksStaysAboveChanceOnShuffledLabelsAndOneThatDoesNotFalls() throws IOException {
        ImageDataset images = patients();

        ChanceTest leaks = new LeakageTest(images, leaking(images), 5).run(this::memorising);
        Split honest = new KFold(3, 0.2, 1).split(images).get(0);
        ChanceTest falls = new LeakageTest(images, honest, 5).run(this::memorising);

        assertThat(leaks.passed()).as(leaks.toString()).isFalse();
        assertThat(leaks.accuracy()).isGreaterThan(0.8);
        assertThat(leaks.part()).isEqualTo("test");
        assertThat(leaks.images()).isEqualTo(PATIENTS);
        assertThat(leaks.shuffled()).isEqualTo(PATIENTS);
        assertThat(leaks.interval().low()).isGreaterThan(leaks.chance());
        assertThat(falls.passed()).as(falls.toString()).isTrue();
        assertThat(falls.interval().low()).isLessThanOrEqualTo(falls.chance());

        TransferRun run = quick(images).split(leaking(images)).run();
        assertThat(run.with(leaks).result().findings().get(0).sentence())
                .startsWith("Leakage: a training got")
                .contains("12 test images", "12 groups had exchanged their labels", "chance is");
        assertThat(run.with(falls).result().findings()).isEqualTo(run.result().findings());
        assertThat(run.with(falls).result().chanceTest()).contains(falls);
    }

    @Test
    void aSplitThatIgnoresGroupsShowsWhatTheirRecognitionAdds() throws IOException {
        ImageDataset images = patients();
        Split grouped = new KFold(3, 0.2, 1).split(images).get(0);
        Split imagewise = new KFold(3, 0.2, 1).split(images.withoutTies()).get(0);

        TrainingResult apart = memorising(images).split(grouped).run().result();
        SplitComparison comparison = new LeakageComparison(images, imagewise).run(apart, memorising(images));

        TrainingResult mixed = memorising(images).split(imagewise).run().result();
        List<String> learnt = imagewise.train().stream()
                .map(i -> images.samples().get(i).group().orElseThrow())
                .toList();
        assertThat(comparison.part()).isEqualTo("test");
        assertThat(comparison.grouped())
                .isEqualTo(new SplitComparison.Measured(
                        16,
                        apart.test().orElseThrow().accuracy(),
                        apart.test().orElseThrow().interval(Metric.ACCURACY)));
        assertThat(comparison.imagewise().accuracy())
                .isEqualTo(mixed.test().orElseThrow().accuracy())
                .isGreaterThan(0.9);
        assertThat(comparison.imagewise().interval())
                .isEqualTo(mixed.test().orElseThrow().interval(Metric.ACCURACY));
        assertThat(mixed.test().orElseThrow().resampling().byGroup())
                .as("the intervals of both go by patients")
                .isTrue();
        assertThat(comparison.recognisable())
                .isEqualTo((int) imagewise.test().stream()
                        .filter(i ->
                                learnt.contains(images.samples().get(i).group().orElseThrow()))
                        .count())
                .isGreaterThan(12);
        assertThat(comparison.added())
                .isEqualTo(
                        comparison.imagewise().accuracy() - comparison.grouped().accuracy())
                .isGreaterThan(0.3);
        assertThat(comparison.leaks())
                .as("four patients in a test part prove nothing")
                .isFalse();

        TransferRun run = quick(images).split(grouped).run();
        assertThat(run.with(comparison).result().comparison()).contains(comparison);
        assertThat(run.with(comparison).result().findings())
                .isEqualTo(run.result().findings());
    }

    @Test
    void withoutATestPartTheValidationPartsAreCompared() throws IOException {
        ImageDataset images = patients();
        Splitter halves = new Splitter(new SplitFractions(0.5, 0.5, 0), 3);

        TrainingResult apart = quick(images).split(halves.split(images)).run().result();
        // Of patients 0 and 1 nothing is learnt, of the ten others all but their last picture.
        Map<Boolean, List<Integer>> parts = IntStream.range(0, images.samples().size())
                .boxed()
                .collect(Collectors.partitioningBy(
                        i -> images.samples().get(i).name().matches(".*(patient-0[01]_.|_3)\\.png")));
        Split imagewise = new Split(parts.get(false), parts.get(true), List.of(), 1, List.of(), List.of());
        SplitComparison comparison = new LeakageComparison(images, imagewise).run(apart, quick(images));

        assertThat(comparison.part()).isEqualTo("validation");
        assertThat(comparison.grouped().accuracy()).isEqualTo(apart.validation().accuracy());
        assertThat(comparison.imagewise().images()).isEqualTo(18);
        assertThat(comparison.recognisable()).isEqualTo(10);
    }

    @Test
    void withoutGroupsThereIsNothingToIgnore() throws IOException {
        ImageDataset patients = patients();
        Split split = new Splitter(1).split(patients.withoutTies());
        ImageDataset alone = new ImageFolder(directory.resolve("patients"))
                .read(ReadOptions.defaults().withGroupPattern("patient-.*"));

        assertThatThrownBy(() -> new LeakageComparison(patients.withoutTies(), split))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("no groups are known")
                .hasMessageContaining("--group-pattern");
        assertThatThrownBy(() -> new LeakageComparison(alone, split))
                .hasMessageContaining("every image is a group of its own");
    }

    @Test
    void eachFoldIsTheTrainingItWouldBeAloneAndEveryImageIsPredictedOutOfFold() throws IOException {
        ImageDataset images = TinyPictures.write(directory.resolve("pictures"), 36);
        List<Split> folds = new KFold(3, 0.2, 4).split(images);

        CrossValidationRun run = new CrossValidation(images, folds).run(fold -> quick(images));

        assertThat(run.folds()).hasSize(3);
        for (int fold = 0; fold < 3; fold++) {
            TrainingResult together = run.folds().get(fold).result();
            TrainingResult alone = quick(images).split(folds.get(fold)).run().result();
            assertThat(together.testPredictions()).isEqualTo(alone.testPredictions());
            assertThat(together.test()).isEqualTo(alone.test());
            assertThat(List.of(together, alone))
                    .extracting(result -> result.facts().orElseThrow().fold())
                    .containsOnly(Optional.of(new Fold(fold + 1, 3)));
            assertThat(together.parts())
                    .extracting(PartSummary::name)
                    .containsExactly("train", "validation", "held-out");
        }
        assertThat(run.result().outOfFold().images()).isEqualTo(36);
        assertThat(run.result().outOfFold().confusion().actual()).containsExactly(18, 18);
        double[] accuracies = run.folds().stream()
                .mapToDouble(fold -> fold.result().test().orElseThrow().accuracy())
                .toArray();
        double mean = (accuracies[0] + accuracies[1] + accuracies[2]) / 3;
        double deviation = Math.sqrt(IntStream.range(0, 3)
                        .mapToDouble(i -> Math.pow(accuracies[i] - mean, 2))
                        .sum()
                / 2);
        FigureSpread spread = run.result().spreads().get(0);
        assertThat(spread.figure()).isEqualTo("Accuracy");
        assertThat(spread.mean()).isCloseTo(mean, within(1e-12));
        assertThat(spread.deviation()).isCloseTo(deviation, within(1e-12));
    }

    @Test
    void aCrossValidationIsSavedWhole() throws IOException {
        ImageDataset images = TinyPictures.write(directory.resolve("pictures"), 24);
        CrossValidationRun run =
                new CrossValidation(images, new KFold(2, 0.25, 4).split(images)).run(fold -> quick(images));
        Path output = directory.resolve("result");

        run.save(output);

        CrossValidationFiles files = new CrossValidationFiles(output);
        JsonNode numbers = files.read();
        List<String> predictions = Files.readAllLines(files.predictions());
        assertThat(numbers.at("/folds").asInt()).isEqualTo(2);
        assertThat(numbers.at("/spreads/0/mean").asDouble())
                .isEqualTo(run.result().spreads().get(0).mean());
        assertThat(numbers.at("/outOfFold/intervals/accuracy/low").asDouble())
                .isEqualTo(run.result().outOfFold().interval(Metric.ACCURACY).low());
        assertThat(predictions.get(0)).isEqualTo("image,fold,class,p(healthy),p(stroke)");
        assertThat(predictions.subList(1, 25).stream().map(line -> line.split(",")[0]))
                .containsExactlyInAnyOrderElementsOf(
                        images.samples().stream().map(s -> s.name()).toList());
        for (String fold : List.of("fold-1", "fold-2")) {
            assertThat(output.resolve(fold).resolve(TransferRun.MODEL_FILE)).exists();
            assertThat(ResultFiles.read(output.resolve(fold).resolve("result.json"))
                            .splitGuarantees()
                            .get(0))
                    .startsWith("Fold " + fold.charAt(5) + " of 2");
        }
    }

    @Test
    void aFoldThatFailsFailsTheCrossValidationAndOneFoldIsNone() throws IOException {
        ImageDataset images = TinyPictures.write(directory.resolve("pictures"), 24);
        CrossValidation validation = new CrossValidation(images, new KFold(2, 0.25, 4).split(images));

        assertThatThrownBy(() -> validation.run(fold -> quick(images).size(fold == 2 ? 3 : 32)))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("3 x 3");
        assertThatThrownBy(() -> new CrossValidation(images, validation.folds().subList(0, 1)))
                .hasMessageContaining("1 folds");
    }

    @Test
    void everyOpeningOfTheTestPartIsNotedAndLaterOnesAreTold() throws IOException {
        ImageDataset images = TinyPictures.write(directory.resolve("pictures"), 24);
        SealBook book = new SealBook(directory.resolve("seals"));
        SplitFractions shares = new SplitFractions(0.5, 0.25, 0.25);

        TrainingResult first =
                quick(images).split(shares).seal(book, "first result").run().result();
        TrainingResult second = quick(images)
                .split(shares)
                .splitSeed(42)
                .seed(7)
                .seal(book, "second result")
                .run()
                .result();
        TrainingResult other = quick(images)
                .split(shares)
                .splitSeed(43)
                .seal(book, "another test part")
                .run()
                .result();
        TrainingResult unknown = quick(images).split(shares).run().result();

        String part = first.provenance()
                .sections()
                .get("test part")
                .get("images (hash)")
                .toString();
        assertThat(book.openings(part).stream().map(SealBook.Opening::result))
                .containsExactly("first result", "second result");
        assertThat(first.provenance().sections().get("test part"))
                .containsEntry("times opened", 1)
                .containsEntry("opened for", "first result")
                .doesNotContainKey("opened before");
        assertThat(second.provenance().sections().get("test part")).containsEntry("times opened", 2);
        assertThat(second.provenance()
                        .sections()
                        .get("test part")
                        .get("opened before")
                        .toString())
                .contains(" for first result");
        assertThat(first.findings()).noneMatch(f -> f.sentence().contains("opened before"));
        assertThat(second.findings())
                .anyMatch(f -> f.sentence().startsWith("The test part was opened before: 1 time, last on ")
                        && f.sentence().contains(" for first result."));
        assertThat(other.provenance().sections().get("test part")).containsEntry("times opened", 1);
        assertThat(unknown.provenance()
                        .sections()
                        .get("test part")
                        .get("times opened")
                        .toString())
                .startsWith("not counted");
    }

    @Test
    void anOpeningForTheSameResultIsNotedOnceAndOthersAreTold() throws IOException {
        SealBook book = new SealBook(directory.resolve("seals"));

        assertThat(book.open("part", "ledger, winner a")).isEmpty();
        assertThat(book.open("part", "ledger, winner a")).isEmpty();
        assertThat(book.open("part", "ledger, winner b").orElseThrow())
                .startsWith("The test part was opened before: 1 time, last on ")
                .contains(" for ledger, winner a.");
        assertThat(book.open("part", "ledger, winner a"))
                .as("the first to look has seen nothing before")
                .isEmpty();
        assertThat(book.open("other part", "ledger, winner b")).isEmpty();
        assertThat(book.openings("part").stream().map(SealBook.Opening::result))
                .containsExactly("ledger, winner a", "ledger, winner b");
        Path file = Files.writeString(directory.resolve("no directory"), "");
        assertThat(new SealBook(file).open("part", "a result").orElseThrow()).contains("could not be noted");
    }

    @Test
    void notesThatCannotBeWrittenDoNotCostTheResult() throws IOException {
        ImageDataset images = TinyPictures.write(directory.resolve("pictures"), 24);
        Path file = Files.writeString(directory.resolve("file"), "no directory");

        TrainingResult result = quick(images)
                .split(new SplitFractions(0.5, 0.25, 0.25))
                .seal(new SealBook(file), "a result")
                .run()
                .result();

        assertThat(result.provenance()
                        .sections()
                        .get("test part")
                        .get("times opened")
                        .toString())
                .contains("not counted: The directory", "cannot be made");
    }

    @Test
    void predictionsOfAFoldAreOfImagesItHasNotSeen() throws IOException {
        ImageDataset images = patients();
        List<Split> folds = new KFold(3, 0.2, 1).split(images);
        for (Split fold : folds) {
            List<String> learnt = fold.train().stream()
                    .map(i -> images.samples().get(i).group().orElseThrow())
                    .toList();
            TrainingResult result = quick(images).split(fold).run().result();
            assertThat(result.testPredictions().stream().map(Prediction::image).map(images.groups()::get))
                    .isNotEmpty()
                    .doesNotContainAnyElementsOf(learnt);
            assertThat(result.test().orElseThrow().resampling().byGroup()).isTrue();
        }
    }

    /** As texts, .123456Z comes before .123Z. */
    @Test
    void openingsAreOrderedByTimeNotByText(@TempDir Path notes) {
        SealBook book = new SealBook(notes);
        book.note("part", new SealBook.Opening("2026-01-01T00:00:00.123456Z", "second"));
        book.note("part", new SealBook.Opening("2026-01-01T00:00:00.123Z", "first"));

        assertThat(book.openings("part")).extracting(SealBook.Opening::result).containsExactly("first", "second");

        book.note("part", new SealBook.Opening("yesterday", "third"));
        assertThatThrownBy(() -> book.openings("part"))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("yesterday");
    }
}
