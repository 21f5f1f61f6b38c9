package dev.graft.settings;

import dev.graft.augmentation.AugmentationCatalog;
import dev.graft.backbone.WeightsByName;
import dev.graft.data.SplitFractions;
import dev.graft.engine.Precision;
import dev.graft.error.GraftException;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.Unfrozen;
import dev.graft.head.HeadChoice;
import dev.graft.head.HeadStart;
import dev.graft.optimizer.Clipping;
import dev.graft.optimizer.LayerRates;
import dev.graft.optimizer.Optimizer;
import dev.graft.optimizer.WeightAveraging;
import dev.graft.schedule.ScheduleChoice;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * All that determines a training besides its images, its engine and the number of threads. Immutable; every default is said
 * here. It has a JSON form, which results hold and files may hold:
 *
 * <pre>{@code
 * TrainingSettings settings = TrainingSettings.defaults()
 *         .withModel(model -> model.withBackbone("resnet50").withSize(160))
 *         .withPhases(List.of(TrainingSettings.headPhase().withEpochs(20), TrainingSettings.fineTuning()));
 * }</pre>
 *
 * @param model network, weights, head
 * @param phases in order, at least one; each continues from the best epoch so far
 * @param batchSize images per update, at least 1
 * @param loss what is minimised
 * @param augmentation how training images are changed
 * @param split how images are dealt out
 * @param seeds where chance begins
 * @param evaluation what the result tells
 * @param limits what ends it before its time
 * @param precision of feature maps
 */
