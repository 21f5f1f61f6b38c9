package dev.graft.run;

import dev.graft.model.TransferModel;
import dev.graft.train.SharedTraining;
import dev.graft.train.TrainingOutcome;

/**
 * A task whose weights are at hand and whose images are split.
 *
 * @param training what is left to do
 * @param finish makes the result of it
 */
record PreparedTask(SharedTraining training, Finish finish) {
    interface Finish {
        TransferRun of(TransferModel model, TrainingOutcome outcome);
    }
}
