package dev.graft.diagnosis;

import dev.graft.result.Finding;
import dev.graft.result.FindingKind;
import dev.graft.result.Numbers;
import dev.graft.result.Quantity;
import dev.graft.train.EpochRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A loss is infinite, or NaN where there should be one. */
record Divergence() implements Detector {
    @Override
    public FindingKind kind() {
        return FindingKind.DIVERGED;
    }

    @Override
    public Optional<Finding> examine(TrainingEvidence training) {
        boolean validated = training.history().best().isPresent();
        List<EpochRecord> epochs = training.history().epochs();
        boolean several = training.history().phases().size() > 1;
        return epochs.stream()
                .filter(epoch -> diverged(epoch, validated))
                .findFirst()
                .map(epoch -> finding(
                        "Training diverged: the loss stopped being a finite number in epoch " + epoch.epoch()
                                + (several ? " of phase " + epoch.phase() : "") + ", at a learning rate of "
                                + Numbers.setting(epoch.learningRate())
                                + ". Use a smaller learning rate, a warm-up, or clip gradients by their norm.",
                        Map.of(
                                Quantity.PHASE, epoch.phase(),
                                Quantity.EPOCH, epoch.epoch(),
                                Quantity.LEARNING_RATE, epoch.learningRate())));
    }

    private static boolean diverged(EpochRecord epoch, boolean validated) {
        return !Double.isFinite(epoch.trainLoss())
                || Double.isInfinite(epoch.validationLoss())
                || validated && Double.isNaN(epoch.validationLoss());
    }
}
