package dev.graft.cli;

import dev.graft.error.GraftException;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.Unfrozen;
import dev.graft.head.HeadStart;
import dev.graft.settings.LossSettings;
import dev.graft.settings.ModelSettings;
import dev.graft.settings.PhaseSettings;
import dev.graft.settings.TrainingSettings;
import dev.graft.train.GradualUnfreezing;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options on what to train and how. */
final class TrainingOptions {
    private static final String BALANCED = "balanced";

    @Option(names = "--backbone", paramLabel = "ID", description = "Backbone (default: ${bundle:default.backbone}).")
    private @Nullable String backbone;

    @Option(
            names = "--weights",
            paramLabel = "NAME|FILE",
            description =
                    "The backbone's weights: a name that graft backbones lists, for example imagenet; default, the"
                            + " first of these; bundled, the first in its jar; random; or a file: Keras's .h5 (notop),"
                            + " .weights.h5 or .keras, or safetensors with Keras's names (default:"
                            + " ${bundle:default.weights}, which is random where none are published). With random ones and without"
                            + " --unfreeze the whole network learns from scratch.")
    private @Nullable String weights;

    @Option(
            names = "--size",
            paramLabel = "PX",
            description = "Side of the square input (default: the backbone's own).")
    private @Nullable Integer size;

    @Option(
            names = "--preprocessing",
            paramLabel = "NAME",
            description = "caffe, tf, torch or none, instead of the backbone's own.")
    private @Nullable String preprocessing;

    @Mixin
    private HeadOptions head;

    @Option(
            names = "--head-start",
            paramLabel = "KIND",
            description = "What the head begins with: random values, or probe, the logistic regression on the frozen"
                    + " backbone's features; see docs/recipes.md (default: random).")
    private @Nullable HeadStart headStart;

    @Option(
            names = "--unfreeze",
            paramLabel = "N|LAYERS",
            description =
                    "Fine-tune the last N layers, as Keras counts them, after the head is trained, or others: all,"
                            + " normalizations, 'blocks(block6, block7)', 'last(40) and not normalizations'; see docs/freezing.md"
                            + " (default: 0).")
    private @Nullable String unfreeze;

    @Option(
            names = "--batch-norm",
            paramLabel = "MODE",
            description =
                    "Unfrozen batch norms: inference keeps their statistics, keras updates them (default: ${bundle:default.batchNorm}).")
    private @Nullable BatchNormMode batchNorm;

    @Option(
            names = "--unfreeze-schedule",
            paramLabel = "N:EPOCHS[,N:EPOCHS...]",
            description = "Unfreeze gradually instead: the last N layers for so many epochs, then more; 0 is the head"
                    + " alone. For example 0:5,3:5,20:10.")
    private @Nullable String unfreezeSchedule;

    @Mixin
    private AugmentationOptions augmentation;

