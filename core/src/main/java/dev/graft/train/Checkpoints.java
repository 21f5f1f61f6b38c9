package dev.graft.train;

import dev.graft.GraftException;
import java.nio.file.Path;

/**
 * Where and how often a training leaves all that is needed to continue it, exactly.
 *
 * <p>The directory belongs to one training. A checkpoint is written after every epoch; it replaces the one before as a
 * whole, so a process may be killed at any moment. The same training started again with the same directory goes on where
 * the last checkpoint was taken and ends with the same numbers, bit for bit. A training with other settings or data is
 * refused.
 *
 * @param directory is made if it does not exist
 * @param everyBatches also after so many batches of an epoch; 0 for after epochs only
 */
public record Checkpoints(Path directory, int everyBatches) {
    public Checkpoints {
        if (everyBatches < 0) {
            throw new GraftException("Checkpoints are written every so many batches, 1 or more, or 0 for after epochs"
                    + " only; found " + everyBatches + ".");
        }
    }

    /** After every epoch. */
    public static Checkpoints in(Path directory) {
        return new Checkpoints(directory, 0);
    }

    /** Also after every so many batches of an epoch. */
    public Checkpoints withEveryBatches(int batches) {
        return new Checkpoints(directory, batches);
    }
}
