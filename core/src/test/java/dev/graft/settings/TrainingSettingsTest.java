package dev.graft.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.engine.Precision;
import dev.graft.error.GraftException;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.Unfrozen;
import dev.graft.head.HeadChoice;
import dev.graft.head.HeadStart;
import dev.graft.metrics.ThresholdRule;
import dev.graft.optimizer.Clipping;
import dev.graft.optimizer.LayerRates;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.WeightAveraging;
import dev.graft.schedule.ScheduleChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingSettingsTest {
    /** Nothing is as it is by default. */
    private static final TrainingSettings OTHER = new TrainingSettings(
            new ModelSettings(
                    "resnet50",
                    "imagenet",
                    160,
                    "caffe",
                    new HeadChoice("reference, dense 8, sigmoid"),
                    HeadStart.PROBE),
            List.of(
                    phase(Unfrozen.last(0), Optimizer.sgd(0.1).withMomentum(0.9).withNesterov(true), Clipping.none()),
                    phase(Unfrozen.last(3), Optimizer.rmsProp(1e-5).withCentered(true), Clipping.byValue(0.5)),
                    phase(Unfrozen.all(), Optimizer.adamW(1e-7).withWeightDecay(0.1), Clipping.byNorm(2)),
                    phase(new Unfrozen("from(block5_conv1)"), Optimizer.adam(3e-4), Clipping.byGlobalNorm(1))),
            7,
            new LossSettings(0.1, false, List.of(1.0, 2.5)),
            new AugmentationSettings("mri", 0.7, "mixup:0.4", 0),
            new SplitSettings(0.5, 0.25, 0.25, 2, 5),
            new SeedSettings(1, Long.MIN_VALUE, 3),
            new EvaluationSettings("stroke", "sensitivity:0.95", 0.1, true),
            new LimitSettings(12.5, 1L << 40),
            Precision.BF16);

    @TempDir
    Path folder;

    private static PhaseSettings phase(Unfrozen unfrozen, Optimizer optimizer, Clipping clipping) {
        return new PhaseSettings(
                unfrozen,
                BatchNormMode.KERAS,
                3,
                2,
                optimizer,
                ScheduleChoice.of("cosine, warm-up 1"),
                clipping,
                2,
                LayerRates.backbone(0.1).from("top_conv", 0.5),
                new WeightAveraging.Stochastic(0.5));
    }

    private static TrainingSettings parse(String json) {
        return TrainingSettings.parse(json.replace('\'', '"'), "settings.json");
    }

    /** A new one needs a name in JSON. */
    @Test
    void everyOptimizerIsWrittenAndReadBack() {
        assertThat(Optimizer.names()).hasSameSizeAs(Optimizer.class.getPermittedSubclasses());
        for (String name : Optimizer.names()) {
            Optimizer optimizer = Optimizer.byName(name, 0.25);
            TrainingSettings settings = TrainingSettings.defaults()
                    .withPhases(List.of(TrainingSettings.headPhase().withOptimizer(optimizer)));
            assertThat(parse(settings.toJson())).as(name).isEqualTo(settings);
            assertThat(optimizer.name()).isEqualTo(name);
        }
    }

    @Test
    void whatIsWrittenIsReadBack() {
        assertThat(parse(OTHER.toJson())).isEqualTo(OTHER);
        assertThat(TrainingSettings.of(OTHER.recorded(Map.of()), "a result")).isEqualTo(OTHER);
        TrainingSettings usual = TrainingSettings.defaults();
        assertThat(parse(usual.toJson())).isEqualTo(usual);
        assertThat(parse(usual.withEvaluation(e -> e.withThreshold(new ThresholdRule.Sensitivity(0.9)))
                                .toJson())
                        .evaluation()
                        .thresholdRule())
                .isEqualTo(new ThresholdRule.Sensitivity(0.9));
        assertThat(usual.withLimits(l -> l.withTime(Duration.ofSeconds(90)))
                        .limits()
                        .time())
                .isEqualTo(Duration.ofSeconds(90));
    }

    @ParameterizedTest
    @EnumSource
    void everyPrecisionIsWrittenAndReadBack(Precision precision) {
        String name = precision.name().toLowerCase(Locale.ROOT);
        assertThat(parse("{'precision': '" + name + "'}").precision()).isEqualTo(precision);
        assertThat(TrainingSettings.defaults().withPrecision(precision).toJson())
                .contains('"' + name + '"');
    }

    @Test
    void whatIsLeftOutIsTheDefault() {
        TrainingSettings usual = TrainingSettings.defaults();

        assertThat(parse("{}")).isEqualTo(usual);
        assertThat(parse("{'model': {'size': 64}, 'split': {'validation': 0.2}, 'seeds': {'training': 7}}"))
                .isEqualTo(usual.withModel(model -> model.withSize(64))
                        .withSplit(new SplitSettings(0.65, 0.2, 0.15, 0, 0))
                        .withSeeds(seeds -> seeds.withTraining(7)));
        assertThat(parse("{'phases': [{'epochs': 5}, {'unfrozen': '3'}]}").phases())
                .containsExactly(
                        TrainingSettings.headPhase().withEpochs(5),
                        TrainingSettings.fineTuning().withUnfrozen(Unfrozen.last(3)));
    }

    @Test
    void anotherOptimizerHasItsOwnDefaults() {
        List<PhaseSettings> phases = parse("""
                {"phases": [{"optimizer": {"name": "sgd", "momentum": 0.9}, "clipping": {"by": "globalNorm", "limit": 1}},
                            {"optimizer": {"beta1": 0.8}}]}""").phases();

        assertThat(phases.get(0).optimizer()).isEqualTo(Optimizer.sgd(1e-3).withMomentum(0.9));
        assertThat(phases.get(0).clipping()).isEqualTo(Clipping.byGlobalNorm(1));
        assertThat(phases.get(1).optimizer()).isEqualTo(new Optimizer.Adam(1e-4, 0.8, 0.999, 1e-7));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'modle': {}}                               | there is no setting 'modle'. Expected one of
            {'phases': [{}, {'epoch': 3}]}              | there is no setting 'phases[1].epoch'. Expected one of
            {'phases': [{'optimizer': {'rho': 1}}]}     | there is no setting 'phases[0].optimizer.rho'
            {'phases': [{'optimizer': {'name': 'x'}}]}  | There is no optimizer 'x'
            {'phases': []}                              | at least one phase
            {'phases': [{'epochs': 0}]}                 | phases[0]: A phase needs at least one epoch
            {'phases': [{'epochs': 2.5}]}               | phases[0].epochs
            {'phases': [{'epochs': null}]}              | phases[0].epochs
            {'phases': [{'epochs': 'many'}]}            | phases[0].epochs
            {'phases': [{'schedule': 'cosin'}]}         | phases[0].schedule: There is no learning-rate schedule 'cosin'
            {'phases': 3}                               | phases
            {'model': {'head': 'gap-dens'}}             | model.head: There is no head 'gap-dens'
            {'model': {'head': null}}                   | model.head
            {'model': null}                             | model
            {'model': {'size': -1}}                     | model: Found an input of -1 pixels
            {'split': {'validation': 0.9}}              | split: The shares
            {'split': {'fold': 3, 'folds': 2}}          | split: Found fold 3 of 2
            {'loss': {'balanced': true, 'classWeights': [1]}} | loss: Found weights of classes
            {'evaluation': {'threshold': 'best'}}       | evaluation: Found 'best'
            {'precision': 'f16'}                        | precision
            {'batchSize': 3, 'batchSize': 4}            | line 1: this is no JSON
            {'batchSize': 0}                            | batch size of at least 1
            []                                          | holds no settings
            """)
    void whatIsWrongIsNamed(String json, String message) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(GraftException.class)
                .hasMessageStartingWith("settings.json")
                .hasMessageContaining(message);
    }

    @Test
    void objectsOfAProgramAreMarkedAndRefused() {
        Map<String, Object> recorded = OTHER.recorded(Map.of("model.head", "my head"));

        assertThatThrownBy(() -> TrainingSettings.of(recorded, "result.json"))
                .isInstanceOf(GraftException.class)
                .hasMessage(
                        "result.json: model.head was an object of a program: my head, which no file can hold. Repeat"
                                + " it with that program, or give a value in its place.");
    }

    @Test
    void aResultOrItsFolderHoldsSettingsToo() throws IOException {
        Files.writeString(
                folder.resolve("result.json"),
                "{\"provenance\": {\"sections\": {\"settings\": " + OTHER.toJson() + "}}, \"title\": \"x\"}");

        assertThat(TrainingSettings.read(folder)).isEqualTo(OTHER);
        assertThat(TrainingSettings.read(folder.resolve("result.json"))).isEqualTo(OTHER);
        Files.writeString(folder.resolve("result.json"), "{\"provenance\": {\"sections\": {}}}");
        assertThatThrownBy(() -> TrainingSettings.read(folder))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("does not say with what settings");
        assertThatThrownBy(() -> TrainingSettings.read(folder.resolve("none")))
                .isInstanceOf(GraftException.class)
                .hasMessageContaining("There is no file");
    }

    @Test
    void differencesAreNamedByTheirPaths() {
        TrainingSettings usual = TrainingSettings.defaults();

        assertThat(usual.differences(usual)).isEmpty();
        assertThat(usual.withBatchSize(8)
                        .withPhases(List.of(TrainingSettings.headPhase().withLearningRate(0.5)))
                        .differences(usual))
                .containsExactly(
                        "phases[0].optimizer.learningRate: 0.001 there, 0.5 here", "batchSize: 32 there, 8 here");
    }
}
