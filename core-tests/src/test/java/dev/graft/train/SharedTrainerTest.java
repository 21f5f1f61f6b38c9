package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.augmentation.AugmentationPlan;
import dev.graft.augmentation.ImageAugmentation;
import dev.graft.data.ImageDataset;
import dev.graft.data.Split;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.graph.NetworkLayer;
import dev.graft.head.DenseHead;
import dev.graft.head.Head;
import dev.graft.head.Pooling;
import dev.graft.image.RgbImage;
import dev.graft.image.UnreadableImageException;
import dev.graft.model.TransferModel;
import dev.graft.optimizer.Optimizer;
import dev.graft.progress.Progress;
import dev.graft.testkit.augmentation.ShiftingAugmentation;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.testkit.engine.CountingEngine;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.testkit.weights.MapTensors;
import dev.graft.weights.BackboneWeights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings that are done together end as each would alone, to the last bit, and compute what they share once. */
class SharedTrainerTest {
    private static final FeatureCache MEMORY = FeatureCache.off().withMemory(1 << 24);
    private static final FeatureCache FILES = new FeatureCache(0, Optional.empty(), 1 << 24);
    private static final long PLENTY = 1L << 30;
    private static final AugmentationPlan NONE = AugmentationPlan.none();
    private static final AugmentationPlan NEW = new AugmentationPlan(new ShiftingAugmentation(), 9, 0);
    private static final AugmentationPlan VIEWS = new AugmentationPlan(new ShiftingAugmentation(), 9, 2);
    private static final AugmentationPlan MIXED = new AugmentationPlan(new ShiftingAugmentation().mixed(), 9, 0);

    /** Twelve images to learn from and twelve others: one chunk of the extractor each. */
    @TempDir
    static Path pictures;

    private static ImageDataset images;
    private static Split split;
    private static BackboneWeights weights;

    /** What trials come to by themselves, for each way of seeing images. */
    private static final Map<AugmentationPlan, List<TrainingNumbers>> ALONE = new HashMap<>();

    private final CountingEngine engine = new CountingEngine(new Dl4jEngine(new EngineOptions(2)));

    @TempDir
    Path directory;

    @BeforeAll
    static void prepare() {
        images = TinyPictures.write(pictures, 24);
        split = TinyPictures.split(images, 12, 6);
        TransferModel model = TestModels.builder(new TinyBackbone(0.2)).build();
        weights = BackboneWeights.of(MapTensors.of(
                model.graph(),
                model.description().backboneLayers().stream()
                        .map(NetworkLayer::name)
                        .toList()));
    }

    private record Trial(Head head, long seed, int batchSize, Split split, List<Phase> phases) {
        Trial(Head head, long seed, int batchSize, Phase... phases) {
            this(head, seed, batchSize, SharedTrainerTest.split, List.of(phases));
        }

        TransferModel model() {
            return TestModels.builder(new TinyBackbone(0.2))
                    .weights(weights)
                    .seed(seed)
                    .head(head)
                    .build();
        }

        TrainingPlan plan(AugmentationPlan augmentation) {
            return new TrainingPlan(phases, batchSize, seed).withAugmentation(augmentation);
        }

        SharedTraining shared(AugmentationPlan augmentation) {
            return new SharedTraining(this::model, split, plan(augmentation));
        }

        SharedTraining shared(AugmentationPlan augmentation, TrainingListener listener, Checkpoints checkpoints) {
            return new SharedTraining(
                    this::model, split, plan(augmentation), listener, Progress.NONE, Optional.ofNullable(checkpoints));
        }
    }

    private static TrainingNumbers alone(
            Engine engine, Trial trial, AugmentationPlan augmentation, FeatureCache cache) {
        TransferModel model = trial.model();
        TrainingOutcome outcome = new Trainer(engine, cache, 2)
                .train(model, images, trial.split(), trial.plan(augmentation), TrainingListener.NONE, Progress.NONE);
        return TrainingNumbers.of(model, outcome);
    }

    /** All trials, each by itself; where features are kept makes no difference. */
    private static List<TrainingNumbers> alone(AugmentationPlan augmentation) {
        Engine engine = new Dl4jEngine(new EngineOptions(2));
        return trials().stream()
                .map(trial -> alone(engine, trial, augmentation, MEMORY))
                .toList();
    }

    private List<SharedResult> together(FeatureCache cache, List<SharedTraining> trainings) {
        return new SharedTrainer(engine, cache, 2, PLENTY).train(images, trainings);
    }

