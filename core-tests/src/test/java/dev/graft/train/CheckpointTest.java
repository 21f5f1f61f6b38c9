package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.ImageDataset;
import dev.graft.data.Split;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.head.DenseHead;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Clipping;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.UpdateRule;
import dev.graft.optimizer.WeightAveraging;
import dev.graft.progress.Progress;
import dev.graft.schedule.LearningRatePlan;
import dev.graft.schedule.ReduceOnPlateau;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A training that was cut off and continued ends as one that was not, to the last bit. */
class CheckpointTest {
    /** 12 images in batches of 5, 5 and 2. */
    private static final int BATCHES = 3;

    private static final int EPOCHS = 7;

    @TempDir
    static Path pictures;

    private static ImageDataset images;
    private static Split split;
    private static TrainingNumbers uninterrupted;

    @TempDir
    Path directory;

    /** Not an exception that anything catches: as if the process were killed. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @BeforeAll
    static void trainWithoutInterruption() {
        images = TinyPictures.write(pictures, 24);
        split = TinyPictures.split(images, 12, 6);
        uninterrupted = train(plan(2), new Trainer(engine(), cache(), 2), TrainingListener.NONE);
        assertThat(uninterrupted.epochs()).hasSize(EPOCHS);
    }

    private static Dl4jEngine engine() {
        return new Dl4jEngine(new EngineOptions(2));
    }

    private static FeatureCache cache() {
        return FeatureCache.off().withMemory(1 << 20);
    }

    private static TransferModel model() {
        return TestModels.builder(new TinyBackbone(0.2))
                .head(DenseHead.averagePooling().withDropout(0.2))
                .build();
    }

    /** Three kinds of cuts, of learning rates, of updates and of averaging; dropout in head and backbone; batch norms that keep and that move their statistics. */
    private static TrainingPlan plan(int headEpochs) {
        return new TrainingPlan(
                List.of(
                        new Phase(FreezePolicy.allFrozen(), headEpochs, Optimizer.adam(3e-3)),
                        new Phase(
                                FreezePolicy.lastLayers(10).withBatchNorm(BatchNormMode.INFERENCE),
                                3,
                                UpdateRule.of(Optimizer.rmsProp(1e-3))
                                        .withAccumulation(2)
                                        .withClipping(Clipping.byGlobalNorm(1)),
                                LearningRatePlan.of(LearningRatePlan.Shape.COSINE, 1),
                                0,
                                new WeightAveraging.Exponential(0.5)),
                        new Phase(FreezePolicy.allTrainable(), 2, Optimizer.adam(1e-3))
                                .withAveraging(new WeightAveraging.Stochastic(1))
                                .withRates(LearningRatePlan.of(
                                        new ReduceOnPlateau(0.5, 1, 10, 0, 0, ReduceOnPlateau.Direction.MINIMUM)))),
                5,
                3);
    }

    private Trainer trainer(int everyBatches) {
        return new Trainer(engine(), cache(), 2)
                .withCheckpoints(Checkpoints.in(directory).withEveryBatches(everyBatches));
    }

    private static TrainingNumbers train(TrainingPlan plan, Trainer trainer, TrainingListener listener) {
        TransferModel model = model();
        TrainingOutcome outcome = trainer.train(model, images, split, plan, listener, Progress.NONE);
        return TrainingNumbers.of(model, outcome);
    }

