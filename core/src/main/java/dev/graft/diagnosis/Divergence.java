package dev.graft.diagnosis;

import dev.graft.train.EpochRecord;
import java.util.List;
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
        List<List<EpochRecord>> phases = training.phases();
        for (int phase = 0; phase < phases.size(); phase++) {
            for (EpochRecord epoch : phases.get(phase)) {
                if (diverged(epoch, validated)) {
                    String where = "epoch " + epoch.epoch() + (phases.size() > 1 ? " of phase " + (phase + 1) : "");
                    return Optional.of("Training diverged: the loss stopped being a finite number in " + where
                            + ", at a learning rate of " + Wording.setting(epoch.learningRate())
                            + ". Use a smaller learning rate, a warm-up, or clip gradients by their norm.");
                }
            }
        }
        return Optional.empty();
    }

    private static boolean diverged(EpochRecord epoch, boolean validated) {
        return !Double.isFinite(epoch.trainLoss())
                || Double.isInfinite(epoch.validationLoss())
                || validated && Double.isNaN(epoch.validationLoss());
    }
}