    @Mixin
    private UpdateOptions updates;

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            description = "For the head, or from scratch (default: ${bundle:default.learningRate}).")
    private @Nullable Double learningRate;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Most epochs for the head, or from scratch (default: ${bundle:default.epochs}).")
    private @Nullable Integer epochs;

    @Option(
            names = "--fine-tune-learning-rate",
            paramLabel = "RATE",
            description = "For fine-tuning (default: ${bundle:default.fineTuneLearningRate}).")
    private @Nullable Double fineTuneLearningRate;

    @Option(
            names = "--fine-tune-epochs",
            paramLabel = "N",
            description = "Most epochs of fine-tuning (default: ${bundle:default.fineTuneEpochs}).")
    private @Nullable Integer fineTuneEpochs;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description =
                    "Stop a phase after N epochs without a lower validation loss; 0 never stops (default: ${bundle:default.patience}).")
    private @Nullable Integer patience;

    @Option(
            names = "--label-smoothing",
            paramLabel = "SHARE",
            description =
                    "Spread this share of each label over all classes (default: ${bundle:default.labelSmoothing}).")
    private @Nullable Double labelSmoothing;

    @Option(
            names = "--class-weights",
            paramLabel = "balanced|W,W...",
            description =
                    "How much an image of each class counts, in the order of the classes' names; balanced: as much"
                            + " as its class is rare (default: all alike).")
    private @Nullable String classWeights;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            description = "Images per update (default: ${bundle:default.batchSize}).")
    private @Nullable Integer batchSize;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "Seed of split, initial values, order, dropout and augmentation (default: ${bundle:default.seed}).")
    private @Nullable Long seed;

    /** Puts what was given over settings. */
    TrainingSettings over(TrainingSettings base) {
        TrainingSettings settings = augmentation
                .over(base)
                .withModel(this::model)
                .withLoss(this::loss)
                .withPhases(phases(base.phases()));
        settings = batchSize == null ? settings : settings.withBatchSize(batchSize);
        return seed == null ? settings : settings.withSeed(seed);
    }

    private ModelSettings model(ModelSettings base) {
        if (size != null && size < 1) {
            throw new GraftException("Found an input of " + size
                    + " pixels, expected at least 1. Leave the size out for the backbone's own.");
        }
        return new ModelSettings(
                backbone == null ? base.backbone() : backbone,
                weights == null ? base.weights() : weights,
                size == null ? base.size() : size,
                preprocessing == null ? base.preprocessing() : preprocessing,
                head.over(base.head()),
                headStart == null ? base.headStart() : headStart);
    }

    private LossSettings loss(LossSettings base) {
        LossSettings loss = labelSmoothing == null ? base : base.withLabelSmoothing(labelSmoothing);
        if (classWeights == null) {
            return loss;
        }
        if (classWeights.equals(BALANCED)) {
            return loss.withBalanced(true);
        }
        try {
            return loss.withClassWeights(
                    Stream.of(classWeights.split(",")).map(Double::valueOf).toList());
        } catch (NumberFormatException e) {
            throw new GraftException(
                    "--class-weights takes 'balanced' or one number per class, for example 1,2.5; found '"
                            + classWeights + "'.");
        }
    }

    private List<PhaseSettings> phases(List<PhaseSettings> base) {
        PhaseSettings first = changed(base.get(0), learningRate, epochs);
        PhaseSettings usual = base.size() > 1 ? base.get(1) : TrainingSettings.fineTuning();
        if (unfreezeSchedule != null) {
            return gradual(unfreezeSchedule, first, fineTuned(usual));
        }
        if (unfreeze != null) {
            Unfrozen layers = new Unfrozen(unfreeze);
            return layers.equals(Unfrozen.last(0))
                    ? List.of(first)
                    : List.of(first, fineTuned(usual).withUnfrozen(layers));
        }
        return Stream.concat(Stream.of(first), base.stream().skip(1).map(this::fineTuned))
                .toList();
    }

    private PhaseSettings fineTuned(PhaseSettings phase) {
        return changed(phase, fineTuneLearningRate, fineTuneEpochs);
    }

    private PhaseSettings changed(PhaseSettings base, @Nullable Double rate, @Nullable Integer most) {
        PhaseSettings phase = updates.over(base, Optional.ofNullable(rate));
        phase = most == null ? phase : phase.withEpochs(most);
        phase = batchNorm == null ? phase : phase.withBatchNorm(batchNorm);
        return patience == null ? phase : phase.withPatience(patience);
    }

    private List<PhaseSettings> gradual(String schedule, PhaseSettings head, PhaseSettings fineTuning) {
        if (unfreeze != null && !new Unfrozen(unfreeze).equals(Unfrozen.last(0))) {
            throw new GraftException("--unfreeze and --unfreeze-schedule exclude each other; give one of them.");
        }
        List<GradualUnfreezing.Stage> stages = GradualUnfreezing.parse(schedule).stages();
        if (epochs != null || fineTuneEpochs != null) {
            throw new GraftException("--unfreeze-schedule says how many epochs each phase has; --"
                    + (epochs != null ? "" : "fine-tune-") + "epochs cannot be given beside it.");
        }
        return stages.stream()
                .map(stage -> (stage.layers() == 0 ? head : fineTuning)
                        .withUnfrozen(Unfrozen.last(stage.layers()))
                        .withEpochs(stage.epochs()))
                .toList();
    }
}
