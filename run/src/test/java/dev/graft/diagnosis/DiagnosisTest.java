package dev.graft.diagnosis;

import static dev.graft.result.FindingKind.AT_CHANCE;
import static dev.graft.result.FindingKind.BATCH_NORM;
import static dev.graft.result.FindingKind.COLLAPSED;
import static dev.graft.result.FindingKind.DIVERGED;
import static dev.graft.result.FindingKind.FEW_IMAGES;
import static dev.graft.result.FindingKind.INPUT_RANGE;
import static dev.graft.result.FindingKind.JAGGED;
import static dev.graft.result.FindingKind.OVERFITTED;
import static dev.graft.result.FindingKind.RATE_TOO_HIGH;
import static dev.graft.result.FindingKind.RATE_TOO_LOW;
import static dev.graft.result.FindingKind.UNBALANCED;
import static dev.graft.result.FindingKind.UNDERFITTED;
import static dev.graft.result.FindingKind.VALIDATION_BETTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.ImageFolder;
import dev.graft.data.ReadOptions;
import dev.graft.freeze.FreezePolicy;
import dev.graft.head.DenseHead;
import dev.graft.optimizer.Optimizer;
import dev.graft.preprocess.Preprocessing;
import dev.graft.result.Finding;
import dev.graft.result.FindingKind;
import dev.graft.result.Quantity;
import dev.graft.result.TrainingResult;
import dev.graft.run.TransferTask;
import dev.graft.train.Phase;
import dev.graft.weights.BackboneWeights;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every detector is provoked by a real training, and silent on a healthy one. */
class DiagnosisTest {
    @TempDir
    static Path folder;

    private static SmallRuns pictures;
    private static SmallRuns halfTrue;
    private static TrainingResult healthy;

    @BeforeAll
    static void trainHealthily() {
        pictures = SmallRuns.on(folder.resolve("pictures"), 80);
        Random random = new Random(5);
        halfTrue = pictures.withLabels(i -> random.nextDouble() < 0.5
                ? random.nextInt(2)
                : pictures.images().samples().get(i).label());
        healthy = SmallRuns.run(pictures.task(), SmallRuns.wholeWithBatchStatistics(12, Optimizer.adam(1e-2)));
    }

    @ParameterizedTest
    @EnumSource(FindingKind.class)
    void aHealthyTrainingIsLeftAlone(FindingKind kind) {
        assertThat(healthy.validation().accuracy()).isGreaterThan(0.95);
        assertThat(healthy.findings()).noneMatch(finding -> finding.kind() == kind);
    }

    private static String sentence(TrainingResult result, FindingKind kind) {
        List<String> found = result.findings().stream()
                .filter(finding -> finding.kind() == kind)
                .map(Finding::sentence)
                .toList();
        assertThat(found)
                .as("%s in %s of %s", kind, result.findings(), result.history())
                .hasSize(1);
        return found.get(0);
    }

    private static List<FindingKind> kinds(TrainingResult result) {
        return result.findings().stream().map(Finding::kind).toList();
    }

    @Test
    void divergence() {
        TransferTask task = pictures.task().fineTune(SmallRuns.whole(4, Optimizer.sgd(1e6)));
        TrainingResult result = SmallRuns.run(task, SmallRuns.whole(1, Optimizer.adam(1e-3)));

        assertThat(result.findings().stream()
                        .filter(finding -> finding.kind() == DIVERGED)
                        .map(Finding::evidence))
                .containsExactly(Map.of(Quantity.PHASE, 2.0, Quantity.EPOCH, 1.0, Quantity.LEARNING_RATE, 1e6));
        assertThat(sentence(result, DIVERGED))
                .contains("in epoch 1 of phase 2, at a learning rate of 1000000", "smaller learning rate");
        assertThat(kinds(result)).doesNotContain(AT_CHANCE, RATE_TOO_HIGH);
    }

