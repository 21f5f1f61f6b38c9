package dev.graft.diagnosis;

import dev.graft.result.Finding;
import dev.graft.result.FindingKind;
import dev.graft.result.Numbers;
import dev.graft.result.Quantity;
import dev.graft.train.EpochRecord;
import java.util.Map;
import java.util.Optional;

/**
 * Batch norms that learn train with the statistics of each batch and predict with running ones. These are unfit if batches
 * are small, or if there were too few updates for them to arrive: the same parameters then do much worse in prediction.
 */
record BatchNormStatistics() implements Detector {
    private static final int SMALL_BATCH = 16;
    /** The share of the initial statistics that is left after the updates. */
    private static final double NOT_ARRIVED = 0.05;

    private static final double WORSE = 1.5;
    private static final double MARGIN = 0.1;

    @Override
    public FindingKind kind() {
        return FindingKind.BATCH_NORM;
    }

    @Override
    public Optional<Finding> examine(TrainingEvidence training) {
        TrainingConditions conditions = training.conditions();
        double left = Math.pow(conditions.momentum(), conditions.updates());
        boolean small = conditions.batchSize() > 0 && conditions.batchSize() < SMALL_BATCH;
        if (conditions.normalizing() == 0 || !(small || left > NOT_ARRIVED)) {
            return Optional.empty();
        }
        return training.last()
                .filter(e -> predicted(e) > Math.max(WORSE * e.trainLoss(), e.trainLoss() + MARGIN))
                .map(e -> finding(
                        evidence(e)
                                + (left > NOT_ARRIVED
                                        ? "After " + Numbers.counted(conditions.updates(), "update")
                                                + " they still are to "
                                                + Numbers.percent(left)
                                                + " what they were at the beginning: train longer, or keep them (batch norm mode"
                                                + " inference)."
                                        : "Batches of " + conditions.batchSize()
                                                + " are too small to learn them from: use larger batches, or keep them (batch norm"
                                                + " mode inference)."),
                        Map.of(
                                Quantity.EPOCH,
                                e.epoch(),
                                Quantity.TRAIN_LOSS,
                                e.trainLoss(),
                                Quantity.INFERENCE_LOSS,
                                predicted(e),
                                Quantity.BATCH_SIZE,
                                conditions.batchSize(),
                                Quantity.UPDATES,
                                conditions.updates())));
    }

    /** Whether it is certain: the training images themselves do worse in inference mode. */
    static boolean certain(TrainingEvidence training) {
        return training.last().stream().noneMatch(e -> Double.isNaN(e.trainInferenceLoss()))
                && new BatchNormStatistics().examine(training).isPresent();
    }

    private static String evidence(EpochRecord e) {
        boolean measured = !Double.isNaN(e.trainInferenceLoss());
        return (measured ? "Batch norm statistics are unfit" : "Batch norm statistics may be unfit")
                + ": with those of the batches the training loss is " + Numbers.loss(e.trainLoss())
                + ", with the running ones that predictions use the "
                + (measured ? "training" : "validation") + " loss is " + Numbers.loss(predicted(e)) + ". "
                + (measured ? "" : "--train-metrics tells whether it is overfitting instead. ");
    }

    /** Loss in inference mode; of the training images if it was measured, which leaves overfitting out. */
    private static double predicted(EpochRecord epoch) {
        return Double.isNaN(epoch.trainInferenceLoss()) ? epoch.validationLoss() : epoch.trainInferenceLoss();
    }
}
