package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.augmentation.AugmentationPlan;
import dev.graft.augmentation.ImageAugmentation;
import dev.graft.augmentation.MixedImage;
import dev.graft.data.ImageDataset;
import dev.graft.data.Split;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;
import dev.graft.freeze.FreezePolicy;
import dev.graft.head.DenseHead;
import dev.graft.image.RgbImage;
import dev.graft.loss.ClassWeights;
import dev.graft.loss.CrossEntropy;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.progress.Progress;
import dev.graft.testkit.augmentation.ShiftingAugmentation;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Augmented images reach the network, in every way of keeping features alike, and only those of the train part. */
class AugmentedTrainingTest {
    private static final int EPOCHS = 3;
    private static final FeatureCache MEMORY = FeatureCache.off().withMemory(1 << 20);

    @TempDir
    static Path pictures;

    private static ImageDataset images;
    private static Split split;

    @TempDir
    Path directory;

    @BeforeAll
    static void draw() {
        images = TinyPictures.write(pictures, 24);
        split = TinyPictures.split(images, 12, 6);
    }

    /** Which images were augmented, by their first bytes and seeds. */
    private static final class Watched implements ImageAugmentation {
        private final ImageAugmentation real = new ShiftingAugmentation();
        private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

        @Override
        public RgbImage apply(RgbImage image, long seed) {
            calls.add(java.util.Arrays.hashCode(image.pixels()) + " " + seed);
            return real.apply(image, seed);
        }

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public String definition() {
            return real.definition();
        }
    }

    @Test
    void onlyTheTrainPartIsAugmentedInEveryEpochAnew() {
        Watched watched = new Watched();
        train(plan(watched, 0, FreezePolicy.allFrozen()), MEMORY, 2);

        assertThat(watched.calls).hasSize(12 * EPOCHS).doesNotHaveDuplicates();
    }

    @Test
    void neitherTheCacheNorThreadsMakeADifference() {
        for (FreezePolicy freeze : List.of(FreezePolicy.allFrozen(), FreezePolicy.lastLayers(10))) {
            TrainingPlan plan = plan(new ShiftingAugmentation(), 0, freeze);
            History cached = train(plan, MEMORY, 1);
            assertThat(numbers(train(plan, FeatureCache.off(), 3))).isEqualTo(numbers(cached));
            assertThat(numbers(train(plan, FeatureCache.off().in(directory), 2)))
                    .isEqualTo(numbers(cached));
        }
    }

    @Test
    void asManyViewsAsEpochsAreTheSameAsNewImages() {
        TrainingPlan live = plan(new ShiftingAugmentation(), 0, FreezePolicy.allFrozen());
        TrainingPlan fixed = plan(new ShiftingAugmentation(), EPOCHS, FreezePolicy.allFrozen());

        assertThat(numbers(train(fixed, MEMORY, 2))).isEqualTo(numbers(train(live, MEMORY, 2)));
    }

    @Test
    void featuresOfFixedViewsAreComputedOnce() {
        Watched watched = new Watched();
        TrainingPlan plan = plan(watched, 2, FreezePolicy.allFrozen());
        FeatureCache onDisk = new FeatureCache(0, Optional.of(directory), 1 << 30);
        History first = train(plan, onDisk, 2);

        assertThat(watched.calls).hasSize(12 * 2).doesNotHaveDuplicates();
        watched.calls.clear();
        assertThat(numbers(train(plan, onDisk, 2))).isEqualTo(numbers(first));
        assertThat(watched.calls).isEmpty();
        assertThat(numbers(train(plan, FeatureCache.off(), 2))).isEqualTo(numbers(first));
    }