    @Test
    void collapseToOneClassByTooHighARate() {
        TrainingResult result = SmallRuns.run(pictures.task(), SmallRuns.whole(6, Optimizer.rmsProp(1)));

        assertThat(sentence(result, COLLAPSED)).contains("every one of the 40 validation images");
        assertThat(sentence(result, RATE_TOO_HIGH))
                .contains("(1): in its first epoch the training loss was", "guessing has 0.693");
    }

    @Test
    void chance() {
        TrainingResult result =
                SmallRuns.run(halfTrue.task(), SmallRuns.wholeWithBatchStatistics(12, Optimizer.adam(3e-3)));

        assertThat(sentence(result, AT_CHANCE))
                .contains("not clearly better than always answering", "does not carry over");
    }

    @Test
    void aRateThatIsTooHigh() {
        TrainingResult result =
                SmallRuns.run(pictures.task(), SmallRuns.wholeWithBatchStatistics(8, Optimizer.adam(3)));

        assertThat(sentence(result, RATE_TOO_HIGH)).contains("(3)", "Try a tenth of it", "--find-learning-rate");
    }

    @Test
    void aRateThatIsTooLow() {
        TrainingResult result = SmallRuns.run(pictures.task(), SmallRuns.whole(6, Optimizer.adam(1e-5)));

        assertThat(sentence(result, RATE_TOO_LOW))
                .contains(
                        "(0.00001): in 6 epochs the training loss fell steadily, but only by 0.1 %",
                        "ten times as much");
    }

    @Test
    void overfitting() {
        Random random = new Random(4);
        SmallRuns noise = pictures.withLabels(i -> random.nextInt(2));

        TrainingResult result = SmallRuns.run(
                noise.task().trainMetrics(true), SmallRuns.wholeWithBatchStatistics(16, Optimizer.adam(1e-2)));

        assertThat(sentence(result, OVERFITTED)).contains("the validation loss rose from", "kept falling");
    }

    @Test
    void underfitting() {
        SmallRuns many = SmallRuns.on(folder.resolve("many"), 220);
        Random random = new Random(6);
        SmallRuns mostlyTrue = many.withLabels(i -> random.nextDouble() < 0.6
                ? random.nextInt(2)
                : many.images().samples().get(i).label());

        TrainingResult result =
                SmallRuns.run(mostlyTrue.task(100), SmallRuns.wholeWithBatchStatistics(5, Optimizer.adam(1e-2)));

        assertThat(sentence(result, UNDERFITTED)).contains("of the training images themselves no more than");
    }

    @Test
    void aValidationPartThatDoesBetterBecauseOfDropout() {
        TrainingResult result = SmallRuns.run(
                pictures.task().head(DenseHead.averagePooling().withDropout(0.8)),
                SmallRuns.wholeWithBatchStatistics(12, Optimizer.adam(1e-2)));

        assertThat(sentence(result, VALIDATION_BETTER)).contains("100.0 % against", "That may come from dropout");
    }

    @Test
    void aValidationPartThatDoesAsWellWhenMeasuredAlike() {
        TrainingResult result = SmallRuns.run(
                pictures.task()
                        .trainMetrics(true)
                        .head(DenseHead.averagePooling().withDropout(0.8)),
                SmallRuns.wholeWithBatchStatistics(12, Optimizer.adam(1e-2)));

        assertThat(sentence(result, VALIDATION_BETTER)).contains("Measured alike", "no difference to explain");
    }

    @Test
    void aJaggedValidationLoss() {
        TrainingResult result = SmallRuns.run(
                halfTrue.task().batchSize(2), SmallRuns.wholeWithBatchStatistics(14, Optimizer.adam(1e-2)));

        assertThat(sentence(result, JAGGED)).contains("of 14 epochs", "more than 40 images");
    }