    /** Dies after so many batches or epochs of this process. */
    private static TrainingListener killer(int afterEvents, List<String> told) {
        return new TrainingListener() {
            private int events;

            @Override
            public void batchFinished(int phase, int epoch, int batch, double loss) {
                told.add(phase + "." + epoch + "." + batch);
                event();
            }

            @Override
            public void epochFinished(int phase, EpochRecord epoch, boolean best) {
                event();
            }

            private void event() {
                if (++events > afterEvents) {
                    throw new Killed();
                }
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void killedAtRandomPointsItEndsWithTheSameNumbers(int everyBatches) {
        Random random = new Random(everyBatches);
        Trainer trainer = trainer(everyBatches);
        int kills = 0;
        while (true) {
            try {
                // At least one epoch gets done each time.
                int events = BATCHES + 1 + random.nextInt(2 * BATCHES);
                train(plan(2), trainer, killer(events, new ArrayList<>()));
                break;
            } catch (Killed e) {
                kills++;
            }
        }
        assertThat(kills).isBetween(2, EPOCHS);

        train(plan(2), trainer, TrainingListener.NONE).assertEqual(uninterrupted);
    }

    @Test
    void aStepIsBegunBeforeTheLastOneIsKnownAndNothingElseChanges() {
        LateEngine late = new LateEngine(engine());

        TrainingNumbers numbers = train(plan(2), new Trainer(late, cache(), 2), TrainingListener.NONE);

        numbers.assertEqual(uninterrupted);
        assertThat(String.join("", late.calls.subList(0, 6))).isEqualTo("bbrbrr");
    }

    @Test
    void whereACheckpointIsDueAStepIsKnownFirst() {
        LateEngine late = new LateEngine(engine());
        Trainer trainer = new Trainer(late, cache(), 2)
                .withCheckpoints(Checkpoints.in(directory).withEveryBatches(2));
        List<String> told = new ArrayList<>();
        assertThatThrownBy(() -> train(plan(2), trainer, killer(BATCHES + 3, told)))
                .isInstanceOf(Killed.class);
        assertThat(String.join("", late.calls.subList(0, 7))).isEqualTo("bbrrstatebr");
        assertThat(told).containsExactly("1.1.1", "1.1.2", "1.1.3", "1.2.1", "1.2.2", "1.2.3");

        train(plan(2), trainer, TrainingListener.NONE).assertEqual(uninterrupted);
    }

    @Test
    void otherOptimizersKeepTheirStateToo() {
        TrainingPlan plan = new TrainingPlan(
                List.of(
                        new Phase(
                                FreezePolicy.lastLayers(10),
                                2,
                                UpdateRule.of(Optimizer.adamW(3e-3)).withAccumulation(2),
                                LearningRatePlan.constant(),
                                0),
                        new Phase(FreezePolicy.allTrainable(), 2, new Optimizer.Sgd(1e-3, 0.9, true))),
                5,
                3);
        TrainingNumbers whole = train(plan, new Trainer(engine(), cache(), 2), TrainingListener.NONE);
        int kills = 0;
        for (boolean done = false; !done; ) {
            try {
                train(plan, trainer(1), killer(BATCHES + 1, new ArrayList<>())).assertEqual(whole);
                done = true;
            } catch (Killed e) {
                kills++;
            }
        }
        assertThat(kills).isPositive();
    }

    @Test
    void whatIsDoneIsNotDoneAgain() {
        List<String> first = new ArrayList<>();
        assertThatThrownBy(() -> train(plan(2), trainer(2), killer(6, first))).isInstanceOf(Killed.class);
        List<String> second = new ArrayList<>();

        train(plan(2), trainer(2), killer(1000, second));

        // Seven events: epoch 1 whole, then three batches of epoch 2, of which two lie in the checkpoint; then the
        // epoch.
        assertThat(first).endsWith("1.2.3");
        assertThat(second.get(0)).isEqualTo("1.2.3");
        List<String> third = new ArrayList<>();
        train(plan(2), trainer(2), killer(1000, third)).assertEqual(uninterrupted);
        assertThat(third).isEmpty();
    }

    @Test
    void aTrainingThatWasStoppedByALimitGoesOn() {
        TrainingListener impatient = new TrainingListener() {
            private int batches;

            @Override
            public void batchFinished(int phase, int epoch, int batch, double loss) {
                batches++;
            }

            @Override
            public Optional<String> reasonToStop() {
                return batches >= 8 ? Optional.of("Enough.") : Optional.empty();
            }
        };

        TrainingNumbers stopped = train(plan(2), trainer(0), impatient);

        assertThat(stopped.stopped()).contains("Enough.");
        assertThat(stopped.epochs()).hasSize(2).isEqualTo(uninterrupted.epochs().subList(0, 2));
        train(plan(2), trainer(0), TrainingListener.NONE).assertEqual(uninterrupted);
    }

    @Test
    void writingMayTakeOnlyItsShareOfTheTimeButAStopAlwaysLeavesACheckpoint() {
        Trainer sparing = new Trainer(engine(), cache(), 2)
                .withCheckpoints(Checkpoints.in(directory).withShareOfTime(1e-6));
        assertThatThrownBy(() -> train(plan(2), sparing, killer(3 * BATCHES, new ArrayList<>())))
                .isInstanceOf(Killed.class);
        assertThat(directory.resolve("training.checkpoint")).doesNotExist();
        TrainingListener twoEpochs = new TrainingListener() {
            private int epochs;

            @Override
            public void epochFinished(int phase, EpochRecord epoch, boolean best) {
                epochs++;
            }

            @Override
            public Optional<String> reasonToStop() {
                return epochs == 2 ? Optional.of("Enough.") : Optional.empty();
            }
        };

        train(plan(2), sparing, twoEpochs);

        assertThat(directory.resolve("training.checkpoint")).exists();
        List<String> rest = new ArrayList<>();
        train(plan(2), sparing, killer(1000, rest)).assertEqual(uninterrupted);
        assertThat(rest).first().isEqualTo("2.1.1");
        assertThatThrownBy(() -> Checkpoints.in(directory).withShareOfTime(0)).isInstanceOf(GraftException.class);
    }

    @Test
    void aCheckpointOfAnotherTrainingIsRefusedWithWhatDiffers() {
        train(plan(2), trainer(0), TrainingListener.NONE);
        Split other = TinyPictures.split(images, 10, 6);

        assertThatThrownBy(() -> train(plan(1), trainer(0), TrainingListener.NONE))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("belongs to another training")
                .hasMessageContaining("What differs: phase 1, epochs: 2 there, 1 here. Train with");
        assertThatThrownBy(
                        () -> trainer(0).train(model(), images, other, plan(2), TrainingListener.NONE, Progress.NONE))
                .hasMessageContaining("split (hash of its parts): ");
    }

    @ParameterizedTest
    @CsvSource({"0.5, true", "0.2, true", "0.9, true", "0.5, false"})
    void aDamagedCheckpointIsRefused(double where, boolean flip) throws IOException {
        train(plan(2), trainer(0), TrainingListener.NONE);
        Path file = directory.resolve("training.checkpoint");
        byte[] bytes = Files.readAllBytes(file);
        int at = (int) (bytes.length * where);
        bytes[at] ^= 64;
        Files.write(file, flip ? bytes : java.util.Arrays.copyOf(bytes, at));

        assertThatThrownBy(() -> train(plan(2), trainer(0), TrainingListener.NONE))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("training.checkpoint")
                .hasMessageContaining("remove it to start");
    }

    @Test
    void aWriteThatFailsLeavesTheLastCheckpoint() throws IOException {
        assertThatThrownBy(() -> train(plan(2), trainer(1), killer(8, new ArrayList<>())))
                .isInstanceOf(Killed.class);
        Path file = directory.resolve("training.checkpoint");
        byte[] before = Files.readAllBytes(file);
        List<String> failing = new java.util.AbstractList<>() {
            @Override
            public String get(int index) {
                if (index == 1) {
                    throw new java.io.UncheckedIOException(new IOException("No space left on device"));
                }
                return model().headLayers().get(0);
            }

            @Override
            public int size() {
                return 2;
            }
        };
        CheckpointFile checkpoint = new CheckpointFile(file);
        CheckpointFile.Header header = checkpoint.read();

        assertThatThrownBy(() -> checkpoint.write(
                        new CheckpointSignature(header.settings()),
                        header.position(),
                        model().graph(),
                        failing,
                        Optional.empty()))
                .hasMessageContaining("No space left");

        assertThat(file).hasBinaryContent(before);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void whatAKilledWriteLeavesIsRemovedAndTheDirectoryIsForOneTrainingAtATime() throws IOException {
        Path half = Files.writeString(directory.resolve(".training.checkpoint.1234.tmp"), "half");
        TrainingListener second = new TrainingListener() {
            @Override
            public void batchFinished(int phase, int epoch, int batch, double loss) {
                train(plan(2), trainer(0), TrainingListener.NONE);
            }
        };

        assertThatThrownBy(() -> train(plan(2), trainer(0), second))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("Another training is writing checkpoints");

        assertThat(half).doesNotExist();
    }
}