    private List<SharedResult> together(List<Trial> trials, AugmentationPlan augmentation, FeatureCache cache) {
        return together(
                cache, trials.stream().map(trial -> trial.shared(augmentation)).toList());
    }

    private static Phase phase(FreezePolicy freeze, int epochs, Optimizer optimizer) {
        return new Phase(freeze.withBatchNorm(BatchNormMode.INFERENCE), epochs, optimizer);
    }

    private static Phase head(int epochs) {
        return phase(FreezePolicy.allFrozen(), epochs, Optimizer.adam(3e-3));
    }

    private static final Head POOLED = DenseHead.averagePooling();

    /** Every axis that trials may differ in; one leaves its first phase early, one has everything learn. */
    private static List<Trial> trials() {
        Split other = TinyPictures.split(images, 10, 8);
        return List.of(
                new Trial(POOLED, 3, 5, head(3)),
                new Trial(
                        DenseHead.averagePooling().withDropout(0.3),
                        4,
                        7,
                        phase(FreezePolicy.allFrozen(), 2, Optimizer.rmsProp(1e-2))),
                new Trial(
                        DenseHead.averagePooling().withPooling(Pooling.FLATTEN).withHidden(4), 3, 5, head(3)),
                new Trial(POOLED, 3, 5, phase(FreezePolicy.lastLayers(10), 2, new Optimizer.Sgd(1e-3, 0.9, true))),
                new Trial(POOLED, 5, 5, head(1), new Phase(FreezePolicy.lastLayers(6), 2, Optimizer.adam(1e-3))),
                new Trial(
                        POOLED,
                        6,
                        5,
                        new Phase(FreezePolicy.allFrozen(), 4, Optimizer.adam(1), 1),
                        phase(FreezePolicy.lastLayers(14), 1, Optimizer.adam(1e-3)),
                        head(1)),
                new Trial(POOLED, 3, 4, phase(FreezePolicy.allTrainable(), 2, Optimizer.adam(1e-3))),
                new Trial(POOLED, 8, 5, other, List.of(head(2))));
    }

    static Stream<Arguments> waysOfSeeingAndKeeping() {
        return Stream.of(
                Arguments.of(NONE, MEMORY),
                Arguments.of(NONE, FeatureCache.off()),
                Arguments.of(VIEWS, FILES),
                Arguments.of(NEW, MEMORY),
                Arguments.of(NEW, FILES),
                Arguments.of(NEW, FeatureCache.off()),
                Arguments.of(MIXED, MEMORY));
    }

    @ParameterizedTest
    @MethodSource("waysOfSeeingAndKeeping")
    void eachEndsAsItWouldAlone(AugmentationPlan augmentation, FeatureCache cache) {
        List<Trial> trials = trials();

        List<SharedResult> results = together(trials, augmentation, cache);

        List<TrainingNumbers> alone = ALONE.computeIfAbsent(augmentation, SharedTrainerTest::alone);
        for (int i = 0; i < trials.size(); i++) {
            TrainingNumbers.of(results.get(i)).assertEqual(alone.get(i));
        }
        assertThat(TrainingNumbers.of(results.get(5)).epochs()).hasSizeBetween(4, 5);
        assertThat(engine.open()).isZero();
    }

    @Test
    void onePassAnEpochServesAllCuts() {
        List<Trial> trials = List.of(
                new Trial(POOLED, 1, 5, head(3)),
                new Trial(DenseHead.averagePooling().withPooling(Pooling.MAXIMUM), 2, 12, head(3)),
                new Trial(POOLED, 3, 5, phase(FreezePolicy.lastLayers(3), 3, Optimizer.adam(1e-3))),
                new Trial(POOLED, 4, 5, phase(FreezePolicy.lastLayers(6), 3, Optimizer.adam(1e-3))),
                new Trial(POOLED, 5, 5, phase(FreezePolicy.lastLayers(12), 3, Optimizer.adam(1e-3))));

        together(trials, NEW, MEMORY);

        // One for the images as they are, one for each epoch.
        assertThat(engine.passes()).hasSize(1 + 3);
        engine.passes().clear();
        alone(engine, trials.get(0), NEW, MEMORY);
        assertThat(engine.passes()).hasSize(1 + 3);
    }

