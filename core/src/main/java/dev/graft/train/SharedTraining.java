package dev.graft.train;

import dev.graft.data.Split;
import dev.graft.model.TransferModel;
import dev.graft.progress.Progress;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One of several trainings of a {@link SharedTrainer}.
 *
 * @param model builds the model to train; is asked once, when its turn comes
 * @param split as for {@link Trainer#train}; need not be the others'
 * @param plan as there
 * @param listener as there; told about this training alone
 * @param progress as there
 * @param checkpoints where this training leaves checkpoints, and continues from; a directory of its own
 */
public record SharedTraining(
        Supplier<TransferModel> model,
        Split split,
        TrainingPlan plan,
        TrainingListener listener,
        Progress progress,
        Optional<Checkpoints> checkpoints) {
    /** A training that nobody watches and that leaves no checkpoints. */
    public SharedTraining(Supplier<TransferModel> model, Split split, TrainingPlan plan) {
        this(model, split, plan, TrainingListener.NONE, Progress.NONE, Optional.empty());
    }
}
