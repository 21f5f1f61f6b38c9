package dev.graft.cli;

import dev.graft.GraftException;
import dev.graft.backbone.WeightsByName;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.loss.ClassWeights;
import dev.graft.loss.CrossEntropy;
import dev.graft.optimizer.UpdateRule;
import dev.graft.preprocess.Preprocessing;
import dev.graft.run.TransferTask;
import dev.graft.schedule.LearningRateFinder;
import dev.graft.train.GradualUnfreezing;
import dev.graft.train.LearningRatePlan;
import dev.graft.train.Phase;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options on what to train and how. */
final class TrainingOptions {
    private static final String BALANCED = "balanced";
    private static final int EPOCHS = 60;
    private static final int FINE_TUNE_EPOCHS = 20;

    @Option(names = "--backbone", paramLabel = "ID", description = "Backbone (default: ${DEFAULT-VALUE}).")
    private String backbone = "efficientnet-b0";

    @Option(
            names = "--weights",
            paramLabel = "NAME|FILE",
            description =
                    "The backbone's weights: a name that graft backbones lists, for example imagenet; default, the"
                            + " first of these; bundled, the first in its jar; random; or a file: Keras's .h5 (notop),"
                            + " .weights.h5 or .keras, or safetensors with Keras's names (default:"
                            + " ${DEFAULT-VALUE}, which is random where none are published). With random ones and without"
                            + " --unfreeze the whole network learns from scratch.")
    private String weights = WeightsByName.DEFAULT;

    @Option(
            names = "--size",
            paramLabel = "PX",
            description = "Side of the square input (default: the backbone's own).")
    private Integer size;

    @Option(
            names = "--preprocessing",
            paramLabel = "NAME",
            description = "caffe, tf, torch or none, instead of the backbone's own.")
    private String preprocessing;

    @Mixin
    private HeadOptions head;

    @Option(
            names = "--unfreeze",
            paramLabel = "N|LAYERS",
            description =
                    "Fine-tune the last N layers, as Keras counts them, after the head is trained, or others: all,"
                            + " normalizations, 'blocks(block6, block7)', 'last(40) and not normalizations'; see docs/freezing.md"
                            + " (default: ${DEFAULT-VALUE}).")
    private String unfreeze = "0";

    @Option(
            names = "--batch-norm",
            paramLabel = "MODE",
            description =
                    "Unfrozen batch norms: inference keeps their statistics, keras updates them (default: inference).")
    private BatchNormMode batchNorm = BatchNormMode.INFERENCE;

    @Option(
            names = "--unfreeze-schedule",
            paramLabel = "N:EPOCHS[,N:EPOCHS...]",
            description = "Unfreeze gradually instead: the last N layers for so many epochs, then more; 0 is the head"
                    + " alone. For example 0:5,3:5,20:10.")
    private String unfreezeSchedule;

    @Mixin
    private AugmentationOptions augmentation;

    @Mixin
    private UpdateOptions updates;

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            description = "For the head, or from scratch (default: ${DEFAULT-VALUE}).")
    private double learningRate = 1e-3;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Most epochs for the head, or from scratch (default: " + EPOCHS + ").")
    private Integer epochs;

    @Option(
            names = "--fine-tune-learning-rate",
            paramLabel = "RATE",
            description = "For fine-tuning (default: ${DEFAULT-VALUE}).")
    private double fineTuneLearningRate = 1e-4;

    @Option(
            names = "--fine-tune-epochs",
            paramLabel = "N",
            description = "Most epochs of fine-tuning (default: " + FINE_TUNE_EPOCHS + ").")
    private Integer fineTuneEpochs;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description =
                    "Stop a phase after N epochs without a lower validation loss; 0 never stops (default: ${DEFAULT-VALUE}).")
    private int patience = 10;

    @Option(
            names = "--label-smoothing",
            paramLabel = "SHARE",
            description = "Spread this share of each label over all classes (default: ${DEFAULT-VALUE}).")
    private double labelSmoothing;

    @Option(
            names = "--class-weights",
            paramLabel = "balanced|W,W...",
            description =
                    "How much an image of each class counts, in the order of the classes' names; balanced: as much"
                            + " as its class is rare (default: all alike).")
    private String classWeights;

    @Option(names = "--batch-size", paramLabel = "N", description = "Images per update (default: ${DEFAULT-VALUE}).")
    private int batchSize = 32;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of split, initial values, order, dropout and augmentation (default: ${DEFAULT-VALUE}).")
    private long seed = 42;

    long seed() {
        return seed;
    }

    /** Applies the options. */
    TransferTask configure(TransferTask task) {
        task.backbone(backbone)
                .head(head.head())
                .loss(loss())
                .balancedClasses(BALANCED.equals(classWeights))
                .batchSize(batchSize)
                .seed(seed);
        if (size != null) {
            task.size(size);
        }
        if (preprocessing != null) {
            task.preprocessing(Preprocessing.byId(preprocessing));
        }
        return augmentation.configure(phases(task)).weights(weights);
    }

    private CrossEntropy loss() {
        CrossEntropy loss = CrossEntropy.plain().withLabelSmoothing(labelSmoothing);
        if (classWeights == null || classWeights.equals(BALANCED)) {
            return loss;
        }
        try {
            return loss.withClassWeights(ClassWeights.of(Stream.of(classWeights.split(","))
                    .mapToDouble(Double::parseDouble)
                    .toArray()));
        } catch (NumberFormatException e) {
            throw new GraftException(
                    "--class-weights takes 'balanced' or one number per class, for example 1,2.5; found '"
                            + classWeights + "'.");
        }
    }

    /** One rate for each update. */
    LearningRateFinder finder() {
        return LearningRateFinder.defaults()
                .withBatchesPerRate(updates.rule(learningRate).accumulation());
    }

    private TransferTask phases(TransferTask task) {
        UpdateRule headRule = updates.rule(learningRate);
        UpdateRule fineTuningRule = updates.rule(fineTuneLearningRate);
        LearningRatePlan rates = updates.rates();
        FreezePolicy fineTuned = FreezePolicy.parse(unfreeze).withBatchNorm(batchNorm);
        if (unfreezeSchedule != null) {
            if (!fineTuned.equals(FreezePolicy.allFrozen())) {
                throw new GraftException("--unfreeze and --unfreeze-schedule exclude each other; give one of them.");
            }
            GradualUnfreezing schedule = GradualUnfreezing.parse(unfreezeSchedule);
            if (epochs != null || fineTuneEpochs != null) {
                throw new GraftException("--unfreeze-schedule says how many epochs each phase has; --"
                        + (epochs != null ? "" : "fine-tune-") + "epochs cannot be given beside it.");
            }
            return task.phases(schedule.phases(headRule, fineTuningRule, batchNorm, patience).stream()
                    .map(phase -> phase.withRates(rates))
                    .toList());
        }
        int fineTuning = fineTuneEpochs == null ? FINE_TUNE_EPOCHS : fineTuneEpochs;
        return task.training(epochs == null ? EPOCHS : epochs, headRule, rates, patience)
                .fineTune(
                        fineTuned.equals(FreezePolicy.allFrozen())
                                ? null
                                : new Phase(fineTuned, fineTuning, fineTuningRule, rates, patience));
    }
}
