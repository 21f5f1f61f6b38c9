package dev.graft.train;

import dev.graft.model.TransferModel;

/** How one of several trainings ended. */
public sealed interface SharedResult {
    /**
     * It is done.
     *
     * @param model holds the parameters of the best epoch
     */
    record Finished(TransferModel model, TrainingOutcome outcome) implements SharedResult {}

    /** It failed; what {@link Trainer#train} would have thrown. */
    record Failed(RuntimeException cause) implements SharedResult {}
}