    @Test
    void batchNormStatisticsThatHaveNotArrived() {
        TrainingResult result = SmallRuns.run(
                pictures.task().trainMetrics(true), SmallRuns.wholeWithBatchStatistics(3, Optimizer.adam(1e-1)));

        assertThat(sentence(result, BATCH_NORM))
                .contains("are unfit", "After 15 updates they still are to 20.6 %", "batch norm mode inference");
        assertThat(kinds(result)).doesNotContain(OVERFITTED);
    }

    @Test
    void withoutMeasuringItSaysThatItMayBeOverfitting() {
        TrainingResult result =
                SmallRuns.run(pictures.task(), SmallRuns.wholeWithBatchStatistics(3, Optimizer.adam(1e-1)));

        assertThat(sentence(result, BATCH_NORM)).contains("may be unfit", "--train-metrics tells");
    }

    @Test
    void picturesThatAreAllButBlack() throws IOException {
        Path dark = folder.resolve("dark");
        try (Stream<Path> files = Files.walk(folder.resolve("pictures"))) {
            files.filter(file -> file.toString().endsWith(".png")).forEach(file -> darken(file, dark));
        }
        SmallRuns runs = SmallRuns.on(new ImageFolder(dark).read(ReadOptions.defaults()));

        TrainingResult result =
                SmallRuns.run(runs.task(), new Phase(FreezePolicy.allFrozen(), 1, Optimizer.adam(1e-3)));

        assertThat(sentence(result, INPUT_RANGE)).contains("brighter than 15 of 255");
    }

    private static void darken(Path file, Path target) {
        try {
            BufferedImage image = ImageIO.read(file.toFile());
            for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
                int x = i % image.getWidth();
                int y = i / image.getWidth();
                image.setRGB(x, y, image.getRGB(x, y) >> 4 & 0x0F0F0F);
            }
            Path copy =
                    target.resolve(folder.resolve("pictures").relativize(file).toString());
            Files.createDirectories(copy.getParent());
            ImageIO.write(image, "png", copy.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says that it holds learnt weights, which is all that matters here. */
    private record Learnt() implements BackboneWeights {
        @Override
        public void loadInto(ComputationGraph graph, List<String> layers) {
            // The initial values stay.
        }

        @Override
        public String describe() {
            return "learnt weights";
        }
    }

    @Test
    void preprocessingThatTheWeightsDoNotExpect() {
        Phase phase = new Phase(FreezePolicy.allFrozen(), 1, Optimizer.adam(1e-3));

        TrainingResult result =
                SmallRuns.run(pictures.task().weights(new Learnt()).preprocessing(Preprocessing.CAFFE), phase);
        TrainingResult fitting =
                SmallRuns.run(pictures.task().weights(new Learnt()).preprocessing(Preprocessing.NONE), phase);

        assertThat(sentence(result, INPUT_RANGE))
                .contains("prepared as 'caffe', learnt weights were trained with 'none'");
        assertThat(kinds(fitting)).doesNotContain(INPUT_RANGE);
    }

    @Test
    void unbalancedClasses() {
        TrainingResult result = SmallRuns.run(
                pictures.task().split(pictures.unbalanced()),
                SmallRuns.wholeWithBatchStatistics(2, Optimizer.adam(1e-2)));

        assertThat(sentence(result, UNBALANCED)).contains("20 training images of “stroke”, but 6 of “healthy”");
    }

    @Test
    void tooFewImagesForTheIntervalAskedFor() {
        Phase phase = SmallRuns.wholeWithBatchStatistics(12, Optimizer.adam(1e-2));

        TrainingResult result = SmallRuns.run(pictures.task().intervalWidth(0.05), phase);

        assertThat(sentence(result, FEW_IMAGES))
                .contains(
                        "With 40 validation images",
                        "91.2–100.0 %",
                        "interval of 5 points validate on about 300 images");
        assertThat(healthy.findings()).noneMatch(finding -> finding.kind() == FEW_IMAGES);
    }

    @Test
    void everyKindIsLookedForButRemarks() {
        assertThat(Diagnosis.lookedFor())
                .hasSize(FindingKind.values().length - 1)
                .doesNotHaveDuplicates();
    }
}
