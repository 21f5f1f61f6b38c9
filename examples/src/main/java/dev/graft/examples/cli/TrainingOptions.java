package dev.graft.examples.cli;

import dev.graft.backbone.WeightsByName;
import dev.graft.freeze.BatchNormMode;
import dev.graft.freeze.FreezePolicy;
import dev.graft.optimizer.Optimizer;
import dev.graft.preprocess.Preprocessing;
import dev.graft.run.TransferTask;
import dev.graft.train.Phase;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options on what to train and how. */
final class TrainingOptions {
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
    private int size;

    @Option(
            names = "--preprocessing",
            paramLabel = "NAME",
            description = "caffe, tf, torch or none, instead of the backbone's own.")
    private String preprocessing;

    @Mixin
    private HeadOptions head;

    @Option(
            names = "--unfreeze",
            paramLabel = "N",
            description =
                    "Fine-tune the last N layers, as Keras counts them, after the head is trained (default: ${DEFAULT-VALUE}).")
    private int unfreeze;

    @Option(
            names = "--batch-norm",
            paramLabel = "MODE",
            description =
                    "Unfrozen batch norms: inference keeps their statistics, keras updates them (default: inference).")
    private BatchNormMode batchNorm = BatchNormMode.INFERENCE;

    @Option(names = "--optimizer", paramLabel = "NAME", description = "adam or rmsprop (default: ${DEFAULT-VALUE}).")
    private String optimizer = "adam";

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            description = "For the head, or from scratch (default: ${DEFAULT-VALUE}).")
    private double learningRate = 1e-3;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Most epochs for the head, or from scratch (default: ${DEFAULT-VALUE}).")
    private int epochs = 60;

    @Option(
            names = "--fine-tune-learning-rate",
            paramLabel = "RATE",
            description = "For fine-tuning (default: ${DEFAULT-VALUE}).")
    private double fineTuneLearningRate = 1e-4;

    @Option(
            names = "--fine-tune-epochs",
            paramLabel = "N",
            description = "Most epochs of fine-tuning (default: ${DEFAULT-VALUE}).")
    private int fineTuneEpochs = 20;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description =
                    "Stop a phase after N epochs without a lower validation loss; 0 never stops (default: ${DEFAULT-VALUE}).")
    private int patience = 10;

    @Option(names = "--batch-size", paramLabel = "N", description = "Images per update (default: ${DEFAULT-VALUE}).")
    private int batchSize = 32;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of split, initial values, order and dropout (default: ${DEFAULT-VALUE}).")
    private long seed = 42;

    long seed() {
        return seed;
    }

    /** Applies the options. */
    TransferTask configure(TransferTask task) {
        task.backbone(backbone)
                .size(size)
                .head(head.head())
                .training(epochs, Optimizer.byName(optimizer, learningRate), patience)
                .batchSize(batchSize)
                .seed(seed);
        if (unfreeze != 0) {
            task.fineTune(new Phase(
                    FreezePolicy.lastLayers(unfreeze).withBatchNorm(batchNorm),
                    fineTuneEpochs,
                    Optimizer.byName(optimizer, fineTuneLearningRate),
                    patience));
        }
        if (preprocessing != null) {
            task.preprocessing(Preprocessing.byId(preprocessing));
        }
        return task.weights(weights);
    }
}