    @Test
    void anInterruptedTrainingGoesOnWithTheSameImages() {
        TrainingPlan plan = plan(new ShiftingAugmentation().mixed(), 0, FreezePolicy.lastLayers(10));
        History whole = train(plan, MEMORY, 2);
        Trainer trainer = new Trainer(engine(), MEMORY, 2)
                .withCheckpoints(Checkpoints.in(directory).withEveryBatches(1));
        TrainingListener stopInSecondEpoch = new TrainingListener() {
            private int batches;

            @Override
            public void batchFinished(int phase, int epoch, int batch, double loss) {
                batches++;
            }

            @Override
            public Optional<String> reasonToStop() {
                return batches == 4 ? Optional.of("Enough.") : Optional.empty();
            }
        };
        trainer.train(model(), images, split, plan, stopInSecondEpoch, Progress.NONE);
        TrainingOutcome outcome = trainer.train(model(), images, split, plan, TrainingListener.NONE, Progress.NONE);

        assertThat(numbers(outcome.history())).isEqualTo(numbers(whole));
    }

    @Test
    void aCheckpointOfAnotherAugmentationIsRefused() {
        Trainer trainer = new Trainer(engine(), MEMORY, 2).withCheckpoints(Checkpoints.in(directory));
        trainer.train(
                model(),
                images,
                split,
                plan(new ShiftingAugmentation(), 0, FreezePolicy.allFrozen()),
                TrainingListener.NONE,
                Progress.NONE);

        assertThatThrownBy(() -> trainer.train(
                        model(),
                        images,
                        split,
                        plan(ImageAugmentation.NONE, 0, FreezePolicy.allFrozen()),
                        TrainingListener.NONE,
                        Progress.NONE))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("augmentation: shifting, new in every epoch, seed 9");
    }

    /** Takes the partner whole: with labels taken along, the same training as on the partners themselves. */
    private record Swapping() implements ImageAugmentation {
        @Override
        public RgbImage apply(RgbImage image, long seed) {
            return image;
        }

        @Override
        public Optional<dev.graft.augmentation.ImageMixing> mixing() {
            return Optional.of((image, partner, seed) -> new MixedImage(partner, 0));
        }

        @Override
        public String name() {
            return "swapping";
        }

        @Override
        public String definition() {
            return "{}";
        }
    }

    @Test
    void labelsGoWithTheImagesTheyWereMixedOf() {
        CrossEntropy loss = CrossEntropy.plain().withLabelSmoothing(0.1).withClassWeights(ClassWeights.of(1, 3));
        // A whole epoch in one batch: who stands where in it has no say but for rounding.
        TrainingPlan plain = new TrainingPlan(
                List.of(new Phase(FreezePolicy.allFrozen(), EPOCHS, Optimizer.adam(3e-3))), 12, 3, false, loss);
        TrainingPlan swapped = plain.withAugmentation(new AugmentationPlan(new Swapping(), 9, 0));

        List<EpochRecord> expected = train(plain, MEMORY, 2).epochs();
        List<EpochRecord> found = train(swapped, MEMORY, 2).epochs();

        for (int i = 0; i < EPOCHS; i++) {
            assertThat(found.get(i).trainLoss())
                    .isCloseTo(expected.get(i).trainLoss(), org.assertj.core.api.Assertions.within(1e-5));
            assertThat(found.get(i).trainAccuracy()).isEqualTo(expected.get(i).trainAccuracy());
        }
    }

    private static List<List<Double>> numbers(History history) {
        return history.epochs().stream()
                .map(e -> List.of(e.trainLoss(), e.trainAccuracy(), e.validationLoss(), e.validationAccuracy()))
                .toList();
    }

    private static Dl4jEngine engine() {
        return new Dl4jEngine(new EngineOptions(2));
    }

    private static TransferModel model() {
        return TestModels.builder(new TinyBackbone(0))
                .head(DenseHead.averagePooling())
                .build();
    }

    private static TrainingPlan plan(ImageAugmentation augmentation, int views, FreezePolicy freeze) {
        return new TrainingPlan(List.of(new Phase(freeze, EPOCHS, Optimizer.adam(3e-3))), 5, 3)
                .withAugmentation(new AugmentationPlan(augmentation, 9, views));
    }

    private static History train(TrainingPlan plan, FeatureCache cache, int threads) {
        return new Trainer(engine(), cache, threads)
                .train(model(), images, split, plan, TrainingListener.NONE, Progress.NONE)
                .history();
    }
}
