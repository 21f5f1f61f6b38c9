package dev.graft.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.backbone.BackboneRegistry;
import dev.graft.data.ImageDataset;
import dev.graft.data.Split;
import dev.graft.data.SplitFractions;
import dev.graft.engine.Engine;
import dev.graft.engine.EngineOptions;
import dev.graft.engine.Precision;
import dev.graft.engine.dl4j.Dl4jEngine;
import dev.graft.error.GraftException;
import dev.graft.feature.FeatureCache;
import dev.graft.freeze.FreezePolicy;
import dev.graft.freeze.ResolvedFreeze;
import dev.graft.freeze.Unfrozen;
import dev.graft.graph.LayerGraph;
import dev.graft.head.DenseHead;
import dev.graft.head.Head;
import dev.graft.head.HeadChoice;
import dev.graft.head.HeadPreset;
import dev.graft.loss.ClassWeights;
import dev.graft.loss.CrossEntropy;
import dev.graft.metrics.GroupScore;
import dev.graft.metrics.GroupScoreChoice;
import dev.graft.metrics.Prediction;
import dev.graft.model.Classifier;
import dev.graft.model.ModelFile;
import dev.graft.optimizer.Optimizer;
import dev.graft.preprocess.Preprocessing;
import dev.graft.result.GroupedResult;
import dev.graft.result.ResultWriter;
import dev.graft.result.ResultWriters;
import dev.graft.result.TrainingResult;
import dev.graft.settings.SplitSettings;
import dev.graft.settings.TrainingSettings;
import dev.graft.testkit.data.TinyPictures;
import dev.graft.testkit.model.TestModels;
import dev.graft.testkit.model.TinyBackbone;
import dev.graft.testkit.result.ChangedResult;
import dev.graft.train.EpochRecord;
import dev.graft.train.Phase;
import dev.graft.train.TrainingEnd;
import dev.graft.train.TrainingListener;
import dev.graft.weights.BackboneWeights;
import dev.graft.weights.WeightStore;
import dev.graft.weights.WeightStoreOptions;
import dev.graft.weights.WeightsUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferTaskTest {
    @TempDir
    static Path pictures;

    private static ImageDataset images;

    private final Engine engine = new Dl4jEngine(new EngineOptions(2));

    @TempDir
    Path directory;

    @BeforeAll
    static void writePictures() {
        images = TinyPictures.write(pictures, 24);
    }

    private TransferTask task() {
        return new TransferTask(
                        images,
                        new BackboneRegistry(List.of(new TinyBackbone())),
                        engine,
                        FeatureCache.off().withMemory(1 << 20),
                        new WeightStore(WeightStoreOptions.defaults().withOffline(true)),
                        2)
                .backbone("tiny")
                .weights(BackboneWeights.random())
                .split(new SplitFractions(0.5, 0.25, 0.25))
                .headPhase(new Phase(FreezePolicy.allFrozen(), 2, Optimizer.adam(1e-2)))
                .batchSize(8);
    }

    private static List<Double> losses(TransferRun run) {
        return run.result().history().epochs().stream()
                .map(EpochRecord::validationLoss)
                .toList();
    }

    @Test
    void aTaskGivesTheSameResultAsOftenAsItRuns() {
        TransferTask task = task().unfreeze(6);

        TransferRun first = task.run();
        TransferRun second = task.run();

        assertThat(losses(first)).isEqualTo(losses(second));
        assertThat(first.result().testPredictions())
                .hasSize(6)
                .isEqualTo(second.result().testPredictions());
        assertThat(losses(task.seed(43).run())).isNotEqualTo(losses(first));
    }

    @Test
    void aSavedModelScoresGroupsAsItsValidationPartChose() {
        TransferRun run = task().run();
        TrainingResult r = run.result();
        GroupScoreChoice choice = new GroupScoreChoice(GroupScore.MAXIMUM, 20, 10, List.of());
        TrainingResult chosen = ChangedResult.withGroups(
                r, Optional.of(new GroupedResult(choice, Optional.of(r.validation()), r.test(), List.of())));
        Path file = directory.resolve("model.graft");

        new TransferRun(run.model(), chosen, run.pictures(), run.inputs(), run.end()).saveModel(file);

        assertThat(ModelFile.load(file).groupScore()).isEqualTo(GroupScore.MAXIMUM);
        run.saveModel(file);
        assertThat(ModelFile.load(file).groupScore()).isEqualTo(GroupScore.MEAN_LOGIT);
    }

    @Test
    void aSavedRunPredictsWhatItReported() throws Exception {
        TransferRun run = task().run();
        Path target = directory.resolve("result");

        assertThat(run.save(target)).isEqualTo(target);

        try (Stream<Path> files = Files.list(target)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("model.graft", "history.csv", "result.json");
        }
        ModelFile.Saved saved = ModelFile.load(target.resolve(TransferRun.MODEL_FILE));
        assertThat(saved.provenance().sections().keySet())
                .isEqualTo(run.result().provenance().sections().keySet());
        try (Classifier classifier = new Classifier(saved.model(), engine)) {
            for (Prediction reported : run.result().testPredictions()) {
                Prediction found = classifier
                        .predict(List.of(pictures.resolve(reported.image())))
                        .get(0);
                assertThat(found.probabilities().get(0))
                        .isCloseTo(reported.probabilities().get(0), within(1e-5));
            }
        }
        assertThatThrownBy(() -> run.save(target))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("exists");
        ResultWriter broken = (result, pictures, folder) -> {
            throw new IllegalStateException("no room");
        };
        Path none = directory.resolve("none");
        assertThatThrownBy(() -> run.save(none, new ResultWriters(List.of(ResultWriters.NUMBERS, broken))))
                .hasMessageContaining("no room");
        assertThat(none).doesNotExist();
    }

    @Test
    void anotherPreprocessingIsRecorded() {
        TransferRun run = task().preprocessing(Preprocessing.TF).run();

        assertThat(run.model().description().preprocessing()).isEqualTo(Preprocessing.TF);
        assertThat(run.result().provenance().sections().get("model")).containsEntry("preprocessing", "tf");
    }

    @Test
    void anUnknownPositiveClassIsRefusedWithThoseThatExist() {
        assertThatThrownBy(() -> task().positiveClass("tumour").run())
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("'tumour'")
                .hasMessageContaining("healthy, stroke");
    }

    private TransferTask scratch() {
        return new TransferTask(
                        images,
                        new BackboneRegistry(List.of(new TinyBackbone())),
                        engine,
                        FeatureCache.off().withMemory(1 << 20),
                        new WeightStore(WeightStoreOptions.defaults().withOffline(true)),
                        2)
                .backbone("tiny")
                .split(new SplitFractions(0.5, 0.25, 0.25))
                .training(2, Optimizer.adam(1e-2), 0)
                .batchSize(8);
    }

    /** What learns in each phase, in words. */
    private static List<String> learning(TransferTask task) {
        List<String> policies = new ArrayList<>();
        task.listener(new TrainingListener() {
                    @Override
                    public void phaseStarted(int number, Phase phase, ResolvedFreeze freeze, String features) {
                        policies.add(freeze.policy() + ", " + phase.epochs() + " epochs");
                    }
                })
                .run();
        return policies;
    }

    @Test
    void weightsAreSoughtBeforeAnythingElse() {
        BackboneWeights missing = new BackboneWeights() {
            @Override
            public void prepare() {
                throw new WeightsUnavailableException("not to be had");
            }

            @Override
            public void loadInto(ComputationGraph graph, List<String> layers) {
                throw new AssertionError("too late");
            }

            @Override
            public String describe() {
                return "missing";
            }
        };

        // Shares that leave a part without images are noticed when the data are split.
        assertThatThrownBy(() -> task().weights(missing)
                        .split(new SplitFractions(0.98, 0.01, 0.01))
                        .run())
                .isInstanceOf(WeightsUnavailableException.class);
    }

    @Test
    void aBackboneWithoutPublishedWeightsLearnsFromScratch() {
        assertThat(learning(scratch())).containsExactly("all layers unfrozen, 2 epochs");
        TransferRun run = scratch().run();

        assertThat(run.model().description().weights()).isEqualTo("random");
        assertThat(run.result().findings())
                .noneMatch(finding -> finding.sentence().contains("random values"));
    }

    @Test
    void randomWeightsOfAnyBackboneLearnFromScratch() {
        assertThat(learning(scratch().weights(BackboneWeights.random())))
                .containsExactly("all layers unfrozen, 2 epochs");
    }

    @Test
    void pretrainedLayersStayFrozenUnlessFineTuned() {
        assertThat(learning(scratch().weights(TestModels.zeros()))).containsExactly("all layers frozen, 2 epochs");
    }

    @Test
    void whatIsAskedForInDetailIsDoneAndTheReportSaysWhatItIsWorth() {
        TransferTask task = bare().backbone("tiny")
                .weights(BackboneWeights.random())
                .batchSize(8)
                .headPhase(new Phase(FreezePolicy.allFrozen(), 1, Optimizer.adam(1e-2)));

        assertThat(learning(task)).containsExactly("all layers frozen, 1 epochs");
        assertThat(task.run().result().findings().get(0).sentence())
                .contains("started from random values, and 21 of its 21 layers kept them", "let all layers learn");
        assertThat(learning(scratch().unfreeze(6)))
                .containsExactly("all layers frozen, 2 epochs", "last 6 layers unfrozen, 20 epochs");
    }

    @Test
    void tooSmallImagesAreRefused() {
        assertThatThrownBy(() -> task().size(8).run())
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("at least 16");
    }

    private TransferTask bare() {
        return new TransferTask(
                images,
                new BackboneRegistry(List.of(new TinyBackbone())),
                engine,
                FeatureCache.off(),
                new WeightStore(WeightStoreOptions.defaults().withOffline(true)),
                2);
    }

    /** Both orders of each pair: neither may be dropped without a word. */
    @Test
    void settingsThatExcludeEachOtherAreAnErrorWhenTheSecondIsSet() {
        Phase phase = new Phase(FreezePolicy.allFrozen(), 1, Optimizer.adam(1e-2));
        Split parts = TinyPictures.split(images, 12, 6);
        CrossEntropy weighted = CrossEntropy.plain().withClassWeights(ClassWeights.of(1, 2));
        List<List<UnaryOperator<TransferTask>>> pairs = List.of(
                List.of(t -> t.phases(List.of(phase)), t -> t.unfreeze(3)),
                List.of(t -> t.phases(List.of(phase)), t -> t.fineTune(phase)),
                List.of(t -> t.phases(List.of(phase)), t -> t.headPhase(phase)),
                List.of(t -> t.phases(List.of(phase)), t -> t.training(7, Optimizer.adam(1e-2), 0)),
                List.of(t -> t.headPhase(phase), t -> t.training(7, Optimizer.adam(1e-2), 0)),
                List.of(t -> t.unfreeze(3), t -> t.fineTune(phase)),
                List.of(t -> t.split(parts), t -> t.split(SplitFractions.defaults())),
                List.of(t -> t.split(parts), t -> t.splitSeed(3)),
                List.of(t -> t.weights("random"), t -> t.weights(BackboneWeights.random())),
                List.of(t -> t.loss(weighted), t -> t.balancedClasses(true)));
        for (List<UnaryOperator<TransferTask>> pair : pairs) {
            for (int first = 0; first < 2; first++) {
                TransferTask task = pair.get(first).apply(bare());
                UnaryOperator<TransferTask> second = pair.get(1 - first);
                assertThatThrownBy(() -> second.apply(task))
                        .as("pair %d, order %d", pairs.indexOf(pair), first)
                        .isInstanceOf(GraftException.class)
                        .hasMessageContaining("was already set");
            }
        }
    }

    @Test
    void whatIsSetToNothingExcludesNothing() {
        Phase phase = new Phase(FreezePolicy.allFrozen(), 1, Optimizer.adam(1e-2));
        bare().unfreeze(0).balancedClasses(false).phases(List.of(phase));
        bare().phases(List.of(phase))
                .phases(List.of())
                .headPhase(phase)
                .unfreeze(2)
                .unfreeze(3);
    }

    @Test
    void aRunThatIsClosedSaysSo() {
        TransferRun run = task().pictures(false).run();
        run.close();
        run.close();

        assertThatThrownBy(() -> run.save(directory.resolve("late")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThat(directory.resolve("late")).doesNotExist();
    }

    @Test
    void aDivergedTrainingLeavesTheTestPartSealed() {
        SealBook book = new SealBook(directory.resolve("seals"));
        TransferTask task = bare().backbone("tiny")
                .weights(BackboneWeights.random())
                .split(new SplitFractions(0.5, 0.25, 0.25))
                .phases(List.of(new Phase(FreezePolicy.allTrainable(), 3, new Optimizer.Sgd(3e38, 0, false))))
                .seal(book, "a result");

        assertThatThrownBy(task::run).isInstanceOf(GraftException.class).hasMessageContaining("no model to keep");
        assertThat(book.openings(images.contentHash(task.split().test()))).isEmpty();
    }

    @Test
    void whatFailsInTheSecondPhaseIsToldWithTheModelOfTheFirst() {
        TransferRun run = task().pictures(false)
                .unfreeze(6)
                .listener(new TrainingListener() {
                    @Override
                    public void phaseStarted(int number, Phase phase, ResolvedFreeze freeze, String features) {
                        if (number == 2) {
                            throw new GraftException("No memory is left.");
                        }
                    }
                })
                .run();

        assertThat(run.end()).isInstanceOf(TrainingEnd.Failed.class);
        assertThat(run.result().findings())
                .anySatisfy(finding ->
                        assertThat(finding.sentence()).contains("ended before its time", "No memory is left."));
        assertThat(run.save(directory.resolve("kept"))).exists();
        run.close();
    }

    @Test
    void settingsAndTheirFluentMethodsAreTheSameTraining() {
        TransferTask fluent = scratch()
                .unfreeze(6)
                .head(DenseHead.averagePooling().withHidden(4))
                .trainMetrics(true)
                .loss(CrossEntropy.plain().withLabelSmoothing(0.1))
                .balancedClasses(true)
                .seed(5);
        TrainingSettings said = TrainingSettings.defaults()
                .withModel(model ->
                        model.withBackbone("tiny").withHead(new HeadChoice("average pooling, dense 4 relu, softmax")))
                .withSplit(SplitSettings.of(new SplitFractions(0.5, 0.25, 0.25)))
                .withPhases(List.of(
                        TrainingSettings.headPhase()
                                .withEpochs(2)
                                .withLearningRate(1e-2)
                                .withPatience(0),
                        TrainingSettings.fineTuning().withUnfrozen(Unfrozen.last(6))))
                .withBatchSize(8)
                .withEvaluation(evaluation -> evaluation.withTrainMetrics(true))
                .withLoss(loss -> loss.withLabelSmoothing(0.1).withBalanced(true))
                .withSeed(5);

        try (TransferRun first = fluent.run();
                TransferRun second = bare().settings(said).run()) {
            assertThat(recorded(first)).isEqualTo(said);
            assertThat(recorded(second)).isEqualTo(said);
            assertThat(Reproduction.of(first.result(), second.result()).equal()).isTrue();
        }
    }

    private static TrainingSettings recorded(TransferRun run) {
        return TrainingSettings.of(run.result().provenance().sections().get(TrainingSettings.SECTION), "the result");
    }

    @Test
    void whatAProgramGaveIsRecordedByItsTextOrMarked() {
        Head own = new Head() {
            @Override
            public String addTo(LayerGraph graph, String features, int classes) {
                return DenseHead.averagePooling().addTo(graph, features, classes);
            }

            @Override
            public String describe() {
                return "a head of my own";
            }
        };
        TransferTask task = scratch().training(1, Optimizer.adam(1e-2), 0).pictures(false);
        Split split = task.split();

        try (TransferRun text = task.head(HeadPreset.GAP_DROPOUT::head).run();
                TransferRun marked = task.head(own).run();
                TransferRun parts = task.head(DenseHead.averagePooling())
                        .on(new Split(
                                split.train(), split.test(), split.validation(), split.seed(), List.of(), List.of()))
                        .run();
                TransferRun same = task.on(split).run()) {
            assertThat(recorded(text).model().head().text()).isEqualTo("average pooling, dropout 0.2, softmax");
            assertThat(recorded(same).split()).isEqualTo(SplitSettings.of(new SplitFractions(0.5, 0.25, 0.25)));
            assertThatThrownBy(() -> recorded(marked))
                    .isInstanceOf(GraftException.class)
                    .hasMessageContaining("model.head was an object of a program: a head of my own");
            assertThatThrownBy(() -> recorded(parts)).hasMessageContaining("split was an object of a program");
        }
    }

    @Test
    void settingsOfAnotherPrecisionAreRefused() {
        assertThatThrownBy(() -> bare().settings(TrainingSettings.defaults().withPrecision(Precision.BF16)))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("bfloat16")
                .hasMessageContaining("float32");
    }
}
