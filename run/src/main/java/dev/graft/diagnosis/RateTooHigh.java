package dev.graft.diagnosis;

import dev.graft.result.Finding;
import dev.graft.result.FindingKind;
import dev.graft.result.Numbers;
import dev.graft.result.Quantity;
import dev.graft.train.EpochRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The training loss itself rises: updates overshoot. */
record RateTooHigh() implements Detector {
    private static final int FEWEST_EPOCHS = 3;
    /** A training that overshoots at once begins far worse than guessing. */
    private static final double FAR_WORSE = 3;

    private static final double RISE = 1.5;
    /** Of the loss of guessing. */
    private static final double MARGIN = 0.25;

    @Override
    public FindingKind kind() {
        return FindingKind.RATE_TOO_HIGH;
    }

    @Override
    public Optional<Finding> examine(TrainingEvidence training) {
        if (!training.finite()) {
            return Optional.empty();
        }
        return training.history().phases().stream()
                .filter(phase -> phase.size() >= FEWEST_EPOCHS)
                .flatMap(phase -> risen(phase, training).stream())
                .findFirst();
    }

    private Optional<Finding> risen(List<EpochRecord> phase, TrainingEvidence training) {
        double guessing = training.lossOfGuessing();
        EpochRecord first = phase.get(0);
        if (first.trainLoss() > FAR_WORSE * guessing) {
            return Optional.of(risen(
                    first,
                    guessing,
                    "in its first epoch the training loss was " + Numbers.loss(first.trainLoss()) + ", guessing has "
                            + Numbers.loss(guessing)));
        }
        EpochRecord lowest = first;
        for (EpochRecord epoch : phase) {
            if (epoch.trainLoss() > Math.max(RISE * lowest.trainLoss(), lowest.trainLoss() + MARGIN * guessing)) {
                return Optional.of(risen(
                        epoch,
                        lowest.trainLoss(),
                        "the training loss rose from " + Numbers.loss(lowest.trainLoss())
                                + " in epoch " + lowest.epoch() + " to " + Numbers.loss(epoch.trainLoss())
                                + " in epoch "
                                + epoch.epoch()));
            }
            lowest = epoch.trainLoss() < lowest.trainLoss() ? epoch : lowest;
        }
        return Optional.empty();
    }

    private Finding risen(EpochRecord epoch, double expected, String evidence) {
        return finding(
                "The learning rate looks too high (" + Numbers.setting(epoch.learningRate()) + "): " + evidence
                        + ". Try a tenth of it, a warm-up, or look for one with --find-learning-rate.",
                Map.of(
                        Quantity.PHASE,
                        epoch.phase(),
                        Quantity.EPOCH,
                        epoch.epoch(),
                        Quantity.LEARNING_RATE,
                        epoch.learningRate(),
                        Quantity.TRAIN_LOSS,
                        epoch.trainLoss(),
                        Quantity.EARLIER_TRAIN_LOSS,
                        expected));
    }
}