    @Test
    void whatIsKeptIsComputedOnceForAll() {
        List<Trial> trials = List.of(
                new Trial(POOLED, 1, 5, head(2)),
                new Trial(POOLED, 2, 5, phase(FreezePolicy.lastLayers(6), 2, Optimizer.adam(1e-3))));

        together(trials, NONE, MEMORY);
        // 24 images.
        assertThat(engine.passes()).hasSize(2);
        engine.passes().clear();

        together(trials, VIEWS, MEMORY);
        // The twelve others and two views of twelve.
        assertThat(engine.passes()).hasSize(3);
    }

    @Test
    void aShallowerCutAloneDoesNotPayForADeeperOneThatIsOver() {
        List<Trial> trials = List.of(
                new Trial(POOLED, 1, 5, head(1)),
                new Trial(POOLED, 2, 5, phase(FreezePolicy.lastLayers(12), 3, Optimizer.adam(1e-3))),
                new Trial(POOLED, 3, 5, phase(FreezePolicy.lastLayers(12), 3, Optimizer.adam(1e-2))));

        together(trials, NEW, MEMORY);

        assertThat(engine.passes()).hasSize(1 + 3);
        assertThat(engine.passes().get(1)).contains("head_gap").hasSizeGreaterThan(1);
        assertThat(engine.passes().get(3)).isNotEmpty().doesNotContain("head_gap");
    }

    @Test
    void trialsThatLeaveAPhaseEarlyMeetAgain() {
        Phase impatient = new Phase(FreezePolicy.allFrozen(), 3, Optimizer.adam(10), 1);
        Phase last = phase(FreezePolicy.lastLayers(6), 2, Optimizer.adam(1e-3));
        List<Trial> trials = List.of(new Trial(POOLED, 1, 5, head(4), last), new Trial(POOLED, 2, 5, impatient, last));

        List<SharedResult> results = together(trials, NEW, MEMORY);

        assertThat(TrainingNumbers.of(results.get(1)).epochs()).hasSizeLessThan(6);
        assertThat(engine.passes()).hasSize(1 + 4 + 2);
    }

    @Test
    void withoutFrozenLayersPicturesAreAugmentedOnce() {
        List<String> calls = Collections.synchronizedList(new ArrayList<>());
        ImageAugmentation watched = watching((image, seed) -> calls.add(Arrays.hashCode(image.pixels()) + " " + seed));
        Phase everything = phase(FreezePolicy.allTrainable(), 2, Optimizer.adam(1e-3));
        List<Trial> trials = List.of(new Trial(POOLED, 1, 5, everything), new Trial(POOLED, 2, 4, everything));

        together(trials, new AugmentationPlan(watched, 9, 0), MEMORY);

        assertThat(calls).hasSize(12 * 2).doesNotHaveDuplicates();
    }

    @Test
    void mixedImagesAreSharedInTheSameOrderAlone() {
        Trial first = new Trial(POOLED, 1, 5, head(2));
        Trial sameOrder = new Trial(POOLED, 1, 5, phase(FreezePolicy.lastLayers(6), 2, Optimizer.adam(1e-3)));
        Trial otherBatches = new Trial(POOLED, 1, 6, head(2));
        Trial otherOrder = new Trial(POOLED, 2, 5, head(2));

        together(List.of(first, sameOrder), MIXED, MEMORY);
        assertThat(engine.passes()).hasSize(1 + 2);
        engine.passes().clear();

        together(List.of(first, sameOrder, otherBatches, otherOrder), MIXED, MEMORY);
        assertThat(engine.passes()).hasSize(1 + 3 * 2);
    }

    @Test
    void anotherAugmentationSeedIsAnotherStream() {
        Trial trial = new Trial(POOLED, 1, 5, head(2));
        AugmentationPlan other = new AugmentationPlan(new ShiftingAugmentation(), 10, 0);

        List<SharedResult> results =
                together(MEMORY, List.of(trial.shared(NEW), trial.shared(other), trial.shared(NEW)));

        assertThat(engine.passes()).hasSize(1 + 2 + 2);
        assertThat(TrainingNumbers.of(results.get(0)).epochs())
                .isEqualTo(TrainingNumbers.of(results.get(2)).epochs())
                .isNotEqualTo(TrainingNumbers.of(results.get(1)).epochs());
        TrainingNumbers.of(results.get(1)).assertEqual(alone(engine, trial, other, MEMORY));
    }

