package dev.graft.train;

import java.util.Optional;

/** Says in words that a training does not compute with numbers any more: nothing good comes after it. */
final class Divergence {
    private Divergence() {}

    static TrainingEnd.Diverged inBatch(Position position, double loss) {
        return diverged(
                "The training loss became " + loss + " in batch "
                        + position.sums().batches() + " of " + epoch(position),
                position);
    }

    /** @param position within the epoch */
    static TrainingEnd.Diverged inParameters(Position position) {
        return diverged("Parameters became NaN or infinite in " + epoch(position), position);
    }

    private static String epoch(Position position) {
        return "epoch " + (position.epoch() + 1) + " of phase " + (position.phase() + 1);
    }

    static Optional<TrainingEnd> of(int phase, EpochRecord done, Position position) {
        if (Double.isFinite(done.validationLoss())) {
            return Optional.empty();
        }
        return Optional.of(diverged(
                "The validation loss became " + done.validationLoss() + " after epoch " + done.epoch() + " of phase "
                        + (phase + 1),
                position));
    }

    private static TrainingEnd.Diverged diverged(String what, Position position) {
        return new TrainingEnd.Diverged(what + ". "
                + (position.hasBest()
                        ? "The model holds the best epoch before it."
                        : "No epoch was good before it: there is no model to keep.")
                + " Use a lower learning rate, a warm-up, or clip gradients by their norm.");
    }
}
