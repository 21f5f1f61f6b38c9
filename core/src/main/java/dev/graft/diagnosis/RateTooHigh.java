package dev.graft.diagnosis;

import dev.graft.train.EpochRecord;
import java.util.List;
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
    public Optional<String> examine(Case training) {
        if (!training.finite()) {
            return Optional.empty();
        }
        return training.phases().stream()
                .filter(phase -> phase.size() >= FEWEST_EPOCHS)
                .flatMap(phase -> risen(phase, training).stream())
                .findFirst();
    }

    private static Optional<String> risen(List<EpochRecord> phase, Case training) {
        double guessing = training.lossOfGuessing();
        EpochRecord first = phase.get(0);
        if (first.trainLoss() > FAR_WORSE * guessing) {
            return Optional.of(sentence(
                    first,
                    "in its first epoch the training loss was " + Wording.loss(first.trainLoss()) + ", guessing has "
                            + Wording.loss(guessing)));
        }
        EpochRecord lowest = first;
        for (EpochRecord epoch : phase) {
            if (epoch.trainLoss() > Math.max(RISE * lowest.trainLoss(), lowest.trainLoss() + MARGIN * guessing)) {
                return Optional.of(sentence(
                        epoch,
                        "the training loss rose from " + Wording.loss(lowest.trainLoss())
                                + " in epoch " + lowest.epoch() + " to " + Wording.loss(epoch.trainLoss())
                                + " in epoch "
                                + epoch.epoch()));
            }
            lowest = epoch.trainLoss() < lowest.trainLoss() ? epoch : lowest;
        }
        return Optional.empty();
    }

    private static String sentence(EpochRecord epoch, String evidence) {
        return "The learning rate looks too high (" + Wording.setting(epoch.learningRate()) + "): " + evidence
                + ". Try a tenth of it, a warm-up, or look for one with --find-learning-rate.";
    }
}
