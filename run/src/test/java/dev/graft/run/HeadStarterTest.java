package dev.graft.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.backbone.BackboneRegistry;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageSample;
import dev.graft.data.Split;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.InferenceSession;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;
import dev.graft.freeze.FreezePolicy;
import dev.graft.head.HeadChoice;
import dev.graft.head.HeadStart;
import dev.graft.image.ImageDecoder;
import dev.graft.image.RgbImage;
import dev.graft.model.Classifier;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.probe.FeatureTable;
import dev.graft.probe.ProbedLayer;
import dev.graft.progress.Progress;
import dev.graft.settings.TrainingSettings;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.train.EpochRecord;
import dev.graft.train.Phase;
import dev.graft.train.TrainingListener;
import dev.graft.weights.BackboneWeights;
import dev.graft.weights.WeightStore;
import dev.graft.weights.WeightStoreOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a network answers before its first update is what the probe answers. */
class HeadStarterTest {
    @TempDir
    static Path pictures;

    private static ImageDataset images;
    private static Split split;

    private final Engine engine = new Dl4jEngine(new EngineOptions(2));

    @TempDir
    Path directory;

    /** Not an exception that anything catches: as if the process were killed. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @BeforeAll
    static void writePictures() {
        images = TinyPictures.write(pictures, 24);
        split = TinyPictures.split(images, 12, 6);
    }

    private static FeatureCache cache() {
        return FeatureCache.off().withMemory(1 << 20);
    }

    private TransferModel model(String head) {
        TransferModel model = TestModels.builder(new TinyBackbone())
                .head(new HeadChoice(head).head(new TinyBackbone().spec()))
                .build();
        TestModels.amplify(model);
        return model;
    }

    private Map<String, Object> start(TransferModel model) {
        return new HeadStarter(images, split, engine, cache(), 2, Progress.NONE).start(model);
    }

    private double validationLoss(TransferModel model) {
        try (Classifier classifier = new Classifier(model, engine)) {
            return split.validation().stream()
                    .map(images.samples()::get)
                    .mapToDouble(sample -> -Math.log(
                            classifier.classify(sample.path()).probabilities().get(sample.label())))
                    .average()
                    .orElseThrow();
        }
    }

    /** The tolerance is 32 bits': weights of features whose spread is a small part of their mean. */
    @ParameterizedTest
    @ValueSource(strings = {"average pooling, dropout 0", "maximum pooling, softmax", "average pooling, sigmoid"})
    void theNetworksFirstLossIsTheProbes(String head) {
        try (TransferModel model = model(head)) {
            double random = validationLoss(model);

            Map<String, Object> section = start(model);

            double found = validationLoss(model);
            assertThat(found).isCloseTo((double) section.get("validation loss before training"), within(1e-5));
            assertThat(found).isNotCloseTo(random, within(1e-3));
        }
    }

    /** Features come another way here: all images at once, through the whole network. */
    @Test
    void theTrainPartIsLearntFromAndTheValidationPartChooses() {
        try (TransferModel model = model("average pooling, sigmoid");
                InferenceSession pooled = engine.inference(model.graph(), List.of("head_gap"))) {
            List<RgbImage> pictures = images.samples().stream()
                    .map(sample -> new ImageDecoder()
                            .decodeScaled(sample.path(), 32, 32)
                            .image())
                    .toList();
            float[][] rows = pooled.run(model.description().batch(pictures))[0].toFloatMatrix();
            ProbedLayer expected = ProbedLayer.fit(
                    FeatureTable.columns(rows, 0, rows[0].length),
                    images.samples().stream().mapToInt(ImageSample::label).toArray(),
                    2,
                    split.train().stream().mapToInt(i -> i).toArray(),
                    split.validation().stream().mapToInt(i -> i).toArray());

            start(model);

            double[] kernel =
                    model.graph().getLayer("head_out").getParam("W").data().asDouble();
            double[] scale = DoubleStream.of(expected.weights()[0])
                    .map(Math::abs)
                    .sorted()
                    .toArray();
            assertThat(kernel).containsExactly(expected.weights()[0], within(1e-3 * scale[scale.length - 1]));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "average pooling, dense 4 relu",
                "average pooling, dense 1, sigmoid",
                "average pooling, batch norm",
                "dense 4 relu, average pooling",
                "flatten, softmax"
            })
    void anotherHeadIsRefusedInOneLine(String head) {
        try (TransferModel model = model(head)) {
            assertThatThrownBy(() -> start(model))
                    .isInstanceOf(GraftException.class)
                    .hasMessageContaining("only dense layer stands on pooled features, found '"
                            + model.description().head() + "'")
                    .hasMessageContaining("first phase");
        }
    }

    @Test
    void aHeadThatDropsFeaturesIsRefusedInOneLine() {
        try (TransferModel model = model("average pooling, dropout 0.2")) {
            assertThatThrownBy(() -> start(model))
                    .isInstanceOf(GraftException.class)
                    .hasMessageContaining("found dropout 0.2. Set dropout to 0");
        }
    }

    private TransferTask task() {
        return new TransferTask(
                        images,
                        new BackboneRegistry(List.of(new TinyBackbone())),
                        engine,
                        cache(),
                        new WeightStore(WeightStoreOptions.defaults().withOffline(true)),
                        2)
                .backbone("tiny")
                .weights(BackboneWeights.random())
                .split(split)
                .headPhase(new Phase(FreezePolicy.lastLayers(3), 3, Optimizer.adam(1e-3)))
                .head(spec -> new HeadChoice("average pooling").head(spec))
                .headStart(HeadStart.PROBE)
                .pictures(false)
                .batchSize(5);
    }

    private static List<Double> losses(TransferRun run) {
        return run.result().history().epochs().stream()
                .map(EpochRecord::validationLoss)
                .toList();
    }

    @Test
    void aTrainingThatWasKilledEndsAsOneThatWasNot() {
        TrainingListener killing = new TrainingListener() {
            @Override
            public void epochFinished(int phase, EpochRecord epoch, boolean best) {
                throw new Killed();
            }
        };
        TransferRun whole = task().run();
        assertThatThrownBy(() -> task().checkpoints(directory.resolve("there"))
                        .listener(killing)
                        .run())
                .isInstanceOf(Killed.class);

        TransferRun resumed = task().checkpoints(directory.resolve("there")).run();

        assertThat(losses(resumed)).isEqualTo(losses(whole));
        assertThat(resumed.result().testPredictions()).isEqualTo(whole.result().testPredictions());
        assertThat(losses(task().headStart(HeadStart.RANDOM).run())).isNotEqualTo(losses(whole));
    }

    @Test
    void aResultSaysWhatTheHeadBeganWith() {
        TransferRun run = task().run();

        Map<String, Map<String, Object>> sections = run.result().provenance().sections();
        assertThat(Objects.requireNonNull(sections.get(HeadStarter.SECTION)))
                .containsKeys("from", "penalty", "validation loss before training")
                .containsEntry("chosen by", "log loss on 6 validation images");
        assertThat(sections.get(TrainingSettings.SECTION).get("model").toString())
                .contains("headStart=probe");
        assertThat(task().headStart(HeadStart.RANDOM)
                        .run()
                        .result()
                        .provenance()
                        .sections())
                .doesNotContainKey(HeadStarter.SECTION);
    }
}
