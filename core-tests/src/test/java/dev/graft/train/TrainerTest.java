package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.ImageDataset;
import dev.graft.data.Split;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.head.DenseHead;
import dev.graft.loss.ClassWeights;
import dev.graft.loss.CrossEntropy;
import dev.graft.metrics.Prediction;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.progress.Progress;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.testkit.model.Snapshot;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    private static final Optimizer OPTIMIZER = Optimizer.adam(3e-3);
    private static final FeatureCache CACHE = FeatureCache.off().withMemory(1 << 20);

    @TempDir
    static Path pictures;

    private static ImageDataset images;

    /** Samples 0 to 11 are of class 0, 12 to 23 of class 1. */
    private static Split split;

    @BeforeAll
    static void writePictures() {
        images = TinyPictures.write(pictures, 24);
        split = TinyPictures.split(images, 12, 6);
    }

    @AfterEach
    void forgetInterruption() {
        Thread.interrupted();
    }

    private static Engine engine() {
        return new Dl4jEngine(new EngineOptions(2));
    }

    private static TransferModel model() {
        return TestModels.builder(new TinyBackbone(0.2))
                .head(DenseHead.averagePooling().withDropout(0.2))
                .build();
    }

    private static Phase frozen(int epochs) {
        return new Phase(FreezePolicy.allFrozen(), epochs, OPTIMIZER);
    }

    private static Phase half(int epochs, double rate) {
        return new Phase(
                FreezePolicy.lastLayers(10).withBatchNorm(BatchNormMode.INFERENCE), epochs, Optimizer.adam(rate));
    }

    private static TrainingPlan plan(long seed, Phase... phases) {
        return new TrainingPlan(List.of(phases), 5, seed);
    }

    private static TrainingOutcome train(TransferModel model, TrainingPlan plan) {
        return train(model, plan, TrainingListener.NONE);
    }

    private static TrainingOutcome train(TransferModel model, TrainingPlan plan, TrainingListener listener) {
        return new Trainer(engine(), CACHE, 2).train(model, images, split, plan, listener, Progress.NONE);
    }

    /** Without wall times. */
    private static List<List<Double>> numbers(History history) {
        return history.epochs().stream()
                .map(e -> List.of(
                        e.trainLoss(),
                        e.trainAccuracy(),
                        e.validationLoss(),
                        e.validationAccuracy(),
                        e.learningRate(),
                        (double) e.epoch()))
                .toList();
    }

    private static double crossEntropy(List<Prediction> predictions) {
        return predictions.stream()
                .mapToDouble(p -> -Math.log(p.probabilities().get(p.actual())))
                .average()
                .orElseThrow();
    }

    // ---- with the real engine

    @Test
    void equalSeedsGiveEqualHistoriesAndOtherSeedsDoNot() {
        Phase[] phases = {frozen(2), half(2, 1e-3)};
        TransferModel one = model();
        TransferModel two = model();

        TrainingOutcome first = train(one, plan(3, phases));
        TrainingOutcome second = train(two, plan(3, phases));

        assertThat(numbers(first.history())).hasSize(4).isEqualTo(numbers(second.history()));
        assertThat(first.test()).isEqualTo(second.test());
        assertThat(Snapshot.of(one.graph()).changed(Snapshot.of(two.graph()))).isEmpty();
        assertThat(numbers(train(model(), plan(4, phases)).history())).isNotEqualTo(numbers(first.history()));
    }

    @Test
    void theModelHoldsTheEpochWithTheLowestValidationLoss() {
        TransferModel model = model();
        // Too fast on purpose: the last epoch must not be the best.
        Phase wild = new Phase(FreezePolicy.lastLayers(10), 8, Optimizer.rmsProp(5.0));

        TrainingOutcome outcome = train(model, plan(1, frozen(2), wild));

        EpochRecord best = outcome.history().best().orElseThrow();
        List<EpochRecord> epochs = outcome.history().epochs();
        assertThat(epochs.get(epochs.size() - 1).validationLoss()).isGreaterThan(best.validationLoss());
        assertThat(crossEntropy(outcome.validation())).isCloseTo(best.validationLoss(), within(1e-5));
        double right = outcome.validation().stream().filter(Prediction::correct).count();
        assertThat(right / outcome.validation().size()).isEqualTo(best.validationAccuracy());
    }

    @Test
    void predictionsNameEveryImageOfTheirPartInOrder() {
        TrainingOutcome outcome = train(model(), plan(1, frozen(1)));

        assertNames(outcome.validation(), split.validation());
        assertNames(outcome.test(), split.test());
    }

    private static void assertNames(List<Prediction> predictions, List<Integer> indices) {
        assertThat(predictions)
                .extracting(Prediction::image)
                .containsExactlyElementsOf(indices.stream()
                        .map(i -> images.samples().get(i).name())
                        .toList());
        assertThat(predictions)
                .extracting(Prediction::actual)
                .containsExactlyElementsOf(indices.stream()
                        .map(i -> images.samples().get(i).label())
                        .toList());
    }

    @Test
    void interruptionEndsTheTrainingWithTheBestEpochInTheModel() {
        TransferModel model = model();
        List<Snapshot> atBest = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void epochFinished(int phase, EpochRecord epoch, boolean best) {
                if (best) {
                    atBest.add(Snapshot.of(model.graph()));
                }
                if (epoch.epoch() == 3) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        Snapshot before = Snapshot.of(model.graph());

        assertThatThrownBy(() -> train(model, plan(1, frozen(50)), listener))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("interrupted");

        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        Snapshot after = Snapshot.of(model.graph());
        assertThat(atBest.get(atBest.size() - 1).changed(after)).isEmpty();
        assertThat(before.changed(after)).isNotEmpty();
    }

    @Test
    void aPolicyThatDoesNotFitIsRefusedBeforeAnythingIsTrained() {
        TransferModel model = model();
        Snapshot before = Snapshot.of(model.graph());
        Phase wrong = new Phase(FreezePolicy.from("no_such_layer"), 1, OPTIMIZER);

        assertThatThrownBy(() -> train(model, plan(1, frozen(1), wrong)))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("no_such_layer");

        assertThat(before.changed(Snapshot.of(model.graph()))).isEmpty();
    }

    @Test
    void everyPhaseIsAnnouncedWithWhatLearns() {
        List<String> told = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void phaseStarted(int number, Phase phase, ResolvedFreeze freeze, String features) {
                told.add(number + ": " + freeze.policy() + ", " + features);
            }
        };

        TrainingOutcome outcome = train(model(), plan(1, frozen(1), half(1, 1e-3)), listener);

        assertThat(told)
                .containsExactly(
                        "1: all layers frozen, computed once, kept in memory",
                        "2: last 10 layers unfrozen, computed once, kept in memory");
        assertThat(outcome.freezes()).extracting(f -> f.unfrozen().size()).containsExactly(0, 10);
        assertThat(outcome.history().epochs()).extracting(EpochRecord::epoch).containsExactly(1, 1);
    }

    @Test
    void theTrainPartIsMeasuredAsTheValidationPartIs() {
        Split same = new Split(split.train(), split.train(), List.of(), 1, List.of(), List.of());
        TrainingPlan plan = new TrainingPlan(List.of(frozen(1), half(2, 1e-3)), 5, 3, true);

        TrainingOutcome outcome = new Trainer(engine(), CACHE, 2)
                .train(model(), images, same, plan, TrainingListener.NONE, Progress.NONE);

        assertThat(outcome.history().epochs()).hasSize(3).allSatisfy(epoch -> {
            assertThat(epoch.trainInferenceLoss())
                    .isEqualTo(epoch.validationLoss())
                    .isNotEqualTo(epoch.trainLoss());
            assertThat(epoch.trainInferenceAccuracy()).isEqualTo(epoch.validationAccuracy());
        });
        assertThat(train(model(), plan(3, frozen(1))).history().hasTrainInference())
                .isFalse();
    }

    // ---- with losses from a list: 12 images to learn from in batches of 5, 5 and 2, six of class 0 to validate

    private static final int STEPS = 3;

    private static List<Double> steps(int epochs) {
        return Collections.nCopies(STEPS * epochs, 1.0);
    }

    private static TrainingOutcome train(Engine engine, TrainingListener listener, Phase... phases) {
        return train(engine, listener, plan(1, phases));
    }

    private static TrainingOutcome train(Engine engine, TrainingListener listener, TrainingPlan plan) {
        Split scripted = new Split(
                List.of(6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17),
                List.of(0, 1, 2, 3, 4),
                List.of(),
                1,
                List.of(),
                List.of());
        return new Trainer(engine, FeatureCache.off(), 2)
                .train(model(), images, scripted, plan, listener, Progress.NONE);
    }

    private static Phase patient(int epochs, int patience) {
        return new Phase(FreezePolicy.allFrozen(), epochs, OPTIMIZER, patience);
    }

    @Test
    void labelsAreSmoothedAndImagesCountAsTheirClassDoes() {
        ScriptedEngine engine = new ScriptedEngine(steps(1), List.of(1.0));
        CrossEntropy loss = CrossEntropy.plain().withLabelSmoothing(0.5).withClassWeights(ClassWeights.of(2, 0.25));

        train(engine, TrainingListener.NONE, new TrainingPlan(List.of(patient(1, 0)), 5, 1, false, loss));

        assertThat(engine.learned)
                .hasSize(12)
                .containsOnly(List.of(0.75, 0.25, 2.0), List.of(0.25, 0.75, 0.25))
                .filteredOn(image -> image.get(2) == 2)
                .hasSize((int) IntStream.rangeClosed(6, 17)
                        .filter(i -> images.samples().get(i).label() == 0)
                        .count());
    }

    @Test
    void itStopsWhenPatienceIsSpent() {
        ScriptedEngine engine = new ScriptedEngine(steps(9), List.of(1.0, 0.9, 0.95, 0.8, 0.8, 0.81, 0.1));

        TrainingOutcome outcome = train(engine, TrainingListener.NONE, patient(9, 2));

        assertThat(outcome.history().epochs()).hasSize(6);
        assertThat(engine.writtenBackAfter).containsExactly(1, 2, 4);
        assertThat(outcome.history().best().orElseThrow().epoch()).isEqualTo(4);
    }

    @Test
    void withoutPatienceItRunsAllEpochs() {
        ScriptedEngine engine = new ScriptedEngine(steps(4), List.of(1.0, 2.0, 3.0, 4.0));

        assertThat(train(engine, TrainingListener.NONE, patient(4, 0)).history().epochs())
                .hasSize(4);
        assertThat(engine.writtenBackAfter).containsExactly(1);
    }

    @Test
    void aLossThatIsNoNumberEndsTheTrainingAtOnceAndTheBestEpochStays() {
        List<Double> losses = new ArrayList<>(steps(9));
        losses.set(2 * STEPS + 1, Double.NaN);
        ScriptedEngine engine = new ScriptedEngine(losses, List.of(1.0, 0.9, Double.NaN, 0.1));

        TrainingOutcome outcome = train(engine, TrainingListener.NONE, patient(9, 0), patient(9, 0));

        assertThat(outcome.stopped())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("The training loss became NaN in batch 2 of epoch 3 of phase 1")
                        .contains("holds the best epoch before it", "lower learning rate"));
        assertThat(engine.batches).hasSize(2 * STEPS + 2);
        assertThat(outcome.history().epochs()).hasSize(3);
        assertThat(outcome.history().epochs().get(2).trainLoss()).isNaN();
        assertThat(engine.writtenBackAfter).containsExactly(1, 2);
    }

    @Test
    void aLossThatIsNoNumberAndKnownLateEndsTheTrainingTheSame() {
        List<Double> losses = new ArrayList<>(steps(9));
        losses.set(2 * STEPS, Double.NaN);
        ScriptedEngine engine = new ScriptedEngine(losses, List.of(1.0, 0.9, 0.1));
        List<Double> told = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void batchFinished(int phase, int epoch, int batch, double loss) {
                told.add(loss);
            }
        };

        TrainingOutcome outcome = train(new LateEngine(engine), listener, patient(9, 0));

        assertThat(outcome.stopped())
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("The training loss became NaN in batch 1 of epoch 3"));
        // The next one had begun; nobody hears of it.
        assertThat(engine.batches).hasSize(2 * STEPS + 2);
        assertThat(told).hasSize(2 * STEPS + 1);
        assertThat(engine.writtenBackAfter).containsExactly(1, 2);
    }

    @Test
    void aValidationLossThatIsNoNumberEndsTheTraining() {
        ScriptedEngine engine = new ScriptedEngine(steps(9), List.of(1.0, Double.NaN, 0.5));

        TrainingOutcome outcome = train(engine, TrainingListener.NONE, patient(9, 0));

        assertThat(outcome.history().epochs()).hasSize(2);
        assertThat(outcome.end()).isInstanceOf(TrainingEnd.Diverged.class);
        assertThat(outcome.stopped())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("validation loss became NaN after epoch 2 of phase 1", "holds the best epoch"));
        assertThat(engine.writtenBackAfter).containsExactly(1);
    }

    @Test
    void aTrainingThatDivergesBeforeOneGoodEpochIsAnErrorAndNoResult() {
        ScriptedEngine engine = new ScriptedEngine(steps(9), List.of(Double.NaN, 0.5));
        TrainingListener finished = new TrainingListener() {
            @Override
            public void trainingFinished(History history, Optional<String> stopped) {
                throw new AssertionError("There is no result to finish with");
            }
        };

        assertThatThrownBy(() -> train(engine, finished, patient(9, 0)))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("validation loss became NaN after epoch 1 of phase 1")
                .hasMessageContaining("no model to keep")
                .hasMessageContaining("lower learning rate");
        assertThat(engine.writtenBackAfter).isEmpty();
    }

    @Test
    void parametersThatAreNoNumbersAreNotKeptHoweverGoodTheLoss() {
        ScriptedEngine engine = new ScriptedEngine(steps(9), List.of(1.0, 0.9, 0.8));
        engine.finiteFor = STEPS;

        TrainingOutcome outcome = train(engine, TrainingListener.NONE, patient(9, 0));

        assertThat(outcome.stopped())
                .hasValueSatisfying(reason ->
                        assertThat(reason).contains("Parameters became NaN or infinite in epoch 2 of phase 1"));
        assertThat(outcome.history().epochs()).hasSize(2);
        assertThat(outcome.history().epochs().get(1).validationLoss()).isNaN();
        assertThat(engine.writtenBackAfter).containsExactly(1);
    }

    @Test
    void whatGoesWrongInTheSecondPhaseLeavesTheBestOfTheFirst() {
        TransferModel expected = model();
        train(expected, plan(3, frozen(2)));
        GraftException trouble = new GraftException("An image is gone.");
        TrainingListener failing = new TrainingListener() {
            @Override
            public void batchFinished(int phase, int epoch, int batch, double loss) {
                if (phase == 2) {
                    throw trouble;
                }
            }
        };
        TransferModel model = model();

        TrainingOutcome outcome = train(model, plan(3, frozen(2), half(2, 1e-3)), failing);

        assertThat(outcome.end()).isEqualTo(new TrainingEnd.Failed(trouble));
        assertThat(outcome.stopped())
                .hasValueSatisfying(reason ->
                        assertThat(reason).contains("the best epoch before that was kept", "An image is gone."));
        assertThat(outcome.history().epochs()).hasSize(2);
        assertThat(outcome.test()).hasSize(split.test().size());
        assertThat(Snapshot.of(expected.graph()).changed(Snapshot.of(model.graph())))
                .isEmpty();
    }

    @Test
    void aListenerMayStopButTheFirstEpochIsFinished() {
        ScriptedEngine engine = new ScriptedEngine(steps(9), List.of(1.0, 0.5));
        List<String> told = new ArrayList<>();
        TrainingListener impatient = new TrainingListener() {
            @Override
            public void trainingStarted(List<EpochRecord> before) {
                told.add("started after " + before.size());
            }

            @Override
            public void batchFinished(int phase, int epoch, int batch, double loss) {
                told.add(phase + "." + epoch + "." + batch + " " + loss);
            }

            @Override
            public void trainingFinished(History history, Optional<String> stopped) {
                told.add("finished after " + history.epochs().size() + ": " + stopped.orElseThrow());
            }

            @Override
            public Optional<String> reasonToStop() {
                return Optional.of("Enough.");
            }
        };

        TrainingOutcome outcome =
                train(engine, TrainingListener.all(List.of(TrainingListener.NONE, impatient)), patient(9, 0));

        assertThat(told)
                .containsExactly("started after 0", "1.1.1 1.0", "1.1.2 1.0", "1.1.3 1.0", "finished after 1: Enough.");
        assertThat(outcome.stopped()).contains("Enough.");
        assertThat(engine.writtenBackAfter).containsExactly(1);
    }

    @Test
    void exhaustedMemoryIsExplained() {
        TrainingListener greedy = new TrainingListener() {
            @Override
            public void batchFinished(int phase, int epoch, int batch, double loss) {
                throw new OutOfMemoryError("Java heap space");
            }
        };
        ScriptedEngine engine = new ScriptedEngine(steps(1), List.of(1.0));

        assertThatThrownBy(() -> train(engine, greedy, patient(1, 0)))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("not enough memory for phase 1")
                .hasMessageContaining("Lower the batch size");
    }

    @Test
    void aLaterPhaseCountsOnlyIfItBeatsTheBestSoFar() {
        ScriptedEngine engine = new ScriptedEngine(steps(5), List.of(1.0, 0.5, 0.7, 0.6, 0.4));
        List<Boolean> best = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void epochFinished(int phase, EpochRecord epoch, boolean isBest) {
                best.add(isBest);
            }
        };

        train(engine, listener, patient(2, 0), patient(3, 0));

        assertThat(best).containsExactly(true, true, false, false, true);
        assertThat(engine.writtenBackAfter).containsExactly(1, 2, 5);
    }

    @Test
    void theEpochsLossIsTheMeanOverImagesNotOverBatches() {
        ScriptedEngine engine = new ScriptedEngine(List.of(1.0, 2.0, 6.0), List.of(0.7));

        EpochRecord epoch = train(engine, TrainingListener.NONE, patient(1, 0))
                .history()
                .epochs()
                .get(0);

        assertThat(engine.batches).containsExactly(5, 5, 2);
        assertThat(epoch.trainLoss()).isCloseTo((5 * 1.0 + 5 * 2.0 + 2 * 6.0) / 12, within(1e-12));
        assertThat(epoch.trainAccuracy()).isEqualTo(3.0 / 12);
        assertThat(epoch.validationLoss()).isCloseTo(0.7, within(1e-6));
        // exp(-0.7) is just below one half, so class 0 loses.
        assertThat(epoch.validationAccuracy()).isZero();
        assertThat(epoch.learningRate()).isEqualTo(3e-3);
    }
}