public record TrainingSettings(
        ModelSettings model,
        List<PhaseSettings> phases,
        int batchSize,
        LossSettings loss,
        AugmentationSettings augmentation,
        SplitSettings split,
        SeedSettings seeds,
        EvaluationSettings evaluation,
        LimitSettings limits,
        Precision precision) {
    /** Section of a result's provenance that holds them. */
    public static final String SECTION = "settings";

    /** @throws GraftException without a phase, or with a batch of nothing */
    public TrainingSettings {
        phases = List.copyOf(phases);
        if (phases.isEmpty() || batchSize < 1) {
            throw new GraftException("A training needs at least one phase and a batch size of at least 1, found "
                    + phases.size() + " phases and batch size " + batchSize + ".");
        }
    }

    /** What holds where nothing is said. */
    public static TrainingSettings defaults() {
        return new TrainingSettings(
                new ModelSettings(
                        "efficientnet-b0",
                        WeightsByName.DEFAULT,
                        0,
                        ModelSettings.OWN,
                        new HeadChoice("average pooling, dropout 0.2"),
                        HeadStart.RANDOM),
                List.of(headPhase()),
                32,
                new LossSettings(0, false, List.of()),
                new AugmentationSettings(AugmentationCatalog.NONE, 1, AugmentationCatalog.NONE, 0),
                SplitSettings.of(SplitFractions.defaults()),
                SeedSettings.of(42),
                new EvaluationSettings("", "youden", 0.15, false),
                new LimitSettings(0, 0),
                Precision.F32);
    }

    /** The first phase where nothing is said: the head on the frozen backbone, or a whole network from scratch. */
    public static PhaseSettings headPhase() {
        return new PhaseSettings(
                Unfrozen.automatic(),
                BatchNormMode.INFERENCE,
                60,
                10,
                Optimizer.adam(1e-3),
                ScheduleChoice.constant(),
                Clipping.none(),
                1,
                LayerRates.uniform(),
                WeightAveraging.none());
    }

    /** A later phase where nothing is said, but for its layers: fine-tuning of the last 20. */
    public static PhaseSettings fineTuning() {
        return headPhase().withUnfrozen(Unfrozen.last(20)).withEpochs(20).withLearningRate(1e-4);
    }

    /**
     * Reads a file: JSON in the form of {@link #toJson}, in which anything may be left out, or a training's {@code
     * result.json}, or its folder.
     *
     * @throws GraftException if it cannot be read; names the setting that is wrong
     */
    public static TrainingSettings read(Path file) {
        return SettingsJson.read(file);
    }

    /**
     * Reads text as {@link #read} does.
     *
     * @param source what to call the text in messages
     */
    public static TrainingSettings parse(String json, String source) {
        return SettingsJson.parse(json, source);
    }

    /**
     * What a result recorded.
     *
     * @param recorded {@link #recorded} as its file gave it back
     * @param source what to call it in messages
     */
    public static TrainingSettings of(Map<String, ?> recorded, String source) {
        return SettingsJson.of(recorded, source);
    }

    /** Where others differ, each as the path of a setting with both values: {@code batchSize: 32 there, 16 here}. */
    public List<String> differences(TrainingSettings there) {
        Map<String, String> here = SettingsJson.values(this);
        Map<String, String> all = new LinkedHashMap<>(SettingsJson.values(there));
        Map<String, String> others = Map.copyOf(all);
        all.putAll(here);
        return all.keySet().stream()
                .filter(path -> !here.getOrDefault(path, "nothing").equals(others.getOrDefault(path, "nothing")))
                .map(path -> path + ": " + others.getOrDefault(path, "nothing") + " there, "
                        + here.getOrDefault(path, "nothing") + " here")
                .toList();
    }

    /** In full, in lines for people. */
    public String toJson() {
        return SettingsJson.text(this);
    }

    /**
     * The same as maps, lists, texts, numbers and truth values, for a result's provenance.
     *
     * @param objects what a program gave that has no text: path of the setting, such as {@code model.head}, to a
     *     description. Such a record tells people; it cannot be read
     */
    public Map<String, Object> recorded(Map<String, String> objects) {
        return SettingsJson.recorded(this, objects);
    }

    public TrainingSettings withModel(UnaryOperator<ModelSettings> change) {
        return new TrainingSettings(
                change.apply(model),
                phases,
                batchSize,
                loss,
                augmentation,
                split,
                seeds,
                evaluation,
                limits,
                precision);
    }

    public TrainingSettings withPhases(List<PhaseSettings> others) {
        return new TrainingSettings(
                model, others, batchSize, loss, augmentation, split, seeds, evaluation, limits, precision);
    }

    public TrainingSettings withBatchSize(int images) {
        return new TrainingSettings(
                model, phases, images, loss, augmentation, split, seeds, evaluation, limits, precision);
    }

    public TrainingSettings withLoss(UnaryOperator<LossSettings> change) {
        return new TrainingSettings(
                model,
                phases,
                batchSize,
                change.apply(loss),
                augmentation,
                split,
                seeds,
                evaluation,
                limits,
                precision);
    }

    public TrainingSettings withAugmentation(UnaryOperator<AugmentationSettings> change) {
        return new TrainingSettings(
                model,
                phases,
                batchSize,
                loss,
                change.apply(augmentation),
                split,
                seeds,
                evaluation,
                limits,
                precision);
    }

    public TrainingSettings withSplit(SplitSettings other) {
        return new TrainingSettings(
                model, phases, batchSize, loss, augmentation, other, seeds, evaluation, limits, precision);
    }

    /** One seed for all. */
    public TrainingSettings withSeed(long seed) {
        return withSeeds(seeds -> SeedSettings.of(seed));
    }

    public TrainingSettings withSeeds(UnaryOperator<SeedSettings> change) {
        return new TrainingSettings(
                model,
                phases,
                batchSize,
                loss,
                augmentation,
                split,
                change.apply(seeds),
                evaluation,
                limits,
                precision);
    }

    public TrainingSettings withEvaluation(UnaryOperator<EvaluationSettings> change) {
        return new TrainingSettings(
                model,
                phases,
                batchSize,
                loss,
                augmentation,
                split,
                seeds,
                change.apply(evaluation),
                limits,
                precision);
    }

    public TrainingSettings withLimits(UnaryOperator<LimitSettings> change) {
        return new TrainingSettings(
                model,
                phases,
                batchSize,
                loss,
                augmentation,
                split,
                seeds,
                evaluation,
                change.apply(limits),
                precision);
    }

    public TrainingSettings withPrecision(Precision other) {
        return new TrainingSettings(
                model, phases, batchSize, loss, augmentation, split, seeds, evaluation, limits, other);
    }
}
