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
 * The training images themselves were not learnt: after five epochs at least, the training accuracy, in inference mode if it
 * was measured, is less than halfway from the most frequent class's share to 1. Trainings that learnt nothing at all, or too
 * slowly or too wildly, are other detectors' matter.
 */
record Underfitting() implements Detector {
    private static final int FEWEST_EPOCHS = 5;
    private static final int LAST = 3;
    private static final double STILL_FALLING = 0.02;

    @Override
    public FindingKind kind() {
        return FindingKind.UNDERFITTED;
    }

    @Override
    public Optional<Finding> examine(TrainingEvidence training) {
        List<EpochRecord> epochs = training.history().epochs();
        boolean oneClass = training.trainChance() == 1;
        if (epochs.size() < FEWEST_EPOCHS || oneClass || !training.finite() || elsewhere(training)) {
            return Optional.empty();
        }
        double reached = epochs.stream()
                .mapToDouble(e -> Double.isNaN(e.trainInferenceAccuracy())
                        ? e.trainAccuracy()
                        : Math.max(e.trainAccuracy(), e.trainInferenceAccuracy()))
                .max()
                .orElse(1);
        if (reached >= (1 + training.trainChance()) / 2) {
            return Optional.empty();
        }
        return Optional.of(finding(
                "Underfitting: of the training images themselves no more than " + Numbers.percent(reached)
                        + " were classified correctly. " + (stillFalling(epochs) ? LONGER : LARGER),
                Map.of(Quantity.TRAIN_ACCURACY, reached, Quantity.EPOCHS, epochs.size())));
    }

    private static final String LONGER = "The training loss was still falling at the end: train for more epochs.";
    private static final String LARGER = "The training loss falls no more: unfreeze more layers, use a larger head or"
            + " larger images, or less dropout and augmentation.";

    private static boolean elsewhere(TrainingEvidence training) {
        return List.of(new Collapse(), new Chance(), new RateTooLow(), new RateTooHigh()).stream()
                .anyMatch(detector -> detector.examine(training).isPresent());
    }

    private static boolean stillFalling(List<EpochRecord> epochs) {
        double before = epochs.get(epochs.size() - 1 - LAST).trainLoss();
        return epochs.get(epochs.size() - 1).trainLoss() < (1 - STILL_FALLING) * before;
    }
}
