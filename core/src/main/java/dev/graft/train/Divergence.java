package dev.graft.train;

import java.util.Optional;

/** Says in words that a loss is no finite number any more: nothing good comes after it. */
final class Divergence {
    private Divergence() {}

    static String inBatch(Position position, double loss) {
        return "The training loss became " + loss + " in batch "
                + position.sums().batches() + " of epoch " + (position.epoch() + 1) + " of phase "
                + (position.phase() + 1) + ". " + advice(position);
    }

    static Optional<String> of(int phase, EpochRecord done, Position position) {
        if (Double.isFinite(done.validationLoss())) {
            return Optional.empty();
        }
        return Optional.of("The validation loss became " + done.validationLoss() + " after epoch " + done.epoch()
                + " of phase " + (phase + 1) + ". " + advice(position));
    }

    private static String advice(Position position) {
        return (position.hasBest()
                        ? "The model holds the best epoch before it."
                        : "No epoch was good before it: the model holds its initial parameters.")
                + " Use a lower learning rate, a warm-up, or clip gradients by their norm.";
    }
}
