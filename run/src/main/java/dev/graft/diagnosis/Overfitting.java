package dev.graft.diagnosis;

import dev.graft.result.Finding;
import dev.graft.result.FindingKind;
import dev.graft.result.Numbers;
import dev.graft.result.Quantity;
import dev.graft.train.EpochRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The validation loss ended at least 25 % and 0.05 above its minimum, while the training loss fell well below that of
 * guessing. Batch norms with unfit statistics look alike and are another detector's matter.
 */
record Overfitting() implements Detector {
    private static final double RISE = 1.25;
    private static final double MARGIN = 0.05;
    /** Of the loss of guessing: a training loss that stays above has learnt nothing, so nothing by heart either. */
    private static final double LEARNT = 0.9;

    /** Up to here the training images do as badly in inference mode. */
    private static final double ALIKE = 1.5;

    @Override
    public FindingKind kind() {
        return FindingKind.OVERFITTED;
    }

    @Override
    public Optional<Finding> examine(TrainingEvidence training) {
        List<EpochRecord> epochs = training.history().epochs();
        Optional<EpochRecord> best = training.history().best();
        if (best.isEmpty()) {
            return Optional.empty();
        }
        EpochRecord last = epochs.get(epochs.size() - 1);
        if (BatchNormStatistics.certain(training) && last.validationLoss() < ALIKE * last.trainInferenceLoss()) {
            return Optional.empty();
        }
        double lowest = best.get().validationLoss();
        boolean rose = last.validationLoss() >= Math.max(lowest * RISE, lowest + MARGIN);
        // One epoch after the best is noise more often than a trend.
        boolean trend = epochs.size() - 1 - epochs.indexOf(best.get()) >= 2;
        boolean learnt = last.trainLoss() < Math.min(best.get().trainLoss(), LEARNT * training.lossOfGuessing());
        if (!rose || !trend || !learnt) {
            return Optional.empty();
        }
        return Optional.of(finding(
                "Overfitting: after epoch " + best.get().epoch() + " the validation loss rose from "
                        + Numbers.loss(lowest) + " to " + Numbers.loss(last.validationLoss())
                        + " while the training loss kept falling. Stop earlier, or use augmentation, dropout or fewer unfrozen"
                        + " layers.",
                Map.of(
                        Quantity.EPOCH,
                        best.get().epoch(),
                        Quantity.LOWEST_VALIDATION_LOSS,
                        lowest,
                        Quantity.VALIDATION_LOSS,
                        last.validationLoss(),
                        Quantity.TRAIN_LOSS,
                        last.trainLoss())));
    }
}
