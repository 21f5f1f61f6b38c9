package dev.graft.diagnosis;

import java.util.Optional;

/** A loss is infinite, or NaN where there should be one. */
record Divergence() implements Detector {
    @Override
    public FindingKind kind() {
        return FindingKind.DIVERGED;
    }

    @Override
    public Optional<String> examine(Case training) {
        boolean validated = training.history().best().isPresent();
        return training.history().epochs().stream()
                .filter(e -> !Double.isFinite(e.trainLoss())
                        || Double.isInfinite(e.validationLoss())
                        || validated && Double.isNaN(e.validationLoss()))
                .findFirst()
                .map(e -> "Training diverged: the loss stopped being a finite number in epoch " + e.epoch()
                        + ", at a learning rate of " + Wording.setting(e.learningRate())
                        + ". Use a smaller learning rate, a warm-up, or clip gradients by their norm.");
    }
}