    @Test
    void layersOfOtherWeightsAreNotTakenForEqual() {
        Trial trial = new Trial(POOLED, 1, 5, head(2));
        Supplier<TransferModel> other = () -> {
            TransferModel model = trial.model();
            TestModels.amplify(model);
            return model;
        };

        List<SharedResult> results = together(
                MEMORY,
                List.of(trial.shared(NEW), new SharedTraining(other, split, trial.plan(NEW)), trial.shared(NEW)));

        TransferModel model = other.get();
        TrainingOutcome alone = new Trainer(engine, MEMORY, 2)
                .train(model, images, split, trial.plan(NEW), TrainingListener.NONE, Progress.NONE);
        TrainingNumbers.of(results.get(1)).assertEqual(TrainingNumbers.of(model, alone));
        TrainingNumbers.of(results.get(2)).assertEqual(alone(engine, trial, NEW, MEMORY));
        assertThat(TrainingNumbers.of(results.get(1)).epochs())
                .isNotEqualTo(TrainingNumbers.of(results.get(2)).epochs());
    }

    /** Stands for a process that is killed. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void killedAndContinuedTheyEndAsIfNothingHadHappened(int everyBatches) {
        List<Trial> trials = trials().subList(0, 6);
        int kills = 0;
        List<SharedResult> results = null;
        while (results == null) {
            int[] left = {11 + kills};
            TrainingListener killer = new TrainingListener() {
                @Override
                public void batchFinished(int phase, int epoch, int batch, double loss) {
                    if (--left[0] < 0) {
                        throw new Killed();
                    }
                }
            };
            try {
                results = together(
                        MEMORY,
                        IntStream.range(0, trials.size())
                                .mapToObj(i -> trials.get(i)
                                        .shared(
                                                NEW,
                                                killer,
                                                Checkpoints.in(directory.resolve("trial" + i))
                                                        .withEveryBatches(everyBatches)))
                                .toList());
            } catch (Killed e) {
                kills++;
            }
        }
        assertThat(kills).isGreaterThan(2);
        for (int i = 0; i < trials.size(); i++) {
            TrainingNumbers.of(results.get(i)).assertEqual(alone(engine, trials.get(i), NEW, MEMORY));
        }
    }

    @Test
    void oneThatFailsFailsForItself() {
        Trial good = new Trial(POOLED, 1, 5, head(3));
        TrainingListener failing = new TrainingListener() {
            @Override
            public void epochFinished(int phase, EpochRecord epoch, boolean best) {
                if (epoch.epoch() == 2) {
                    throw new GraftException("The disk is full.");
                }
            }
        };
        TrainingListener greedy = new TrainingListener() {
            @Override
            public void batchFinished(int phase, int epoch, int batch, double loss) {
                throw new OutOfMemoryError("Java heap space");
            }
        };
        Supplier<TransferModel> noModel = () -> {
            throw new GraftException("No such backbone.");
        };
        Trial tooMany = new Trial(POOLED, 1, 5, phase(FreezePolicy.lastLayers(999), 1, Optimizer.adam(1)));
        Trial exploding = new Trial(
                DenseHead.averagePooling().withHidden(4),
                1,
                5,
                phase(FreezePolicy.allFrozen(), 3, new Optimizer.Sgd(1e38, 0, false)));
        List<Integer> ended = new ArrayList<>();
        SharedResult[] results = new SharedResult[7];

        new SharedTrainer(engine, MEMORY, 2, PLENTY)
                .train(
                        images,
                        List.of(
                                good.shared(NEW, failing, null),
                                new SharedTraining(noModel, split, good.plan(NEW)),
                                good.shared(NEW),
                                tooMany.shared(NEW),
                                good.shared(NEW, greedy, null),
                                exploding.shared(NEW),
                                good.shared(NONE)),
                        (number, result) -> {
                            ended.add(number);
                            results[number] = result;
                        });

        assertThat(ended).containsExactly(1, 3, 4, 5, 0, 2, 6);
        assertThat(TrainingNumbers.of(results[0]).stopped())
                .hasValueSatisfying(reason -> assertThat(reason).contains("The disk is full."));
        assertThat(failure(results[1])).hasMessage("No such backbone.");
        assertThat(failure(results[3])).isInstanceOf(GraftException.class).hasMessageContaining("999");
        assertThat(failure(results[4])).hasMessageContaining("not enough memory for phase 1");
        assertThat(failure(results[5])).hasMessageContaining("no model to keep");
        TrainingNumbers.of(results[2]).assertEqual(alone(engine, good, NEW, MEMORY));
        TrainingNumbers.of(results[6]).assertEqual(alone(engine, good, NONE, MEMORY));
        assertThat(engine.open()).isZero();
    }

    private static RuntimeException failure(SharedResult result) {
        return ((SharedResult.Failed) result).cause();
    }

    @Test
    void anImageThatIsGoneFailsAllWhoNeedIt(@TempDir Path folder) throws Exception {
        ImageDataset perishable = TinyPictures.write(folder, 24);
        Files.delete(perishable.samples().get(split.train().get(3)).path());
        Trial trial = new Trial(POOLED, 1, 5, head(1));

        List<SharedResult> results = new SharedTrainer(engine, MEMORY, 2, PLENTY)
                .train(perishable, List.of(trial.shared(NEW), trial.shared(NEW)));

        assertThat(results)
                .hasSize(2)
                .allSatisfy(result -> assertThat(failure(result)).isInstanceOf(UnreadableImageException.class));
        assertThat(engine.open()).isZero();
    }

    @Test
    void anInterruptionEndsAll() {
        Trial trial = new Trial(POOLED, 1, 5, head(2));
        TrainingListener interrupting = new TrainingListener() {
            @Override
            public void epochFinished(int phase, EpochRecord epoch, boolean best) {
                Thread.currentThread().interrupt();
            }
        };
        List<Integer> ended = new ArrayList<>();

        assertThatThrownBy(() -> new SharedTrainer(engine, MEMORY, 2, PLENTY)
                        .train(
                                images,
                                List.of(trial.shared(NEW, interrupting, null), trial.shared(NEW)),
                                (number, result) -> ended.add(number)))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("interrupted");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(ended).isEmpty();
        assertThat(engine.open()).isZero();
    }

    @Test
    void thoseThatDoNotFitMemoryWait() {
        Trial trial = new Trial(POOLED, 1, 5, head(2));
        long one = TrainingMemory.of(TrainingJob.of(
                trial.model(), images, split, trial.plan(NEW), engine, TrainingListener.NONE, Progress.NONE));
        int parameters = 641 + 2 * 13;
        assertThat(one).isEqualTo(4L * (parameters + 4 * 2 * 13));
        List<String> events = new ArrayList<>();
        AtomicInteger built = new AtomicInteger();
        List<SharedTraining> trainings = IntStream.range(0, 3)
                .mapToObj(i -> new SharedTraining(
                        () -> {
                            built.incrementAndGet();
                            return trial.model();
                        },
                        split,
                        trial.plan(NEW),
                        new TrainingListener() {
                            @Override
                            public void epochFinished(int phase, EpochRecord epoch, boolean best) {
                                events.add(i + "." + epoch.epoch());
                            }
                        },
                        Progress.NONE,
                        Optional.empty()))
                .toList();

        new SharedTrainer(engine, MEMORY, 2, 2 * one).train(images, trainings);
        assertThat(events).containsExactly("0.1", "1.1", "0.2", "1.2", "2.1", "2.2");
        assertThat(built).hasValue(3);
        events.clear();

        new SharedTrainer(engine, MEMORY, 2, 0).train(images, trainings);
        assertThat(events).containsExactly("0.1", "0.2", "1.1", "1.2", "2.1", "2.2");
    }

    @Test
    void timeSpentForAllIsSharedOut() {
        ImageAugmentation slow = watching((image, seed) -> {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Trial trial = new Trial(POOLED, 1, 5, head(2));
        long start = System.nanoTime();

        List<SharedResult> results = together(List.of(trial, trial, trial), new AugmentationPlan(slow, 9, 0), MEMORY);

        double passed = (System.nanoTime() - start) / 1e9;
        double told = results.stream()
                .map(result -> ((SharedResult.Finished) result).outcome())
                .mapToDouble(TrainingOutcome::trainingSeconds)
                .sum();
        // Two epochs of twelve images, two at a time.
        assertThat(told).isGreaterThan(2 * 6 * 0.05).isLessThan(passed);
    }

    private interface Watcher {
        void see(RgbImage image, long seed);
    }

    private static ImageAugmentation watching(Watcher watcher) {
        ImageAugmentation real = new ShiftingAugmentation();
        return new ImageAugmentation() {
            @Override
            public RgbImage apply(RgbImage image, long seed) {
                watcher.see(image, seed);
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
        };
    }
}
