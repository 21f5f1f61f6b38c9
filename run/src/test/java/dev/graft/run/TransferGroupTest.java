package dev.graft.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.backbone.BackboneRegistry;
import dev.graft.data.ImageDataset;
import dev.graft.data.SplitFractions;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;
import dev.graft.freeze.FreezePolicy;
import dev.graft.graph.NetworkLayer;
import dev.graft.head.DenseHead;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.testkit.augmentation.ShiftingAugmentation;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.testkit.engine.CountingEngine;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.testkit.weights.MapTensors;
import dev.graft.train.EpochRecord;
import dev.graft.train.Phase;
import dev.graft.weights.BackboneWeights;
import dev.graft.weights.WeightStore;
import dev.graft.weights.WeightStoreOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that run as a group have the results that they would have alone. */
class TransferGroupTest {
    @TempDir
    static Path pictures;

    private static ImageDataset images;
    private static BackboneWeights weights;

    private final CountingEngine engine = new CountingEngine(new Dl4jEngine(new EngineOptions(2)));

    @BeforeAll
    static void prepare() {
        images = TinyPictures.write(pictures, 24);
        TransferModel model = TestModels.builder(new TinyBackbone()).build();
        weights = BackboneWeights.of(MapTensors.of(
                model.graph(),
                model.description().backboneLayers().stream()
                        .map(NetworkLayer::name)
                        .toList()));
    }

    private TransferTask task(long seed) {
        return task(images, seed);
    }

    private TransferTask task(ImageDataset of, long seed) {
        return new TransferTask(
                        of,
                        new BackboneRegistry(List.of(new TinyBackbone())),
                        engine,
                        FeatureCache.off().withMemory(1 << 20),
                        new WeightStore(WeightStoreOptions.defaults().withOffline(true)),
                        2)
                .backbone("tiny")
                .weights(weights)
                .split(new SplitFractions(0.5, 0.25, 0.25))
                .headPhase(new Phase(FreezePolicy.allFrozen(), 2, Optimizer.adam(1e-2)))
                .augment(new ShiftingAugmentation())
                .augmentationSeed(5)
                .seed(seed)
                // Explanations for the report go through the network as well.
                .pictures(false)
                .batchSize(8);
    }

    private List<TransferTask> tasks() {
        return List.of(
                task(1),
                task(2).unfreeze(0),
                task(1).head(DenseHead.averagePooling().withHidden(3)).balancedClasses(true),
                task(1).fineTune(new Phase(FreezePolicy.lastLayers(6), 1, Optimizer.adam(1e-3))));
    }

    @Test
    void eachHasTheResultThatItWouldHaveAlone() {
        List<TransferResult> together =
                TransferGroup.of(tasks()).memory(1 << 28).run();

        List<TransferRun> alone = tasks().stream().map(TransferTask::run).toList();
        for (int i = 0; i < alone.size(); i++) {
            TransferRun found = ((TransferResult.Finished) together.get(i)).run();
            assertThat(numbers(found)).isEqualTo(numbers(alone.get(i)));
            assertThat(found.result().testPredictions())
                    .isEqualTo(alone.get(i).result().testPredictions());
            assertThat(Snapshot.of(found.model().graph())
                            .changed(Snapshot.of(alone.get(i).model().graph())))
                    .isEmpty();
            assertThat(found.result().provenance().sections().keySet())
                    .isEqualTo(alone.get(i).result().provenance().sections().keySet());
        }
    }

    private static List<List<Double>> numbers(TransferRun run) {
        return run.result().history().epochs().stream()
                .map(TransferGroupTest::numbers)
                .toList();
    }

    private static List<Double> numbers(EpochRecord epoch) {
        return List.of(epoch.trainLoss(), epoch.trainAccuracy(), epoch.validationLoss(), epoch.validationAccuracy());
    }

    @Test
    void repeatsSeeTheSameImagesIfTheirAugmentationHasOneSeed() {
        // Equal splits: the task's seed deals out images, too.
        TransferGroup.of(
                        List.of(task(1), task(1).head(DenseHead.averagePooling().withDropout(0.5))))
                .run();
        // Twelve images as they are, and twelve in each of two epochs.
        assertThat(engine.passes()).hasSize(1 + 2);
        engine.passes().clear();

        TransferGroup.of(List.of(task(1), task(1).augmentationSeed(6))).run();
        assertThat(engine.passes()).hasSize(1 + 2 * 2);
    }

    @Test
    void theSeedOfTheAugmentationIsRecorded() {
        assertThat(augmentationSeed(task(1).run())).isEqualTo(5L);
        TransferTask own = new TransferTask(
                        images,
                        new BackboneRegistry(List.of(new TinyBackbone())),
                        engine,
                        FeatureCache.off(),
                        new WeightStore(WeightStoreOptions.defaults().withOffline(true)),
                        2)
                .backbone("tiny")
                .weights(weights)
                .augment(new ShiftingAugmentation())
                .headPhase(new Phase(FreezePolicy.allFrozen(), 1, Optimizer.adam(1e-2)))
                .seed(8);
        assertThat(augmentationSeed(own.run())).isEqualTo(8L);
    }

    private static Object augmentationSeed(TransferRun run) {
        return run.result().provenance().sections().get("augmentation").get("seed");
    }

    @Test
    void aTaskThatFailsFailsForItself() {
        List<TransferResult> results = TransferGroup.of(
                        Stream.of(task(1).positiveClass("nobody"), task(1), task(1).unfreeze(99))
                                .toList())
                .run();

        assertThat(((TransferResult.Failed) results.get(0)).cause()).hasMessageContaining("no class 'nobody'");
        assertThat(results.get(1)).isInstanceOf(TransferResult.Finished.class);
        assertThat(((TransferResult.Failed) results.get(2)).cause()).hasMessageContaining("99");
    }

    @Test
    void tasksThatHaveTooLittleInCommonAreRefused(@TempDir Path others) {
        ImageDataset other = TinyPictures.write(others, 6);

        assertThatThrownBy(() -> TransferGroup.of(List.of(task(1), task(other, 1))))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("Task 2 has other images");
        assertThatThrownBy(() -> TransferGroup.of(List.of(task(1), task(1).cache(FeatureCache.off()))))
                .hasMessageContaining("another feature cache");
        assertThatThrownBy(() -> TransferGroup.of(List.of())).hasMessageContaining("no tasks");
    }
}
